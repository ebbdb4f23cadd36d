import { App } from 'cdk8s';
import { IstioInstall } from '../../src/install/istio-install';
import { Mesh } from '../../src/mesh/mesh';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { buildModel } from '../../src/model/mesh-model';
import { AccessLogProvider } from '../../src/observability/access-log-provider';
import { MeshMonitors } from '../../src/observability/mesh-monitors';
import { MeshTelemetry } from '../../src/observability/mesh-telemetry';
import { MetricsProvider } from '../../src/observability/metrics-provider';
import { TracingProvider } from '../../src/observability/tracing-provider';
import { PathMatch } from '../../src/routing/string-match';
import { AccessPolicy } from '../../src/security/access-policy';
import { Authorization } from '../../src/security/authorization';
import { MutualTls } from '../../src/security/mutual-tls';
import { MutualTlsMigration } from '../../src/security/mutual-tls-migration';
import { RequestSource } from '../../src/security/request-source';
import { simulate } from '../../src/simulation/simulate';
import type { LocatedManifest } from '../../src/values/manifest';
import { expectClean } from '../expect-clean';
import { find, written } from '../mesh/declare';

function declareNamespace(name: string) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const namespace = new MeshNamespace(mesh, name);
  const service = (id: string, port: number, within = namespace) =>
    new MeshService(mesh, id, {
      namespace: within,
      ports: [{ port, protocol: 'http' }],
      versions: { v1: { image: `${id}:1` } },
    });
  return { app, mesh, namespace, service };
}

function modelOf(app: App) {
  const manifests = app.charts.flatMap(chart =>
    chart.toJson().map((manifest): LocatedManifest => ({ manifest, origin: { constructPath: chart.node.path } })),
  );
  return buildModel(manifests);
}

describe('mutual TLS', () => {
  test.each(['bookinfo', 'sample-app'])('the PeerAuthentication of namespace %s takes nothing else', name => {
    const { app, mesh, namespace } = declareNamespace(name);
    new MutualTls(mesh, 'mtls', { namespace });
    expect(find(app, 'PeerAuthentication', 'default')).toEqual({
      // Written in v1beta1, which newer releases only serve for the sake of old manifests.
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: name },
      spec: { mtls: { mode: 'STRICT' } },
    });
    expectClean(app);
  });

  test('the PeerAuthentication of the mesh is the last phase of a migration, not the first manifest', () => {
    // Applied together with the installation, it cuts off every caller without a proxy; the notes beside it ask to
    // start permissive.
    const { app, mesh } = declareNamespace('production');
    new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
    expect(find(app, 'PeerAuthentication', 'default')).toMatchObject({
      metadata: { namespace: 'istio-system' },
      spec: { mtls: { mode: 'STRICT' } },
    });
  });

  test('no DestinationRule tells clients of *.local to use it: proxies know where there is a server for it', () => {
    // ISTIO_MUTUAL for "*.local" breaks calls to everything without a proxy, the API server included.
    const { app, mesh, service } = declareNamespace('production');
    service('backend', 80);
    new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
    expect(written(app).filter(({ kind }) => kind === 'DestinationRule')).toEqual([]);
  });
});

describe('productpage-viewer', () => {
  const declare = () => {
    const { app, mesh, service } = declareNamespace('bookinfo');
    const [productpage, reviews] = [service('productpage', 9080), service('reviews', 9080)];
    const root = new MeshNamespace(mesh, 'root', { name: 'istio-system' });
    const dashboard = service('dashboard', 80, root);
    new MutualTls(mesh, 'mtls');
    const policy = new AccessPolicy(mesh, 'productpage-viewer', { target: productpage });
    return { app, policy, reviews, dashboard };
  };
  const viewing = {
    methods: ['GET'],
    paths: [PathMatch.exact('/productpage'), PathMatch.prefix('/static/'), PathMatch.prefix('/api/v1/')],
  };

  test('names who may view what in one rule, so that both must hold', () => {
    const { app, policy } = declare();
    policy.rule({ from: [RequestSource.namespace('istio-system')], ...viewing });
    expect(find(app, 'AuthorizationPolicy', 'productpage-viewer')).toEqual({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'productpage-viewer', namespace: 'bookinfo' },
      spec: {
        action: 'ALLOW',
        selector: { matchLabels: { app: 'productpage' } },
        rules: [
          {
            from: [{ source: { namespaces: ['istio-system'] } }],
            to: [{ operation: { methods: ['GET'], paths: ['/api/v1/*', '/productpage', '/static/*'] } }],
          },
        ],
      },
    });
    expectClean(app);
  });

  test('as two rules, it would let everybody view, and the namespace do anything', () => {
    // The manifest has `from` and `to` as two items of the list, where one of them is enough.
    const outcomes = (rules: (policy: AccessPolicy) => void) => {
      const { app, policy } = declare();
      rules(policy);
      const model = modelOf(app);
      const ask = (from: string, method: string, path: string) =>
        simulate(model, { from, to: `http://productpage.bookinfo:9080${path}`, method }).outcome;
      return [
        ask('istio-system/dashboard', 'GET', '/productpage'),
        ask('istio-system/dashboard', 'DELETE', '/admin'),
        ask('bookinfo/reviews', 'GET', '/productpage'),
      ];
    };
    const from = [RequestSource.namespace('istio-system')];
    expect(outcomes(policy => policy.rule({ from, ...viewing }))).toEqual(['routed', 'denied', 'denied']);
    expect(outcomes(policy => policy.rule({ from }).rule({ from: 'anyone', ...viewing }))).toEqual([
      'routed',
      'routed',
      'routed',
    ]);
  });
});

describe('deny-all and allow-frontend-to-backend', () => {
  const declare = () => {
    const { app, mesh, service } = declareNamespace('production');
    const [frontend, backend] = [service('frontend', 80), service('backend', 8080)];
    frontend.calls(backend, { methods: ['GET', 'POST'] });
    new MutualTls(mesh, 'mtls');
    new Authorization(mesh, 'authorization');
    return app;
  };

  test('come from the declared call, for an account that exists', () => {
    const app = declare();
    expect(find(app, 'AuthorizationPolicy', 'deny-by-default')).toMatchObject({
      metadata: { namespace: 'production' },
      spec: {},
    });
    expect(find(app, 'AuthorizationPolicy', 'allow-backend').spec).toEqual({
      action: 'ALLOW',
      selector: { matchLabels: { app: 'backend' } },
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/production/sa/frontend'] } }],
          // The manifest allows every port of the pods; here it is the one that is called.
          to: [{ operation: { methods: ['GET', 'POST'], ports: ['8080'] } }],
        },
      ],
    });
    // Nothing else makes the account `frontend`, and without it the rule never fits.
    expect(find(app, 'Deployment', 'frontend-v1').spec.template.spec.serviceAccountName).toBe('frontend');
    expect(find(app, 'ServiceAccount', 'frontend').metadata.namespace).toBe('production');
    expectClean(app);
  });

  test.each([
    ['production/frontend', 'GET', 'routed'],
    ['production/frontend', 'POST', 'routed'],
    ['production/frontend', 'DELETE', 'denied'],
    ['production/backend', 'GET', 'denied'],
  ])('%s %s is %s', (from, method, outcome) => {
    const request = { from, to: 'http://backend.production:8080/', method };
    expect(simulate(modelOf(declare()), request).outcome).toBe(outcome);
  });
});

describe('telemetry of the mesh', () => {
  test('names providers that the installation defines', () => {
    // The manifest names "tempo" and "otel", which are nowhere defined: tracing is switched off by that, and logs go
    // nowhere, without an error. Here a provider is an object that is written into the mesh configuration.
    const { app, mesh } = declareNamespace('production');
    const tempo = TracingProvider.openTelemetry(mesh, 'tempo', {
      service: 'tempo.observability.svc.cluster.local',
      port: 4317,
    });
    const otel = AccessLogProvider.openTelemetry(mesh, 'otel', {
      service: 'otel-collector.observability.svc.cluster.local',
      port: 4317,
    });
    new MeshTelemetry(mesh, 'telemetry', {
      metrics: { providers: [MetricsProvider.prometheus()] },
      tracing: { provider: tempo, tags: { cluster_name: 'eks-cluster', environment: 'production' } },
      accessLog: { providers: [otel] },
    });
    const { plan } = new IstioInstall(mesh.chart('controlPlane'), 'istio');
    expect(find(app, 'Telemetry', 'default')).toEqual({
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'default', namespace: 'istio-system' },
      spec: {
        metrics: [{ providers: [{ name: 'prometheus' }] }],
        tracing: [
          {
            providers: [{ name: 'tempo' }],
            customTags: {
              cluster_name: { literal: { value: 'eks-cluster' } },
              environment: { literal: { value: 'production' } },
            },
          },
        ],
        accessLogging: [{ providers: [{ name: 'otel' }] }],
      },
    });
    expect(plan.operators[0]?.spec).toMatchObject({
      meshConfig: { extensionProviders: [{ name: 'otel' }, { name: 'tempo' }] },
    });
    expectClean(app);
  });
});

describe('monitors', () => {
  const labels = { release: 'kube-prometheus-stack' };
  const declare = () => {
    const { app, mesh } = declareNamespace('production');
    new MeshMonitors(mesh, 'monitors', { selectorLabels: labels });
    return app;
  };

  test('istiod is read at /metrics', () => {
    // The manifest reads /stats/prometheus, which istiod answers with 404, and carries the label of istiod instead of
    // one that a Prometheus selects by.
    expect(find(declare(), 'ServiceMonitor', 'istiod')).toMatchObject({
      metadata: { namespace: 'istio-system', labels },
      spec: {
        selector: { matchLabels: { app: 'istiod' } },
        endpoints: [{ port: 'http-monitoring', path: '/metrics' }],
      },
    });
  });

  test('gateways are read at their pods, with all other proxies', () => {
    // The manifest reads port 15021 of the gateway's Service, which answers health checks alone; no port of that
    // Service leads to metrics.
    const app = declare();
    expect(find(app, 'PodMonitor', 'istio-proxies').spec.podMetricsEndpoints).toEqual([
      { port: 'http-envoy-prom', path: '/stats/prometheus' },
    ]);
    expect(written(app).filter(({ kind }) => kind === 'ServiceMonitor')).toHaveLength(1);
    expectClean(app);
  });
});
