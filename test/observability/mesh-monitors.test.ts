import { DataPlane } from '../../src/mesh/data-plane';
import { MeshMonitors, type MeshMonitorsProps, prometheusAnnotations } from '../../src/observability/mesh-monitors';
import { Authorization } from '../../src/security/authorization';
import { MutualTlsMigration } from '../../src/security/mutual-tls-migration';
import { expectClean } from '../expect-clean';
import { saidOf } from '../findings';
import { declareMesh, find, written } from '../mesh/declare';

const STACK = { selectorLabels: { release: 'kube-prometheus-stack' } };

test('istiod is read where it answers: /metrics of its monitoring port', () => {
  const { app, mesh } = declareMesh();
  new MeshMonitors(mesh, 'monitors', { ...STACK, interval: '15s' });
  expect(find(app, 'ServiceMonitor', 'istiod')).toEqual({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'istiod', namespace: 'istio-system', labels: { release: 'kube-prometheus-stack' } },
    spec: {
      jobLabel: 'app',
      selector: { matchLabels: { app: 'istiod' } },
      namespaceSelector: { matchNames: ['istio-system'] },
      endpoints: [{ port: 'http-monitoring', path: '/metrics', interval: '15s' }],
    },
  });
});

test('sidecars, gateways and waypoints are read by the port of their container, in every namespace', () => {
  const { app, mesh } = declareMesh();
  new MeshMonitors(mesh, 'monitors', { ...STACK, namespace: 'monitoring' });
  const { metadata, spec } = find(app, 'PodMonitor', 'istio-proxies');
  expect(metadata).toMatchObject({ namespace: 'monitoring', labels: { release: 'kube-prometheus-stack' } });
  expect(spec).toMatchObject({
    namespaceSelector: { any: true },
    podMetricsEndpoints: [{ port: 'http-envoy-prom', path: '/stats/prometheus' }],
  });
});

test('ztunnel is read where a namespace is ambient, or on request', () => {
  const kinds = (namespaceProps: object, props: Partial<MeshMonitorsProps> = {}) => {
    const { app, mesh, service } = declareMesh({}, namespaceProps);
    new MeshMonitors(mesh, 'monitors', { ...STACK, ...props });
    service('cart');
    return written(app).filter(({ metadata }) => metadata.name === 'ztunnel');
  };
  expect(kinds({})).toEqual([]);
  expect(kinds({}, { ztunnel: true })).toHaveLength(1);
  expect(kinds({ dataPlane: DataPlane.ambient() }, { ztunnel: false })).toEqual([]);
  expect(kinds({ dataPlane: DataPlane.ambient() })).toMatchObject([
    { spec: { podMetricsEndpoints: [{ port: 'ztunnel-stats', path: '/stats/prometheus' }] } },
  ]);
});

test('alerts tell of errors, latency, ejections, istiod, rejected configuration and certificates', () => {
  const { app, mesh } = declareMesh();
  new MeshMonitors(mesh, 'monitors', {
    ...STACK,
    alerts: { errorPercent: 2, latencyMilliseconds: 250, certificateDays: 7 },
  });
  const { metadata, spec } = find(app, 'PrometheusRule', 'istio');
  expect(metadata.labels).toEqual(STACK.selectorLabels);
  const rules: Map<string, string> = new Map(
    spec.groups.flatMap(({ rules }: { rules: { alert: string; expr: string }[] }) =>
      rules.map(({ alert, expr }): [string, string] => [alert, expr]),
    ),
  );
  expect([...rules.keys()]).toEqual([
    'IstioServiceErrors',
    'IstioServiceLatency',
    'IstioPodsEjected',
    'IstiodDown',
    'IstioConfigRejected',
    'IstioSlowConfig',
    'IstioRootCertificateExpires',
    'IstiodCertificateExpires',
  ]);
  expect(rules.get('IstioServiceErrors')).toContain('response_code=~"5.."');
  expect(rules.get('IstioServiceErrors')).toContain('> 2 and');
  expect(rules.get('IstioServiceLatency')).toContain('> 250 and');
  expect(rules.get('IstioRootCertificateExpires')).toBe(
    'min(citadel_server_root_cert_expiry_timestamp) - time() < 7 * 86400',
  );
  for (const expr of rules.values()) {
    expect([...expr].filter(sign => sign === '(').length).toBe([...expr].filter(sign => sign === ')').length);
  }
});

test('alerts can be left out, and ejections alone', () => {
  const names = (alerts: MeshMonitorsProps['alerts']) => {
    const { app, mesh } = declareMesh();
    new MeshMonitors(mesh, 'monitors', { ...STACK, alerts });
    return JSON.stringify(written(app).filter(({ kind }) => kind === 'PrometheusRule'));
  };
  expect(names(false)).toBe('[]');
  expect(names({ ejections: false })).not.toContain('IstioPodsEjected');
});

test('metrics of an app are read by a declared Prometheus, which authorization then lets through', () => {
  const { app, mesh, service } = declareMesh();
  const cart = service('cart');
  const prometheus = service('prometheus');
  new Authorization(mesh, 'authz');
  new MeshMonitors(mesh, 'monitors', STACK).readApp(cart, { port: 'http', by: prometheus });
  expect(find(app, 'PodMonitor', 'shop-cart').spec).toEqual({
    selector: { matchLabels: { app: 'cart' } },
    namespaceSelector: { matchNames: ['shop'] },
    podMetricsEndpoints: [{ portNumber: 8080, path: '/metrics' }],
  });
  expect(find(app, 'AuthorizationPolicy', 'allow-cart').spec.rules).toEqual([
    {
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/prometheus'] } }],
      to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/metrics'] } }],
    },
  ]);
});

test('metrics of an app that are read from outside the mesh stand in the way of mutual TLS', () => {
  const { app, mesh, service } = declareMesh();
  new MeshMonitors(mesh, 'monitors', STACK).readApp(service('cart'), { port: 8080, path: '/stats' });
  new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
  expect(saidOf(app, 'plaintext-caller')).toEqual([
    'warning Prometheus reads "8080" of "cart-v1", which accepts mutual TLS only: the target is down unless Prometheus is in the mesh',
  ]);
});

test('nothing objects', () => {
  const { app, mesh, service } = declareMesh({}, { dataPlane: DataPlane.ambient() });
  new MeshMonitors(mesh, 'monitors', STACK).readApp(service('cart'), { port: 8080 });
  expectClean(app);
});

test('annotations name port and path of the container', () => {
  expect(prometheusAnnotations({ port: 9090 })).toEqual({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '9090',
    'prometheus.io/path': '/metrics',
  });
});

describe('refuses', () => {
  test.each<[Partial<MeshMonitorsProps>, string]>([
    [{ interval: '15' }, 'Cannot read metrics at mesh/m: wanted an interval such as "15s" or "1m", got "15"'],
    [{ namespace: 'X' }, 'Cannot use "X" as namespace of the monitors'],
    [{ alerts: { errorPercent: 0 } }, 'Cannot define alerts at mesh/m: wanted errorPercent above 0'],
    [{ alerts: { latencyMilliseconds: -1 } }, 'wanted latencyMilliseconds above 0'],
    [{ alerts: { certificateDays: 0 } }, 'wanted certificateDays above 0'],
    [{ alerts: { minRequestsPerSecond: -1 } }, 'wanted minRequestsPerSecond of 0 or more'],
  ])('%j', (props, message) => {
    const { mesh } = declareMesh();
    expect(() => new MeshMonitors(mesh, 'm', { ...STACK, ...props })).toThrow(message);
  });

  test('ports and paths that an app does not have', () => {
    const { mesh, service } = declareMesh();
    const monitors = new MeshMonitors(mesh, 'm', STACK);
    expect(() => monitors.readApp(service('cart'), { port: 1 })).toThrow('Cannot use port "1"');
    expect(() => monitors.readApp(service('web'), { port: 8080, path: 'metrics' })).toThrow(
      'Cannot read the metrics of "shop/web" at mesh/m: wanted a path that begins with "/"',
    );
    expect(() => prometheusAnnotations({ port: 0 })).toThrow('Cannot annotate pods for Prometheus');
  });
});
