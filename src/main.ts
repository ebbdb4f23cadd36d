import { MeshApp, NotesAppMesh, TlsCredential } from './index';

const app = new MeshApp();

new NotesAppMesh(app, 'notes-app', {
  host: 'notes.example.com',
  credential: TlsCredential.certManager({ issuer: { name: 'letsencrypt' } }),
  canaryWeight: 10,
});

app.synth();
