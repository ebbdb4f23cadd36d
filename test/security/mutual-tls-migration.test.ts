import { ApiObject, type App } from 'cdk8s';
import { DestinationRule } from '../../imports/networking.istio.io';
import { effectiveMeshOf } from '../../src/istio/effective-mesh';
import { DataPlane } from '../../src/mesh/data-plane';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { MutualTlsMigration, type MutualTlsMigrationProps } from '../../src/security/mutual-tls-migration';
import type { PlaintextCaller } from '../../src/security/plaintext-callers';
import { meshOf } from '../../src/testing/mesh-under-test';
import { expectClean } from '../expect-clean';
import { findingsOf } from '../findings';
import { declareMesh, written } from '../mesh/declare';

const HTTP = [{ port: 80, targetPort: 8080, protocol: 'http' }] as const;

function declareTwo() {
  const { app, mesh, namespace: shop } = declareMesh();
  const ops = new MeshNamespace(mesh, 'ops');
  const service = (name: string, namespace: MeshNamespace) =>
    new MeshService(mesh, name, { namespace, ports: HTTP, versions: { v1: { image: `${name}:1` } } });
  const cart = service('cart', shop);
  const reports = service('reports', ops);
  const object = (kind: string, namespace: string, spec: object, apiVersion = 'v1') =>
    new ApiObject(mesh.chart('workloads'), `Extra-${kind}`, {
      apiVersion,
      kind,
      metadata: { name: 'extra', namespace },
      spec,
    });
  return { app, mesh, shop, ops, cart, reports, service, object };
}

const modesOf = (app: Parameters<typeof written>[0]) =>
  Object.fromEntries(
    written(app)
      .filter(({ kind }) => kind === 'PeerAuthentication')
      .map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec.mtls?.mode ?? spec.portLevelMtls]),
  );

const brief = (callers: readonly PlaintextCaller[]) =>
  callers.map(({ cause, caller, callee, port }) => `${cause}: ${caller} -> ${callee}:${port}`);

const reportOf = (app: App, migration: MutualTlsMigration) => migration.report(meshOf(app).model.once(effectiveMeshOf));

describe('phases', () => {
  test('observe refuses no plaintext', () => {
    const { app, mesh } = declareTwo();
    new MutualTlsMigration(mesh, 'mtls', { phase: 'observe' });
    expect(modesOf(app)).toEqual({ 'istio-system/default': 'PERMISSIVE' });
  });

  test('namespaces are closed in order, up to the one that is named', () => {
    const build = (closedUntil?: 'ops') => {
      const { app, mesh, shop, ops } = declareTwo();
      const until = closedUntil === undefined ? {} : { closedUntil: ops };
      new MutualTlsMigration(mesh, 'mtls', { phase: 'namespace-by-namespace', order: [shop, ops], ...until });
      return modesOf(app);
    };
    expect(build()).toEqual({ 'istio-system/default': 'PERMISSIVE', 'shop/default': 'STRICT' });
    expect(build('ops')).toEqual({
      'istio-system/default': 'PERMISSIVE',
      'shop/default': 'STRICT',
      'ops/default': 'STRICT',
    });
  });

  test('strict closes the mesh', () => {
    const { app, mesh } = declareTwo();
    new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
    expect(modesOf(app)).toEqual({ 'istio-system/default': 'STRICT' });
  });

  test('exceptions appear with the step that closes their namespace', () => {
    const build = (props: (two: ReturnType<typeof declareTwo>) => Omit<MutualTlsMigrationProps, 'exceptions'>) => {
      const two = declareTwo();
      const exceptions = [{ service: two.reports, ports: [80], reason: 'scraped from outside' }];
      new MutualTlsMigration(two.mesh, 'mtls', { ...props(two), exceptions });
      return Object.keys(modesOf(two.app)).sort();
    };
    const step = { phase: 'namespace-by-namespace' } as const;
    expect(build(() => ({ phase: 'observe' }))).not.toContain('ops/reports-mtls');
    expect(build(({ shop, ops }) => ({ ...step, order: [shop, ops] }))).not.toContain('ops/reports-mtls');
    expect(build(({ shop, ops }) => ({ ...step, order: [ops, shop] }))).toContain('ops/reports-mtls');
    expect(build(() => ({ phase: 'strict' }))).toContain('ops/reports-mtls');
  });

  test('nothing objects to any phase', () => {
    for (const phase of ['observe', 'namespace-by-namespace', 'strict'] as const) {
      const { app, mesh, shop, ops } = declareTwo();
      new MutualTlsMigration(mesh, 'mtls', {
        phase,
        ...(phase === 'namespace-by-namespace' ? { order: [shop, ops] } : {}),
      });
      expectClean(app);
    }
  });
});

describe('finds callers that send plaintext', () => {
  const found = (
    declare: (two: ReturnType<typeof declareTwo>) => void,
    props: Partial<MutualTlsMigrationProps> = {},
  ) => {
    const two = declareTwo();
    declare(two);
    const migration = new MutualTlsMigration(two.mesh, 'mtls', { phase: 'strict', ...props });
    return brief(reportOf(two.app, migration).cutOff);
  };

  test('declared callers whose namespace has no data plane', () => {
    expect(
      found(({ mesh, cart, service }) => {
        const outside = new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() });
        service('old', outside).calls(cart);
      }),
    ).toEqual(['declared-call: outside/old -> shop/cart:80']);
  });

  test.each(['LoadBalancer', 'NodePort'])('a Service of type %s before the pods', type => {
    const spec = { type, selector: { app: 'cart' }, ports: [{ port: 443, targetPort: 8080 }] };
    expect(found(({ object }) => object('Service', 'shop', spec))).toEqual([
      'load-balancer: Service shop/extra -> shop/extra:443',
    ]);
  });

  test('but no Service inside the cluster, and none for other pods or namespaces', () => {
    const ports = [{ port: 443, targetPort: 8080 }];
    const spec = { type: 'LoadBalancer', selector: { app: 'cart' }, ports };
    expect(found(({ object }) => object('Service', 'shop', { ...spec, type: 'ClusterIP' }))).toEqual([]);
    expect(found(({ object }) => object('Service', 'shop', { ...spec, selector: { app: 'x' } }))).toEqual([]);
    expect(found(({ object }) => object('Service', 'ops', spec))).toEqual([]);
  });

  test('an Ingress that leads to the service', () => {
    const backend = { service: { name: 'cart', port: { number: 80 } } };
    const spec = { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] };
    expect(found(({ object }) => object('Ingress', 'shop', spec, 'networking.k8s.io/v1'))).toEqual([
      'ingress: Ingress shop/extra -> shop/cart:80',
    ]);
  });

  test('monitors that scrape a port of the app, but not those of the proxy or over TLS', () => {
    const monitor = (endpoint: object) =>
      found(({ object }) => {
        const selector = { matchLabels: { app: 'cart' } };
        object('PodMonitor', 'shop', { selector, podMetricsEndpoints: [endpoint] }, 'monitoring.coreos.com/v1');
      });
    expect(monitor({ port: 'http', path: '/metrics' })).toEqual([
      'monitor: PodMonitor shop/extra -> shop/cart-v1:8080',
    ]);
    expect(monitor({ port: 'http-envoy-prom', path: '/stats/prometheus' })).toEqual([]);
    expect(monitor({ port: 'http', scheme: 'https' })).toEqual([]);
  });

  test('jobs without a proxy whose settings name the service', () => {
    const job = (namespace: string, url: string, labels: object = {}) =>
      found(({ mesh, object }) => {
        if (namespace === 'batch') new MeshNamespace(mesh, 'batch', { dataPlane: DataPlane.none() });
        const container = { name: 'job', image: 'job:1', env: [{ name: 'URL', value: url }] };
        const template = { metadata: { labels }, spec: { containers: [container] } };
        object('CronJob', namespace, { jobTemplate: { spec: { template } } }, 'batch/v1');
      });
    const optOut = { 'sidecar.istio.io/inject': 'false' };
    expect(job('batch', 'http://cart.shop/refresh')).toEqual(['pods: CronJob batch/extra -> shop/cart:80']);
    expect(job('shop', 'http://cart/refresh', optOut)).toEqual(['pods: CronJob shop/extra -> shop/cart:80']);
    expect(job('shop', 'cart:80', optOut)).toHaveLength(1);
    expect(job('shop', 'http://cart/refresh')).toEqual([]);
    expect(job('batch', 'http://cart/refresh')).toEqual([]);
    expect(job('batch', 'http://my-cart.shop/refresh')).toEqual([]);
    expect(job('shop', 'http://other/cart', optOut)).toEqual([]);
  });

  test('callers that only the user knows of', () => {
    const two = declareTwo();
    const plaintextCallers = [{ caller: 'team-x/prometheus', service: two.cart, because: 'it runs outside the mesh' }];
    const migration = new MutualTlsMigration(two.mesh, 'mtls', { phase: 'observe', plaintextCallers });
    expect(brief(reportOf(two.app, migration).pending)).toEqual(['declared: team-x/prometheus -> shop/cart:80']);
  });
});

test('TLS that begins for hosts outside of the cluster is nobody’s business here', () => {
  const { app, mesh } = declareTwo();
  new DestinationRule(mesh.chart('destinationRules'), 'google', {
    metadata: { name: 'google', namespace: 'shop' },
    spec: { host: '*.googleapis.com', trafficPolicy: { tls: { mode: 'SIMPLE' } } },
  });
  new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
  expect(findingsOf(app).filter(({ rule }) => rule === 'client-tls-setting')).toEqual([]);
});

test('the report tells who is cut off now, later, or goes on by an exception', () => {
  const { app, mesh, shop, ops, cart, reports, service } = declareTwo();
  const outside = new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() });
  service('old', outside).calls(cart).calls(reports);
  const migration = new MutualTlsMigration(mesh, 'mtls', {
    phase: 'namespace-by-namespace',
    order: [shop, ops],
    exceptions: [{ service: cart, reason: 'old moves next month' }],
  });
  const report = reportOf(app, migration);
  expect(brief(report.cutOff)).toEqual([]);
  expect(brief(report.excepted)).toEqual(['declared-call: outside/old -> shop/cart:80']);
  expect(brief(report.pending)).toEqual(['declared-call: outside/old -> ops/reports:80']);
  expect(migration.renderReport(meshOf(app).model.once(effectiveMeshOf))).toBe(
    [
      'phase namespace-by-namespace; closed: shop',
      'cut off by a later step:',
      '  "outside/old" to port 80 of "ops/reports" (its pods are not in the mesh; declared at mesh/old)',
      'excepted:',
      '  "outside/old" to port 80 of "shop/cart" (its pods are not in the mesh; declared at mesh/old)',
      '',
    ].join('\n'),
  );
});

describe('stops', () => {
  const errors = (app: App, rule: string) =>
    findingsOf(app)
      .filter(found => found.rule === rule)
      .map(({ severity, message, resource, field }) => [severity, message, resource.name, field]);

  test('what would cut declared callers off', () => {
    const { app, mesh, cart, service } = declareTwo();
    const outside = new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() });
    service('old', outside).calls(cart);
    new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
    expect(errors(app, 'plaintext-caller')).toEqual([
      [
        'error',
        '"outside/old" calls port 80 of "shop/cart", which accepts mutual TLS only, and sends plaintext (its pods are not in the mesh): connections are reset',
        'mesh/old',
        undefined,
      ],
    ]);
  });

  test('a rule that tells all clients what to send, also to servers without a proxy', () => {
    const { app, mesh, service } = declareTwo();
    service('old', new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() }));
    new DestinationRule(mesh.chart('destinationRules'), 'default', {
      metadata: { name: 'default', namespace: 'istio-system' },
      spec: { host: '*.local', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    });
    new MutualTlsMigration(mesh, 'mtls', { phase: 'observe' });
    expect(errors(app, 'client-tls-setting')).toEqual([
      [
        'error',
        'clients are told to send ISTIO_MUTUAL to "cart.shop.svc.cluster.local" and 2 more, whatever the pods accept in this phase of the migration',
        'default',
        'spec.trafficPolicy.tls.mode',
      ],
    ]);
  });

  test('plaintext that clients of one port are told to send', () => {
    const { app, mesh } = declareTwo();
    new DestinationRule(mesh.chart('destinationRules'), 'cart', {
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        host: 'cart',
        trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }] },
      },
    });
    new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
    expect(errors(app, 'client-tls-setting')).toEqual([
      [
        'error',
        expect.stringContaining('clients are told to send DISABLE to "cart.shop.svc.cluster.local"'),
        'cart',
        'spec.trafficPolicy.portLevelSettings[0].tls.mode',
      ],
    ]);
  });
});

describe('refuses', () => {
  test('an order that leaves namespaces out', () => {
    const { app, mesh, shop } = declareTwo();
    new MutualTlsMigration(mesh, 'mtls', { phase: 'namespace-by-namespace', order: [shop] });
    expect(() => written(app)).toThrow('wanted every namespace with a data plane in the order, missing "ops"');
  });

  test('phases that do not fit their properties', () => {
    const { mesh, shop, ops } = declareTwo();
    const outside = new MeshNamespace(mesh, 'outside', { dataPlane: DataPlane.none() });
    const build = (props: MutualTlsMigrationProps) => () =>
      new MutualTlsMigration(mesh, `m${mesh.node.children.length}`, props);
    const step = { phase: 'namespace-by-namespace' } as const;
    expect(build(step)).toThrow('wanted the order of the namespaces, got none');
    expect(build({ ...step, order: [shop, shop] })).toThrow('wanted each namespace once in the order');
    expect(build({ ...step, order: [outside] })).toThrow('wanted namespaces with a data plane, got "outside"');
    expect(build({ ...step, order: [shop], closedUntil: ops })).toThrow(
      'wanted closedUntil to be in the order (shop), got "ops"',
    );
    expect(build({ phase: 'strict', closedUntil: ops })).toThrow(
      'wanted closedUntil only in phase "namespace-by-namespace", got "strict"',
    );
  });
});
