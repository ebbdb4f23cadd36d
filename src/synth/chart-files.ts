import { Chart, Names } from 'cdk8s';
import { outputPathOf } from '../tree/output-path';
import { ConfigError } from '../values/config-error';
import { addTo } from '../values/multimap';
import { compareText } from '../values/order';
import type { AppTree } from './app-tree';
import { DependencyCycle } from './dependency-cycle';
import type { ChartEdge } from './relate-charts';
import { type Edge, topologicalOrder } from './topological-order';

/** The path of each chart in the output folder, without extension, and the order of the charts. */
export interface ChartFiles {
  readonly paths: readonly string[];
  /** Positions of the charts in the order of apply. */
  readonly order: readonly number[];
}

/** An id such as `20-gateways` states a place in the order. */
const NUMBERED = /^\d+-/;

/**
 * Names the files of the charts so that `kubectl apply -R -f` reads them in the order that their dependencies ask for.
 *
 * A chart is written to its declared output path, else to a file named after its id. Charts whose names contradict
 * their dependencies get the depth of the dependency as a prefix (`0000-`, `0001-`), together with the charts that
 * they are connected with and no others: a new chart that depends on none of them renames none of them.
 *
 * @throws DependencyCycle if charts wait for each other
 * @throws ConfigError if a declared path or a numbered id contradicts a dependency
 */
export function nameChartFiles(tree: AppTree, edges: readonly ChartEdge[], extension: string): ChartFiles {
  const charts = tree.charts.map(({ chart }) => chart);
  const base = charts.map(chart => outputPathOf(chart) ?? Names.toDnsLabel(chart));
  const order = orderCharts(charts, base, edges);

  const inReach = connectedCharts(charts.length, edges);
  const contradicted = new Set<number>();
  for (const { before, after } of edges) {
    if (comparePaths(`${base[before]}${extension}`, `${base[after]}${extension}`) >= 0) {
      contradicted.add(inReach[before] ?? before);
    }
  }
  if (contradicted.size === 0) return { paths: base, order };

  for (const [i, chart] of charts.entries()) {
    if (!contradicted.has(inReach[i] ?? i) || !statesOrder(chart)) continue;
    throw contradiction(charts, base, edges, extension, inReach[i] ?? i, inReach);
  }
  const depths = depthsOf(order, edges);
  const paths = base.map((path, i) =>
    contradicted.has(inReach[i] ?? i) ? `${String(depths[i]).padStart(4, '0')}-${path}` : path,
  );
  return { paths, order };
}

function statesOrder(chart: Chart): boolean {
  return outputPathOf(chart) !== undefined || NUMBERED.test(chart.node.id);
}

function contradiction(
  charts: readonly Chart[],
  base: readonly string[],
  edges: readonly ChartEdge[],
  extension: string,
  group: number,
  inReach: readonly number[],
): ConfigError {
  const edge = edges.find(
    ({ before, after }) =>
      inReach[before] === group && comparePaths(`${base[before]}${extension}`, `${base[after]}${extension}`) >= 0,
  );
  const [first, second] = [edge?.before ?? 0, edge?.after ?? 0];
  const { source, target } = edge?.because ?? { source: charts[second], target: charts[first] };
  return new ConfigError(
    `Cannot order chart "${charts[second]?.node.path}" behind chart "${charts[first]?.node.path}": "${source?.node.path}" depends on "${target?.node.path}", so the file of "${charts[first]?.node.path}" must sort first, got "${base[first]}" and "${base[second]}"`,
  );
}

function orderCharts(
  charts: readonly Chart[],
  paths: readonly string[],
  edges: readonly ChartEdge[],
): readonly number[] {
  const sorted = charts.map((_, i) => i).sort((a, b) => comparePaths(paths[a] ?? '', paths[b] ?? '') || a - b);
  const rank = new Int32Array(charts.length);
  for (const [at, chart] of sorted.entries()) rank[chart] = at;
  const needed = edges.map(({ before, after }): Edge => [rank[before] ?? 0, rank[after] ?? 0]);

  const positions = new Map(charts.map((chart, i) => [chart, i]));
  const nested: Edge[] = [];
  for (const [i, chart] of charts.entries()) {
    const around = chart.node.scope === undefined ? undefined : enclosingChart(chart.node.scope);
    const outer = around === undefined ? undefined : positions.get(around);
    if (outer !== undefined) nested.push([rank[i] ?? 0, rank[outer] ?? 0]);
  }

  let result = topologicalOrder(charts.length, [...needed, ...nested]);
  if ('cycle' in result && nested.length > 0) result = topologicalOrder(charts.length, needed);
  if ('cycle' in result) throw new DependencyCycle(result.cycle.map(at => charts[sorted[at] ?? 0]?.node.path ?? ''));
  return result.order.map(at => sorted[at] ?? 0);
}

function enclosingChart(scope: Chart['node']['scope']): Chart | undefined {
  for (let at = scope; at !== undefined; at = at.node.scope) if (Chart.isChart(at)) return at;
  return undefined;
}

/** For each chart the lowest position among those that it is connected with by dependencies. */
function connectedCharts(size: number, edges: readonly ChartEdge[]): readonly number[] {
  const parent = Array.from({ length: size }, (_, i) => i);
  const rootOf = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      const above = parent[parent[at] ?? at] ?? at;
      parent[at] = above;
      at = above;
    }
    return at;
  };
  for (const { before, after } of edges) {
    const [a, b] = [rootOf(before), rootOf(after)];
    parent[Math.max(a, b)] = Math.min(a, b);
  }
  return parent.map((_, i) => rootOf(i));
}

/** How many charts have to be applied one after another ahead of each chart. */
function depthsOf(order: readonly number[], edges: readonly ChartEdge[]): readonly number[] {
  const awaits = new Map<number, number[]>();
  for (const { before, after } of edges) addTo(awaits, after, before);
  const depths: number[] = [];
  for (const chart of order) {
    depths[chart] = (awaits.get(chart) ?? []).reduce((depth, before) => Math.max(depth, (depths[before] ?? 0) + 1), 0);
  }
  return depths;
}

/** Orders paths as a walk over the folders does: part by part, by bytes. */
export function comparePaths(a: string, b: string): number {
  const [x, y] = [a.split('/'), b.split('/')];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p = '', q = ''] = [x[i], y[i]];
    if (p !== q) return compareText(p, q);
  }
  return x.length - y.length;
}
