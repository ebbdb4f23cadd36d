import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Placement } from '../tree/placement';

/** A chart and the objects that it holds itself, not those of charts inside it, in the order of construction. */
export interface ChartNode {
  readonly chart: Chart;
  readonly objects: readonly ApiObject[];
}

/** `source` is to be applied after `target`. */
export interface Dependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/** What lies at or below a construct, as half-open ranges of positions. */
export interface Place {
  /** The chart that the construct is or lies in; undefined above the charts. */
  readonly chart: number | undefined;
  /** Range in the objects of that chart. */
  readonly objects: readonly [start: number, end: number];
  /** Range in the charts of the app. */
  readonly charts: readonly [start: number, end: number];
}

/** What the synthesis of an app needs to know of its constructs. */
export interface AppTree {
  /** The charts, outer before inner. */
  readonly charts: readonly ChartNode[];
  readonly dependencies: readonly Dependency[];
  /** The places of all sources and targets of dependencies. */
  readonly places: ReadonlyMap<IConstruct, Place>;
}

/** Reads the constructs of an app. Time grows with their number, whatever the shape of the tree. */
export function readAppTree(root: IConstruct): AppTree {
  const charts: { readonly chart: Chart; readonly objects: ApiObject[] }[] = [];
  const dependencies: Dependency[] = [];
  const placement = new Placement(root);

  const visit = (construct: IConstruct, around: ApiObject[]) => {
    let objects = around;
    if (Chart.isChart(construct)) {
      objects = [];
      charts.push({ chart: construct, objects });
    } else if (ApiObject.isApiObject(construct)) objects.push(construct);
    for (const target of construct.node.dependencies) dependencies.push({ source: construct, target });
    for (const child of placement.childrenOf(construct)) visit(child, objects);
  };
  // cdk8s itself refuses an object outside of any chart, so nothing lands in this list.
  visit(root, []);
  return { charts, dependencies, places: placesOf(root, dependencies, placement) };
}

function placesOf(
  root: IConstruct,
  dependencies: readonly Dependency[],
  placement: Placement,
): ReadonlyMap<IConstruct, Place> {
  const places = new Map<IConstruct, Place>();
  if (dependencies.length === 0) return places;
  const wanted = new Set(dependencies.flatMap(({ source, target }) => [source, target]));
  const objectCounts: number[] = [];

  const visit = (construct: IConstruct, around: number | undefined) => {
    let chart = around;
    const chartsBefore = objectCounts.length;
    if (Chart.isChart(construct)) chart = objectCounts.push(0) - 1;
    const countOf = () => (chart === undefined ? 0 : (objectCounts[chart] ?? 0));
    const objectsBefore = countOf();
    if (chart !== undefined && ApiObject.isApiObject(construct)) objectCounts[chart] = objectsBefore + 1;
    for (const child of placement.childrenOf(construct)) visit(child, chart);
    if (wanted.has(construct)) {
      places.set(construct, {
        chart,
        objects: [objectsBefore, countOf()],
        charts: [chartsBefore, objectCounts.length],
      });
    }
  };
  visit(root, undefined);
  return places;
}
