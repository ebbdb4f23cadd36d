import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { RetryOn } from '../../src/routing/retry-on';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { Canary } from '../../src/traffic/canary';
import { CircuitBreaker } from '../../src/traffic/circuit-breaker';
import { FaultInjection } from '../../src/traffic/fault-injection';
import { Progressive } from '../../src/traffic/progressive';
import { ProgressiveRelease } from '../../src/traffic/progressive-release';
import { Retries } from '../../src/traffic/retries';
import { Routing, type RoutingRule } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { declareShop, expectClean, find, written } from '../traffic/app';

const credential = TlsCredential.certManager({ issuer: { name: 'letsencrypt' } });
const HOST = 'shop.example.com';

function edge() {
  const declared = declareShop();
  const { mesh } = declared;
  const namespace = new MeshNamespace(mesh, 'edge');
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace });
  return { ...declared, gateway: new IngressGateway(mesh, 'public', { workload, api: 'gateway-api' }) };
}

const rulesOf = (app: ReturnType<typeof edge>['app']) => find(app, 'HTTPRoute', 'public-shop-example-com').spec.rules;

test('one property writes the same gateway in the Gateway API, on the same pods', () => {
  const { app, gateway, frontend } = edge();
  gateway.https({ hosts: [HOST], credential }).expose(frontend, { host: HOST });
  expect(find(app, 'Gateway', 'public')).toMatchObject({
    apiVersion: 'gateway.networking.k8s.io/v1',
    spec: {
      gatewayClassName: 'istio',
      addresses: [{ type: 'Hostname', value: 'istio-ingress.edge.svc.cluster.local' }],
      listeners: [
        { name: 'http-80-shop-example-com', port: 80, protocol: 'HTTP', hostname: HOST },
        {
          name: 'https-443-shop-example-com',
          port: 443,
          protocol: 'HTTPS',
          hostname: HOST,
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'public-shop-example-com' }] },
        },
      ],
    },
  });
  expect(find(app, 'HTTPRoute', 'public-https-redirect').spec).toEqual({
    parentRefs: [{ name: 'public', sectionName: 'http-80-shop-example-com' }],
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  });
  expect(find(app, 'HTTPRoute', 'public-shop-example-com').spec).toEqual({
    parentRefs: [{ name: 'public', sectionName: 'https-443-shop-example-com' }],
    hostnames: [HOST],
    rules: [{ backendRefs: [{ name: 'frontend', namespace: 'shop', port: 8080 }] }],
  });
  expect(find(app, 'ReferenceGrant', 'edge-public')).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: { from: [{ kind: 'HTTPRoute', namespace: 'edge' }], to: [{ kind: 'Service' }] },
  });
  expect(written(app).some(({ kind }) => kind === 'VirtualService')).toBe(false);
  expectClean(app);
});

test.each<[string, (shop: ReturnType<typeof edge>) => unknown]>([
  ['by a rule before the gateway exposes it', shop => [route(shop), expose(shop)]],
  ['by a rule after the gateway exposed it', shop => [expose(shop), route(shop)]],
  ['by the gateway itself', shop => shop.gateway.expose(shop.frontend, { host: HOST, version: only(shop) })],
])('the only version of a service gets a Service of its own where it is named %s', (_case, declare) => {
  const shop = edge();
  shop.gateway.http({ hosts: [HOST] });
  declare(shop);
  const [rule] = rulesOf(shop.app);
  expect(rule.backendRefs).toEqual([{ name: 'frontend-v1', namespace: 'shop', port: 8080 }]);
  expect(find(shop.app, 'Service', 'frontend-v1').spec.selector).toEqual({ app: 'frontend', version: 'v1' });
  expectClean(shop.app);
});

const only = ({ frontend }: ReturnType<typeof edge>) => frontend.version('v1');
const expose = ({ gateway, backend }: ReturnType<typeof edge>) => gateway.expose(backend, { host: HOST });
const route = (shop: ReturnType<typeof edge>) =>
  new Routing(shop.mesh, 'routes', {
    service: shop.backend,
    rules: [{ name: 'other', match: { path: PathMatch.exact('/a') }, to: only(shop) }],
  });

test('a canary is split over a Service for each version, which keeps the policy of the host', () => {
  const { app, mesh, gateway, backend, v1, v2 } = edge();
  gateway.http({ hosts: [HOST] }).expose(backend, { host: HOST, path: PathMatch.segments('/api') });
  const override = { header: { name: 'x-canary', value: 'true' } };
  new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10, override });
  new CircuitBreaker(mesh, 'breaker', { service: backend });
  const path = { type: 'PathPrefix', value: '/api' };
  expect(rulesOf(app)).toEqual([
    {
      matches: [{ path, headers: [{ name: 'x-canary', value: 'true' }] }],
      backendRefs: [{ name: 'backend-v2', namespace: 'shop', port: 8080 }],
    },
    {
      matches: [{ path }],
      backendRefs: [
        { name: 'backend-v1', namespace: 'shop', port: 8080, weight: 90 },
        { name: 'backend-v2', namespace: 'shop', port: 8080, weight: 10 },
      ],
    },
  ]);
  expect(find(app, 'Service', 'backend-v2').spec.selector).toEqual({ app: 'backend', version: 'v2' });
  expect(find(app, 'DestinationRule', 'backend-v2').spec).toMatchObject({
    host: 'backend-v2.shop.svc.cluster.local',
    trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } },
  });
  expectClean(app);
});

test('matches, header changes, rewrites, redirects, copies and timeouts are translated', () => {
  const { app, mesh, gateway, backend, v1, v2 } = edge();
  gateway.http({ hosts: [HOST] }).expose(backend, { host: HOST });
  gateway.rule({ name: 'old', host: HOST, match: { path: PathMatch.exact('/old') }, redirect: { path: '/new' } });
  new Routing(mesh, 'routes', {
    service: backend,
    rules: [
      {
        name: 'all',
        match: {
          path: PathMatch.regex('/v[0-9]+'),
          method: TextMatch.exact('GET'),
          headers: { 'x-a': TextMatch.prefix('a.b') },
          queryParams: { q: TextMatch.regex('.+') },
        },
        to: v2,
        requestHeaders: { set: { 'x-set': '1' } },
        responseHeaders: { remove: ['server'] },
        mirrors: [{ to: v1, percent: 5 }],
      },
      { name: 'rewritten', match: { path: PathMatch.exact('/from') }, rewrite: { path: '/to' } },
    ],
  });
  new Timeout(mesh, 'timeout', { service: backend, request: '10s' });
  expect(rulesOf(app)).toEqual([
    {
      matches: [{ path: { type: 'Exact', value: '/old' } }],
      filters: [
        {
          type: 'RequestRedirect',
          requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' }, statusCode: 301 },
        },
      ],
    },
    {
      matches: [{ path: { type: 'Exact', value: '/from' } }],
      filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/to' } } }],
      backendRefs: [{ name: 'backend', namespace: 'shop', port: 8080 }],
      timeouts: { request: '10s' },
    },
    {
      matches: [
        {
          path: { type: 'RegularExpression', value: '/v[0-9]+' },
          method: 'GET',
          headers: [{ name: 'x-a', type: 'RegularExpression', value: 'a\\.b.*' }],
          queryParams: [{ name: 'q', type: 'RegularExpression', value: '.+' }],
        },
      ],
      filters: [
        { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-set', value: '1' }] } },
        { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['server'] } },
        {
          type: 'RequestMirror',
          requestMirror: { backendRef: { name: 'backend-v1', namespace: 'shop', port: 8080 }, percent: 5 },
        },
      ],
      backendRefs: [{ name: 'backend-v2', namespace: 'shop', port: 8080 }],
      timeouts: { request: '10s' },
    },
    {
      // Behind a prefix, the expression above would take nothing.
      matches: [{ path: { type: 'RegularExpression', value: '/.*' } }],
      backendRefs: [{ name: 'backend', namespace: 'shop', port: 8080 }],
      timeouts: { request: '10s' },
    },
  ]);
  expectClean(app);
});

test('a path that is taken away is replaced by what the service sees', () => {
  const { app, mesh, gateway, backend, v2 } = edge();
  gateway.http({ hosts: [HOST] });
  gateway.expose(backend, { host: HOST, path: PathMatch.prefix('/api'), stripPrefix: true });
  const rules = [{ name: 'notes', match: { path: PathMatch.segments('/notes') }, to: v2 }];
  new Routing(mesh, 'routes', { service: backend, rules });
  type Rule = { matches: { path: object }[]; filters: { urlRewrite: { path: object } }[] };
  expect(rulesOf(app).map(({ matches, filters }: Rule) => [matches[0]?.path, filters[0]?.urlRewrite.path])).toEqual([
    [
      { type: 'PathPrefix', value: '/api/notes' },
      { type: 'ReplacePrefixMatch', replacePrefixMatch: '/notes' },
    ],
    [
      { type: 'Exact', value: '/api' },
      { type: 'ReplaceFullPath', replaceFullPath: '/' },
    ],
    [
      { type: 'PathPrefix', value: '/api' },
      { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' },
    ],
  ]);
  expectClean(app);
});

describe('what the Gateway API cannot say is refused', () => {
  test.each<[string, (gateway: IngressGateway) => unknown, string]>([
    [
      'names of clients',
      gateway =>
        gateway.https({ hosts: [HOST], credential, clientCertificate: 'required', subjectAltNames: ['client'] }),
      'got names that certificates of clients must have',
    ],
    [
      'a TLS version',
      gateway => gateway.https({ hosts: [HOST], credential, minProtocolVersion: 'TLSV1_3' }),
      'got a least TLS version',
    ],
  ])('as a server: %s', (_case, serve, message) => {
    expect(() => serve(edge().gateway)).toThrow(message);
  });

  test.each<[string, RoutingRule, string]>([
    [
      'an answer',
      { name: 'r', match: { path: PathMatch.exact('/a') }, directResponse: { status: 200 } },
      'directResponse on route "r"',
    ],
    [
      'an absent header',
      { name: 'r', match: { withoutHeaders: { a: TextMatch.exact('b') } } },
      'a condition on withoutHeaders',
    ],
    [
      'a part of the method',
      { name: 'r', match: { method: TextMatch.prefix('P') } },
      'a condition on a part of the method',
    ],
    [
      'a rewrite by expression',
      {
        name: 'r',
        match: { path: PathMatch.exact('/a') },
        rewrite: { expression: { match: '/a(.*)', by: '/\\1' } },
      },
      'a rewrite by expression on route "r"',
    ],
  ])('as a route: %s', (_case, rule, message) => {
    const { app, mesh, gateway, backend } = edge();
    gateway.http({ hosts: [HOST] }).expose(backend, { host: HOST });
    new Routing(mesh, 'routes', { service: backend, rules: [rule] });
    expect(() => written(app)).toThrow(message);
  });

  test('as a setting: retries and faults', () => {
    const { app, mesh, gateway, backend } = edge();
    gateway.http({ hosts: [HOST] }).expose(backend, { host: HOST });
    new Retries(mesh, 'retries', { service: backend, on: RetryOn.serverErrors(), methods: 'all' });
    expect(() => written(app)).toThrow('got retries on 5xx, reset, connect-failure, refused-stream on route "default"');
    const abort = { percent: 1, httpStatus: 500 };
    expect(() => new FaultInjection(mesh, 'faults', { service: backend, abort })).toThrow(
      'wanted a gateway with api "istio", since routes of the Gateway API inject none',
    );
  });

  test('as a document: those of a team, and those that a controller moves', () => {
    const { app, mesh, gateway, namespace, frontend } = edge();
    gateway.http({ hosts: [HOST] });
    expect(() => gateway.delegate('d', { host: HOST, namespace })).toThrow(
      'wanted api "istio" to leave paths to another team',
    );
    gateway.expose(frontend, { host: HOST });
    const weights = [10];
    const controller = Progressive.argoRollouts();
    new ProgressiveRelease(mesh, 'argo', { service: frontend, controller, weights });
    expect(() => written(app)).toThrow('wanted gateways with api "istio", whose weights it moves, got HTTPRoute');
    const other = edge();
    other.gateway.http({ hosts: [HOST] }).expose(other.frontend, { host: HOST });
    const flagger = { service: other.frontend, controller: Progressive.flagger(), weights };
    expect(() => new ProgressiveRelease(other.mesh, 'flagger', flagger)).toThrow(
      'Cannot leave the routes of host "shop.example.com" to a controller',
    );
  });

  test('as a place: certificates of another namespace', () => {
    const { mesh, namespace } = edge();
    const workload = new GatewayDeployment(mesh.chart('gateways'), 'second', { namespace: 'edge' });
    expect(() => new IngressGateway(mesh, 'second', { workload, namespace, api: 'gateway-api' })).toThrow(
      'wanted the namespace of its pods, "edge", where its certificates are, got "shop"',
    );
  });
});

describe('listeners that take the routes of others', () => {
  test('have the names by which these attach, and say from which namespaces', () => {
    const { app, gateway, frontend } = edge();
    gateway.https({
      hosts: [HOST],
      credential,
      listenerName: 'secure',
      routesFrom: { labels: { 'kubernetes.io/metadata.name': 'edge' } },
      redirectHttp: { listenerName: 'web', routesFrom: 'all' },
    });
    gateway.expose(frontend, { host: HOST });
    expect(find(app, 'Gateway', 'public').spec.listeners).toMatchObject([
      { name: 'web', port: 80, allowedRoutes: { namespaces: { from: 'All' } } },
      {
        name: 'secure',
        port: 443,
        allowedRoutes: {
          namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } },
        },
      },
    ]);
    expect(find(app, 'HTTPRoute', 'public-https-redirect').spec.parentRefs).toEqual([
      { name: 'public', sectionName: 'web' },
    ]);
    expect(find(app, 'HTTPRoute', 'public-shop-example-com').spec.parentRefs).toEqual([
      { name: 'public', sectionName: 'secure' },
    ]);
    expectClean(app);
  });

  test('have names of their own, one for each host', () => {
    const { gateway } = edge();
    expect(() => gateway.http({ hosts: ['a.example.com', 'b.example.com'], listenerName: 'web' })).toThrow(
      'got one listener "web" for 2 hosts',
    );
    gateway.http({ hosts: ['a.example.com'], listenerName: 'web' });
    expect(() => gateway.http({ hosts: ['b.example.com'], listenerName: 'web' })).toThrow('got two listeners "web"');
  });

  test('are of the Gateway API alone', () => {
    const { mesh } = edge();
    const workload = new GatewayDeployment(mesh.chart('gateways'), 'other', {
      namespace: new MeshNamespace(mesh, 'x'),
    });
    const gateway = new IngressGateway(mesh, 'istio-api', { workload });
    expect(() => gateway.http({ hosts: ['*'], routesFrom: 'all' })).toThrow(
      'wanted api "gateway-api" for the name of a listener and the routes that it takes, got "istio"',
    );
  });
});
