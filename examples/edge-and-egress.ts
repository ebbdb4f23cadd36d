import {
  EgressGateway,
  ExternalService,
  GatewayDeployment,
  IngressGateway,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  OutboundTrafficPolicy,
  PathMatch,
  TlsCredential,
} from 'cdk8s-istio';

const app = new MeshApp();
const mesh = new Mesh(app, 'mesh');
const edge = new MeshNamespace(mesh, 'istio-edge');
const shop = new MeshNamespace(mesh, 'shop');
const http = { namespace: shop, ports: [{ port: 8080, protocol: 'http' }] } as const;
const frontend = new MeshService(mesh, 'frontend', { ...http, versions: { v1: { image: 'shop/frontend:1.4.0' } } });
const payments = new MeshService(mesh, 'payments', { ...http, versions: { v1: { image: 'shop/payments:1.4.0' } } });

const ingress = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
const credential = TlsCredential.certManager({ issuer: { name: 'letsencrypt' } });
new IngressGateway(mesh, 'public', { workload: ingress })
  .https({ hosts: ['shop.example.com'], credential, minProtocolVersion: 'TLSV1_3' })
  .expose(frontend, { host: 'shop.example.com' })
  .expose(payments, { host: 'shop.example.com', path: PathMatch.prefix('/payments'), stripPrefix: true });

// Only payments calls Stripe, through an egress gateway that checks its identity; no other egress is allowed.
const stripe = new ExternalService(mesh, 'stripe', {
  hosts: ['api.stripe.com'],
  ports: [{ port: 443, protocol: 'tls' }],
});
payments.calls(stripe);
const egress = new GatewayDeployment(mesh.chart('gateways'), 'istio-egress', { namespace: edge, role: 'egress' });
new EgressGateway(mesh, 'outside', { workload: egress }).via(stripe);
new OutboundTrafficPolicy(mesh, 'outbound');

app.synth();
