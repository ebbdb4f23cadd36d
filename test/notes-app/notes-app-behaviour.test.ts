import '../../src/testing/jest';
import { NotesAppMesh } from '../../src/notes-app/notes-app-mesh';
import { MeshApp } from '../../src/synth/mesh-app';
import { expectMesh, matrix, meshOf } from '../../src/testing';

describe('the Notes App in the mesh', () => {
  const app = new MeshApp();
  const { frontend, backend, mysql } = new NotesAppMesh(app, 'notes-app', {
    host: 'notes.example.com',
    canaryWeight: 25,
  });
  const mesh = meshOf(app);
  const health = { from: frontend, to: 'http://notes-app-backend:5000/health' };

  test('sends a quarter of the requests to version 2 of the backend', () => {
    expectMesh(mesh).toRoute(health).toSplit({ v1: 75, v2: 25 });
  });

  test('sends testers with the header to version 2', () => {
    expectMesh(mesh)
      .toRoute({ ...health, headers: { 'x-canary': 'true' } })
      .to(backend.version('v2'));
  });

  test('gives the backend ten seconds', () => {
    expectMesh(mesh).toRoute(health).toTimeOutAfter('10s');
  });

  test('takes nothing but mutual TLS', () => {
    expectMesh(mesh).toRoute(health).toUseMutualTls('STRICT');
    expectMesh(mesh).toRoute({ from: backend, to: 'tcp://mysql:3306' }).to(mysql).toUseMutualTls('STRICT');
  });

  test('lets no call through that is not declared', () => {
    expect(mesh).toDeny({ from: frontend, to: 'tcp://mysql:3306' });
    expect(mesh).toDeny({ from: mysql, to: 'http://notes-app-backend:5000/' });
    expect(mesh).toDeny({ from: backend, to: 'http://frontend/' });
  });

  test('takes users by HTTPS only', () => {
    expect(mesh).toRedirect({ from: 'internet', to: 'http://notes.example.com/' }, 'https://notes.example.com/');
    expect(mesh).toRoute({ from: 'internet', to: 'https://notes.example.com/' }, frontend);
  });

  test('allows these calls and no others', () => {
    expect(matrix(mesh)).toMatchInlineSnapshot(`
"istio-ingress/istio-ingress, istio-installer/istio-install-ba10f3c8fa, a pod without proxy, an unknown account of another namespace, an unknown account of istio-ingress, an unknown account of istio-installer -> hosts that the mesh does not know: all requests (leaves the mesh)
internet -> https://notes.example.com:443: all requests (mutual TLS)
notes-app/notes-app-backend-v1, notes-app/notes-app-backend-v2 -> mysql.notes-app.svc.cluster.local:3306: all requests (mutual TLS)
notes-app/frontend-v1 -> notes-app-backend.notes-app.svc.cluster.local:5000: all requests (mutual TLS)"
`);
  });
});
