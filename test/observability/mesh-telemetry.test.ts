import type { App } from 'cdk8s';
import { IstioInstall } from '../../src/install/istio-install';
import { DataPlane } from '../../src/mesh/data-plane';
import { AccessLogProvider } from '../../src/observability/access-log-provider';
import { MeshTelemetry, type MeshTelemetryProps } from '../../src/observability/mesh-telemetry';
import { MetricsProvider } from '../../src/observability/metrics-provider';
import { TraceTag } from '../../src/observability/trace-tag';
import { TracingProvider } from '../../src/observability/tracing-provider';
import { declaredExtensionProviders } from '../../src/tree/extension-provider';
import { expectClean } from '../expect-clean';
import { declareMesh, find, written } from '../mesh/declare';

const TEMPO = { service: 'tempo.observability.svc.cluster.local', port: 4317 };

function entriesOf(app: App) {
  return declaredExtensionProviders(app).map(({ entry }) => entry);
}

describe('providers', () => {
  test('are written into the mesh configuration that the app installs', () => {
    const { app, mesh } = declareMesh();
    TracingProvider.openTelemetry(mesh, 'tempo', TEMPO);
    AccessLogProvider.openTelemetry(mesh, 'otel', { service: 'otel.observability.svc.cluster.local', port: 4317 });
    const { plan } = new IstioInstall(mesh.chart('controlPlane'), 'istio', {
      meshConfig: { accessLogFile: '/dev/stdout' },
    });
    expect(plan.operators[0]?.spec).toMatchObject({
      meshConfig: {
        accessLogFile: '/dev/stdout',
        extensionProviders: [
          { name: 'otel', envoyOtelAls: { service: 'otel.observability.svc.cluster.local', port: 4317 } },
          { name: 'tempo', opentelemetry: TEMPO },
        ],
      },
    });
    expect(() => written(app)).not.toThrow();
  });

  test('that come after the installation are refused, since it has written its configuration', () => {
    const { mesh } = declareMesh();
    new IstioInstall(mesh.chart('controlPlane'), 'istio');
    expect(() => TracingProvider.openTelemetry(mesh, 'tempo', TEMPO)).toThrow(
      'Cannot declare provider "tempo" at mesh: wanted it before the installation at "10-control-plane/istio", which has written its mesh configuration',
    );
    expect(() => TracingProvider.existing(mesh, 'theirs')).not.toThrow();
  });

  test('are written as Istio wants each kind', () => {
    const { app, mesh } = declareMesh();
    TracingProvider.openTelemetry(mesh, 'a', {
      ...TEMPO,
      port: 4318,
      httpPath: '/v1/traces',
      timeout: '3s',
      maxTagLength: 64,
      resourceFromEnvironment: true,
    });
    TracingProvider.zipkin(mesh, 'b', { ...TEMPO, port: 9411, path: '/spans' });
    TracingProvider.datadog(mesh, 'c', { ...TEMPO, port: 8126 });
    TracingProvider.skyWalking(mesh, 'd', { ...TEMPO, port: 11800 });
    AccessLogProvider.file(mesh, 'e', { format: { fields: { status: '%RESPONSE_CODE%' } } });
    AccessLogProvider.file(mesh, 'f', { path: '/var/log/access', format: { text: '%RESPONSE_CODE%\n' } });
    AccessLogProvider.grpc(mesh, 'g', { ...TEMPO, logName: 'requests' });
    AccessLogProvider.openTelemetry(mesh, 'h', { ...TEMPO, format: { text: 'x', fields: { a: 'b' } } });
    MetricsProvider.existing(mesh, 'i');
    const { service } = TEMPO;
    expect(entriesOf(app)).toEqual([
      {
        name: 'a',
        opentelemetry: {
          service,
          port: 4318,
          http: { path: '/v1/traces', timeout: '3s' },
          maxTagLength: 64,
          resourceDetectors: { environment: {} },
        },
      },
      { name: 'b', zipkin: { service, port: 9411, path: '/spans' } },
      { name: 'c', datadog: { service, port: 8126 } },
      { name: 'd', skywalking: { service, port: 11800 } },
      { name: 'e', envoyFileAccessLog: { path: '/dev/stdout', logFormat: { labels: { status: '%RESPONSE_CODE%' } } } },
      { name: 'f', envoyFileAccessLog: { path: '/var/log/access', logFormat: { text: '%RESPONSE_CODE%\n' } } },
      { name: 'g', envoyHttpAls: { service, port: 4317, logName: 'requests' } },
      { name: 'h', envoyOtelAls: { service, port: 4317, logFormat: { text: 'x', labels: { a: 'b' } } } },
      undefined,
    ]);
  });

  test('that are called by gRPC need a port that is declared as such', () => {
    const { mesh, service } = declareMesh();
    const collector = service('otel', {
      ports: [
        { port: 4317, protocol: 'grpc' },
        { port: 4318, protocol: 'http' },
        { port: 9, protocol: 'tcp' },
      ],
    });
    TracingProvider.openTelemetry(mesh, 'good', { service: collector, port: 4317 });
    expect(() => TracingProvider.openTelemetry(mesh, 'bad', { service: collector, port: 4318 })).toThrow(
      'Cannot declare provider "bad" at mesh: wanted port 4318 of "otel.shop.svc.cluster.local" to be declared as grpc, which it is called by, got http',
    );
    expect(() => AccessLogProvider.grpc(mesh, 'bad', { service: collector.host, port: 4318 })).toThrow('got http');
    expect(() => TracingProvider.zipkin(mesh, 'bad', { service: collector, port: 9 })).toThrow('got tcp');
    expect(() => TracingProvider.zipkin(mesh, 'bad', { service: collector, port: 1 })).toThrow('Cannot use port "1"');
  });

  test('with names, hosts or settings that cannot work are refused', () => {
    const { mesh } = declareMesh();
    const declare =
      (props: object, name = 'x') =>
      () =>
        TracingProvider.openTelemetry(mesh, name, { ...TEMPO, ...props });
    expect(declare({ service: 'tempo' })).toThrow('wanted a full host name such as');
    expect(declare({ port: 0 })).toThrow('wanted a port from 1 to 65535, got 0');
    expect(declare({ timeout: '1s' })).toThrow('wanted httpPath with a timeout');
    expect(declare({ httpPath: 'v1' })).toThrow('wanted httpPath to begin with "/"');
    expect(declare({ maxTagLength: 0 })).toThrow('wanted maxTagLength to be a whole number of bytes');
    expect(declare({}, '-x')).toThrow('wanted a name of letters');
    expect(() => AccessLogProvider.file(mesh, 'x', { path: 'log' })).toThrow('wanted an absolute path, got "log"');
    expect(() => AccessLogProvider.file(mesh, 'x', { format: { fields: {} } })).toThrow('wanted at least one field');
    expect(() => TraceTag.literal('')).toThrow('Cannot tag spans: wanted a text, got ""');
    declare({}, 'twice')();
    expect(declare({}, 'twice')).toThrow('wanted a unique name, "mesh" declares it already');
  });
});

test('one Telemetry says what is reported in the whole mesh', () => {
  const { app, mesh } = declareMesh();
  const tempo = TracingProvider.openTelemetry(mesh, 'tempo', TEMPO);
  new MeshTelemetry(mesh, 'telemetry', {
    metrics: {
      overrides: [
        {
          metric: 'REQUEST_COUNT',
          reporter: 'server',
          tags: { host: 'request.host' },
          removeTags: ['request_protocol'],
        },
        { metric: 'REQUEST_SIZE', disabled: true },
      ],
      reportingInterval: '10s',
    },
    tracing: {
      provider: tempo,
      sampling: 5,
      tags: {
        environment: 'production',
        tenant: TraceTag.header('x-tenant', 'none'),
        pod: TraceTag.environment('POD'),
      },
    },
    accessLog: { providers: [AccessLogProvider.envoy()], filter: 'response.code >= 400', reporter: 'server' },
  });
  const object = find(app, 'Telemetry', 'default');
  expect(object).toMatchObject({ apiVersion: 'telemetry.istio.io/v1', metadata: { namespace: 'istio-system' } });
  expect(object.spec).toEqual({
    metrics: [
      {
        providers: [{ name: 'prometheus' }],
        overrides: [
          {
            match: { metric: 'REQUEST_COUNT', mode: 'SERVER' },
            tagOverrides: { host: { value: 'request.host' }, request_protocol: { operation: 'REMOVE' } },
          },
          { match: { metric: 'REQUEST_SIZE' }, disabled: true },
        ],
        reportingInterval: '10s',
      },
    ],
    tracing: [
      {
        providers: [{ name: 'tempo' }],
        randomSamplingPercentage: 5,
        customTags: {
          environment: { literal: { value: 'production' } },
          tenant: { header: { name: 'x-tenant', defaultValue: 'none' } },
          pod: { environment: { name: 'POD' } },
        },
      },
    ],
    accessLogging: [
      {
        providers: [{ name: 'envoy' }],
        filter: { expression: 'response.code >= 400' },
        match: { mode: 'SERVER' },
      },
    ],
  });
  expectClean(app);
});

test('namespaces and services have scopes of their own, and may switch signals off', () => {
  const { app, mesh, namespace, service } = declareMesh();
  new MeshTelemetry(mesh, 'shop-telemetry', { target: namespace, accessLog: 'off' });
  new MeshTelemetry(mesh, 'cart-telemetry', { target: service('cart'), tracing: 'off' });
  expect(find(app, 'Telemetry', 'default')).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: { accessLogging: [{ disabled: true }] },
  });
  expect(find(app, 'Telemetry', 'cart').spec).toEqual({
    selector: { matchLabels: { app: 'cart' } },
    tracing: [{ disableSpanReporting: true }],
  });
  expectClean(app);
});

test('a service in an ambient namespace is reported by the waypoint', () => {
  const { app, mesh, namespace, service } = declareMesh({}, { dataPlane: DataPlane.ambient() });
  new MeshTelemetry(mesh, 'cart-telemetry', {
    target: service('cart'),
    tracing: { provider: TracingProvider.stackdriver() },
  });
  expect(namespace.waypoint).toBeDefined();
  expect(find(app, 'Telemetry', 'cart').spec.targetRefs).toEqual([{ group: '', kind: 'Service', name: 'cart' }]);
  expectClean(app);
});

describe('refuses', () => {
  test.each<[MeshTelemetryProps, string]>([
    [{}, 'Cannot set the telemetry "istio-system/default" at mesh/t: wanted metrics, tracing or accessLog'],
    [{ metrics: { providers: [] } }, 'wanted at least one provider of metrics'],
    [{ metrics: { reportingInterval: '0' } }, 'wanted reportingInterval to be at least 1 ms'],
    [{ metrics: { overrides: [{}] } }, 'wanted an override to change something'],
    [{ metrics: { overrides: [{ tags: { a: '1' }, removeTags: ['a'] }] } }, 'wanted tag "a" to be changed or left out'],
    [{ metrics: { overrides: [{ tags: { a: 'request.host ==' } }] } }, 'wanted the expression of tag "a" to be CEL'],
    [{ tracing: { provider: TracingProvider.stackdriver(), sampling: 101 } }, 'wanted sampling in percent'],
    [{ accessLog: { providers: [] } }, 'wanted at least one provider of access logs, or "off"'],
    [
      { accessLog: { providers: [AccessLogProvider.envoy()], filter: 'response.code > = 4' } },
      'wanted the expression of the filter to be CEL, got "response.code > = 4"',
    ],
  ])('%j', (props, message) => {
    const { mesh } = declareMesh();
    expect(() => new MeshTelemetry(mesh, 't', props)).toThrow(message);
  });

  test('a second Telemetry for one scope', () => {
    const { mesh } = declareMesh();
    new MeshTelemetry(mesh, 'one', { accessLog: 'off' });
    expect(() => new MeshTelemetry(mesh, 'two', { tracing: 'off' })).toThrow(
      'Cannot write Telemetry "istio-system/default" at mesh/two: mesh/one writes it already, and of two only one would take effect',
    );
  });
});
