import {
  Authorization,
  Canary,
  type DataPlane,
  GatewayDeployment,
  IngressGateway,
  Mesh,
  MeshApp,
  MeshNamespace,
  MeshService,
  MutualTls,
  TlsCredential,
} from 'cdk8s-istio';
import { AmbientMigration, renderMigration, writeMigration } from 'cdk8s-istio/migration';

/** The Notes App, with the data plane of its namespace as an argument. */
function notesApp(dataPlane: DataPlane): MeshApp {
  const app = new MeshApp();
  const mesh = new Mesh(app, 'mesh', { istioVersion: '1.31.4' });
  const notes = new MeshNamespace(mesh, 'notes-app', { dataPlane });
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
  const edge = new MeshNamespace(mesh, 'istio-ingress');
  const workload = new GatewayDeployment(mesh.chart('gateways'), 'istio-ingress', { namespace: edge });
  new IngressGateway(mesh, 'public', { workload })
    .https({ hosts: ['notes.example.com'], credential: TlsCredential.existing('notes-tls') })
    .expose(frontend, { host: 'notes.example.com' });
  new MutualTls(mesh, 'mutual-tls');
  new Authorization(mesh, 'authorization');
  return app;
}

const migration = new AmbientMigration({
  namespaces: ['notes-app'],
  app: dataPlane => notesApp(dataPlane('notes-app')),
  // The gateway sends requests through the waypoint, and both retry them.
  accept: ['retries:istio-ingress/istio-ingress'],
});

for (const plan of migration.plans) {
  process.stdout.write(renderMigration(plan));
  if (migration.isProven) writeMigration(plan, `migration/${plan.namespaces.join('-')}`);
}
