import {
  Authorization,
  ExternalService,
  GatewayDeployment,
  IngressGateway,
  Jwt,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  MutualTlsMigration,
  NetworkPolicies,
  PathMatch,
  RateLimit,
  RequestSource,
  SidecarScope,
  TlsCredential,
} from 'cdk8s-istio';

const app = new MeshApp();
// Policies about paths need a mesh that merges slashes (//cart is /cart); the installation of Istio sets that.
const mesh = new Mesh(app, 'mesh', { pathNormalization: 'MERGE_SLASHES' });
const shop = new MeshNamespace(mesh, 'shop');
const ports = [{ port: 8080, protocol: 'http' }] as const;
const image = (name: string) => ({ v1: { image: `registry.example.com/shop/${name}:1.0.0` } });
const web = new MeshService(mesh, 'web', { namespace: shop, ports, versions: image('web') });
const cart = new MeshService(mesh, 'cart', { namespace: shop, ports, versions: image('cart') });
const stripe = new ExternalService(mesh, 'stripe', {
  hosts: ['api.stripe.com'],
  ports: [{ port: 443, protocol: 'tls' }],
});

// Calls are declared once; policies of both layers, Sidecars and the report are derived from them.
web.calls(cart, { methods: ['GET', 'POST'], paths: [PathMatch.prefix('/cart/items')] });
cart.calls(stripe);

const edge = new MeshNamespace(mesh, 'istio-ingress');
const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
const gateway = new IngressGateway(mesh, 'public', { workload })
  .https({ hosts: ['shop.example.com'], credential: TlsCredential.certManager({ issuer: { name: 'letsencrypt' } }) })
  .expose(web, { host: 'shop.example.com' });

const mtls = new MutualTlsMigration(mesh, 'mtls', { phase: 'strict' });
const authorization = new Authorization(mesh, 'authorization').deny(cart, {
  from: [RequestSource.anyIdentity()],
  paths: ['/cart/internal*'],
});
new Jwt(mesh, 'users', {
  target: gateway,
  issuers: [{ issuer: 'https://id.example.com', jwksUri: 'https://id.example.com/keys', audiences: ['shop'] }],
  except: { paths: ['/healthz'] },
});
new RateLimit(mesh, 'web-limit', { target: web, requests: 100, per: '1s', burst: 200 });
const scope = new SidecarScope(mesh, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
new NetworkPolicies(mesh, 'network', { scrapers: [{ namespace: 'monitoring' }] });
app.addFile('mtls.txt', output => mtls.renderReport(output.mesh));
app.synth();

process.stderr.write(authorization.renderMatrix());
for (const { service, services, ofServices } of scope.sizes) {
  process.stderr.write(`sidecars of ${service} know ${services} of ${ofServices} services\n`);
}
