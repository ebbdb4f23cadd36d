import { gatewayController } from '../model/gateway-classes';
import { matchesSelector } from '../model/labels';
import { isKind, type Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { assumedWorkload } from './assumed-workload';
import type { MeshFacts } from './mesh-facts';
import { type MeshProxy, waypointProxy } from './mesh-proxy';
import type { RegisteredService } from './services/registered-service';

/** A waypoint that stands before a service or a workload. */
export interface Waypoint {
  readonly gateway: Resource<'KubernetesGateway'>;
  /** The object whose label sends traffic to it. */
  readonly source: Resource;
  /** Its pods, also as a client of what is behind it. */
  readonly workload: Workload;
  readonly proxy: MeshProxy;
}

/** The waypoint of something, or why the one that is named does not count. */
export type WaypointResult =
  | { readonly state: 'none' }
  | { readonly state: 'used'; readonly waypoint: Waypoint }
  /** What Istio does cannot be told. */
  | {
      readonly state: 'unknown';
      readonly source: Resource;
      readonly field: string;
      readonly reason: string;
      /** Whether the Gateway is not among the manifests; without it Istio ignores the label. */
      readonly isMissing: boolean;
    }
  /** Istio ignores the label: traffic goes on without the waypoint. */
  | {
      readonly state: 'ignored';
      readonly source: Resource;
      readonly field: string;
      readonly reason: string;
      /** Whether the waypoint is there for traffic of another kind. */
      readonly isOtherTraffic?: true;
    }
  /** Traffic is sent to a Gateway that does not take it. */
  | { readonly state: 'broken'; readonly source: Resource; readonly field: string; readonly reason: string };

/** A second waypoint of a service, and its share of the connections in percent. */
export interface Canary {
  readonly result: WaypointResult;
  readonly percent: number;
}

/** What a waypoint is asked to take: traffic to the address of a service, or to that of a pod. */
type Traffic = 'service' | 'workload';

const USE = 'istio.io/use-waypoint';
/** The field that sends traffic to a waypoint. */
export const WAYPOINT_LABEL = `metadata.labels["${USE}"]`;
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';
const FOR = 'istio.io/waypoint-for';
const CANARY = 'istio.io/use-waypoint-canary';
const CANARY_FIELD = `metadata.labels["${CANARY}"]`;
const CANARY_NAMESPACE = 'istio.io/use-waypoint-canary-namespace';
const CANARY_WEIGHT = 'istio.io/use-waypoint-canary-weight';
const INGRESS_USE = 'istio.io/ingress-use-waypoint';
const AGENT_WAYPOINT = 'istio-agentgateway-waypoint';

/**
 * The waypoint through which ztunnel sends requests to a service: the one that the Service names, else its namespace.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export function waypointOfService(mesh: MeshFacts, { resource, namespace }: RegisteredService): WaypointResult {
  return joinsMesh(mesh, resource) ? { state: 'none' } : find(mesh, resource, resource.labels, namespace, 'service');
}

const MANAGED = 'gateway.istio.io/managed';
const WITHOUT_WAYPOINT: ReadonlySet<string | undefined> = new Set([
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);

/** Whether an object stands for the Service of a waypoint or of a gateway between networks, which has no waypoint. */
function joinsMesh({ model }: MeshFacts, resource: Resource): boolean {
  if (!isKind(resource, 'KubernetesGateway')) return WITHOUT_WAYPOINT.has(resource.labels[MANAGED]);
  const controller = gatewayController(resource.spec.gatewayClassName, name => model.find('GatewayClass', '', name));
  return controller === 'waypoint' || controller === 'east-west';
}

/** The waypoint through which ztunnel sends what goes to the address of a pod. */
export function waypointOfWorkload(mesh: MeshFacts, { resource, labels, namespace }: Workload): WaypointResult {
  return find(mesh, resource, labels, namespace, 'workload');
}

/**
 * Whether gateways send requests to a service through its waypoint as well, as they can since Istio 1.24. A ServiceEntry
 * needs an address for that.
 */
export function gatewaysUseWaypoint(
  mesh: MeshFacts,
  { resource, namespace, address, isKubernetes }: RegisteredService,
): boolean {
  if ((address === undefined && !isKubernetes) || !mesh.release.has('ingressWaypoints')) return false;
  const value = resource.labels[INGRESS_USE] ?? mesh.model.namespaces.get(namespace)?.labels[INGRESS_USE];
  return value !== undefined && /^(?:1|t|true)$/i.test(value);
}

/**
 * The second waypoint of a service that has one already; undefined where none is named. Namespaces name it only for
 * services that have their first one from the namespace, too.
 */
export function canaryOfService(
  mesh: MeshFacts,
  { resource, namespace }: RegisteredService,
  { gateway: primary }: Waypoint,
): Canary | undefined {
  if (!mesh.release.has('canaryWaypoints')) return undefined;
  const defined = resource.labels[USE] === undefined ? mesh.model.namespaces.get(namespace)?.resource : undefined;
  const source = resource.labels[CANARY] === undefined ? defined : resource;
  const { [CANARY]: name = '', [CANARY_NAMESPACE]: at = namespace } = source?.labels ?? {};
  if (source === undefined || name === '' || name === 'none') return undefined;
  const ignored = (field: string, reason: string): Canary => ({
    result: { state: 'ignored', source, field, reason },
    percent: 0,
  });
  if (name === primary.name && at === primary.namespace) return ignored(CANARY_FIELD, 'is the first waypoint itself');
  const weighed = resource.annotations[CANARY_WEIGHT] === undefined ? defined : resource;
  const written = weighed?.annotations[CANARY_WEIGHT] ?? '0';
  const percent = /^[+-]?\d+$/.test(written) ? Number(written) : Number.NaN;
  if (!(percent >= 0 && percent <= 100)) {
    return ignored(`metadata.annotations["${CANARY_WEIGHT}"]`, `"${written}" is no number from 0 to 100`);
  }
  return { result: resolve(mesh, { source, field: CANARY_FIELD, name, at }, namespace, 'service'), percent };
}

/**
 * The waypoint through which the requests of a client to the address of a service go. Sidecars send past it, and so do
 * gateways unless they are told otherwise.
 *
 * @param client `gateway` for a gateway whose pods are not among the manifests
 */
export function waypointBetween(
  mesh: MeshFacts,
  client: Workload | 'gateway',
  service: RegisteredService,
): WaypointResult {
  const isGateway = client === 'gateway' || mesh.proxyOf(client).type === 'gateway';
  const passes = isGateway ? gatewaysUseWaypoint(mesh, service) : client.dataPlane === 'ambient';
  return passes ? waypointOfService(mesh, service) : { state: 'none' };
}

function find(
  mesh: MeshFacts,
  object: Resource,
  labels: { readonly [key: string]: string },
  namespace: string,
  traffic: Traffic,
): WaypointResult {
  if (!mesh.release.has('waypointLabels')) return withoutLabels(mesh, namespace);
  const defined = mesh.model.namespaces.get(namespace);
  const own = labels[USE] !== undefined;
  const source = own ? object : defined?.resource;
  const written = own ? labels : (defined?.labels ?? {});
  const name = written[USE];
  if (source === undefined || name === undefined || name === 'none') return { state: 'none' };
  const reference = { source, field: WAYPOINT_LABEL, name, at: written[USE_NAMESPACE] ?? namespace };
  const found = resolve(mesh, reference, namespace, traffic);
  // A namespace may name a waypoint that is for services only; then nothing is said of its pods.
  return found.state === 'ignored' && found.isOtherTraffic && traffic === 'workload' && !own
    ? { state: 'none' }
    : found;
}

/** Before labels named waypoints, a Gateway stood before the pods of one service account, or of its whole namespace. */
function withoutLabels(mesh: MeshFacts, namespace: string): WaypointResult {
  const source = mesh.model.all('KubernetesGateway').find(one => one.namespace === namespace && isWaypoint(mesh, one));
  if (source === undefined) return { state: 'none' };
  const reason = `waypoints of Istio ${mesh.release.version} are not modelled`;
  return { state: 'unknown', source, field: 'spec.gatewayClassName', reason, isMissing: false };
}

/** A waypoint as an object names it. */
interface Reference {
  readonly source: Resource;
  readonly field: string;
  readonly name: string;
  readonly at: string;
}

function resolve(
  mesh: MeshFacts,
  { source, field, name, at }: Reference,
  namespace: string,
  traffic: Traffic,
): WaypointResult {
  const gateway = mesh.model.find('KubernetesGateway', at, name);
  if (gateway === undefined) {
    const reason = `the waypoint ${at}/${name} is not among the manifests`;
    return { state: 'unknown', source, field, reason, isMissing: true };
  }
  if (!admits(mesh, gateway, namespace)) {
    const reason = `${gateway} does not admit the namespace "${namespace}" by allowedRoutes`;
    return { state: 'ignored', source, field, reason };
  }
  const kinds = trafficOf(mesh, gateway);
  if (kinds !== traffic && kinds !== 'all') {
    return { state: 'ignored', source, field, reason: `${gateway} is a waypoint for "${kinds}"`, isOtherTraffic: true };
  }
  if (!isWaypoint(mesh, gateway)) {
    return { state: 'broken', source, field, reason: `${gateway} is no waypoint: it takes no HBONE` };
  }
  return { state: 'used', waypoint: waypointFrom(mesh, gateway, source) };
}

/** Whether a Gateway is a waypoint by its class or by what it listens for. */
export function isWaypoint({ model }: MeshFacts, { spec }: Resource<'KubernetesGateway'>): boolean {
  const { gatewayClassName } = spec;
  if (hboneListener(spec) !== undefined || gatewayClassName === AGENT_WAYPOINT) return true;
  return gatewayController(gatewayClassName, name => model.find('GatewayClass', '', name)) === 'waypoint';
}

function hboneListener({ listeners = [] }: Resource<'KubernetesGateway'>['spec']) {
  return listeners.find(({ protocol, port }) => protocol === 'HBONE' && port === 15008);
}

/** Whether the listener of a waypoint lets objects of a namespace use it; by default only those of its own. */
function admits(mesh: MeshFacts, gateway: Resource<'KubernetesGateway'>, namespace: string): boolean {
  const { from = 'Same', selector } = hboneListener(gateway.spec)?.allowedRoutes?.namespaces ?? {};
  if (from === 'All') return true;
  if (from !== 'Selector') return gateway.namespace === namespace;
  const labels = { 'kubernetes.io/metadata.name': namespace, ...mesh.model.namespaces.get(namespace)?.labels };
  return selector !== undefined && matchesSelector(selector, labels);
}

/** What a waypoint is for: by its own label, else by that of its class, else services. */
function trafficOf(mesh: MeshFacts, { labels, spec }: Resource<'KubernetesGateway'>): string {
  const ofClass = mesh.model.find('GatewayClass', '', spec.gatewayClassName ?? '')?.labels[FOR];
  return labels[FOR] ?? ofClass ?? 'service';
}

function waypointFrom(mesh: MeshFacts, gateway: Resource<'KubernetesGateway'>, source: Resource): Waypoint {
  const { name, namespace } = gateway;
  const labels = { 'gateway.networking.k8s.io/gateway-name': name };
  const workload =
    mesh.model.workloads.selectedBy(labels, namespace)[0] ??
    assumedWorkload({ resource: gateway, name, namespace, labels, serviceAccount: name });
  const domain = mesh.settings.domain === '' ? mesh.model.hosts.domain : mesh.settings.domain;
  return { gateway, source, workload, proxy: waypointProxy(workload, domain) };
}
