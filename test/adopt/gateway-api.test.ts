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
    'a Service',
    parents("{ group: '', kind: Service, name: cart, namespace: shop }"),
    'it is for Service "cart", and only routes of gateways are taken over by constructs',
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
