import {
  Authorization,
  Canary,
  GatewayWorkload,
  IngressGateway,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  MutualTls,
  TlsCredential,
} from 'cdk8s-istio';

const app = new MeshApp();
const mesh = new Mesh(app, 'mesh', { istioVersion: '1.31.4' });
const notes = new MeshNamespace(mesh, 'notes-app');

const backend = new MeshService(mesh, 'notes-app-backend', {
  namespace: notes,
  ports: [{ port: 5000, protocol: 'http' }],
  versions: { v1: { image: 'notes/backend:1.4.0', health: '/health' }, v2: { image: 'notes/backend:2.0.0' } },
});
const frontend = new MeshService(mesh, 'frontend', {
  namespace: notes,
  ports: [{ port: 80, targetPort: 8080, protocol: 'http' }],
  versions: { v1: { image: 'notes/frontend:1.4.0' } },
}).calls(backend, { methods: ['GET', 'POST'] });

new Canary(mesh, 'canary', { stable: backend.version('v1'), canary: backend.version('v2'), weight: 10 });
new IngressGateway(mesh, 'public', {
  workload: GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' }),
})
  .https({ hosts: ['notes.example.com'], credential: TlsCredential.existing('notes-tls') })
  .expose(frontend, { host: 'notes.example.com' });
new MutualTls(mesh, 'mutual-tls');
new Authorization(mesh, 'authorization');

app.synth();
