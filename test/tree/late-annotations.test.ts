import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { renderApp } from '../../src/synth/render-app';
import { LateAnnotations } from '../../src/tree/late-annotations';

function app(...specs: [name: string, annotations?: Record<string, string>, spec?: unknown][]) {
  const app = new App();
  const chart = new Chart(app, 'chart');
  LateAnnotations.add(chart, ({ name }) => (name === 'left-alone' ? {} : { wave: '3', by: 'install' }));
  const objects = specs.map(
    ([name, annotations = {}, data]) =>
      new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data }),
  );
  return { app, objects };
}

/** The annotations by object: as a synth renders them, which must be what cdk8s renders. */
function annotations(app: App): Record<string, unknown> {
  const rendered = [...renderApp(app)].flatMap(({ objects }) => objects);
  for (const { object, manifest } of rendered) expect(object.toJson()).toEqual(manifest);
  return Object.fromEntries(rendered.map(({ manifest: { metadata } }) => [metadata.name, metadata.annotations]));
}

test('are written for objects that are declared later, and never over those that are there', () => {
  expect(annotations(app(['plain'], ['own', { wave: '9' }], ['left-alone']).app)).toEqual({
    plain: { wave: '3', by: 'install' },
    own: { wave: '9', by: 'install' },
    'left-alone': undefined,
  });
});

test('are written whatever renders the object: a copy of plain data, or cdk8s itself', () => {
  const lazy = { value: Lazy.any({ produce: () => 'later' }) };
  expect(annotations(app(['lazy', {}, lazy]).app)).toEqual({ lazy: { wave: '3', by: 'install' } });
});

test('are there for patches to change', () => {
  const { app: patched, objects } = app(['patched']);
  objects[0]?.addJsonPatch(JsonPatch.remove('/metadata/annotations/wave'));
  expect(annotations(patched)).toEqual({ patched: { by: 'install' } });
});

test('of several sources are written together, where the one that was added last wins', () => {
  const { app: both } = app(['plain']);
  LateAnnotations.add(both, () => ({ wave: '5', more: 'yes' }));
  expect(annotations(both)).toEqual({ plain: { wave: '5', more: 'yes', by: 'install' } });
});
