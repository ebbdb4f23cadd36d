import { NotesAppMesh } from '../../src/notes-app/notes-app-mesh';
import { PathMatch } from '../../src/routing/string-match';
import { MeshApp } from '../../src/synth/mesh-app';

/** The host of the Notes App. */
export const HOST = 'notes.example.com';

/**
 * The Notes App in the ambient mesh: its gateway sends requests for `/api` to the backend, whose waypoint runs the canary
 * and denies that anything is deleted.
 */
export function ambientNotesApp(): MeshApp {
  const app = new MeshApp();
  const notes = new NotesAppMesh(app, 'notes-app', {
    host: HOST,
    canaryWeight: 25,
    profile: 'ambient',
    install: false,
  });
  notes.gateway.expose(notes.backend, { host: HOST, path: PathMatch.segments('/api') });
  notes.authorization.deny(notes.backend, { from: 'anyone', methods: ['DELETE'] });
  return app;
}
