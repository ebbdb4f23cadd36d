import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { readAppTree } from '../../src/synth/app-tree';
import { orderObjects } from '../../src/synth/order-objects';
import { relateCharts } from '../../src/synth/relate-charts';
import { renderApp } from '../../src/synth/render-app';
import { topologicalOrder } from '../../src/synth/topological-order';

const chartOf = () => new Chart(new App({ outdir: 'never-written' }), 'c');
const object = (scope: Construct, id: string, kind = 'ConfigMap') =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind, metadata: { name: id } });

function namesIn(chart: Chart): readonly string[] {
  const [rendered] = [...renderApp(chart.node.root as App)];
  return (rendered?.objects ?? []).map(({ object: { name } }) => name);
}

describe('orderObjects', () => {
  test('puts what others need first, then orders by kind, namespace and name', () => {
    const chart = chartOf();
    for (const [id, kind] of [
      ['z-deployment', 'Deployment'],
      ['a-widget', 'Widget'],
      ['b-config', 'ConfigMap'],
      ['a-config', 'ConfigMap'],
      ['shop', 'Namespace'],
      ['a-hook', 'ValidatingWebhookConfiguration'],
    ] as const) {
      object(chart, id, kind);
    }
    expect(namesIn(chart)).toEqual(['shop', 'a-config', 'b-config', 'z-deployment', 'a-widget', 'a-hook']);
  });

  test('puts the subsets of a host before the routes that name them', () => {
    const chart = chartOf();
    object(chart, 'a-routes', 'VirtualService');
    object(chart, 'b-subsets', 'DestinationRule');
    expect(namesIn(chart)).toEqual(['b-subsets', 'a-routes']);
  });

  test('honours a dependency against the usual order', () => {
    const chart = chartOf();
    const [a, b, c] = [object(chart, 'a'), object(chart, 'b'), object(chart, 'c')];
    a.addDependency(c);
    expect(namesIn(chart)).toEqual(['b', 'c', 'a']);
    expect([a, b, c]).toHaveLength(3);
  });

  test('orders all objects of a construct behind all objects of the other', () => {
    const chart = chartOf();
    const [first, second] = [new Construct(chart, 'first'), new Construct(chart, 'second')];
    for (const id of ['a', 'b']) object(first, id);
    for (const id of ['x', 'y']) object(second, id);
    first.node.addDependency(second);
    expect(namesIn(chart)).toEqual(['x', 'y', 'a', 'b']);
  });

  test('takes a construct that depends on a part of itself', () => {
    const chart = chartOf();
    const group = new Construct(chart, 'group');
    object(group, 'a');
    const last = object(group, 'z');
    group.node.addDependency(last);
    expect(namesIn(chart)).toEqual(['z', 'a']);
  });

  test('takes an object that depends on the construct around it', () => {
    const chart = chartOf();
    const group = new Construct(chart, 'group');
    object(group, 'b').addDependency(group);
    object(group, 'c');
    expect(namesIn(chart)).toEqual(['c', 'b']);
  });

  test('names the constructs of a cycle', () => {
    const chart = chartOf();
    const [a, b] = [object(chart, 'a'), object(chart, 'b')];
    a.addDependency(b);
    b.addDependency(a);
    expect(() => namesIn(chart)).toThrow(/without a cycle, got "c\/[ab]" -> "c\/[ab]" -> "c\/[ab]"/);
  });

  test('takes a ladder of full edges, whose paths are without number, in linear time', () => {
    const chart = chartOf();
    let below: ApiObject[] = [];
    for (let layer = 0; layer < 200; layer++) {
      const rungs = ['l', 'r'].map(side => object(chart, `${side}-${layer}`));
      for (const rung of rungs) rung.addDependency(...below);
      below = rungs;
    }
    const started = performance.now();
    expect(namesIn(chart)).toHaveLength(400);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test('does not depend on the order of construction or of declaration', () => {
    const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 12 });
    fc.assert(
      fc.property(pairs, fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }), (edges, order) => {
        const build = (ids: readonly number[], declared: readonly (readonly [number, number])[]) => {
          const chart = chartOf();
          const objects = new Map(ids.map(id => [id, object(chart, `n${id}`)]));
          for (const [a, b] of declared) {
            // Towards higher numbers only, so that there is no cycle.
            if (a < b) objects.get(b)?.addDependency(objects.get(a) as ApiObject);
          }
          return namesIn(chart);
        };
        const sorted = [...order].sort();
        expect(build(order, [...edges].reverse())).toEqual(build(sorted, edges));
      }),
    );
  });
});

describe('topologicalOrder', () => {
  test('points every edge forward, and prefers low numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.tuple(fc.nat(29), fc.nat(29))), (size, pairs) => {
        const edges = pairs.map(([a, b]): readonly [number, number] => [a % size, b % size]).filter(([a, b]) => a > b);
        const result = topologicalOrder(size, edges);
        if ('cycle' in result) throw new Error('there is no cycle');
        expect([...result.order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
        const at = new Map(result.order.map((node, position) => [node, position]));
        for (const [before, after] of edges) expect(at.get(before)).toBeLessThan(at.get(after) ?? -1);
      }),
    );
  });

  test('finds a cycle wherever there is one', () => {
    const result = topologicalOrder(5, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 1],
      [3, 4],
    ]);
    if ('order' in result) throw new Error('there is a cycle');
    expect([...result.cycle].sort()).toEqual([1, 2, 3]);
  });
});

describe('relateCharts', () => {
  test('keeps dependencies inside of a chart apart from those between charts', () => {
    const app = new App({ outdir: 'never-written' });
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    const [one, two, three] = [object(a, 'one'), object(a, 'two'), object(b, 'three')];
    one.addDependency(two);
    two.addDependency(three);
    const { between, inside } = relateCharts(readAppTree(app));
    expect(between.map(({ before, after }) => [before, after])).toEqual([[1, 0]]);
    expect([...inside.keys()]).toEqual([0]);
    expect(orderObjects([], [], new Map())).toEqual([]);
  });
});
