import { MeshApp, MeshNamespace, NotesAppMesh } from '../../src';
import { DataPlane } from '../../src/mesh/data-plane';
import { Mesh } from '../../src/mesh/mesh';
import { MeshService } from '../../src/mesh/mesh-service';
import { AmbientMigration } from '../../src/migration/ambient-migration';

jest.setTimeout(120_000);

/** The waypoint of our own apps takes requests of gateways too, and tries them again as the gateway does. */
const RETRIES = 'retries:istio-ingress/istio-ingress';

function notesApp(dataPlane: DataPlane): MeshApp {
  const app = new MeshApp();
  const profile = dataPlane.mode === 'ambient' ? 'ambient' : 'default';
  new NotesAppMesh(app, 'notes-app', { host: 'notes.example.com', profile });
  return app;
}

describe('an app that moves', () => {
  const migration = new AmbientMigration({
    namespaces: ['notes-app'],
    app: dataPlane => notesApp(dataPlane('notes-app')),
    accept: [RETRIES],
  });

  test('is proven from one synth to the next one', () => {
    expect(migration.decisions.map(({ id }) => id)).toEqual([RETRIES]);
    expect(migration.isProven).toBe(true);
  });

  test('ends with the new synth, in the order of stages that its database needs', () => {
    const [plan] = migration.plans;
    expect(plan?.stages.map(({ name }) => name)).toEqual([
      '00-prepare',
      '10-dual',
      '20-notes-app',
      '21-notes-app-2',
      '90-clean-up',
    ]);
    const labels = plan?.stages
      .at(-1)
      ?.manifests.find(({ manifest: { kind, metadata } }) => kind === 'Namespace' && metadata.name === 'notes-app')
      ?.manifest.metadata.labels;
    expect(labels).toMatchObject({ 'istio.io/dataplane-mode': 'ambient' });
  });
});

function twoTeams(dataPlane: (namespace: string) => DataPlane): MeshApp {
  const app = new MeshApp();
  const mesh = new Mesh(app, 'mesh');
  const [web, shop] = ['web', 'shop'].map(name => new MeshNamespace(mesh, name, { dataPlane: dataPlane(name) }));
  const service = (name: string, namespace: MeshNamespace) =>
    new MeshService(mesh, name, {
      namespace,
      ports: [{ port: 80, protocol: 'http' }],
      versions: { v1: { image: 'image:1' } },
    });
  if (web !== undefined && shop !== undefined) service('front', web).calls(service('orders', shop));
  return app;
}

test('moves namespaces one after the other, each from the synth before', () => {
  const { plans, decisions } = new AmbientMigration({ namespaces: ['web', 'shop'], app: twoTeams });
  expect(plans.map(({ namespaces }) => namespaces)).toEqual([['web'], ['shop']]);
  expect(plans.map(({ stages }) => stages[2]?.name)).toEqual(['20-web', '20-shop']);
  expect(decisions.map(({ id }) => id)).toEqual(['default-retries:shop', 'default-retries:web']);
});

test('refuses an app that does not ask for the data plane, and names that are not decisions', () => {
  expect(() => new AmbientMigration({ namespaces: ['web'], app: () => twoTeams(() => DataPlane.sidecar()) })).toThrow(
    'Cannot move the namespace "web" into the ambient mesh: wanted an app that asks for its data plane, got one in which the pods of "front-v1" still have sidecars',
  );
  expect(() => new AmbientMigration({ namespaces: ['web'], app: twoTeams, accept: ['default-retries:wed'] })).toThrow(
    'did you mean "default-retries:web"?',
  );
});
