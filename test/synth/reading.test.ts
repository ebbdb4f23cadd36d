import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Delivery } from '../../src/install/delivery/delivery';
import { IstioInstall } from '../../src/install/istio-install';
import { RevisionTag } from '../../src/install/revision-tag';
import { DataPlane } from '../../src/mesh/data-plane';
import { orderedCharts, renderApp } from '../../src/synth/render-app';
import { acceptancesOf } from '../../src/tree/accept';
import { findingsOf } from '../findings';
import { declareShop } from '../traffic/app';

afterEach(() => jest.restoreAllMocks());

const EXAMPLES = join(__dirname, '../../examples');

/** Everything that a construct could change of an app: its constructs, what is noted on them, and what objects say. */
function stateOf(app: App): string[] {
  return app.node.findAll().map(construct => {
    const { path, metadata, dependencies } = construct.node;
    const object = ApiObject.isApiObject(construct) ? construct : undefined;
    const fields = object?.metadata as unknown as { labels: unknown; annotations: unknown } | undefined;
    const patches = (object as unknown as { patches: unknown[] } | undefined)?.patches;
    return JSON.stringify([
      path,
      metadata.map(({ type, data }) => [type, data]),
      dependencies.map(({ node }) => node.path),
      [fields?.labels, fields?.annotations, patches?.length],
    ]);
  });
}

/** The apps that an example writes, or exports for a test of its own. */
function appsOf(example: string): App[] {
  const apps: App[] = [];
  jest.isolateModules(() => {
    const { MeshApp } = require('cdk8s-istio');
    jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    jest.spyOn(MeshApp.prototype, 'synth').mockImplementation(function (this: unknown) {
      apps.push(this as App);
    });
    const { app } = require(join(EXAMPLES, example));
    if (app !== undefined) apps.push(app);
  });
  return apps;
}

const install = (delivery: ReturnType<typeof Delivery.flux>) => (): App[] => {
  const { app } = declareShop({}, { dataPlane: DataPlane.sidecar({ revision: 'prod' }) });
  new IstioInstall(new Chart(app, '10-control-plane'), 'istio', { delivery, revision: 'a', tags: { prod: 'a' } });
  new RevisionTag(new Chart(app, 'tags'), 'other', { revision: 'b' });
  return [app];
};

const CASES: [string, () => App[]][] = [
  ...readdirSync(EXAMPLES)
    // That of the migration writes what is between two apps, and no app.
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'ambient-migration.ts')
    .map((file): [string, () => App[]] => [file, () => appsOf(file)]),
  ['waves of Argo CD', install(Delivery.argoCd())],
  ['folders of Flux', install(Delivery.flux())],
];

test.each(CASES)('validations, rendering and checks only read: %s', (_case, make) => {
  const apps = make();
  expect(apps).not.toEqual([]);
  for (const app of apps) {
    const before = stateOf(app);
    const problems = app.node.findAll().flatMap(construct => construct.node.validate());
    expect(stateOf(app)).toEqual(before);
    expect(problems).toEqual([]);
    expect([...renderApp(app)].length).toBeGreaterThan(0);
    orderedCharts(app);
    acceptancesOf(app);
    findingsOf(app);
    expect(stateOf(app)).toEqual(before);
  }
});

test('what a validation changes would be noticed', () => {
  const app = new App();
  const construct = new Construct(app, 'x');
  const before = stateOf(app);
  construct.node.addMetadata('a', 'b');
  expect(stateOf(app)).not.toEqual(before);
});
