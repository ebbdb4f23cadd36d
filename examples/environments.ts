import {
  Authorization,
  Canary,
  EnvValue,
  GatewayDeployment,
  IngressGateway,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  MutualTls,
  TlsCredential,
} from 'cdk8s-istio';

/** What differs between the environments; everything else is the same code. */
const ENVIRONMENTS = {
  dev: { host: 'shop.dev.example.com', replicas: 1, image: '1.5.0-rc.3', stage: 'all' },
  staging: { host: 'shop.staging.example.com', replicas: 2, image: '1.5.0', stage: 'all' },
  production: { host: 'shop.example.com', replicas: 4, image: '1.5.0', stage: 'ten' },
} as const;

for (const [environment, { host, replicas, image, stage }] of Object.entries(ENVIRONMENTS)) {
  const app = new MeshApp({ outdir: `dist/${environment}` });
  const mesh = new Mesh(app, 'mesh', { labels: { environment } });
  const shop = new MeshNamespace(mesh, 'shop');
  const backend = new MeshService(mesh, 'backend', {
    namespace: shop,
    ports: [{ port: 8080, protocol: 'http' }],
    versions: {
      v1: { image: 'registry.example.com/shop/backend:1.4.0', health: '/healthz', replicas },
      v2: {
        image: `registry.example.com/shop/backend:${image}`,
        health: '/healthz',
        replicas,
        env: { DB_PASSWORD: EnvValue.secret('db', 'password') },
      },
    },
  });
  new Canary(mesh, 'backend-canary', {
    stable: backend.version('v1'),
    canary: backend.version('v2'),
    stages: [
      { name: 'ten', weight: 10 },
      { name: 'all', weight: 100 },
    ],
    stage,
  });
  const edge = new MeshNamespace(mesh, 'istio-ingress');
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
  new IngressGateway(mesh, 'public', { workload })
    .https({ hosts: [host], credential: TlsCredential.existing('shop-tls') })
    .expose(backend, { host });
  new MutualTls(mesh, 'mutual-tls');
  new Authorization(mesh, 'authorization');
  app.synth();
}
