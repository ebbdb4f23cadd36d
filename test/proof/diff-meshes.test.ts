import { diffMeshes, type MeshDiff } from '../../src/proof/diff-meshes';
import { renderDiffMarkdown, renderDiffText } from '../../src/proof/render-diff';
import { meshOf, namespace, object, service } from '../simulation/mesh-of';

const BACKEND = 'backend.shop.svc.cluster.local';
const SUBSETS = object(
  'DestinationRule',
  'shop/backend',
  `{ host: ${BACKEND}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
);
const STRICT = object('PeerAuthentication', 'shop/default', '{ mtls: { mode: STRICT } }');
const routes = (http: string) => object('VirtualService', 'shop/backend', `{ hosts: [${BACKEND}], http: ${http} }`);
const split = (v1: number, more = '') =>
  routes(
    `[{ ${more} route: [{ destination: { host: backend, subset: v1 }, weight: ${v1} }, { destination: { host: backend, subset: v2 }, weight: ${100 - v1} }] }]`,
  );
const allow = (operation: string, caller = 'web') =>
  object(
    'AuthorizationPolicy',
    'shop/backend',
    `{ selector: { matchLabels: { app: backend } }, rules: [{ from: [{ source: { principals: [cluster.local/ns/shop/sa/${caller}] } }], to: [{ operation: { ${operation} } }] }] }`,
  );
const BASE = [
  namespace('shop'),
  service('shop/web'),
  service('shop/docs'),
  service('shop/backend', ['v1', 'v2']),
  SUBSETS,
  STRICT,
];
const diff = (before: readonly string[], after: readonly string[]): MeshDiff =>
  diffMeshes(meshOf(before), meshOf(after));
const shown = ({ differences }: MeshDiff) =>
  differences.map(one => [one.kind, one.from.join(), one.requests, one.before, one.after]);
const OPEN = allow('paths: ["/*"]');

describe('the difference of two meshes', () => {
  test('is nothing where the text differs and not the behaviour', () => {
    const found = diff([...BASE, allow('methods: [GET, POST]')], [...BASE, allow('methods: [POST, GET]')]);
    expect(found.differences).toEqual([]);
    expect(found.objects).toEqual({ gone: 0, new: 0, changed: 1 });
    expect(renderDiffText(found)).toBe('no request behaves differently; 1 object differs (0 new, 1 changed, 0 gone)');
  });

  test('names what is newly allowed and denied, by caller and request', () => {
    const found = diff([...BASE, allow('paths: [/a, /b]')], [...BASE, allow('paths: [/b, /c]')]);
    expect(shown(found)).toEqual([
      ['newly-allowed', 'shop/web-v1', '/c', 'denied (403)', `it reaches ${BACKEND}:80`],
      ['newly-denied', 'shop/web-v1', '/a', `it reaches ${BACKEND}:80`, 'denied (403)'],
    ]);
    expect(found.differences[0]?.witness).toMatchObject({
      from: 'shop/web-v1',
      to: `http://${BACKEND}:80/c`,
      method: 'GET',
    });
  });

  test('finds a rule that lets a whole namespace in, with strangers', () => {
    const wide = object(
      'AuthorizationPolicy',
      'shop/backend',
      '{ selector: { matchLabels: { app: backend } }, rules: [{ from: [{ source: { namespaces: [shop] } }] }] }',
    );
    const found = diff([...BASE, OPEN], [...BASE, wide]);
    expect(shown(found)).toEqual([
      [
        'newly-allowed',
        'shop/backend-v1,shop/backend-v2,shop/docs-v1,an unknown account of shop',
        '',
        'denied (403)',
        `it reaches ${BACKEND}:80`,
      ],
    ]);
  });

  test('takes retries to be the same whether or not they name status codes without any', () => {
    const on = 'connect-failure,refused-stream,unavailable,cancelled';
    const before = [...BASE, split(50, `retries: { attempts: 2, retryOn: "${on}" },`)];
    const named = [...BASE, split(50, `retries: { attempts: 2, retryOn: "${on},retriable-status-codes" },`)];
    expect(shown(diff(before, named))).toEqual([]);
    const [coded] = shown(diff(before, [...BASE, split(50, `retries: { attempts: 2, retryOn: "${on},503" },`)]));
    expect(coded?.[0]).toBe('retries');
  });

  test('tells shares, timeouts, retries, headers and faults apart', () => {
    const before = [...BASE, OPEN, split(90, 'timeout: 3s,')];
    expect(shown(diff(before, [...BASE, OPEN, split(50, 'timeout: 3s,')]))).toEqual([
      [
        'shares',
        'shop/web-v1',
        '',
        `90 % ${BACKEND}:80 v1, 10 % ${BACKEND}:80 v2`,
        `50 % ${BACKEND}:80 v1, 50 % ${BACKEND}:80 v2`,
      ],
    ]);
    const more =
      'timeout: 5s, retries: { attempts: 7 }, headers: { request: { set: { a: b } } }, fault: { delay: { fixedDelay: 1s, percentage: { value: 5 } } },';
    expect(shown(diff(before, [...BASE, OPEN, split(90, more)])).map(([kind, , , was, is]) => [kind, was, is])).toEqual(
      [
        ['timeout', '3s', '5s'],
        ['retries', expect.stringMatching(/^2 on /), expect.stringMatching(/^7 on /)],
        ['headers', 'none', 'request a = b'],
        ['fault', 'none', expect.stringContaining('1s')],
      ],
    );
  });

  test('tells other destinations, and a part of the requests that is refused', () => {
    const canary = routes(
      '[{ match: [{ headers: { x-canary: { exact: "1" } } }], route: [{ destination: { host: backend, subset: v2 } }] }, { route: [{ destination: { host: backend, subset: v1 } }] }]',
    );
    expect(shown(diff([...BASE, OPEN, split(100)], [...BASE, OPEN, canary]))).toMatchObject([
      ['destination', 'shop/web-v1', 'header x-canary = "1"', expect.anything(), `it reaches ${BACKEND}:80 v2`],
    ]);
    const closed = object(
      'AuthorizationPolicy',
      'shop/v2',
      '{ action: DENY, selector: { matchLabels: { app: backend, version: v2 } }, rules: [{}] }',
    );
    expect(shown(diff([...BASE, OPEN, split(90)], [...BASE, OPEN, split(90), closed]))).toEqual([
      ['newly-denied', 'shop/web-v1', '', 'shop/backend-v2 takes it', 'shop/backend-v2 refuses it'],
    ]);
  });

  test('tells where mutual TLS is lost', () => {
    const off = object(
      'DestinationRule',
      'shop/docs',
      '{ host: docs.shop.svc.cluster.local, trafficPolicy: { tls: { mode: DISABLE } } }',
    );
    const permissive = object('PeerAuthentication', 'shop/default', '{ mtls: { mode: PERMISSIVE } }');
    const base = BASE.filter(text => text !== STRICT);
    const found = shown(diff([...base, permissive], [...base, permissive, off]));
    expect(found).toContainEqual([
      'mutual-tls-lost',
      expect.stringContaining('shop/web-v1'),
      '',
      'mutual TLS',
      'no mutual TLS',
    ]);
  });

  test('tells Services that are gone or new, and who used them', () => {
    const without = BASE.filter(text => !text.includes('name: docs'));
    const found = diff(BASE, without);
    expect(found.hosts).toEqual({ gone: ['docs.shop.svc.cluster.local'], new: [] });
    expect(found.differences.map(({ kind, to }) => [kind, to])).toEqual([
      ['host-gone', 'docs.shop.svc.cluster.local:80'],
    ]);
    expect(diff(without, BASE).differences.map(({ kind }) => kind)).toEqual(['host-new']);
  });

  test('covers what comes in from outside, host by host', () => {
    const edge = (hosts: string, more = '') => [
      namespace('edge'),
      `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  template:
    metadata: { labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
`,
      object(
        'Gateway',
        'edge/shop',
        '{ selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }',
      ),
      object(
        'VirtualService',
        'edge/docs',
        `{ hosts: [${hosts}], gateways: [shop], http: [{ ${more} route: [{ destination: { host: docs.shop.svc.cluster.local } }] }] }`,
      ),
    ];
    const before = [...BASE, ...edge('docs.example.com, old.example.com')];
    const after = [...BASE, ...edge('docs.example.com, new.example.com', 'match: [{ uri: { prefix: /public } }],')];
    expect(
      diff(before, after).differences.map(({ kind, from, to, requests }) => [kind, from.join(), to, requests]),
    ).toEqual([
      ['newly-allowed', 'internet', 'edge/ingress:80 new.example.com', expect.stringContaining('/public**')],
      ['newly-denied', 'internet', 'edge/ingress:80 docs.example.com', expect.stringContaining('/** except /public**')],
      ['newly-denied', 'internet', 'edge/ingress:80 old.example.com', expect.anything()],
    ]);
  });

  test('does not hide what is not modelled', () => {
    const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: any, namespace: shop }
spec: { workloadSelector: { labels: { app: docs } }, configPatches: [{ applyTo: CLUSTER }] }
`;
    expect(diff(BASE, [...BASE, filter]).differences.map(({ kind }) => kind)).toContain('unsupported');
  });

  test('is shown as Markdown that text from manifests cannot break', () => {
    const evil = object(
      'AuthorizationPolicy',
      'shop/backend',
      '{ selector: { matchLabels: { app: backend } }, rules: [{ when: [{ key: "request.headers[x]", values: ["<script>|`x`"] }] }] }',
    );
    const text = renderDiffMarkdown(diff([...BASE, allow('paths: [/a]')], [...BASE, evil]));
    expect(text).toContain('<details><summary>newly allowed (2)</summary>');
    expect(text.replace(/`[^`]*`/g, '')).not.toContain('script');
    expect(text.split('\n').slice(0, 12).join('\n')).toContain('**newly allowed**');
  });
});
