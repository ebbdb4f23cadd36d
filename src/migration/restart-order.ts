import type { EffectiveMesh } from '../istio/effective-mesh';
import { podsBehind } from '../istio/services/name-resolution';
import type { MeshDifference } from '../proof/diff-meshes';
import { compareText } from '../values/order';
import { needsDecision } from './decision';
import type { MeshState } from './mesh-state';
import { compareMoment } from './moment';
import { podsName } from './moving-pods';

/** States in which all pods have moved, and in which all are about to. */
export interface AllAtOnce {
  readonly before: MeshState;
  /** The namespaces are labelled, and the pods still have their sidecars. */
  readonly pending: MeshState;
  readonly after: MeshState;
  readonly namespaces: ReadonlySet<string>;
}

/**
 * Sorts pods into groups that can move one after the other: where a client with a sidecar would not be served by an
 * ambient pod as before, the client moves first, and where an ambient client would not be served by a sidecar, the server
 * does. Pods that each wait for the other move together.
 */
export function restartOrder(all: AllAtOnce, pods: readonly string[]): readonly (readonly string[])[] {
  const edges = new Map(pods.map(name => [name, new Set<string>()]));
  for (const [client, server] of mixedPairs(all, pods)) edges.get(client)?.add(server);
  const depth = depthsOf(edges);
  const groups: string[][] = [];
  for (const name of [...pods].sort(compareText)) {
    const at = depth.get(name) ?? 0;
    groups[at] ??= [];
    groups[at].push(name);
  }
  return groups.filter(group => group !== undefined && group.length > 0);
}

/** Pairs of pods of which the first has to move before the second. */
function* mixedPairs(
  { before, pending, after, namespaces }: AllAtOnce,
  pods: readonly string[],
): Iterable<readonly [first: string, second: string]> {
  const as = (mode: 'sidecar' | 'ambient') => new Map(pods.map(name => [name, mode]));
  const differences = (state: MeshState, mode: 'sidecar' | 'ambient') =>
    compareMoment(before, { when: '', state, clients: as(mode), ambient: namespaces }).differences.filter(
      needsDecision,
    );
  const atGoal = new Set(differences(after, 'ambient').flatMap(keysOf));
  const isNew = (key: string) => !atGoal.has(key);
  const moving = new Set(pods);
  const pairs = function* (found: readonly MeshDifference[], mesh: EffectiveMesh) {
    for (const difference of found) {
      for (const client of difference.from) {
        if (!moving.has(client) || !isNew(keyOf(difference, client))) continue;
        for (const server of podsAt(mesh, difference.to)) {
          if (server !== client && moving.has(server)) yield [client, server] as const;
        }
      }
    }
  };
  for (const [client, server] of pairs(differences(after, 'sidecar'), after.mesh)) yield [client, server];
  for (const [client, server] of pairs(differences(pending, 'ambient'), pending.mesh)) yield [server, client];
}

function keyOf({ kind, to }: MeshDifference, client: string): string {
  return `${kind} ${client} ${to}`;
}

function keysOf(difference: MeshDifference): readonly string[] {
  return difference.from.map(client => keyOf(difference, client));
}

/** The pods behind a host and port, as differences name it. */
function podsAt(mesh: EffectiveMesh, to: string): readonly string[] {
  const host = to.replace(/:\d+$/, '');
  return mesh.servicesNamed(host).flatMap(service => podsBehind(mesh, service).map(podsName));
}

/** How many steps come before each node; those of a circle come together. */
function depthsOf(edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, number> {
  const reach = new Map([...edges.keys()].map(node => [node, reachable(edges, node)]));
  const isTogether = (a: string, b: string) => reach.get(a)?.has(b) === true && reach.get(b)?.has(a) === true;
  const depths = new Map<string, number>();
  const depthOf = (node: string): number => {
    const known = depths.get(node);
    if (known !== undefined) return known;
    const circle = [node, ...edges.keys()].filter(one => one === node || isTogether(one, node));
    const before = [...edges.keys()].filter(
      one => !circle.includes(one) && circle.some(member => edges.get(one)?.has(member)),
    );
    const depth = before.reduce((most, one) => Math.max(most, depthOf(one) + 1), 0);
    for (const member of circle) depths.set(member, depth);
    return depth;
  };
  for (const node of edges.keys()) depthOf(node);
  return depths;
}

function reachable(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of edges.get(at) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return seen;
}
