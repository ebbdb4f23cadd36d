import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { orderedCharts, renderApp } from '../../src/synth/render-app';
import { Placement, placeAtRendering, writePlaced } from '../../src/tree/placement';

function placed() {
  const app = new App();
  const [from, to] = [new Chart(app, 'from'), new Chart(app, 'to')];
  writePlaced(to);
  const define = (chart: Chart, name: string, kind = 'ConfigMap') =>
    new ApiObject(chart, `${kind}-${name}`, { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' } });
  const object = define(from, 'a');
  const others = [define(from, 'b'), define(from, 'a', 'Secret'), define(to, 'c')];
  let target: Chart | undefined;
  placeAtRendering(object, () => target);
  return { app, from, to, object, others, move: (chart: Chart | undefined) => (target = chart) };
}

const name = ({ kind, metadata }: { kind: string; metadata: { name?: string } }) => `${kind} ${metadata.name}`;

/** What each chart writes: rendered by cdk8s chart by chart, and by a synth. Both must agree. */
function charts(app: App): Record<string, string[]> {
  const byCdk8s = Object.fromEntries(
    app.charts.map(chart => [chart.node.id, (chart.toJson() as ApiObject[]).map(name).sort()]),
  );
  const bySynth = Object.fromEntries(
    [...renderApp(app)].map(({ chart, objects }) => [
      chart.node.id,
      objects.map(({ manifest }) => name(manifest as never)).sort(),
    ]),
  );
  expect(bySynth).toEqual(byCdk8s);
  return bySynth;
}

test('an object is written where its place is when the app is rendered, each time anew', () => {
  const { app, from, to, move } = placed();
  const home = { from: ['ConfigMap a', 'ConfigMap b', 'Secret a'], to: ['ConfigMap c'] };
  expect(charts(app)).toEqual(home);
  move(to);
  expect(charts(app)).toEqual({ from: ['ConfigMap b', 'Secret a'], to: ['ConfigMap a', 'ConfigMap c'] });
  move(from);
  expect(charts(app)).toEqual(home);
  move(undefined);
  expect(charts(app)).toEqual(home);
});

test('its patches go with it, those of before and those of after', () => {
  const { app, to, object, move } = placed();
  object.addJsonPatch(JsonPatch.add('/data', { before: 'yes' }));
  move(to);
  object.addJsonPatch(JsonPatch.add('/data/after', 'yes'));
  const manifests = [...renderApp(app)].flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  expect(manifests.find(({ metadata, kind }) => kind === 'ConfigMap' && metadata.name === 'a')).toMatchObject({
    data: { before: 'yes', after: 'yes' },
  });
});

test('what depends on it is applied after the chart that it is written to', () => {
  const { app, from, to, object, others, move } = placed();
  others[0]?.node.addDependency(object);
  move(to);
  expect(orderedCharts(app).map(chart => chart.node.id)).toEqual(['to', 'from']);
  const [first] = [...renderApp(app)];
  expect(first?.objects.map(({ manifest }) => manifest.metadata.name)).toEqual(['a', 'c']);
  expect(from.node.tryFindChild(object.node.id)).toBe(object);
});

test('an object that was removed is written nowhere', () => {
  const { app, from, to, object, move } = placed();
  move(to);
  from.node.tryRemoveChild(object.node.id);
  expect(charts(app)).toEqual({ from: ['ConfigMap b', 'Secret a'], to: ['ConfigMap c'] });
  expect(new Placement(app).allBelow(app)).not.toContain(object);
});
