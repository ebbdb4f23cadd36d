import { addTo } from '../values/multimap';
import type { AppTree, Dependency, Place } from './app-tree';

/** One chart has to be applied after another because a construct of it depends on one of the other. */
export interface ChartEdge {
  readonly before: number;
  readonly after: number;
  readonly because: Dependency;
}

/** The dependencies of an app by what they order. */
export interface ChartRelations {
  /** Those that cross charts, one for each pair of charts. */
  readonly between: readonly ChartEdge[];
  /** Those inside of one chart, by position of the chart. */
  readonly inside: ReadonlyMap<number, readonly Dependency[]>;
}

/** Sorts the dependencies of an app into those between charts and those inside of one. */
export function relateCharts(tree: AppTree): ChartRelations {
  const inside = new Map<number, Dependency[]>();
  const between = new Map<string, ChartEdge>();
  for (const because of tree.dependencies) {
    const source = tree.places.get(because.source);
    const target = tree.places.get(because.target);
    if (source === undefined || target === undefined) continue;
    if (source.chart !== undefined && source.chart === target.chart) {
      addTo(inside, source.chart, because);
      continue;
    }
    for (const after of chartsAt(source)) {
      for (const before of chartsAt(target)) {
        const pair = `${before} ${after}`;
        if (before !== after && !between.has(pair)) between.set(pair, { before, after, because });
      }
    }
  }
  return { between: [...between.values()], inside };
}

/** The chart of a construct; for one above the charts, all charts below it. */
function chartsAt({ chart, charts: [start, end] }: Place): readonly number[] {
  return chart === undefined ? Array.from({ length: end - start }, (_, i) => start + i) : [chart];
}
