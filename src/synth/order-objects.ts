import { compareText } from '../values/order';
import type { Dependency, Place } from './app-tree';
import { DependencyCycle } from './dependency-cycle';
import type { RenderedObject } from './rendered-object';
import { type Edge, topologicalOrder } from './topological-order';

/** Kinds that others need first, in the order of need; kinds that are not listed come after them. */
const KINDS_FIRST = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Service',
  'PodDisruptionBudget',
  'DaemonSet',
  'Deployment',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'Job',
  'CronJob',
  'GatewayClass',
  'Gateway',
  'ServiceEntry',
  'WorkloadGroup',
  'WorkloadEntry',
  'DestinationRule',
  'VirtualService',
];

/** Kinds that take hold of others once they exist. */
const KINDS_LAST = ['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

const ranks = new Map<string, number>([
  ...KINDS_FIRST.map((kind, i): [string, number] => [kind, i]),
  ...KINDS_LAST.map((kind, i): [string, number] => [kind, KINDS_FIRST.length + 1 + i]),
]);

/**
 * Orders the objects of a chart for apply: by what needs what, then by kind, namespace and name.
 *
 * The order of construction has no say, so that moving a line of the app does not move its output.
 *
 * @param objects the objects of the chart, in the order of construction
 * @param dependencies those between constructs of this chart
 * @throws DependencyCycle
 */
export function orderObjects(
  objects: readonly RenderedObject[],
  dependencies: readonly Dependency[],
  places: ReadonlyMap<unknown, Place>,
): readonly RenderedObject[] {
  const keyed = objects.map((object, position) => ({ object, position, rank: rankOf(object) }));
  keyed.sort((a, b) => a.rank - b.rank || compareObjects(a.object, b.object));
  const sorted = keyed.map(({ object }) => object);
  if (dependencies.length === 0) return sorted;

  const sortedAt = new Int32Array(objects.length);
  for (const [at, { position }] of keyed.entries()) sortedAt[position] = at;
  const { edges, helpers } = edgesOf(dependencies, places, sortedAt);
  const result = topologicalOrder(objects.length, edges, helpers.length);
  if ('cycle' in result) {
    throw new DependencyCycle(
      result.cycle.map(
        node => (node < sorted.length ? sorted[node]?.constructPath : helpers[node - sorted.length]) ?? '',
      ),
    );
  }
  return result.order.flatMap(node => sorted[node] ?? []);
}

function rankOf(object: RenderedObject): number {
  return ranks.get(object.manifest.kind) ?? KINDS_FIRST.length;
}

function compareObjects(a: RenderedObject, b: RenderedObject): number {
  const x = a.manifest;
  const y = b.manifest;
  return (
    compareText(x.kind, y.kind) ||
    compareText(x.metadata?.namespace, y.metadata?.namespace) ||
    compareText(x.metadata?.name, y.metadata?.name) ||
    compareText(x.apiVersion, y.apiVersion)
  );
}

/**
 * Turns dependencies between constructs into edges between objects. All objects below a construct are bundled in a
 * helper node, so that a hundred objects that wait for a hundred others cost two hundred edges.
 */
function edgesOf(
  dependencies: readonly Dependency[],
  places: ReadonlyMap<unknown, Place>,
  sortedAt: Int32Array,
): { edges: Edge[]; helpers: string[] } {
  const edges: Edge[] = [];
  const helpers: string[] = [];
  const bundles = new Map<string, number>();
  const nodesOf = ([start, end]: readonly [number, number]) => Array.from(sortedAt.subarray(start, end));
  const bundle = (direction: 'after' | 'before', range: readonly [number, number], path: string): number => {
    const key = `${direction} ${range.join(' ')}`;
    const known = bundles.get(key);
    if (known !== undefined) return known;
    const helper = sortedAt.length + helpers.push(path) - 1;
    for (const node of nodesOf(range)) edges.push(direction === 'after' ? [node, helper] : [helper, node]);
    bundles.set(key, helper);
    return helper;
  };

  for (const { source, target } of dependencies) {
    const [from, to] = [places.get(source)?.objects, places.get(target)?.objects];
    if (from === undefined || to === undefined) continue;
    const waiting = rangesWithout(from, to);
    const awaited = waiting.length === 0 ? rangesWithout(to, from) : [to];
    for (const range of waiting.length === 0 ? [from] : waiting) {
      for (const other of awaited) {
        edges.push([bundle('after', other, target.node.path), bundle('before', range, source.node.path)]);
      }
    }
  }
  return { edges, helpers };
}

/** What is left of `range` without `hole`; a construct does not wait for itself. */
function rangesWithout(
  range: readonly [number, number],
  hole: readonly [number, number],
): readonly (readonly [number, number])[] {
  if (hole[1] <= range[0] || range[1] <= hole[0]) return [range];
  const parts: (readonly [number, number])[] = [
    [range[0], hole[0]],
    [hole[1], range[1]],
  ];
  return parts.filter(([start, end]) => start < end);
}
