import { App } from 'cdk8s';
import { DataPlane } from '../../src/mesh/data-plane';
import { MeshNamespace } from '../../src/mesh/mesh-namespace';
import { MeshService } from '../../src/mesh/mesh-service';
import { buildModel, type MeshModel } from '../../src/model/mesh-model';
import { NotesAppMesh } from '../../src/notes-app/notes-app-mesh';
import { PathMatch } from '../../src/routing/string-match';
import { simulate } from '../../src/simulation/simulate';
import type { LocatedManifest } from '../../src/values/manifest';

/**
 * The Notes App beside an auditor with one narrow call, a service of the namespace that declares none, one of another
 * namespace of the mesh, and one outside of the mesh.
 */
function declareApp(): MeshModel {
  const app = new App();
  const notes = new NotesAppMesh(app, 'notes', { host: 'notes.example.com' });
  const service = (name: string, namespace: MeshNamespace) =>
    new MeshService(notes, name, {
      namespace,
      ports: [{ port: 80, protocol: 'http' }],
      versions: { v1: { image: `${name}:1` } },
    });
  service('auditor', notes.namespace).calls(notes.backend, {
    methods: ['GET'],
    paths: [PathMatch.prefix('/api/notes')],
  });
  service('idle', notes.namespace);
  service('other', new MeshNamespace(notes, 'other-namespace', { name: 'other' }));
  service('outside', new MeshNamespace(notes, 'outside-namespace', { name: 'outside', dataPlane: DataPlane.none() }));
  const manifests = app.charts.flatMap(chart =>
    chart.toJson().map((manifest): LocatedManifest => ({ manifest, origin: { constructPath: chart.node.path } })),
  );
  // What policies refuse is asked here, whatever sidecars already keep back.
  return buildModel(manifests.filter(({ manifest }) => manifest.kind !== 'Sidecar'));
}

const model = declareApp();

const BACKEND = 'notes-app-backend.notes-app';
const FRONTEND = 'frontend.notes-app';
const MYSQL = 'mysql.notes-app';

type Row = [caller: string, callee: string, port: number, method: string, path: string, outcome: string];

test.each<Row>([
  // Users reach the frontend, and nothing behind it.
  ['internet', 'notes.example.com', 443, 'GET', '/', 'routed'],
  ['internet', 'notes.example.com', 443, 'POST', '/api/notes', 'routed'],
  ['internet', 'notes.example.com', 80, 'GET', '/', 'redirected'],
  ['internet', 'other.example.com', 443, 'GET', '/', 'no-listener'],
  // Declared calls pass with every method and path, by both versions of the caller.
  ['notes-app/frontend', BACKEND, 5000, 'GET', '/api/notes', 'routed'],
  ['notes-app/frontend', BACKEND, 5000, 'POST', '/api/notes', 'routed'],
  ['notes-app/frontend', BACKEND, 5000, 'DELETE', '/api/notes/1', 'routed'],
  ['notes-app/notes-app-backend', MYSQL, 3306, 'TCP', '', 'routed'],
  // The narrow call passes as far as it was declared, and no further.
  ['notes-app/auditor', BACKEND, 5000, 'GET', '/api/notes', 'routed'],
  ['notes-app/auditor', BACKEND, 5000, 'GET', '/api/notes/7', 'routed'],
  ['notes-app/auditor', BACKEND, 5000, 'POST', '/api/notes', 'denied'],
  ['notes-app/auditor', BACKEND, 5000, 'HEAD', '/api/notes', 'denied'],
  ['notes-app/auditor', BACKEND, 5000, 'GET', '/health', 'denied'],
  ['notes-app/auditor', BACKEND, 5000, 'GET', '/api', 'denied'],
  // No call is passed on, turned round, or assumed within a namespace.
  ['notes-app/frontend', MYSQL, 3306, 'TCP', '', 'denied'],
  ['notes-app/frontend', FRONTEND, 80, 'GET', '/', 'denied'],
  ['notes-app/notes-app-backend', FRONTEND, 80, 'GET', '/', 'denied'],
  ['notes-app/notes-app-backend', BACKEND, 5000, 'GET', '/api/notes', 'denied'],
  ['notes-app/mysql', BACKEND, 5000, 'GET', '/api/notes', 'denied'],
  ['notes-app/mysql', FRONTEND, 80, 'GET', '/', 'denied'],
  ['notes-app/auditor', FRONTEND, 80, 'GET', '/', 'denied'],
  ['notes-app/auditor', MYSQL, 3306, 'TCP', '', 'denied'],
  ['notes-app/idle', BACKEND, 5000, 'GET', '/api/notes', 'denied'],
  ['notes-app/idle', MYSQL, 3306, 'TCP', '', 'denied'],
  ['notes-app/frontend', 'idle.notes-app', 80, 'GET', '/', 'denied'],
  // Other namespaces of the mesh are known and refused; whoever has no identity does not get that far.
  ['other/other', FRONTEND, 80, 'GET', '/', 'denied'],
  ['other/other', BACKEND, 5000, 'GET', '/api/notes', 'denied'],
  ['other/other', MYSQL, 3306, 'TCP', '', 'denied'],
  ['outside/outside', BACKEND, 5000, 'GET', '/api/notes', 'mtls-failure'],
  ['outside/outside', MYSQL, 3306, 'TCP', '', 'mtls-failure'],
])('%s to %s:%i %s %s is %s', (from, callee, port, method, path, outcome) => {
  const scheme = method === 'TCP' ? 'tcp' : from === 'internet' && port === 443 ? 'https' : 'http';
  const request = { from, to: `${scheme}://${callee}:${port}${path}`, ...(method === 'TCP' ? {} : { method }) };
  const verdict = simulate(model, request);
  expect([verdict.outcome, verdict.reason]).toEqual([outcome, expect.anything()]);
});
