import type { App } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { GatewayWorkload } from '../../src/gateway/gateway-workload';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { TlsCredential } from '../../src/gateway/tls-credential';
import { DataPlane } from '../../src/mesh/data-plane';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { BlueGreen } from '../../src/traffic/blue-green';
import { Canary } from '../../src/traffic/canary';
import { FaultInjection } from '../../src/traffic/fault-injection';
import { Routing } from '../../src/traffic/routing';
import { Timeout } from '../../src/traffic/timeout';
import { saidOf } from '../findings';
import { declareShop, expectClean, find, routeLines, routesOf, written } from '../traffic/app';

const credential = TlsCredential.certManager({ issuer: { name: 'letsencrypt' } });

function edge(...args: Parameters<typeof declareShop>) {
  const declared = declareShop(...args);
  const { mesh } = declared;
  const ingress = new MeshNamespace(mesh, 'istio-ingress');
  const ports = [80, 443, 5432, 8443, 9000].map(port => ({ name: `p-${port}`, port, targetPort: port + 1000 }));
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: ingress, ports });
  return { ...declared, gateway: new IngressGateway(mesh, 'public', { workload }) };
}

const serversOf = (app: App) => find(app, 'Gateway', 'public').spec.servers;

describe('servers', () => {
  test('HTTPS ends TLS with a certificate where the pods run, and redirects plain HTTP', () => {
    const { app, gateway, frontend } = edge();
    gateway.https({ hosts: ['shop.example.com'], credential, minProtocolVersion: 'TLSV1_3' });
    gateway.expose(frontend, { host: 'shop.example.com' });
    expect(find(app, 'Gateway', 'public').spec).toEqual({
      selector: { app: 'istio-ingress', istio: 'ingress' },
      servers: [
        {
          port: { number: 80, name: 'http', protocol: 'HTTP' },
          hosts: ['shop.example.com'],
          tls: { httpsRedirect: true },
        },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: ['shop.example.com'],
          tls: { mode: 'SIMPLE', credentialName: 'public-shop-example-com', minProtocolVersion: 'TLSV1_3' },
        },
      ],
    });
    expect(find(app, 'Certificate', 'public-shop-example-com')).toMatchObject({
      metadata: { namespace: 'istio-ingress' },
      spec: { dnsNames: ['shop.example.com'], issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
    });
    expect(gateway.listensOn).toEqual([1080, 1443]);
    expectClean(app);
  });

  test.each([
    ['required', 'MUTUAL'],
    ['optional', 'OPTIONAL_MUTUAL'],
  ] as const)('a client certificate that is %s makes it %s', (clientCertificate, mode) => {
    const { app, gateway, frontend } = edge();
    const hosts = ['shop.example.com'];
    gateway.https({ hosts, credential, clientCertificate, subjectAltNames: ['partner'], redirectHttp: false });
    gateway.expose(frontend, { host: 'shop.example.com' });
    expect(serversOf(app).map((server: { tls: object }) => server.tls)).toEqual([
      { mode, credentialName: 'public-shop-example-com', subjectAltNames: ['partner'] },
    ]);
    expectClean(app);
  });

  test('gRPC, handed-through TLS, ended TLS and plain connections each have a server of their kind', () => {
    const { app, gateway, service, backend } = edge();
    const api = service('api', { ports: [{ port: 9000, protocol: 'grpc' }] });
    const vault = service('vault', { ports: [{ port: 8200, protocol: 'tls' }] });
    const db = service('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
    gateway.grpc({ hosts: ['grpc.example.com'], port: 9000 }).expose(api, { host: 'grpc.example.com' });
    gateway.passthrough({ hosts: ['*.secure.example.com'] }).expose(vault, { host: 'vault.secure.example.com' });
    gateway.tls({ hosts: ['db.example.com'], credential, port: 8443 }).expose(db);
    gateway.tcp({ port: 5432 }).expose(db);
    gateway.http({ hosts: ['shop.example.com'] }).expose(backend, { host: 'shop.example.com' });
    expect(
      serversOf(app).map((server: { port: { number: number; protocol: string }; tls?: { mode: string } }) => [
        server.port.protocol,
        server.port.number,
        server.tls?.mode,
      ]),
    ).toEqual([
      ['GRPC', 9000, undefined],
      ['HTTP', 80, undefined],
      ['TCP', 5432, undefined],
      ['TLS', 443, 'PASSTHROUGH'],
      ['TLS', 8443, 'SIMPLE'],
    ]);
    expect(find(app, 'VirtualService', 'public-tls-vault-secure-example-com').spec).toEqual({
      hosts: ['vault.secure.example.com'],
      gateways: ['istio-ingress/public'],
      tls: [
        {
          match: [{ port: 443, sniHosts: ['vault.secure.example.com'] }],
          route: [{ destination: { host: vault.host, port: { number: 8200 } } }],
        },
      ],
    });
    expect(find(app, 'VirtualService', 'public-tcp-5432').spec).toMatchObject({
      hosts: ['*'],
      tcp: [{ match: [{ port: 5432 }], route: [{ destination: { host: db.host, port: { number: 5432 } } }] }],
    });
    expectClean(app);
  });

  test('connections from outside are split as those from inside', () => {
    const { app, mesh, gateway, twoVersions } = edge();
    const db = twoVersions('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
    gateway.tcp({ port: 5432 }).expose(db);
    new Canary(mesh, 'canary', { stable: db.version('v1'), canary: db.version('v2'), weight: 10 });
    const { route } = find(app, 'VirtualService', 'public-tcp-5432').spec.tcp[0];
    expect(route.map((to: { weight: number }) => to.weight)).toEqual([90, 10]);
    expectClean(app);
  });

  test('that cannot work are refused', () => {
    const { gateway, service, backend } = edge();
    const db = service('db', { ports: [{ port: 5432, protocol: 'tcp' }] });
    expect(() => gateway.http({ hosts: [] })).toThrow('wanted at least one host for a server, got none');
    expect(() => gateway.http({ hosts: ['Shop.example.com'] })).toThrow('Cannot answer for host "Shop.example.com"');
    expect(() => gateway.http({ hosts: ['*'], port: 8080 })).toThrow(
      'wanted a port that the Service of "istio-ingress" offers (15021, 80, 443, 5432, 8443, 9000), got 8080',
    );
    gateway.http({ hosts: ['a.example.com'] });
    expect(() => gateway.http({ hosts: ['a.example.com'] })).toThrow(
      'wanted one HTTP server for a.example.com on port 80',
    );
    const passthrough = gateway.passthrough({ hosts: ['a.example.com'] });
    expect(() => passthrough.expose(db, { host: 'b.example.com' })).toThrow(
      'wanted a host of the server (a.example.com)',
    );
    expect(() => passthrough.expose(db, { host: 'a.example.com' })).toThrow(
      'that ends TLS itself (protocol https or tls)',
    );
    const tcp = gateway.tcp({ port: 5432 });
    expect(() => tcp.expose(backend)).toThrow('that is neither HTTP nor UDP, got 8080 (http)');
    tcp.expose(db);
    expect(() => tcp.expose(db)).toThrow('wanted one service, got "shop/db" and "shop/db"');
  });

  test('that fight over a port are refused', () => {
    const { app, gateway } = edge();
    gateway.http({ hosts: ['a.example.com'], port: 443 }).https({ hosts: ['b.example.com'], credential });
    expect(() => written(app)).toThrow('wanted servers on port 443 that all read the name from TLS or all from HTTP');
  });

  test('kinds decide which routes can be written', () => {
    const { gateway, service } = edge();
    const vault = service('vault', { ports: [{ port: 8200, protocol: 'tls' }] });
    const server = gateway.passthrough({ hosts: ['vault.example.com'] });
    // @ts-expect-error what is inside of TLS has no path for the gateway
    server.expose(vault, { host: 'vault.example.com', path: PathMatch.prefix('/v1') });
    // @ts-expect-error connections have no host
    gateway.tcp({ port: 5432 }).expose(service('db', { ports: [{ port: 1, protocol: 'tcp' }] }), { host: 'db' });
  });
});

describe('exposed services', () => {
  test('share a host by path, longer paths first, each with its own routes', () => {
    const { app, mesh, gateway, frontend, backend, v1, v2 } = edge();
    gateway.http({ hosts: ['*.example.com'] });
    gateway.expose(frontend, { host: 'shop.example.com' });
    gateway.expose(backend, { host: 'shop.example.com', path: PathMatch.prefix('/api') });
    const override = { header: { name: 'x-canary', value: 'true' } };
    new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10, override });
    expect(routeLines(app, 'public-shop-example-com')).toEqual([
      'backend-canary-override: [{headers:{x-canary:{exact:true}},uri:{prefix:/api}}] -> v2',
      'backend-default: [{uri:{prefix:/api}}] -> v1 90, v2 10',
      'frontend-default: all -> all',
    ]);
    expectClean(app);
  });

  test('need not see the path that they are exposed under', () => {
    const { app, mesh, gateway, backend, v2 } = edge();
    gateway.http({ hosts: ['shop.example.com'] });
    gateway.expose(backend, { host: 'shop.example.com', path: PathMatch.prefix('/api'), stripPrefix: true });
    const rules = [{ name: 'notes', match: { path: PathMatch.prefix('/notes') }, to: v2 }];
    new Routing(mesh, 'routes', { service: backend, rules });
    const routes = routesOf(app, 'public-shop-example-com');
    expect(routes.map(route => [route.name, route.match])).toEqual([
      ['notes', [{ uri: { prefix: '/api/notes' } }]],
      ['default', [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }]],
    ]);
    for (const { rewrite } of routes) {
      const { match, rewrite: to } = rewrite.uriRegexRewrite;
      const seen = (path: string) => path.replace(new RegExp(match), to);
      expect(['/api', '/api/', '/api/notes'].map(seen)).toEqual(['/', '/', '/notes']);
    }
    expectClean(app);
  });

  test('may be one version, for a host on which it is previewed', () => {
    const { app, mesh, gateway, backend, v1, v2 } = edge();
    gateway.http({ hosts: ['*.example.com'] });
    gateway.expose(backend, { host: 'shop.example.com' });
    gateway.expose(backend, { host: 'next.example.com', version: v2 });
    new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10 });
    expect(routeLines(app, 'public-next-example-com')).toEqual(['default: all -> v2']);
    expect(routeLines(app, 'public-shop-example-com')).toEqual(['default: all -> v1 90, v2 10']);
    expectClean(app);
  });

  test('drop routes for other hosts', () => {
    const { app, mesh, gateway, backend, v1, v2 } = edge();
    gateway.http({ hosts: ['*.example.com'] });
    gateway.expose(backend, { host: 'shop.example.com' }).expose(backend, { host: 'preview.example.com' });
    new BlueGreen(mesh, 'release', { active: v1, preview: v2, previewHost: 'preview.example.com' });
    expect(routesOf(app, 'public-shop-example-com').map(route => route.name)).toEqual(['default']);
    expect(routesOf(app, 'public-preview-example-com').map(route => route.name)).toEqual(['preview-host', 'default']);
    expectClean(app);
  });

  test('take rules by caller for the mesh alone', () => {
    const { app, mesh, gateway, frontend, backend, v2 } = edge();
    gateway.http({ hosts: ['shop.example.com'] }).expose(backend, { host: 'shop.example.com' });
    new Routing(mesh, 'r', { service: backend, rules: [{ name: 'own', match: { source: frontend }, to: v2 }] });
    expect(routesOf(app, 'backend').map(route => route.name)).toEqual(['own', 'default']);
    expect(routesOf(app, 'public-shop-example-com').map(route => route.name)).toEqual(['default']);
  });

  test('in an ambient namespace with a waypoint are routed there, and not twice', () => {
    const { app, mesh, gateway, backend, v1, v2 } = edge({}, { dataPlane: DataPlane.ambient() });
    gateway.http({ hosts: ['shop.example.com'] });
    gateway.expose(backend, { host: 'shop.example.com', path: PathMatch.prefix('/api') });
    new Canary(mesh, 'canary', { stable: v1, canary: v2, weight: 10 });
    new Timeout(mesh, 'timeout', { service: backend, request: '5s' });
    expect(routesOf(app, 'public-shop-example-com')).toEqual([
      {
        name: 'default',
        match: [{ uri: { prefix: '/api' } }],
        route: [{ destination: { host: backend.host, port: { number: 8080 } } }],
      },
    ]);
    expect(find(app, 'HTTPRoute', 'backend').spec.rules).toMatchObject([{ timeouts: { request: '5s' } }]);
    expectClean(app);
    gateway.expose(backend, { host: 'shop.example.com', path: PathMatch.prefix('/v2'), version: v2 });
    expect(() => written(app)).toThrow(
      'wanted the whole service, since the waypoint of namespace "shop" chooses the version',
    );
  });

  test('with faults lie in the chart of faults, host and gateway alike', () => {
    const { app, mesh, gateway, backend } = edge();
    gateway.http({ hosts: ['a.example.com', 'b.example.com'] }).expose(backend, { host: 'a.example.com' });
    new FaultInjection(mesh, 'chaos', { service: backend, abort: { percent: 1, httpStatus: 500 } });
    gateway.expose(backend, { host: 'b.example.com' });
    const inChart = (id: string) =>
      app.charts
        .filter(chart => chart.node.id === id)
        .flatMap(chart => chart.toJson())
        .map(object => object.metadata.name);
    expect(inChart('90-faults').sort()).toEqual(['backend', 'public-a-example-com', 'public-b-example-com']);
    expect(inChart('50-routes')).toEqual([]);
    expectClean(app);
  });

  test('let the gateway call them', () => {
    const { mesh, gateway, frontend } = edge();
    gateway.http({ hosts: ['*'] }).expose(frontend, { host: 'shop.example.com' });
    expect(mesh.callsTo(frontend).map(({ caller }) => caller.principal)).toEqual([
      'cluster.local/ns/istio-ingress/sa/istio-ingress',
    ]);
  });

  test.each<
    [
      string,
      (edge: ReturnType<typeof import('../traffic/app').declareShop> & { gateway: IngressGateway }) => unknown,
      string,
    ]
  >([
    [
      'a port that is not HTTP',
      ({ gateway, service }) =>
        gateway.expose(service('db', { ports: [{ port: 1, protocol: 'tcp' }] }), { host: 'a.com', port: 1 }),
      'wanted an HTTP port, got 1 (tcp)',
    ],
    [
      'one of two ports without its name',
      ({ gateway, service }) =>
        gateway.expose(
          service('two', {
            ports: [
              { port: 1, protocol: 'http' },
              { port: 2, protocol: 'http' },
            ],
          }),
          { host: 'a.com' },
        ),
      'wanted the port to be named, got 2 HTTP ports to choose from',
    ],
    [
      'a version of another service',
      ({ gateway, frontend, v1 }) => gateway.expose(frontend, { host: 'a.com', version: v1 }),
      'wanted one of its versions, got "v1" of "shop/backend"',
    ],
    [
      'a path to strip that is none',
      ({ gateway, frontend }) => gateway.expose(frontend, { host: 'a.com', stripPrefix: true }),
      'wanted a prefix of at least one segment',
    ],
  ])('refuse %s', (_case, run, message) => {
    const declared = edge();
    expect(() => run(declared)).toThrow(message);
  });

  test('that no server routes requests to are reported', () => {
    const { app, gateway, frontend } = edge();
    gateway.passthrough({ hosts: ['shop.example.com'] });
    gateway.expose(frontend, { host: 'shop.example.com' });
    expect(saidOf(app, 'gateway-route-protocol')).toEqual([
      'error Gateway "istio-ingress/public" serves port 443 as TLS with TLS mode PASSTHROUGH, and so uses tls routes; the VirtualService has http routes only (bound by spec.gateways[0])',
    ]);
  });

  test('refuse paths that two take, in part or whole', () => {
    const { app, gateway, frontend, backend } = edge();
    gateway.http({ hosts: ['*'] });
    gateway.expose(frontend, { host: 'a.com', path: PathMatch.prefix('/x') });
    gateway.expose(backend, { host: 'a.com', path: PathMatch.prefix('/x') });
    expect(() => written(app)).toThrow(
      '"shop/backend" and "shop/frontend" both take the requests {"uri":{"prefix":"/x"}}',
    );
  });

  test('refuse two services for all of a host', () => {
    const { app, gateway, frontend, backend } = edge();
    gateway.http({ hosts: ['*'] });
    gateway.expose(frontend, { host: 'a.com' }).expose(backend, { host: 'a.com' });
    expect(() => written(app)).toThrow('"shop/backend" and "shop/frontend" both take all requests');
  });

  test('refuse to strip where a rule cannot be translated', () => {
    const { app, mesh, gateway, backend, v2 } = edge();
    gateway.http({ hosts: ['*'] });
    gateway.expose(backend, { host: 'a.com', path: PathMatch.prefix('/api'), stripPrefix: true });
    new Routing(mesh, 'r', {
      service: backend,
      rules: [{ name: 'r', match: { path: PathMatch.regex('/a.*') }, to: v2 }],
    });
    expect(() => written(app)).toThrow('wanted rules with exact paths or prefixes, got the expression "/a.*"');
  });
});

describe('rules at the edge', () => {
  test('redirect and answer without a service', () => {
    const { app, gateway, frontend } = edge();
    gateway.http({ hosts: ['*.example.com'] });
    gateway.expose(frontend, { host: 'www.example.com' });
    gateway.rule({ name: 'apex', host: 'old.example.com', redirect: { host: 'www.example.com' } });
    gateway.rule({
      name: 'robots',
      host: 'www.example.com',
      match: { path: PathMatch.exact('/robots.txt') },
      directResponse: { status: 200, body: 'Disallow: /' },
    });
    expect(routesOf(app, 'public-old-example-com')).toEqual([
      { name: 'apex', redirect: { authority: 'www.example.com' } },
    ]);
    expect(routesOf(app, 'public-www-example-com').map(route => route.name)).toEqual(['robots', 'frontend-default']);
    expectClean(app);
  });

  test('leave the paths of a team to its own VirtualService', () => {
    const { app, mesh, gateway, frontend, namespace, service } = edge();
    gateway.http({ hosts: ['shop.example.com'] });
    gateway.expose(frontend, { host: 'shop.example.com' });
    const reviews = service('reviews');
    const paths = gateway.delegate('reviews-paths', { host: 'shop.example.com', namespace, prefix: '/reviews' });
    paths.expose(reviews);
    paths.expose(frontend, { path: PathMatch.prefix('/reviews/admin') });
    new Routing(mesh, 'r', {
      service: reviews,
      rules: [{ name: 'beta', match: { headers: { beta: TextMatch.exact('1') } }, to: reviews.version('v1') }],
    });
    expect(routesOf(app, 'public-shop-example-com')[0]).toEqual({
      name: 'delegate-reviews-paths',
      match: [{ uri: { prefix: '/reviews' } }],
      delegate: { name: 'reviews-paths', namespace: 'shop' },
    });
    const { metadata, spec } = find(app, 'VirtualService', 'reviews-paths');
    expect(metadata.namespace).toBe('shop');
    expect(spec.hosts).toBeUndefined();
    expect(spec.gateways).toBeUndefined();
    expect(spec.http.map((route: { name: string; match: object[] }) => [route.name, route.match])).toEqual([
      ['frontend-default', [{ uri: { prefix: '/reviews/admin' } }]],
      ['reviews-beta', [{ uri: { prefix: '/reviews' }, headers: { beta: { exact: '1' } } }]],
      ['reviews-default', [{ uri: { prefix: '/reviews' } }]],
    ]);
    expectClean(app);
    expect(() => paths.expose(reviews, { path: PathMatch.prefix('/other') })).toThrow(
      'wanted a path that begins with "/reviews", got "/other"',
    );
  });
});

test('a gateway without servers is refused', () => {
  const { app } = edge();
  expect(() => written(app)).toThrow(
    'Cannot take requests by gateway "public" at mesh/public: wanted at least one server',
  );
});

test('a gateway whose pods run elsewhere is not looked for in the app', () => {
  const { app, mesh, frontend } = declareShop();
  const workload = GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' });
  const gateway = new IngressGateway(mesh, 'public', { workload });
  gateway.http({ hosts: ['shop.example.com'] }).expose(frontend, { host: 'shop.example.com' });
  expectClean(app);
});
