import { MeshApp, NotesAppMesh } from 'cdk8s-istio';
import { expectMesh, meshOf } from 'cdk8s-istio/testing';

const app = new MeshApp();
const { frontend, backend, mysql } = new NotesAppMesh(app, 'notes', { host: 'notes.example.com', canaryWeight: 10 });
const mesh = meshOf(app);
const call = { from: frontend, to: 'http://notes-app-backend:5000/health' };

test('a tenth of the requests tries version 2, and testers always do', () => {
  expectMesh(mesh).toRoute(call).toSplit({ v1: 90, v2: 10 });
  expectMesh(mesh)
    .toRoute({ ...call, headers: { 'x-canary': 'true' } })
    .to(backend.version('v2'));
});

test('only declared calls pass, over mutual TLS', () => {
  expectMesh(mesh).toRoute({ from: backend, to: 'tcp://mysql:3306' }).to(mysql).toUseMutualTls('STRICT');
  expectMesh(mesh).toDeny({ from: frontend, to: 'tcp://mysql:3306' });
});

test('users come by HTTPS', () => {
  expectMesh(mesh).toRedirect({ from: 'internet', to: 'http://notes.example.com/' }, 'https://notes.example.com/');
});
