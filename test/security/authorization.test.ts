import { App } from 'cdk8s';
import { GatewayDeployment } from '../../src/gateway/gateway-deployment';
import { IngressGateway } from '../../src/gateway/ingress-gateway';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { PathMatch } from '../../src/routing/string-match';
import { Authorization } from '../../src/security/authorization';
import { ExternalAuthorizer } from '../../src/security/external-authorizer';
import { MutualTls } from '../../src/security/mutual-tls';
import { RequestSource } from '../../src/security/request-source';
import { expectClean } from '../expect-clean';
import { saidOf } from '../findings';
import { declareMesh, type WrittenObject, written } from '../mesh/declare';

const policies = (objects: readonly WrittenObject[]) =>
  Object.fromEntries(
    objects
      .filter(({ kind }) => kind === 'AuthorizationPolicy')
      .map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec]),
  );

function declareShop(namespaceProps = {}) {
  const { service, ...rest } = declareMesh({ pathNormalization: 'MERGE_SLASHES' }, namespaceProps);
  return {
    ...rest,
    service,
    web: service('web'),
    cart: service('cart'),
    db: service('db', { ports: [{ port: 3306, protocol: 'mysql' }] }),
  };
}

test('closes the namespace and lets each caller do what its call names, by one rule of one policy per callee', () => {
  const { app, mesh, web, cart, db } = declareShop();
  web.calls(cart, { methods: ['POST', 'GET'], paths: [PathMatch.prefix('/cart')] });
  cart.calls(db);
  web.calls(db);
  new Authorization(mesh, 'authz');
  expect(policies(written(app))).toEqual({
    'shop/deny-by-default': {},
    'shop/allow-cart': {
      action: 'ALLOW',
      selector: { matchLabels: { app: 'cart' } },
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
          to: [{ operation: { ports: ['8080'], methods: ['GET', 'POST'], paths: ['/cart*'] } }],
        },
      ],
    },
    'shop/allow-db': {
      action: 'ALLOW',
      selector: { matchLabels: { app: 'db' } },
      rules: ['cart', 'web'].map(caller => ({
        from: [{ source: { principals: [`cluster.local/ns/shop/sa/${caller}`] } }],
        to: [{ operation: { ports: ['3306'] } }],
      })),
    },
  });
});

test('what is declared after it counts as what was declared before', () => {
  const build = (first: boolean) => {
    const { app, mesh, web, cart } = declareShop();
    if (first) new Authorization(mesh, 'authz');
    web.calls(cart);
    if (!first) new Authorization(mesh, 'authz');
    return policies(written(app));
  };
  expect(build(true)).toEqual(build(false));
});

test('closes the whole mesh by one policy, and opens gateways and services of others', () => {
  const { app, mesh, web } = declareShop();
  const foreign = MeshNamespace.existing(mesh, 'foreign');
  const api = MeshService.existing(mesh, 'api', { namespace: foreign, ports: [{ port: 80, protocol: 'http' }] });
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'istio-ingress' });
  const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
  gateway.expose(web, { host: 'shop.example.com' });
  web.calls(api);
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authz', { defaultDeny: 'mesh' });
  const found = policies(written(app));
  expect(Object.keys(found).sort()).toEqual([
    'foreign/allow-api',
    'istio-ingress/allow-gateway-public',
    'istio-system/deny-by-default',
    'shop/allow-web',
  ]);
  expect(found['istio-ingress/allow-gateway-public']).toEqual({
    action: 'ALLOW',
    selector: { matchLabels: { app: 'istio-ingress', istio: 'ingress' } },
    rules: [{ to: [{ operation: { ports: ['80'] } }] }],
  });
  expect(found['shop/allow-web']?.rules[0].from).toEqual([
    { source: { principals: ['cluster.local/ns/istio-ingress/sa/istio-ingress'] } },
  ]);
  expectClean(app);
});

test('a gateway takes requests from everybody, until a rule says from whom', () => {
  const build = (restrict: boolean) => {
    const { app, mesh, web } = declareShop();
    const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: 'istio-ingress' });
    const gateway = new IngressGateway(mesh, 'public', { workload }).http({ hosts: ['shop.example.com'] });
    gateway.expose(web, { host: 'shop.example.com' });
    const authorization = new Authorization(mesh, 'authz', { defaultDeny: 'mesh' });
    if (restrict) authorization.allow(gateway, { from: [RequestSource.remoteIpBlocks('192.0.2.0/24')] });
    return policies(written(app))['istio-ingress/allow-gateway-public']?.rules;
  };
  expect(build(false)).toEqual([{ to: [{ operation: { ports: ['80'] } }] }]);
  expect(build(true)).toEqual([{ from: [{ source: { remoteIpBlocks: ['192.0.2.0/24'] } }] }]);
});

test('a dry run refuses nothing', () => {
  const { app, mesh, web, cart } = declareShop();
  web.calls(cart);
  new Authorization(mesh, 'authz', { dryRun: true });
  for (const { metadata } of written(app).filter(({ kind }) => kind === 'AuthorizationPolicy')) {
    expect(metadata.annotations).toEqual({ 'istio.io/dry-run': 'true' });
  }
});

test('rules by hand join the policy of the callee; other actions have policies of their own', () => {
  const { app, mesh, web, cart, db } = declareShop();
  web.calls(cart, { methods: ['GET'], paths: [PathMatch.prefix('/cart')] });
  new MutualTls(mesh, 'mtls');
  const opa = ExternalAuthorizer.grpc(mesh, 'opa', { service: cart, port: 8080 });
  new Authorization(mesh, 'authz')
    .allow(cart, { from: [RequestSource.namespace('ops')], methods: ['GET'] })
    .allow(db, { from: [RequestSource.namespace('ops')] })
    .deny(cart, { from: 'anyone', paths: ['/internal*'] })
    .deny(cart, { from: 'anyone', methods: ['TRACE'] })
    .audit(mesh.namespaces[0] ?? cart, { from: 'anyone', ports: [3306] })
    .delegate(web, opa, { from: 'anyone', paths: ['/admin*'] });
  const found = policies(written(app));
  expect(Object.keys(found).sort()).toEqual([
    'shop/allow-cart',
    'shop/allow-db',
    'shop/ask-opa-web',
    'shop/audit-all',
    'shop/deny-by-default',
    'shop/deny-cart',
  ]);
  expect(found['shop/allow-cart']?.rules).toHaveLength(2);
  expect(found['shop/deny-cart']?.rules).toHaveLength(2);
  expectClean(app);
});

test('grants tell who may do what, and the matrix prints them', () => {
  const { mesh, web, cart, db } = declareShop();
  web.calls(cart, { methods: ['GET'], paths: [PathMatch.prefix('/cart')] });
  cart.calls(db);
  const authorization = new Authorization(mesh, 'authz');
  expect(authorization.grants).toEqual([
    {
      caller: 'shop/cart',
      principal: 'cluster.local/ns/shop/sa/cart',
      callee: 'shop/db',
      ports: ['3306/mysql'],
      declaredBy: 'mesh/cart',
    },
    {
      caller: 'shop/web',
      principal: 'cluster.local/ns/shop/sa/web',
      callee: 'shop/cart',
      ports: ['8080/http'],
      methods: ['GET'],
      paths: ['/cart*'],
      declaredBy: 'mesh/web',
    },
  ]);
  expect(authorization.renderMatrix()).toBe(
    [
      '| caller \\ callee | shop/cart | shop/db |',
      '| --- | --- | --- |',
      '| shop/cart | – | 3306/mysql |',
      '| shop/web | 8080/http GET `/cart*` | – |',
      '',
    ].join('\n'),
  );
});

test('the matrix of many callees is a list', () => {
  const { mesh, web, service } = declareShop();
  for (let i = 0; i < 9; i++) web.calls(service(`s${i}`));
  const lines = new Authorization(mesh, 'authz').renderMatrix().split('\n');
  expect(lines.slice(0, 3)).toEqual([
    '| caller | callee | may |',
    '| --- | --- | --- |',
    '| shop/web | shop/s0 | 8080/http |',
  ]);
});

describe('services that share an account', () => {
  const share = (both: boolean, sharedServiceAccounts: 'refuse' | 'list' = 'refuse') => {
    const { app, mesh, cart, service } = declareShop();
    const [a, b] = [service('a', { serviceAccount: 'jobs' }), service('b', { serviceAccount: 'jobs' })];
    a.calls(cart);
    if (both) b.calls(cart);
    return { app, authorization: new Authorization(mesh, 'authz', { sharedServiceAccounts }) };
  };

  test('are refused where one gains what only the other declares', () => {
    expect(saidOf(share(false).app, 'shared-service-account')).toEqual([
      'error "shop/a", "shop/b" run as "cluster.local/ns/shop/sa/jobs", so that "shop/b" may call "shop/cart", which only mesh/a declares',
    ]);
  });

  test('may declare the same calls', () => {
    expect(saidOf(share(true).app, 'shared-service-account')).toEqual([]);
  });

  test('are listed', () => {
    const { app, authorization } = share(false, 'list');
    expect(saidOf(app, 'shared-service-account')).toMatchObject([expect.stringMatching(/^warning/)]);
    expect(authorization.sharedIdentities).toMatchObject([
      {
        principal: 'cluster.local/ns/shop/sa/jobs',
        services: ['shop/a', 'shop/b'],
        gained: [{ service: 'shop/b', grant: { callee: 'shop/cart' } }],
      },
    ]);
  });
});

describe('in an ambient namespace', () => {
  test('calls that name no methods or paths need no waypoint', () => {
    const { app, mesh, namespace, web, cart } = declareShop({ dataPlane: DataPlane.ambient() });
    web.calls(cart);
    new Authorization(mesh, 'authz');
    expect(namespace.waypoint).toBeUndefined();
    expect(Object.keys(policies(written(app)))).toEqual(['shop/deny-by-default', 'shop/allow-cart']);
  });

  test('narrowed calls are judged by the waypoint, and pods take connections from it alone', () => {
    const { app, mesh, namespace, web, cart } = declareShop({ dataPlane: DataPlane.ambient() });
    web.calls(cart, { methods: ['GET'] });
    new Authorization(mesh, 'authz');
    expect(namespace.waypoint).toBeDefined();
    expect(policies(written(app))).toEqual({
      'shop/deny-by-default': {},
      'shop/allow-cart': {
        action: 'ALLOW',
        targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
        rules: [
          {
            from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
            to: [{ operation: { ports: ['8080'], methods: ['GET'] } }],
          },
        ],
      },
      'shop/allow-cart-from-waypoint': {
        action: 'ALLOW',
        selector: { matchLabels: { app: 'cart' } },
        rules: [
          {
            from: [{ source: { principals: ['cluster.local/ns/shop/sa/waypoint'] } }],
            to: [{ operation: { ports: ['8080'] } }],
          },
        ],
      },
    });
    expectClean(app);
  });

  test('a waypoint that something else asks for later is trusted as well', () => {
    const { app, mesh, namespace, web, cart } = declareShop({ dataPlane: DataPlane.ambient() });
    web.calls(cart);
    new Authorization(mesh, 'authz');
    namespace.requireWaypoint(mesh);
    expect(policies(written(app))).toMatchObject({
      'shop/allow-cart': { targetRefs: [{ kind: 'Service', name: 'cart' }] },
      'shop/allow-cart-from-waypoint': {},
    });
  });

  test('callers with sidecars go around the waypoint: let through at the pods, refused where the call is narrowed', () => {
    const build = (options: object) => {
      const { app, mesh, namespace, cart } = declareShop({ dataPlane: DataPlane.ambient() });
      namespace.requireWaypoint(mesh);
      const legacy = new MeshNamespace(mesh, 'legacy');
      const caller = new MeshService(mesh, 'old', {
        namespace: legacy,
        ports: [{ port: 80, protocol: 'http' }],
        versions: { v1: { image: 'old:1' } },
      });
      caller.calls(cart, options);
      new Authorization(mesh, 'authz', { namespaces: [namespace] });
      return app;
    };
    expect(policies(written(build({})))['shop/allow-cart-from-waypoint']?.rules).toHaveLength(2);
    expect(saidOf(build({ methods: ['GET'] }), 'call-around-waypoint')).toEqual([
      'error the call from "legacy/old" to "shop/cart" is narrowed to methods or paths, which the waypoint of "shop" alone sees, and goes around it',
    ]);
  });
});

test('refuses a list of namespaces where the whole mesh is closed', () => {
  const { mesh, namespace } = declareShop();
  expect(() => new Authorization(mesh, 'authz', { defaultDeny: 'mesh', namespaces: [namespace] })).toThrow(
    'Cannot authorize calls at mesh/authz: wanted no list of namespaces where the whole mesh is closed, got "shop"',
  );
});

describe('callees that nothing guards', () => {
  const OPEN = 'warning no policy guards "shop/cart": everybody may call it, not only who declares it';

  test('are found where their namespace is not closed', () => {
    const { app, mesh, web, cart } = declareShop();
    web.calls(cart);
    const other = new MeshNamespace(mesh, 'other');
    new Authorization(mesh, 'authz', { namespaces: [other] });
    expect(saidOf(app, 'unguarded-callee')).toEqual([OPEN]);
  });

  test('are none where any policy lets requests through to them, on trial too', () => {
    for (const guard of [
      (mesh: Mesh) => new Authorization(mesh, 'authz'),
      (mesh: Mesh) => new Authorization(mesh, 'authz', { dryRun: true }),
      (mesh: Mesh, cart: MeshService) =>
        new Authorization(mesh, 'authz', { namespaces: [] }).allow(cart, { from: [RequestSource.namespace('shop')] }),
    ]) {
      const { app, mesh, web, cart } = declareShop();
      web.calls(cart);
      guard(mesh, cart);
      expect(saidOf(app, 'unguarded-callee')).toEqual([]);
    }
  });

  test('are left to somebody else where somebody else runs them', () => {
    const { app, mesh, web } = declareShop();
    const foreign = MeshNamespace.existing(mesh, 'foreign');
    web.calls(MeshService.existing(mesh, 'api', { namespace: foreign, ports: [{ port: 80, protocol: 'http' }] }));
    new Authorization(mesh, 'authz');
    expect(saidOf(app, 'unguarded-callee')).toEqual([]);
  });
});

test('a namespace of somebody else is closed once the app runs a service in it', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const namespace = MeshNamespace.existing(mesh, 'shared');
  const service = (name: string) =>
    new MeshService(mesh, name, {
      namespace,
      ports: [{ port: 8080, protocol: 'http' }],
      versions: { v1: { image: `${name}:1` } },
    });
  service('web').calls(service('cart'));
  new MutualTls(mesh, 'mtls');
  new Authorization(mesh, 'authz');
  const found = policies(written(app));
  expect(Object.keys(found).sort()).toEqual(['shared/allow-cart', 'shared/deny-by-default']);
  expectClean(app);
});
