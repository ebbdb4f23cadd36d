import {
  AccessLogProvider,
  AddOns,
  addMeshDocument,
  Delivery,
  EJECTION_STATS,
  IstioInstall,
  Mesh,
  MeshApp,
  MeshMonitors,
  MeshNamespace,
  MeshService,
  MeshTelemetry,
  TraceTag,
  TracingProvider,
} from 'cdk8s-istio';

const app = new MeshApp();
const mesh = new Mesh(app, 'mesh');
const delivery = Delivery.flux();

// Providers come before the installation, which writes them into its mesh configuration.
const addOns = new AddOns(mesh, 'add-ons', { delivery, prometheus: true, grafana: true, traces: 'tempo', kiali: true });
const tempo = TracingProvider.openTelemetry(mesh, 'tempo', addOns.traceTarget);
const log = AccessLogProvider.file(mesh, 'json-log', {
  format: { fields: { status: '%RESPONSE_CODE%', path: '%REQ(:PATH)%', flags: '%RESPONSE_FLAGS%' } },
});
new IstioInstall(mesh.chart('controlPlane'), 'istio', { delivery, meshConfig: EJECTION_STATS });

const shop = new MeshNamespace(mesh, 'shop');
const ports = [{ port: 8080, protocol: 'http' }] as const;
const web = new MeshService(mesh, 'web', { namespace: shop, ports, versions: { v1: { image: 'shop/web:1.0.0' } } });
const cart = new MeshService(mesh, 'cart', { namespace: shop, ports, versions: { v1: { image: 'shop/cart:1.0.0' } } });
web.calls(cart);

new MeshTelemetry(mesh, 'telemetry', {
  metrics: { overrides: [{ metric: 'REQUEST_COUNT', removeTags: ['request_protocol'] }] },
  tracing: { provider: tempo, sampling: 5, tags: { environment: 'production', tenant: TraceTag.header('x-tenant') } },
  accessLog: { providers: [log], filter: 'response.code >= 400' },
});
new MeshTelemetry(mesh, 'cart-telemetry', { target: cart, tracing: { provider: tempo, sampling: 100 } });
new MeshMonitors(mesh, 'monitors', { selectorLabels: { release: 'kube-prometheus-stack' } });
addMeshDocument(mesh);
app.synth();
