import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { renderApp } from '../../src/synth/render-app';
import { LateMetadata } from '../../src/tree/late-metadata';

function app(...specs: [name: string, annotations?: Record<string, string>, spec?: unknown][]) {
  const app = new App();
  const chart = new Chart(app, 'chart');
  LateMetadata.add(chart, 'annotations', ({ name }) => (name === 'left-alone' ? {} : { wave: '3', by: 'install' }));
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
  LateMetadata.add(both, 'annotations', () => ({ wave: '5', more: 'yes' }));
  expect(annotations(both)).toEqual({ plain: { wave: '5', more: 'yes', by: 'install' } });
});

test('labels are added in the same way', () => {
  const { app: labelled } = app(['plain']);
  LateMetadata.add(labelled, 'labels', () => ({ 'app.kubernetes.io/part-of': 'shop' }));
  const [object] = [...renderApp(labelled)].flatMap(({ objects }) => objects);
  expect(object?.manifest.metadata.labels).toEqual({ 'app.kubernetes.io/part-of': 'shop' });
  expect(object?.object.toJson()).toEqual(object?.manifest);
});
