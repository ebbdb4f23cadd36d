import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { knownParties, strangers } from '../../src/proof/parties';
import { type FoundRequests, podsOf, Reach } from '../../src/proof/reach';
import type { WitnessRequest } from '../../src/proof/witness-request';
import { meshOf, namespace, object, service } from '../simulation/mesh-of';

/**
 * Meshes in which nobody may get to `vault`, but for one hole that only few requests get through. The hole has to be
 * found, with a request that gets through it.
 */

const VAULT = 'vault.shop.svc.cluster.local';
const BASE = [
  namespace('shop'),
  namespace('edge'),
  service('shop/web'),
  service('shop/vault', ['v1', 'v2']),
  service('shop/docs'),
  object('PeerAuthentication', 'istio-system/default', '{ mtls: { mode: STRICT } }'),
  object('AuthorizationPolicy', 'shop/vault', '{ selector: { matchLabels: { app: vault } } }'),
  object(
    'DestinationRule',
    'shop/vault',
    `{ host: ${VAULT}, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }`,
  ),
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
    `{ selector: { istio: ingress }, servers: [
      { port: { number: 80, name: http, protocol: HTTP }, hosts: ["*.example.com"] },
      { port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*.example.com"], tls: { mode: SIMPLE, credentialName: cert } },
      { port: { number: 8443, name: tls, protocol: TLS }, hosts: ["*.example.com"], tls: { mode: PASSTHROUGH } }] }`,
  ),
];
const WEB = 'principals: [cluster.local/ns/shop/sa/web]';
const ISSUER = 'https://issuer.example.com';
const JWT = object(
  'RequestAuthentication',
  'shop/vault',
  `{ selector: { matchLabels: { app: vault } }, jwtRules: [{ issuer: "${ISSUER}", audiences: [shop], jwks: "{}" }] }`,
);

/** A rule that lets requests of web through. */
const rule = (rest: string, from = WEB) =>
  object(
    'AuthorizationPolicy',
    'shop/hole',
    `{ selector: { matchLabels: { app: vault } }, rules: [{ from: [{ source: { ${from} } }]${rest === '' ? '' : `, ${rest}`} }] }`,
  );
const to = (operation: string) => rule(`to: [{ operation: { ${operation} } }]`);
const when = (condition: string) => rule(`when: [{ ${condition} }]`);
const routes = (http: string, host = VAULT, more = '') =>
  object(
    'VirtualService',
    `shop/${host.replace(/\W.*|\*/g, '') || 'wild'}`,
    `{ hosts: ["${host}"], ${more} http: ${http} }`,
  );
const fromOutside = (rest: string) => [
  rule(rest, 'principals: [cluster.local/ns/edge/sa/ingress]'),
  routes(`[{ route: [{ destination: { host: ${VAULT} } }] }]`, 'vault.example.com', 'gateways: [edge/shop],'),
];

type Needle = readonly [
  name: string,
  objects: string | readonly string[],
  isThrough: (request: WitnessRequest) => boolean,
];

const url = ({ to: text }: WitnessRequest) => new URL(text.replace(/^(?:tcp|tls|grpc):/, 'http:'));
const path = (request: WitnessRequest) => url(request).pathname;
const header = (request: WitnessRequest, name: string) => request.headers?.[name];
const claims = (request: WitnessRequest) => request.tokens?.[0]?.claims ?? {};

const NEEDLES: readonly Needle[] = [
  ['a path', to('paths: [/health/7f3a]'), r => path(r) === '/health/7f3a'],
  ['a path by prefix', to('paths: ["/internal/*"]'), r => path(r).startsWith('/internal/')],
  ['a path by suffix', to('paths: ["*.css"]'), r => path(r).endsWith('.css')],
  ['a path by template', to('paths: ["/v1/{*}/admin"]'), r => /^\/v1\/[^/]+\/admin$/.test(path(r))],
  ['a path by template at any depth', to('paths: ["/{**}/secret"]'), r => /^\/.*\/secret$/.test(path(r))],
  ['all paths but one', to('notPaths: [/]'), r => path(r) !== '/'],
  ['a method', to('methods: [PATCH]'), r => r.method === 'PATCH'],
  [
    'all methods but those in use',
    to('notMethods: [GET, POST, PUT, DELETE, HEAD, OPTIONS, PATCH]'),
    r => !/^(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH)$/.test(r.method ?? 'GET'),
  ],
  ['a method on a path', to('methods: [DELETE], paths: [/cache]'), r => r.method === 'DELETE' && path(r) === '/cache'],
  ['a header', when('key: "request.headers[x-debug]", values: [q7]'), r => header(r, 'x-debug') === 'q7'],
  [
    'a header by prefix',
    when('key: "request.headers[x-key]", values: ["abc*"]'),
    r => header(r, 'x-key')?.startsWith('abc') === true,
  ],
  [
    'a header by suffix',
    when('key: "request.headers[x-key]", values: ["*xyz"]'),
    r => header(r, 'x-key')?.endsWith('xyz') === true,
  ],
  [
    'any value of a header',
    when('key: "request.headers[x-key]", values: ["*"]'),
    r => (header(r, 'x-key') ?? '') !== '',
  ],
  [
    'two headers, one of them not some values',
    rule(
      'when: [{ key: "request.headers[a]", values: ["x*"], notValues: [x, xa, xb] }, { key: "request.headers[b]", values: [z1] }]',
    ),
    r => /^x/.test(header(r, 'a') ?? '') && header(r, 'b') === 'z1',
  ],
  [
    'a claim',
    [JWT, when('key: "request.auth.claims[group]", values: [admin]')],
    r => claims(r).group === 'admin' && claims(r).iss === ISSUER,
  ],
  [
    'a nested claim',
    [JWT, when('key: "request.auth.claims[realm][roles]", values: [ops]')],
    r => JSON.stringify(claims(r).realm) === '{"roles":"ops"}',
  ],
  [
    'the subject of a token',
    [JWT, rule('', `requestPrincipals: ["${ISSUER}/alice"], ${WEB}`)],
    r => claims(r).sub === 'alice',
  ],
  ['an audience', [JWT, when('key: request.auth.audiences, values: [shop]')], r => claims(r).aud === 'shop'],
  ['an account by namespace', rule('', 'namespaces: [edge]'), r => r.from.includes('edge')],
  ['an account by the end of its name', rule('', 'principals: ["*/docs"]'), r => r.from === 'shop/docs-v1'],
  [
    'a version without a policy behind a header',
    [
      object('AuthorizationPolicy', 'shop/vault', '{ selector: { matchLabels: { app: vault, version: v1 } } }'),
      routes(
        `[{ match: [{ headers: { x-canary: { exact: "7" } } }], route: [{ destination: { host: vault, subset: v2 } }] }, { route: [{ destination: { host: vault, subset: v1 } }] }]`,
      ),
      object('PeerAuthentication', 'shop/v1', '{ selector: { matchLabels: { app: vault } }, mtls: { mode: STRICT } }'),
    ],
    r => header(r, 'x-canary') === '7',
  ],
  [
    'a path that only a regex routes',
    [
      to('paths: [/open]'),
      routes(
        '[{ match: [{ uri: { regex: "/x[0-9]{3}" } }], rewrite: { uri: /open }, route: [{ destination: { host: vault } }] }, { match: [{ uri: { prefix: / } }], rewrite: { uri: /closed }, route: [{ destination: { host: vault } }] }]',
      ),
    ],
    r => /^\/x\d{3}$/.test(path(r)) || path(r) === '/open',
  ],
  [
    'a path whose prefix the route replaces',
    [
      to('paths: [/admin/keys]'),
      routes(
        '[{ match: [{ uri: { prefix: /public/ } }], rewrite: { uri: /admin/ }, route: [{ destination: { host: vault } }] }, { fault: { abort: { percentage: { value: 100 }, httpStatus: 503 } }, route: [{ destination: { host: vault } }] }]',
      ),
    ],
    r => path(r) === '/public/keys' || path(r) === '/admin/keys',
  ],
  [
    'a header that a route sets',
    [
      when('key: "request.headers[x-role]", values: [admin]'),
      routes(
        '[{ match: [{ headers: { x-beta: { exact: "1" } } }], headers: { request: { set: { x-role: admin } } }, route: [{ destination: { host: vault } }] }, { headers: { request: { set: { x-role: user } } }, route: [{ destination: { host: vault } }] }]',
      ),
    ],
    r => header(r, 'x-beta') === '1' || header(r, 'x-role') === 'admin',
  ],
  [
    'the route of another service',
    [
      to('paths: [/vault]'),
      routes(
        '[{ match: [{ uri: { exact: /vault }, queryParams: { open: { exact: sesame } } }], route: [{ destination: { host: vault.shop.svc.cluster.local } }] }, { route: [{ destination: { host: docs } }] }]',
        'docs.shop.svc.cluster.local',
      ),
    ],
    r => path(r) === '/vault',
  ],
  [
    'a path from outside',
    fromOutside('to: [{ operation: { paths: [/status] } }]'),
    r => r.from === 'internet' && path(r) === '/status',
  ],
  [
    'a host of a wildcard from outside',
    [
      rule('to: [{ operation: { hosts: [seven.example.com] } }]', 'principals: [cluster.local/ns/edge/sa/ingress]'),
      routes(`[{ route: [{ destination: { host: ${VAULT} } }] }]`, '*.example.com', 'gateways: [edge/shop],'),
    ],
    r => r.from === 'internet' && /^seven\.example\.com/.test(header(r, 'host') ?? url(r).host),
  ],
  [
    'one network outside',
    fromOutside('when: [{ key: remote.ip, values: [198.51.100.0/24], notValues: [198.51.100.0/25] }]'),
    r => /^198\.51\.100\.(?:12[89]|1[3-9]\d|2\d\d)$/.test(r.ip ?? ''),
  ],
  [
    'a server name in TLS that passes through',
    [
      object(
        'AuthorizationPolicy',
        'shop/vault',
        '{ selector: { matchLabels: { app: vault } }, rules: [{ when: [{ key: connection.sni, values: [raw.example.com] }] }] }',
      ),
      object(
        'PeerAuthentication',
        'shop/vault',
        '{ selector: { matchLabels: { app: vault } }, mtls: { mode: DISABLE } }',
      ),
      service('shop/vault', ['v1', 'v2'], '[{ name: tls, port: 443, targetPort: 8443 }]'),
      object(
        'VirtualService',
        'shop/raw',
        `{ hosts: [raw.example.com], gateways: [edge/shop], tls: [{ match: [{ sniHosts: [raw.example.com] }], route: [{ destination: { host: ${VAULT}, port: { number: 443 } } }] }] }`,
      ),
    ],
    r => r.from === 'internet' && url(r).hostname === 'raw.example.com',
  ],
  [
    'a port that takes plaintext',
    [
      object(
        'PeerAuthentication',
        'shop/vault',
        '{ selector: { matchLabels: { app: vault } }, mtls: { mode: STRICT }, portLevelMtls: { 9090: { mode: DISABLE } } }',
      ),
      object(
        'AuthorizationPolicy',
        'shop/hole',
        '{ selector: { matchLabels: { app: vault } }, rules: [{ to: [{ operation: { ports: ["9090"] } }] }] }',
      ),
      service(
        'shop/vault',
        ['v1', 'v2'],
        '[{ name: http, port: 80, targetPort: 8080 }, { name: tcp-metrics, port: 9090, targetPort: 9090 }]',
      ),
    ],
    r => url(r).port === '9090',
  ],
  [
    'what is not POST on a DENY policy',
    [
      rule(''),
      object(
        'AuthorizationPolicy',
        'shop/deny',
        '{ action: DENY, selector: { matchLabels: { app: vault } }, rules: [{ to: [{ operation: { notMethods: [TRACE] } }] }] }',
      ),
    ],
    r => r.method === 'TRACE',
  ],
];

/** The first request that gets to the vault. */
function firstThrough(objects: readonly string[]): FoundRequests | undefined {
  const mesh = effectiveMeshOf(meshOf(objects));
  const parties = [...knownParties(mesh), ...strangers(mesh)].filter(({ name }) => !name.startsWith('shop/vault'));
  for (const one of mesh.once(Reach).requestsTo(podsOf(mesh, VAULT), { parties, internet: true })) {
    if ('unknown' in one) throw new Error(`${one.unknown.to} ${one.unknown.requests}: ${one.unknown.reason}`);
    return one.found;
  }
  return undefined;
}

test('without a hole, nobody gets through', () => {
  expect(firstThrough(BASE)).toBeUndefined();
});

test.each(NEEDLES)('finds %s', (_, objects, isThrough) => {
  const added = typeof objects === 'string' ? [objects] : objects;
  const found = firstThrough([...BASE, ...added]);
  expect(found).toBeDefined();
  if (found === undefined) return;
  expect({ witness: found.witness, through: isThrough(found.witness) }).toMatchObject({ through: true });
  expect(found.verdict.outcome).toBe('routed');
});

test('there are at least 30 of them', () => {
  expect(NEEDLES.length).toBeGreaterThanOrEqual(30);
});
