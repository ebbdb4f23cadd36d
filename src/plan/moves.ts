import type { EffectiveMesh } from '../istio/effective-mesh';
import type { KindName } from '../model/kinds';
import type { MeshModel } from '../model/mesh-model';
import { isKind, type Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import { authorizationPhases } from './authorization-phases';
import { type Difference, isSame } from './differences';
import { installRoleOf } from './installers';
import type { Move } from './move';
import { mutualTlsPhases } from './mutual-tls-phases';
import type { StageName } from './stages';
import { type Union, unionOf } from './unions';

/** Where the objects of a kind come, and where they go. */
interface Place {
  readonly apply: StageName;
  readonly remove: StageName;
}

const DEFINITION: Place = { apply: 'definitions', remove: 'undefined' };
const REFERENCE: Place = { apply: 'references', remove: 'removals' };
const DESTINATION: Place = { apply: 'destinations', remove: 'removals' };
const POLICY: Place = { apply: 'subsets', remove: 'unused' };
const ROUTE: Place = { apply: 'routes', remove: 'routes' };
const DEMAND: Place = { apply: 'tighten', remove: 'loosen' };

const PLACES: ReadonlyMap<KindName, Place> = new Map<KindName, Place>([
  ['CustomResourceDefinition', DEFINITION],
  ['Namespace', DEFINITION],
  ['GatewayClass', DEFINITION],
  ['Service', DESTINATION],
  ['EndpointSlice', DESTINATION],
  ['Endpoints', DESTINATION],
  ['ServiceEntry', DESTINATION],
  ['WorkloadEntry', DESTINATION],
  ['WorkloadGroup', DESTINATION],
  ['Pod', DESTINATION],
  ['Deployment', DESTINATION],
  ['StatefulSet', DESTINATION],
  ['DaemonSet', DESTINATION],
  ['ReplicaSet', DESTINATION],
  ['Rollout', DESTINATION],
  ['Job', DESTINATION],
  ['CronJob', DESTINATION],
  ['HorizontalPodAutoscaler', DESTINATION],
  ['PodDisruptionBudget', DESTINATION],
  ['KubernetesGateway', POLICY],
  ['Gateway', POLICY],
  ['DestinationRule', POLICY],
  ['VirtualService', ROUTE],
  ['HTTPRoute', ROUTE],
  ['GRPCRoute', ROUTE],
  ['TLSRoute', ROUTE],
  ['TCPRoute', ROUTE],
  ['EnvoyFilter', ROUTE],
  ['Telemetry', ROUTE],
  ['WasmPlugin', ROUTE],
  ['ProxyConfig', ROUTE],
  ['RequestAuthentication', { apply: 'tighten', remove: 'tighten' }],
  ['Sidecar', DEMAND],
  ['NetworkPolicy', DEMAND],
]);

/** What is done to an object, in the order of the stages. */
export function movesOf(
  { resource, before, after }: Difference,
  old: EffectiveMesh,
  goal: EffectiveMesh,
): readonly Move[] {
  if (isKind(resource, 'PeerAuthentication')) return mutualTlsPhases(kept(before), kept(after), old, goal);
  if (isKind(resource, 'AuthorizationPolicy')) return authorizationPhases(kept(before), kept(after), old, goal);
  const place = placeOf(resource, after === undefined ? old.model : goal.model);
  if (after === undefined) return [{ stage: place.remove, manifest: undefined }];
  if (before === undefined) return [{ stage: place.apply, manifest: after.manifest }];
  const note = noteOn(before, after);
  const last = { manifest: after.manifest, ...(note === undefined ? {} : { note }) };
  // Its pods are still used until the routes have changed.
  if (scalesToNothing(before, after)) return [{ ...last, stage: place.remove }];
  if (isKind(after, 'Namespace')) return [{ ...last, stage: 'destinations' }];
  const union = unionOf(before, after);
  const applied = selectsOthers(before, after) ? { ...place, apply: 'switches' as const } : place;
  return union === undefined ? [{ ...last, stage: applied.apply }] : twoPhases(applied, union, last);
}

/** The two forms of an object have one kind. */
function kept<R extends Resource>(resource: Resource | undefined): R | undefined {
  return resource as R | undefined;
}

/** First an object with all of the old and the new, then without the old. */
function twoPhases(
  { apply, remove }: Place,
  { manifest, kept: what, isAsBefore }: Union,
  last: Pick<Move, 'manifest' | 'note'>,
): readonly Move[] {
  // What is demanded is loosened by the union, and tightened by taking the old out of it.
  const [first, second]: [StageName, StageName] = apply === 'tighten' ? ['loosen', 'tighten'] : [apply, remove];
  if (manifest === undefined) return [{ ...last, stage: first }];
  const final: Move = { ...last, stage: second };
  return isAsBefore ? [final] : [{ stage: first, manifest, note: what }, final];
}

function placeOf(resource: Resource, model: MeshModel): Place {
  const role = installRoleOf(resource, model);
  if (role !== undefined) return role === 'gateway' ? DESTINATION : REFERENCE;
  // Namespaces and Services may name a waypoint as soon as it is there.
  if (isKind(resource, 'KubernetesGateway') && resource.spec.gatewayClassName === 'istio-waypoint') {
    return { apply: 'references', remove: 'removals' };
  }
  return (resource.type === undefined ? undefined : PLACES.get(resource.type)) ?? REFERENCE;
}

/** Whether a Service is led to other pods, which have to be ready before. */
function selectsOthers(before: Resource, after: Resource): boolean {
  if (!isKind(before, 'Service') || !isKind(after, 'Service')) return false;
  return !isSame(before.spec.selector ?? {}, after.spec.selector ?? {});
}

function scalesToNothing(before: Resource, after: Resource): boolean {
  const replicas = ({ manifest: { spec } }: Resource) => (isMapping(spec) ? spec.replicas : undefined);
  return replicas(after) === 0 && replicas(before) !== 0;
}

const INJECTION_LABELS = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];

function noteOn(before: Resource, after: Resource): string | undefined {
  if (!isKind(after, 'Namespace')) return undefined;
  const changed = INJECTION_LABELS.filter(label => before.labels[label] !== after.labels[label]);
  if (changed.length === 0) return undefined;
  const isAmbient = changed.every(label => label === 'istio.io/dataplane-mode');
  return isAmbient ? undefined : 'running pods keep their proxies until they are restarted';
}
