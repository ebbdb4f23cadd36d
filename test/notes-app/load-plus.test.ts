import { loadPlus } from '../../src/notes-app/load-plus';

const missing = (name: string): never => {
  throw new Error(`no ${name}`);
};

/** Fields that newer packages write with the default of Kubernetes. */
const NEW_DEFAULTS: ReadonlySet<string> = new Set(['revisionHistoryLimit', 'shareProcessNamespace']);

describe.each([28, 32, 34])('with cdk8s-plus-%i alone', version => {
  const only = `cdk8s-plus-${version}`;

  test('the Notes App is composed with it', () => {
    const load = (name: string) => (name === only ? only : missing(name));
    expect(loadPlus('notes', load)).toBe(only);
  });

  test('the same objects are written as with cdk8s-plus-27', () => {
    const written = (plus: string): object => {
      let objects: object = {};
      jest.isolateModules(() => {
        jest.doMock('cdk8s-plus-27', () => jest.requireActual(plus));
        const { App, Testing } = require('cdk8s') as typeof import('cdk8s');
        const { NotesAppMesh } =
          require('../../src/notes-app/notes-app-mesh') as typeof import('../../src/notes-app/notes-app-mesh');
        const app = new App();
        new NotesAppMesh(app, 'notes-app', { host: 'notes.example.com' });
        objects = app.charts.flatMap(chart => Testing.synth(chart));
      });
      jest.dontMock('cdk8s-plus-27');
      return objects;
    };
    const withoutDefaults = (objects: object): unknown =>
      JSON.parse(JSON.stringify(objects), (key, value) => (NEW_DEFAULTS.has(key) ? undefined : value));
    expect(withoutDefaults(written(only))).toEqual(withoutDefaults(written('cdk8s-plus-27')));
  });
});

test('cdk8s-plus-27 goes before newer ones', () => {
  expect(loadPlus('notes', name => name)).toBe('cdk8s-plus-27');
});

test('without any of them the Notes App says what to install', () => {
  expect(() => loadPlus('notes', missing)).toThrow(
    'Cannot compose the Notes App at notes: wanted a package from cdk8s-plus-27',
  );
});
