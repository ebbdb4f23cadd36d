import {
  Authorization,
  accept,
  Canary,
  ExternalService,
  GatewayDeployment,
  IngressGateway,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  MeshWorkload,
  MutualTls,
  NetworkPolicies,
  Probe,
  Retries,
  RetryOn,
  SidecarScope,
  TlsCredential,
  Volume,
} from 'cdk8s-istio';

/**
 * The Online Boutique, a public sample of eleven workloads and a cache, as a mesh: calls are declared once, and
 * addresses, identities, policies, Sidecars and NetworkPolicies are derived from them.
 *
 * @see https://github.com/GoogleCloudPlatform/microservices-demo
 */
export const app = new MeshApp();
const mesh = new Mesh(app, 'mesh', { labels: { 'app.kubernetes.io/part-of': 'online-boutique' } });
const namespace = new MeshNamespace(mesh, 'boutique');
const edge = new MeshNamespace(mesh, 'istio-ingress');
const image = (name: string, tag = 'v0.10.6') =>
  `us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/${name}:${tag}`;
const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory } });
const common = { spread: true, user: 1000, fsGroup: 1000, disruptionBudget: { maxUnavailable: 1 } } as const;

/** A variable such as `CART_SERVICE_ADDR` for each callee, with its host and first port. */
const addresses = (callees: readonly MeshService[]) =>
  Object.fromEntries(
    callees.map(({ name, ports: [first] }) => [
      `${name.replace('productcatalog', 'product_catalog').replace(/service$/, '_service')}_addr`.toUpperCase(),
      `${name}:${first?.port}`,
    ]),
  );

/** A gRPC service, and the services that it calls. */
function grpc(name: string, port: number, memory: string, callees: readonly MeshService[] = [], listensOn = port) {
  const version = (tag?: string) => ({
    ...common,
    image: image(name, tag),
    env: { PORT: String(listensOn), DISABLE_PROFILER: '1', ...addresses(callees) },
    probes: { readiness: Probe.grpc(), liveness: Probe.grpc() },
    resources: resources('100m', memory),
  });
  const service = new MeshService(mesh, name, {
    namespace,
    ports: [{ port, targetPort: listensOn, protocol: 'grpc' }],
    versions: name === 'recommendationservice' ? { v1: version(), v2: version('v0.11.0') } : { v1: version() },
  });
  for (const callee of callees) service.calls(callee);
  return service;
}

const probe = Probe.tcp({ period: '5s' });
export const redis = new MeshService(mesh, 'redis-cart', {
  namespace,
  ports: [{ port: 6379, protocol: 'redis' }],
  versions: {
    v1: {
      ...common,
      image: 'docker.io/library/redis:8-alpine',
      replicas: 1,
      probes: { readiness: probe, liveness: probe },
      resources: resources('70m', '200Mi'),
      volumes: [{ path: '/data', volume: Volume.emptyDir() }],
    },
  },
});
const ads = grpc('adservice', 9555, '180Mi');
const currency = grpc('currencyservice', 7000, '64Mi');
const email = grpc('emailservice', 5000, '64Mi', [], 8080);
export const payment = grpc('paymentservice', 50051, '64Mi');
const shipping = grpc('shippingservice', 50051, '64Mi');
const catalog = grpc('productcatalogservice', 3550, '64Mi');
export const cart = grpc('cartservice', 7070, '64Mi', [redis]);
export const recommendation = grpc('recommendationservice', 8080, '220Mi', [catalog]);
export const checkout = grpc('checkoutservice', 5050, '64Mi', [catalog, shipping, payment, email, currency, cart]);
const shown = [catalog, currency, cart, recommendation, shipping, checkout, ads];
// The program also needs the address of a shopping assistant, which it calls only with ENABLE_ASSISTANT.
const env = { PORT: '8080', ...addresses(shown), SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80' };
accept(mesh, 'unknown-called-service', 'no shopping assistant is deployed, and the frontend does not call it');
export const frontend = new MeshService(mesh, 'frontend', {
  namespace,
  ports: [{ port: 80, targetPort: 8080, protocol: 'http' }],
  versions: {
    v1: { ...common, image: image('frontend'), health: '/_healthz', env, resources: resources('100m', '64Mi') },
  },
});
for (const callee of shown) frontend.calls(callee);
export const load = new MeshWorkload(mesh, 'loadgenerator', {
  namespace,
  image: image('loadgenerator'),
  replicas: 1,
  user: 1000,
  env: { FRONTEND_ADDR: 'frontend:80', USERS: '10', RATE: '1' },
  resources: resources('300m', '256Mi'),
}).calls(frontend);

// Only payments calls an external host.
const ports = [{ port: 443, protocol: 'tls' }] as const;
payment.calls(new ExternalService(mesh, 'bank', { hosts: ['api.bank.example.com'], ports }));

const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
new IngressGateway(mesh, 'public', { workload })
  .https({ hosts: ['shop.example.com'], credential: TlsCredential.certManager({ issuer: { name: 'letsencrypt' } }) })
  .expose(frontend, { host: 'shop.example.com' });
const [stable, canary] = [recommendation.version('v1'), recommendation.version('v2')];
new Canary(mesh, 'recommendation-canary', { stable, canary, weight: 10 });
new Retries(mesh, 'catalog-retries', { service: catalog, on: RetryOn.grpc(), perTryTimeout: '1s' });
new MutualTls(mesh, 'mutual-tls');
new Authorization(mesh, 'authorization');
new SidecarScope(mesh, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
new NetworkPolicies(mesh, 'network');

if (require.main === module) app.synth();
