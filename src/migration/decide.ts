import type { EffectiveMesh } from '../istio/effective-mesh';
import { waypointOfService } from '../istio/waypoints';
import type { MeshDifference, OpenQuestion } from '../proof/diff-meshes';
import { compareText } from '../values/order';
import { Consequences } from './consequences';
import { type DifferenceAt, type MigrationDecision, needsDecision } from './decision';
import type { MomentDifferences } from './moment';
import type { Obstacle } from './obstacles/obstacle';

/** What is found at one moment of the migration. */
export interface FoundAt extends MomentDifferences {
  readonly when: string;
}

const WAYPOINTS = 'https://istio.io/latest/docs/ambient/usage/waypoint/';

/** The meshes between which decisions are found. */
export interface DecidedMeshes {
  readonly before: EffectiveMesh;
  readonly goal: EffectiveMesh;
}

/** The decisions that obstacles and differences ask for, one for each obstacle, and for each kind and place. */
export function decisionsOf(
  found: readonly FoundAt[],
  obstacles: readonly Obstacle[],
  { before: old, goal }: DecidedMeshes,
  accepted: ReadonlySet<string>,
): readonly MigrationDecision[] {
  const consequences = new Consequences(old, obstacles);
  const byId = new Map<string, Found>();
  for (const { when, differences, open } of found) {
    for (const difference of [...differences.filter(needsDecision), ...open.map(asDifference)]) {
      const named = nameOf(difference, goal);
      const decision = byId.get(named.id) ?? {
        ...named,
        isDemanded: false,
        differences: new Map<string, Mutable>(),
        because: [],
      };
      byId.set(named.id, decision);
      decision.isDemanded ||= !isDefaultOfSidecars(difference, named, old);
      const { kind, from, to, requests, before, after } = difference;
      const key = JSON.stringify([kind, to, requests, before, after]);
      const held = decision.differences.get(key) ?? { ...difference, from: [], when: [] };
      if (!decision.differences.has(key)) decision.because.push(new Set(consequences.of(difference)));
      decision.differences.set(key, held);
      held.from = [...new Set([...held.from, ...from])].sort(compareText);
      if (!held.when.includes(when)) held.when.push(when);
    }
  }
  const ofDifferences = [...byId.values()].map(({ differences, because, ...named }): MigrationDecision => {
    // It is a consequence only if all of its requests are.
    const [first = new Set<string>(), ...others] = because;
    const shared = [...first].filter(id => others.every(own => own.has(id))).sort(compareText);
    const isAccepted = !named.isDemanded || accepted.has(named.id) || shared.some(id => accepted.has(id));
    return { ...named, differences: [...differences.values()], because: shared, isAccepted };
  });
  const ofObstacles = obstacles.map((obstacle): MigrationDecision => {
    const { id, message, url } = obstacle;
    return { id, message, url, differences: [], because: [], isDemanded: true, isAccepted: accepted.has(id), obstacle };
  });
  return [...ofObstacles, ...ofDifferences].sort((a, b) => compareText(a.id, b.id));
}

type Named = Pick<MigrationDecision, 'id' | 'message' | 'url'>;

type Found = Named & { isDemanded: boolean; differences: Map<string, Mutable>; because: Set<string>[] };

type Mutable = Omit<DifferenceAt, 'from' | 'when'> & { from: readonly string[]; when: string[] };

/** What nobody can tell is no proof. */
function asDifference({ from, to, requests, reason }: OpenQuestion): MeshDifference {
  const witness = { from: from[0] ?? 'nobody', to };
  return { kind: 'unsupported', from, to, requests, before: 'not known', after: reason, witness };
}

/** Whether only Istio's own retries are lost, which neither the mesh configuration nor a route has asked for. */
function isDefaultOfSidecars({ to }: MeshDifference, { id }: Named, before: EffectiveMesh): boolean {
  if (!id.startsWith(DEFAULT_RETRIES) || before.settings.defaultHttpRetryPolicy !== undefined) return false;
  const host = hostOf(to);
  return !before.virtualServices.some(({ hosts }) => hosts.includes(host));
}

const DEFAULT_RETRIES = 'default-retries:';

const LOST: { readonly [kind in MeshDifference['kind']]?: string } = {
  'newly-allowed': 'requests pass that were refused',
  'newly-denied': 'requests are refused that passed',
  'host-gone': 'a host is gone',
  'mutual-tls-lost': 'requests go without mutual TLS',
  destination: 'requests go to other pods',
  shares: 'requests are distributed differently',
  rewrite: 'requests are rewritten differently',
  timeout: 'requests have another timeout',
  retries: 'requests are tried again differently',
  headers: 'headers are changed differently',
  mirror: 'requests are copied differently',
  fault: 'faults are injected differently',
  answer: 'a proxy answers differently',
  unsupported: 'it cannot be told whether requests behave as before',
};

function nameOf(difference: MeshDifference, goal: EffectiveMesh): Named {
  const { kind, to } = difference;
  const host = hostOf(to);
  // Gateways are named as pods are.
  if (host.includes('/')) return { id: `${kind}:${host}`, message: `${host}: ${LOST[kind] ?? kind}` };
  const [service] = goal.servicesNamed(host);
  const place = service === undefined || !service.isKubernetes ? host : `${service.namespace}/${service.resource.name}`;
  const isBare = service === undefined || waypointOfService(goal, service).state !== 'used';
  if (kind === 'retries' && isBare) {
    const where = service?.isKubernetes === true ? service.namespace : 'outside';
    const what = where === 'outside' ? 'hosts outside of the cluster' : `services of the namespace "${where}"`;
    return {
      id: `${DEFAULT_RETRIES}${where}`,
      message: `requests to ${what} that have no waypoint are not tried again: ztunnel does not read requests`,
      url: WAYPOINTS,
    };
  }
  return { id: `${kind}:${place}`, message: `${place}: ${LOST[kind] ?? kind}` };
}

/** The host, or the gateway, without its port. */
function hostOf(to: string): string {
  return to.replace(/:\d+( .*)?$/, '');
}
