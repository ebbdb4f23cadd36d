import { type DiffOptions, diffMeshes, type MeshDiff } from '../../src/proof/diff-meshes';
import { sampleHost } from '../../src/values/host-pattern';
import { meshOf, namespace, object, service } from '../simulation/mesh-of';

const BACKEND = 'backend.shop.svc.cluster.local';
const BASE = [
  namespace('shop'),
  service('shop/web'),
  service(
    'shop/backend',
    ['v1', 'v2'],
    '[{ name: http, port: 80, targetPort: 8080 }, { name: http-b, port: 81, targetPort: 8081 }]',
  ),
  service(
    'shop/copy',
    ['v1'],
    '[{ name: http, port: 80, targetPort: 8080 }, { name: http-b, port: 81, targetPort: 8081 }]',
  ),
  object(
    'DestinationRule',
    'shop/backend',
    `{ host: ${BACKEND}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
  ),
];
const V1 = '{ destination: { host: backend, subset: v1 } }';
const routes = (http: string) => object('VirtualService', 'shop/backend', `{ hosts: [${BACKEND}], http: ${http} }`);
const one = (more: string, to = `[${V1}]`) => routes(`[{ ${more}${more === '' ? '' : ', '}route: ${to} }]`);
const httpRoute = (rules: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: backend, namespace: shop }
spec: { parentRefs: [{ group: '', kind: Service, name: backend }], rules: ${rules} }
`;
const to = (...ways: readonly string[]) => `[${ways.join(', ')}]`;
const way = (subset: string, weight: number, more = '') =>
  `{ destination: { host: backend, subset: ${subset} }, weight: ${weight}${more === '' ? '' : `, ${more}`} }`;

function diff(before: string, after: string, options: DiffOptions = {}): MeshDiff {
  return diffMeshes(meshOf([...BASE, before]), meshOf([...BASE, after]), options);
}

function kindsOf({ differences, open }: MeshDiff): readonly string[] {
  return [...new Set([...differences.map(({ kind }) => kind), ...open.map(() => 'open')])];
}

/** Differences of single pods only: which proxy follows a route, and by what name, does not count. */
const BY_PODS: DiffOptions = { destinations: 'pods' };

describe('two ways to write one effect count as the same', () => {
  const exactly = (rewrite: string) => one(`match: [{ uri: { exact: /a } }], rewrite: ${rewrite}`);
  const below = (rewrite: string, prefix = '/api/') =>
    one(`match: [{ uri: { prefix: ${prefix} } }], rewrite: ${rewrite}`);
  const regex = (match: string, rewrite: string) => `{ uriRegexRewrite: { match: '${match}', rewrite: '${rewrite}' } }`;
  const cases: { readonly [what: string]: readonly [before: string, after: string] } = {
    'the rewrite of an exact path, by an expression': [exactly('{ uri: /b }'), exactly(regex('/.*', '/b'))],
    'the rewrite of an exact path, by an expression with groups': [
      exactly('{ uri: /b/a }'),
      exactly(regex('^/(\\w+)$', '/b/\\1')),
    ],
    'an exact path that is rewritten to itself': [exactly('{ uri: /a }'), one('match: [{ uri: { exact: /a } }]')],
    'every path to one, by expressions of two kinds': [
      one(`rewrite: ${regex('/.*', '/b')}`),
      one(`rewrite: ${regex('^.*$', '/b')}`),
    ],
    'a prefix that is replaced, by an expression': [below('{ uri: /v2/ }'), below(regex('^/api/', '/v2/'))],
    'a prefix that is replaced, by an expression with a group': [
      below('{ uri: /v2/ }'),
      below(regex('/api/(.*)', '/v2/\\1')),
    ],
    'a longer prefix than the one that is replaced': [
      below('{ uri: /v2/x/ }', '/api/x/'),
      below(regex('^/api', '/v2'), '/api/x/'),
    ],
    'a prefix that is taken away, as HTTPRoutes do': [below('{ uri: / }'), below(regex('^/api(/?)(.*)', '/\\2'))],
    'a limit in another unit': [one('timeout: 3s'), one('timeout: 3000ms')],
    'conditions of retries in another order': [
      one('retries: { attempts: 2, retryOn: "gateway-error,reset" }'),
      one('retries: { attempts: 2, retryOn: "reset,gateway-error,reset" }'),
    ],
    'a limit of each try in another unit': [
      one('retries: { attempts: 2, perTryTimeout: 1s }'),
      one('retries: { attempts: 2, perTryTimeout: 1000ms }'),
    ],
    'a limit of each try that is no shorter than that of the request': [
      one('timeout: 2s, retries: { attempts: 2, perTryTimeout: 5s }'),
      one('timeout: 2s, retries: { attempts: 2 }'),
    ],
    'the pause that Envoy makes by itself': [
      one('retries: { attempts: 2, backoff: 25ms }'),
      one('retries: { attempts: 2 }'),
    ],
    'names of headers in another case': [
      one('headers: { request: { set: { X-A: b } } }'),
      one('headers: { request: { set: { x-a: b } } }'),
    ],
    'a header that is removed and set': [
      one('headers: { request: { remove: [x-a], set: { x-a: b } } }'),
      one('headers: { request: { set: { x-a: b } } }'),
    ],
    'a header that is removed and added': [
      one('headers: { request: { remove: [x-a], add: { x-a: b } } }'),
      one('headers: { request: { set: { x-a: b } } }'),
    ],
    'headers that are set on each way alike': [
      one('headers: { request: { set: { x-a: b } } }', to(way('v1', 50), way('v2', 50))),
      one(
        '',
        to(
          way('v1', 50, 'headers: { request: { set: { x-a: b } } }'),
          way('v2', 50, 'headers: { request: { set: { x-a: b } } }'),
        ),
      ),
    ],
    'a host that is given on each way alike': [
      one('rewrite: { authority: other.example }', to(way('v1', 50), way('v2', 50))),
      one(
        '',
        to(
          way('v1', 50, 'headers: { request: { set: { Host: other.example } } }'),
          way('v2', 50, 'headers: { request: { set: { Host: other.example } } }'),
        ),
      ),
    ],
    'shares in another order': [one('', to(way('v1', 50), way('v2', 50))), one('', to(way('v2', 50), way('v1', 50)))],
    'shares that add up': [
      one('', to(way('v1', 60), way('v2', 40))),
      one('', to(way('v1', 20), way('v2', 40), way('v1', 40))),
    ],
    'weights of another sum': [one('', to(way('v1', 50), way('v2', 50))), one('', to(way('v1', 3), way('v2', 3)))],
    'copies in another order': [
      one('mirrors: [{ destination: { host: copy } }, { destination: { host: backend, subset: v2 } }]'),
      one('mirrors: [{ destination: { host: backend, subset: v2 } }, { destination: { host: copy } }]'),
    ],
    'one copy, in two fields': [
      one('mirror: { host: copy }, mirrorPercentage: { value: 30 }'),
      one('mirrors: [{ destination: { host: copy }, percentage: { value: 30 } }]'),
    ],
    'a fault that strikes nobody': [one('fault: { delay: { fixedDelay: 1s, percentage: { value: 0 } } }'), one('')],
    'a delay in another unit': [
      one('fault: { delay: { fixedDelay: 1s, percentage: { value: 5 } } }'),
      one('fault: { delay: { fixedDelay: 1000ms, percentage: { value: 5 } } }'),
    ],
    'the port that a scheme has by itself': [
      routes('[{ redirect: { scheme: https, port: 443, authority: a.example } }]'),
      routes('[{ redirect: { scheme: https, authority: a.example } }]'),
    ],
    'the code that a redirect has by itself': [
      routes('[{ redirect: { uri: /b } }]'),
      routes('[{ redirect: { uri: /b, redirectCode: 301 } }]'),
    ],
    'an answer as text and as Base64': [
      routes('[{ directResponse: { status: 200, body: { string: hello } } }]'),
      routes('[{ directResponse: { status: 200, body: { bytes: aGVsbG8= } } }]'),
    ],
  };
  test.each(Object.keys(cases))('%s', what => {
    const [before = '', after = ''] = cases[what] ?? [];
    expect(kindsOf(diff(before, after))).toEqual([]);
    expect(kindsOf(diff(before, after, BY_PODS))).toEqual([]);
  });

  const standard: { readonly [what: string]: readonly [before: string, after: string] } = {
    'the full path of an exact match': [
      routes(
        `[{ match: [{ uri: { exact: /a } }], rewrite: { uri: /b }, retries: { attempts: 0 }, route: [{ destination: { host: backend, port: { number: 80 } } }] }]`,
      ),
      httpRoute(
        '[{ matches: [{ path: { type: Exact, value: /a } }], retry: { attempts: 0 }, filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: /b } } }], backendRefs: [{ name: backend, port: 80 }] }]',
      ),
    ],
    'the prefix of an exact match': [
      httpRoute(
        '[{ matches: [{ path: { type: Exact, value: /a } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: /b } } }], backendRefs: [{ name: backend, port: 80 }] }]',
      ),
      httpRoute(
        '[{ matches: [{ path: { type: Exact, value: /a } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /b } } }], backendRefs: [{ name: backend, port: 80 }] }]',
      ),
    ],
    'a share of copies as a fraction': [
      httpRoute(
        '[{ filters: [{ type: RequestMirror, requestMirror: { percent: 25, backendRef: { name: copy, port: 80 } } }], backendRefs: [{ name: backend, port: 80 }] }]',
      ),
      httpRoute(
        '[{ filters: [{ type: RequestMirror, requestMirror: { fraction: { numerator: 1, denominator: 4 }, backendRef: { name: copy, port: 80 } } }], backendRefs: [{ name: backend, port: 80 }] }]',
      ),
    ],
  };
  test.each(Object.keys(standard))('%s of an HTTPRoute', what => {
    const [before = '', after = ''] = standard[what] ?? [];
    expect(kindsOf(diff(before, after, BY_PODS))).toEqual([]);
  });
});

describe('effects that only look alike count as different', () => {
  const cases: { readonly [what: string]: readonly [kind: string, before: string, after: string] } = {
    'a rewrite of the prefix, and of the whole path': [
      'rewrite',
      one('match: [{ uri: { prefix: /a } }], rewrite: { uri: /b }'),
      one('match: [{ uri: { prefix: /a } }], rewrite: { uriRegexRewrite: { match: "/.*", rewrite: /b } }'),
    ],
    'an expression that takes a part once, and one that takes it each time': [
      'rewrite',
      one('match: [{ uri: { prefix: /a/ } }], rewrite: { uriRegexRewrite: { match: "^/a", rewrite: /b } }'),
      one('match: [{ uri: { prefix: /a/ } }], rewrite: { uriRegexRewrite: { match: "/a", rewrite: /b } }'),
    ],
    'another host on one of the ways': [
      'headers',
      one('', to(way('v1', 50), way('v2', 50))),
      one('', to(way('v1', 50), way('v2', 50, 'headers: { request: { set: { Host: other.example } } }'))),
    ],
    'headers that go to the other share': [
      'headers',
      one('', to(way('v1', 70, 'headers: { request: { set: { x-a: a } } }'), way('v1', 30))),
      one('', to(way('v1', 30, 'headers: { request: { set: { x-a: a } } }'), way('v1', 70))),
    ],
    'a header that is set, and one that is added': [
      'headers',
      one('headers: { request: { set: { x-a: b } } }'),
      one('headers: { request: { add: { x-a: b } } }'),
    ],
    'copies to another port': [
      'mirror',
      one('mirror: { host: copy, port: { number: 80 } }'),
      one('mirror: { host: copy, port: { number: 81 } }'),
    ],
    'redirects to another host': [
      'answer',
      routes('[{ redirect: { authority: a.example } }]'),
      routes('[{ redirect: { authority: b.example } }]'),
    ],
    'redirects that differ below the path of the first request': [
      'answer',
      routes('[{ match: [{ uri: { prefix: / } }], redirect: { authority: a.example, uri: / } }]'),
      routes('[{ match: [{ uri: { prefix: / } }], redirect: { authority: a.example } }]'),
    ],
    'headers of an answer': [
      'headers',
      routes('[{ directResponse: { status: 200 }, headers: { response: { set: { x-a: b } } } }]'),
      routes('[{ directResponse: { status: 200 } }]'),
    ],
    'an answer that reads like Base64': [
      'answer',
      routes('[{ directResponse: { status: 200, body: { string: aGVsbG8= } } }]'),
      routes('[{ directResponse: { status: 200, body: { bytes: aGVsbG8= } } }]'),
    ],
    'a limit of each try below that of the request': [
      'retries',
      one('timeout: 9s, retries: { attempts: 2, perTryTimeout: 5s }'),
      one('timeout: 9s, retries: { attempts: 2 }'),
    ],
  };
  test.each(Object.keys(cases))('%s', what => {
    const [kind, before = '', after = ''] = cases[what] ?? [];
    expect(kindsOf(diff(before, after))).toEqual([kind]);
    expect(kindsOf(diff(before, after, BY_PODS))).toEqual([kind]);
  });
});

describe('what shows a difference', () => {
  const all = 'match: [{ uri: { prefix: / } }]';

  test('is a path of which two rewrites make two', () => {
    const [found] = diff(
      one(`${all}, rewrite: { uri: /b/ }`),
      one(`${all}, rewrite: { uriRegexRewrite: { match: "/.*", rewrite: /b/ } }`),
    ).differences;
    expect(found).toMatchObject({ kind: 'rewrite', before: 'goes on as /b/a', after: 'goes on as /b/' });
    expect(found?.witness.to).toBe(`http://${BACKEND}:80/a`);
  });

  test('is left open where no such path is found and none can be ruled out', () => {
    const deep = (text: string) =>
      one(`${all}, rewrite: { uriRegexRewrite: { match: "/deep/${text}$", rewrite: /b } }`);
    const { differences, open } = diff(deep('x'), deep('[x]'));
    expect(differences).toEqual([]);
    expect(open[0]?.reason).toMatch(/cannot be decided whether two rewrites make the same of all their paths/);
    const [found] = diff(deep('x'), deep('y')).differences;
    expect([found?.kind, found?.witness.to]).toEqual(['rewrite', `http://${BACKEND}:80/deep/x`]);
  });

  test.each([
    ['one host', 'a.example.com', []],
    ['several', '"*.example.com"', ['open']],
  ])('is left open where only one redirect keeps what was sent of %s', (_, host, kinds) => {
    const gateway = object(
      'Gateway',
      'shop/edge',
      `{ selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${host}] }] }`,
    );
    const pods = `
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: shop }
spec: { selector: { istio: ingressgateway }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: shop }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  template:
    metadata: { labels: { istio: ingressgateway }, annotations: { inject.istio.io/templates: gateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
`;
    const redirect = (authority: string) =>
      [
        gateway,
        pods,
        object(
          'VirtualService',
          'shop/edge',
          `{ hosts: [${host}], gateways: [edge], http: [{ redirect: { scheme: https${authority} } }] }`,
        ),
      ].join('---\n');
    const sample = sampleHost(host.replaceAll('"', ''));
    expect(kindsOf(diff(redirect(''), redirect(`, authority: ${sample}`)))).toEqual(kinds);
    expect(kindsOf(diff(redirect(''), redirect(', authority: other.example')))).toEqual(['answer']);
  });
});
