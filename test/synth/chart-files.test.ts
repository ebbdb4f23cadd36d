import { Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { readAppTree } from '../../src/synth/app-tree';
import { comparePaths, nameChartFiles } from '../../src/synth/chart-files';
import { relateCharts } from '../../src/synth/relate-charts';
import { setOutputPath } from '../../src/tree/output-path';

/** Charts by id, and which of them depend on which; a path may be declared for an id. */
interface Case {
  readonly charts: readonly string[];
  readonly dependencies?: readonly (readonly [source: string, target: string])[];
  readonly paths?: Readonly<Record<string, string>>;
}

function filesOf({ charts, dependencies = [], paths = {} }: Case): readonly string[] {
  const app = Testing.app();
  const byId = new Map(charts.map(id => [id, new Chart(app, id)]));
  for (const [id, path] of Object.entries(paths)) setOutputPath(byId.get(id) as Chart, path);
  for (const [source, target] of dependencies) byId.get(source)?.addDependency(byId.get(target) as Chart);
  return namesOf(app);
}

function namesOf(app: Construct): readonly string[] {
  const tree = readAppTree(app);
  const { paths, order } = nameChartFiles(tree, relateCharts(tree).between, '.k8s.yaml');
  return order.map(position => paths[position] ?? '');
}

describe('nameChartFiles', () => {
  test('names files after charts and orders them by name', () => {
    expect(filesOf({ charts: ['b', 'a', 'c'] })).toEqual(['a', 'b', 'c']);
  });

  test('adds nothing to names that sort as the dependencies ask', () => {
    const dependencies = [['20-mesh', '00-namespaces']] as const;
    expect(filesOf({ charts: ['20-mesh', '00-namespaces', '10-x'], dependencies })).toEqual([
      '00-namespaces',
      '10-x',
      '20-mesh',
    ]);
  });

  test('prefixes the depth where names contradict a dependency, as cdk8s does for a chain', () => {
    const dependencies = [
      ['aaa', 'bbb'],
      ['bbb', 'ccc'],
    ] as const;
    expect(filesOf({ charts: ['aaa', 'bbb', 'ccc'], dependencies })).toEqual(['0000-ccc', '0001-bbb', '0002-aaa']);
  });

  test('keeps the names of all other charts when an unrelated chart is added', () => {
    const dependencies = [['aaa', 'ccc']] as const;
    const before = filesOf({ charts: ['aaa', 'bbb', 'ccc'], dependencies });
    const after = filesOf({ charts: ['new', 'aaa', 'bbb', 'another', 'ccc'], dependencies });
    expect(before).toContain('bbb');
    expect(after).toEqual(expect.arrayContaining([...before]));
    expect(filesOf({ charts: ['aaa', 'bbb', 'ccc', 'x', 'y'], dependencies: [...dependencies, ['x', 'y']] })).toEqual(
      expect.arrayContaining([...before]),
    );
  });

  test('refuses a numbered id that contradicts a dependency, and says which constructs ask for it', () => {
    const dependencies = [['10-first', '20-second']] as const;
    expect(() => filesOf({ charts: ['10-first', '20-second'], dependencies })).toThrow(
      'Cannot order chart "10-first" behind chart "20-second": "10-first" depends on "20-second", so the file of "20-second" must sort first, got "20-second" and "10-first"',
    );
  });

  test('refuses a declared path that contradicts a dependency', () => {
    expect(() => filesOf({ charts: ['a', 'b'], dependencies: [['b', 'a']], paths: { a: 'zz/a', b: 'b' } })).toThrow(
      'got "zz/a" and "b"',
    );
  });

  test('orders folders as kubectl walks them', () => {
    const paths = { a: '10-istio', b: '10-istio/00-base', c: '10-istio-extra', d: '05/x' };
    expect(filesOf({ charts: ['a', 'b', 'c', 'd'], paths })).toEqual([
      '05/x',
      '10-istio',
      '10-istio/00-base',
      '10-istio-extra',
    ]);
    expect(['10-a.k8s.yaml', '10-a/x.k8s.yaml', '10-a-b.k8s.yaml'].sort(comparePaths)).toEqual([
      '10-a/x.k8s.yaml',
      '10-a-b.k8s.yaml',
      '10-a.k8s.yaml',
    ]);
  });

  test('puts a chart inside of another before it', () => {
    const app = Testing.app();
    const outer = new Chart(app, 'outer');
    new Chart(outer, 'inner', { disableResourceNameHashes: true });
    const [first, second] = namesOf(app);
    expect(first).toMatch(/^outer-inner-/);
    expect(second).toBe('outer');
  });

  test('orders all charts below a construct that is depended on', () => {
    const app = Testing.app();
    const group = new Construct(app, 'group');
    for (const id of ['x', 'y']) new Chart(group, id);
    const first = new Chart(app, 'a');
    first.node.addDependency(group);
    const files = namesOf(app);
    expect(files.at(-1)).toBe('0001-a');
    expect(files).toHaveLength(3);
  });

  test('names the charts of a cycle', () => {
    const dependencies = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const;
    expect(() => filesOf({ charts: ['a', 'b', 'c', 'd'], dependencies })).toThrow(
      /cycle, got "[abc]" -> "[abc]" -> "[abc]" -> "[abc]"$/,
    );
  });
});
