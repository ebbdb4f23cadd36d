import { adopt } from '../../src/api/adopt';
import { parseManifests } from '../../src/model/read-manifests';

const SHOP = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop, labels: { istio.io/waypoint-for: service } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { serviceAccountName: cart, containers: [{ name: cart, image: 'shop/cart:1', ports: [{ containerPort: 8080 }] }] }
---
`;

const EDGE = `
apiVersion: v1
kind: Namespace
metadata: { name: edge, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: edge }
spec: { type: LoadBalancer, selector: { istio: front }, ports: [{ name: http, port: 80 }, { name: https, port: 443 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: front, namespace: edge }
spec:
  selector: { matchLabels: { istio: front } }
  template:
    metadata: { labels: { istio: front }, annotations: { inject.istio.io/templates: gateway } }
    spec: { serviceAccountName: front, containers: [{ name: istio-proxy, image: auto }] }
---
`;

const listener = (port: number, more = '', hostname = 'shop.example.com') =>
  `{ name: l${port}, port: ${port}, protocol: ${port === 443 ? 'HTTPS' : 'HTTP'}, hostname: ${hostname}, allowedRoutes: { namespaces: { from: Same } }${more} }`;
const TLS = ', tls: { mode: Terminate, certificateRefs: [{ name: cert }] }';

const gateway = (listeners: string, address = 'front.edge.svc.cluster.local') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: istio
  addresses: [{ type: Hostname, value: ${address} }]
  listeners: [${listeners}]
---
`;

const route = (
  rules: string,
  name = 'shop',
  parent = ', sectionName: l443',
  more = 'hostnames: [shop.example.com],',
) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: edge }
spec: { parentRefs: [{ name: public${parent} }], ${more} rules: ${rules} }
---
`;

const GRANT = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge-public, namespace: shop }
spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }], to: [{ group: '', kind: Service }] }
---
`;

const REDIRECT = route(
  '[{ filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }] }]',
  'to-https',
  ', sectionName: l80',
  '',
);

const CART = 'backendRefs: [{ name: cart, namespace: shop, port: 80 }]';
const stripping = (path: string) => `[
    { matches: [{ path: { type: Exact, value: ${path} } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplaceFullPath, replaceFullPath: / } } }], ${CART} },
    { matches: [{ path: { type: PathPrefix, value: ${path} } }], filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }], ${CART} } ]`;

function adopted(yaml: string) {
  const adoption = adopt(parseManifests(`${SHOP}${EDGE}${yaml}`, 'mesh.yaml'));
  expect(adoption.diff.differences).toEqual([]);
  const source = adoption.files.map(({ text }) => text).join('\n');
  const named = (name: string) => adoption.objects.find(one => one.name === name);
  return { source, formOf: (name: string) => named(name)?.form, reasonsOf: (name: string) => named(name)?.reasons };
}

test('a gateway for pods that are there already, its redirect, and what it exposes in another namespace', () => {
  const { source, formOf } = adopted(
    `${gateway(`${listener(80)}, ${listener(443, TLS)}`)}${REDIRECT}${route(`[{ ${CART} }]`)}${GRANT}`,
  );
  for (const name of ['Gateway edge/public', 'HTTPRoute edge/to-https', 'HTTPRoute edge/shop']) {
    expect([name, formOf(name)]).toEqual([name, 'construct']);
  }
  expect(formOf('ReferenceGrant shop/edge-public')).toBe('construct');
  expect(source).toMatch(
    /workload: \{\s+name: 'front',\s+namespace: \{ name: 'edge' \},\s+selector: \{ istio: 'front' \}/,
  );
  expect(source).toContain(`.https({ hosts: ['shop.example.com'], credential: TlsCredential.existing('cert') })`);
});

test('without the redirect, plain HTTP stays open', () => {
  const { source, formOf } = adopted(
    `${gateway(`${listener(80)}, ${listener(443, TLS)}`)}${route(`[{ ${CART} }]`, 'shop', '')}${GRANT}`,
  );
  expect(formOf('Gateway edge/public')).toBe('construct');
  expect(source).toMatch(/\.http\(\{ hosts: \['shop\.example\.com'\] \}\)/);
  expect(source).toMatch(/redirectHttp: false/);
});

test('a redirect of other hosts than those of TLS stays as it is, with its gateway', () => {
  const { formOf } = adopted(`${gateway(`${listener(80, '', 'old.example.com')}, ${listener(443, TLS)}`)}${REDIRECT}`);
  expect(formOf('Gateway edge/public')).toBe('class');
  expect(formOf('HTTPRoute edge/to-https')).toBe('class');
});

test('a path that is taken away is one exposed service', () => {
  const { source, formOf } = adopted(`${gateway(listener(443, TLS))}${route(stripping('/cart'))}${GRANT}`);
  expect(formOf('HTTPRoute edge/shop')).toBe('construct');
  expect(source.match(/\.expose\(/g)).toHaveLength(1);
  expect(source).toMatch(/path: PathMatch\.segments\('\/cart'\), stripPrefix: true/);
});

test('prefixes mean whole segments', () => {
  const { source, formOf } = adopted(
    `${gateway(listener(443, TLS))}${route(`[{ matches: [{ path: { type: PathPrefix, value: /cart } }], ${CART} }]`)}${GRANT}`,
  );
  expect(formOf('HTTPRoute edge/shop')).toBe('construct');
  expect(source).toMatch(/path: PathMatch\.segments\('\/cart'\)/);
});

test('the address of pods that nobody knows is left as it is', () => {
  const { formOf } = adopted(gateway(listener(443, TLS), 'elsewhere.edge.svc.cluster.local'));
  expect(formOf('Gateway edge/public')).toBe('class');
});

const parents = (refs: string) => route(`[{ ${CART} }]`).replace('{ name: public, sectionName: l443 }', refs);

test.each([
  ['no gateway of the manifests', parents('{ name: gone }'), 'its Gateway "edge/gone" is not among the manifests'],
  [
    'a gateway that stays as it is',
    `${gateway(listener(443, TLS), 'elsewhere.edge.svc.cluster.local')}${route(`[{ ${CART} }]`)}`,
    'its Gateway "edge/public" is written by no construct',
  ],
  ['several gateways', parents('{ name: public }, { name: gone }'), 'it is for several gateways'],
  [
    'a Service of another namespace',
    parents("{ group: '', kind: Service, name: cart, namespace: shop }").replace('hostnames: [shop.example.com],', ''),
    'it is not in the namespace of the service',
  ],
])('a route for %s stays as it is, for that reason', (_, yaml, reason) => {
  const { formOf, reasonsOf } = adopted(`${yaml}${GRANT}`);
  expect(formOf('HTTPRoute edge/shop')).toBe('class');
  expect(reasonsOf('HTTPRoute edge/shop')).toEqual([reason]);
});

test.each([
  ['of pods, which ztunnel enforces', 'selector: { matchLabels: { app: cart } },', '8080', /enforcedAt: 'pods'/],
  [
    'of a Service, which the waypoint enforces',
    "targetRefs: [{ kind: Service, group: '', name: cart }],",
    '80',
    /target: cart \}/,
  ],
])('a policy %s', (_, attachment, port, code) => {
  const { source, formOf } = adopted(`
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: shop }
spec:
  ${attachment.replace(/,$/, '')}
  action: ALLOW
  rules: [{ from: [{ source: { principals: [cluster.local/ns/edge/sa/front] } }], to: [{ operation: { ports: ['${port}'] } }] }]
`);
  expect(formOf('AuthorizationPolicy shop/callers')).toBe('construct');
  expect(source).toMatch(code);
  expect(source).toContain('ports: [80]');
});

const CLUSTER_GATEWAY = (listeners: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: entry, namespace: edge }
spec: { gatewayClassName: istio, listeners: [${listeners}] }
---
`;

const own = (kind: string, name: string, spec: string, namespace = 'shop') => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
---
`;

const SPARE = `
apiVersion: v1
kind: Service
metadata: { name: cart-next, namespace: shop }
spec: { selector: { app: cart, track: next }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
`;

const meshRoute = (rules: string) =>
  own('HTTPRoute', 'cart', `\n  parentRefs: [{ group: '', kind: Service, name: cart }]\n  rules: ${rules}`);

describe('a route of a Service', () => {
  test('is what constructs say of its rules', () => {
    const { source, formOf } = adopted(
      SPARE +
        meshRoute(`
    - matches: [{ headers: [{ name: x-canary, value: 'yes' }] }]
      backendRefs: [{ name: cart-next, port: 80 }]
      timeouts: { request: 2s }
    - matches: [{ path: { type: PathPrefix, value: /admin }, method: POST }, { path: { type: Exact, value: /root } }]
      filters:
        - { type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: x-admin, value: '1' }], remove: [cookie] } }
        - { type: RequestMirror, requestMirror: { backendRef: { name: cart-next, port: 80 }, percent: 10 } }
      backendRefs: [{ name: cart, port: 80 }]
      timeouts: { request: 9s, backendRequest: 3s }
      retry: { attempts: 3, codes: [503], backoff: 100ms }
    - matches: [{ path: { type: Exact, value: /old } }]
      filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplaceFullPath, replaceFullPath: /new } } }]
    - backendRefs: [{ name: cart, port: 80, weight: 9 }, { name: cart-next, port: 80, weight: 1 }]
      timeouts: { request: 5s }
`),
    );
    expect(formOf('HTTPRoute shop/cart')).toBe('construct');
    expect(source).toContain("new Mesh(app, 'mesh', { istioVersion: '1.31.4', api: 'gateway-api' })");
    expect(source).toContain("{ headers: { 'x-canary': TextMatch.exact('yes') } }");
    expect(source).toContain("{ path: PathMatch.segments('/admin'), method: TextMatch.exact('POST') }");
    expect(source).toContain('on: RetryOn.statusCodes(503)');
    expect(source).toContain("perTryTimeout: '3s'");
    expect(source).toMatch(/mirrors: \[\{ to: \{ service: cartNext \}, percent: 10 \}\]/);
    expect(source).toMatch(
      /defaultTo: \[\s+\{ service: cart, weight: 90 \},\s+\{ service: cartNext, weight: 10 \},\s+\]/,
    );
    expect(source).toContain("new Timeout(mesh, 'cart-timeout', { service: cart, request: '5s' })");
  });

  test.each([
    [
      'an extension',
      '[{ filters: [{ type: ExtensionRef, extensionRef: { group: g, kind: K, name: n } }], backendRefs: [{ name: cart, port: 80 }] }]',
      'no construct writes a filter of type ExtensionRef',
    ],
    [
      'shares that are no whole percent',
      '[{ backendRefs: [{ name: cart, port: 80, weight: 2 }, { name: cart-next, port: 80, weight: 1 }] }]',
      'the weights of a rule are no whole percent',
    ],
    [
      'no rule for the rest',
      '[{ matches: [{ path: { type: Exact, value: /a } }], backendRefs: [{ name: cart, port: 80 }] }]',
      'requests that no route takes get 404; constructs send them to the service',
    ],
    [
      'a limit of one try alone',
      '[{ backendRefs: [{ name: cart, port: 80 }], timeouts: { backendRequest: 1s } }]',
      'no construct writes timeouts.backendRequest without retries',
    ],
  ])('with %s stays as it is, for that reason', (_, rules, reason) => {
    const { formOf, reasonsOf } = adopted(SPARE + meshRoute(rules));
    expect(formOf('HTTPRoute shop/cart')).toBe('class');
    expect(reasonsOf('HTTPRoute shop/cart')).toEqual([reason]);
  });
});

test('a waypoint of callers in the mesh alone is one that takes no traffic of gateways', () => {
  const { source, formOf } = adopted('');
  expect(formOf('Gateway shop/waypoint')).toBe('construct');
  expect(source).toMatch(/waypoint: \{ takesGatewayTraffic: false \}/);
});

describe('a gateway whose listeners take routes of other namespaces', () => {
  const ALL = 'allowedRoutes: { namespaces: { from: All } }';
  const SOME = 'allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { team: a } } } }';
  const LISTENERS = `{ name: web, port: 80, protocol: HTTP, hostname: '*.example.com', ${ALL} }, { name: secure, port: 443, protocol: HTTPS, hostname: '*.example.com', tls: { certificateRefs: [{ name: cert }] }, ${ALL} }`;
  const TO_HTTPS = own(
    'HTTPRoute',
    'to-https',
    `{ parentRefs: [{ name: entry, sectionName: web }], hostnames: ['*.example.com'], rules: [{ matches: [{ path: { type: PathPrefix, value: / } }], filters: [{ type: RequestRedirect, requestRedirect: { scheme: https, statusCode: 301 } }] }] }`,
    'edge',
  );
  const THEIRS = own(
    'HTTPRoute',
    'theirs',
    `{ parentRefs: [{ name: entry, namespace: edge, sectionName: secure }], hostnames: [cart.example.com], rules: [{ backendRefs: [{ name: cart, port: 80 }] }] }`,
  );

  test('keeps the names of the listeners to which these attach', () => {
    const { source, formOf } = adopted(`${CLUSTER_GATEWAY(LISTENERS)}${TO_HTTPS}${THEIRS}`);
    for (const name of ['Gateway edge/entry', 'HTTPRoute edge/to-https']) {
      expect([name, formOf(name)]).toEqual([name, 'construct']);
    }
    expect(formOf('HTTPRoute shop/theirs')).toBe('class');
    expect(source).toMatch(/listenerName: 'secure',\s+routesFrom: 'all'/);
    expect(source).toMatch(/redirectHttp: \{ listenerName: 'web', routesFrom: 'all' \}/);
  });

  test('has no names where none is needed', () => {
    const { source, formOf } = adopted(`${CLUSTER_GATEWAY(LISTENERS)}${TO_HTTPS}`);
    expect(formOf('Gateway edge/entry')).toBe('construct');
    expect(source).not.toContain('listenerName');
  });

  test('may take those of namespaces with some labels', () => {
    const { source, formOf } = adopted(CLUSTER_GATEWAY(`{ name: web, port: 80, protocol: HTTP, ${SOME} }`));
    expect(formOf('Gateway edge/entry')).toBe('construct');
    expect(source).toMatch(/routesFrom: \{ labels: \{ team: 'a' \} \}/);
  });

  test('and redirects of single paths, and what it exposes', () => {
    const rules = `[
    { matches: [{ path: { type: Exact, value: /old } }], filters: [{ type: RequestRedirect, requestRedirect: { hostname: new.example.com, statusCode: 301 } }] },
    { ${CART} } ]`;
    const route_ = own(
      'HTTPRoute',
      'shop',
      `{ parentRefs: [{ name: entry, sectionName: secure }], hostnames: [shop.example.com], rules: ${rules} }`,
      'edge',
    );
    const { source, formOf } = adopted(`${CLUSTER_GATEWAY(LISTENERS)}${TO_HTTPS}${route_}${GRANT}`);
    expect(formOf('HTTPRoute edge/shop')).toBe('construct');
    expect(source).toMatch(
      /\.rule\(\{\s+name: 'redirect-1',\s+host: 'shop\.example\.com',\s+match: \{ path: PathMatch\.exact\('\/old'\) \}/,
    );
    expect(source).toMatch(/redirect: \{ host: 'new\.example\.com', /);
  });
});

test('connections, by name of TLS and as they are', () => {
  const database = `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: edge }
spec: { selector: { app: db }, ports: [{ name: tcp-db, port: 5432 }, { name: tls-db, port: 5433 }, { name: tcp-admin, port: 5434 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db, namespace: edge }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db }] }
---
`;
  const listeners = `{ name: raw, port: 5432, protocol: TCP }, { name: named, port: 8443, protocol: TLS, hostname: db.example.com, tls: { mode: Passthrough } }`;
  const { source, formOf } = adopted(
    database +
      CLUSTER_GATEWAY(listeners) +
      own(
        'TCPRoute',
        'raw',
        '{ parentRefs: [{ name: entry, sectionName: raw }], rules: [{ backendRefs: [{ name: db, port: 5432 }] }] }',
        'edge',
      ) +
      own(
        'TLSRoute',
        'named',
        '{ parentRefs: [{ name: entry, sectionName: named }], hostnames: [db.example.com], rules: [{ backendRefs: [{ name: db, port: 5433 }] }] }',
        'edge',
      ),
  );
  for (const name of ['Gateway edge/entry', 'TCPRoute edge/raw', 'TLSRoute edge/named']) {
    expect([name, formOf(name)]).toEqual([name, 'construct']);
  }
  expect(source).toMatch(/entry\.tcp\(\{ port: 5432 \}\)/);
  expect(source).toMatch(/\.expose\(db, \{ host: 'db\.example\.com' \}\)/);
  expect(source).toMatch(/\.expose\(db, \{ port: 5432 \}\)/);
});
