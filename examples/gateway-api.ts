import {
  Authorization,
  Canary,
  DataPlane,
  GatewayDeployment,
  IngressGateway,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  PathMatch,
  Retries,
  RetryOn,
  Timeout,
  TlsCredential,
} from 'cdk8s-istio';

// This property selects the Gateway API for all gateways and routes of the app.
const app = new MeshApp();
const mesh = new Mesh(app, 'mesh', { api: 'gateway-api' });
const edge = new MeshNamespace(mesh, 'istio-edge');
const shop = new MeshNamespace(mesh, 'shop', { dataPlane: DataPlane.ambient() });
const http = { namespace: shop, ports: [{ port: 8080, protocol: 'http' }] } as const;
const web = new MeshService(mesh, 'web', { ...http, versions: { v1: { image: 'shop/web:1.4.0' } } });
const cart = new MeshService(mesh, 'cart', {
  ...http,
  versions: { v1: { image: 'shop/cart:1.9.0' }, v2: { image: 'shop/cart:2.0.0' } },
});
web.calls(cart);

// A Gateway and HTTPRoutes for a GatewayDeployment, as with Istio's API.
const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
new IngressGateway(mesh, 'public', { workload })
  .https({ hosts: ['shop.example.com'], credential: TlsCredential.certManager({ issuer: { name: 'letsencrypt' } }) })
  .expose(web, { host: 'shop.example.com' })
  .expose(cart, { host: 'shop.example.com', path: PathMatch.segments('/cart'), stripPrefix: true });

// An HTTPRoute whose parent is the Service; the waypoint of the namespace applies it.
new Canary(mesh, 'cart-canary', {
  stable: cart.version('v1'),
  canary: cart.version('v2'),
  weight: 10,
  override: { header: { name: 'x-canary', value: 'true' } },
});
new Timeout(mesh, 'cart-timeout', { service: cart, request: '10s' });
new Retries(mesh, 'cart-retries', { service: cart, perTryTimeout: '3s', on: RetryOn.statusCodes(503) });

new Authorization(mesh, 'authorization');
app.synth();
