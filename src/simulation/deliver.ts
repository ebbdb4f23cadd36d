import { isMeshTls, isTunnel, takesHbone, type WireSecurity, wireSecurity } from '../istio/destinations/client-tls';
import type { Cluster } from '../istio/destinations/cluster';
import type { ClusterEndpoint, ClusterPlan } from '../istio/destinations/cluster-plan';
import type { ProxyView } from '../istio/proxy-view';
import { type Dialled, podsBehind } from '../istio/services/name-resolution';
import { portOf, type RegisteredService, targetPortOf, workloadAddresses } from '../istio/services/registered-service';
import { WaypointReach } from '../istio/waypoint-reach';
import type { PortProtocol } from '../model/protocol';
import type { Workload } from '../model/workload';
import { AUTHORITY } from '../requests/attribute';
import { arrive } from './arrive';
import type { Hop } from './hop';
import type { Outcome, TargetVerdict } from './verdict';

/** What happens to a request at a destination. */
export interface Delivered {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly targets: readonly TargetVerdict[];
  /** What a proxy answers itself where nothing takes the request. */
  readonly status: number | undefined;
}

/**
 * Brings a request to what is behind a cluster of the sender's proxy.
 *
 * @param unknownStatus What the proxy answers if it does not know the cluster.
 */
export function deliver(hop: Hop, view: ProxyView, cluster: Cluster, unknownStatus: 500 | 503): Delivered {
  const { trace } = hop;
  const found = view.cluster(cluster);
  trace.add(found.notes);
  if ('problem' in found) return unavailable(found.problem, found.unknown ? unknownStatus : 503);
  const { plan } = found;
  const waypoints = hop.throughWaypoint(hop, plan.service, plan.port.number);
  if (waypoints !== undefined) return summarize(waypoints);
  const places = plan.keepsAddress ? dialledPlaces(hop, plan) : plan.endpoints;
  if (places === undefined) return unavailable(`nothing listens at the address that was dialled, on port ${hop.port}`);
  notePlaces(hop, plan, places);
  const gone = (place: ClusterEndpoint) =>
    place.leadsTo !== undefined && placesAt(hop, place.leadsTo, place.port) === undefined;
  if (places.every(gone)) return unavailable(`nothing listens where the endpoints of ${cluster.host} lead`);
  return summarize(
    places.flatMap(place => {
      const wire = noteWire(hop, plan, place);
      const sni = isMeshTls(wire) ? plan.meshServerName : (plan.serverName ?? hop.facts.show(AUTHORITY));
      return place.leadsTo === undefined
        ? [atPlace(hop, plan.service, plan.port.protocol, place.workload, place.port, wire, sni)]
        : byAddress(hop, place.leadsTo, place.port, wire, sni);
    }),
  );
}

/**
 * Brings a request to where its address leads by the network alone: what is sent is what the application sends.
 *
 * @param tunnels Whether it is sent by HBONE to what takes that.
 */
export function deliverByNetwork(hop: Hop, dialled: Dialled, service: RegisteredService, tunnels: boolean): Delivered {
  const places = placesAt(hop, dialled, hop.port);
  if (places === undefined) return unavailable(`${service.host} has no port ${hop.port}`);
  return summarize(
    places.map(({ workload, port, protocol }) => {
      const wire = tunnels && workload !== undefined ? noteHbone(hop, workload) : 'plaintext';
      if (!tunnels) hop.trace.step('client TLS', 'no proxy encrypts: the application decides what is sent');
      return atPlace(hop, service, protocol, workload, port, wire, undefined);
    }),
  );
}

/** The common outcome of several, or `mixed`. */
export function commonOutcome(outcomes: readonly Outcome[]): Outcome {
  const [first = 'unavailable'] = outcomes;
  return outcomes.every(outcome => outcome === first) ? first : 'mixed';
}

/** The verdict on a request that nothing takes. */
export function unavailable(reason: string, status = 503): Delivered {
  return { outcome: 'unavailable', reason, targets: [], status };
}

function summarize(targets: readonly TargetVerdict[]): Delivered {
  const outcome = commonOutcome(targets.map(target => target.outcome));
  const reason =
    outcome === 'mixed'
      ? targets.map(target => `${target.workload}: ${target.outcome}`).join(', ')
      : (targets[0]?.reason ?? '');
  return { outcome, reason, targets, status: outcome === 'unavailable' ? 503 : undefined };
}

/** Pods, or an address that belongs to none, with a port and what is spoken there. */
interface Place {
  readonly workload: Workload | undefined;
  readonly port: number;
  readonly protocol: PortProtocol;
}

/**
 * Where an address leads: that of a Service to its pods, by kube-proxy and on the ports that it declares, that of pods
 * to them on any port. Undefined if nobody takes it.
 */
function placesAt(hop: Hop, { service, pods }: Dialled, port: number): readonly Place[] | undefined {
  if (service === undefined) return [{ workload: undefined, port, protocol: 'auto' }];
  const declared = portOf(service, port);
  const protocol = declared?.protocol ?? 'auto';
  if (pods !== undefined && pods.length > 0) return pods.map(workload => ({ workload, port, protocol }));
  if (pods !== undefined) return [{ workload: undefined, port, protocol }];
  if (declared === undefined) return undefined;
  const behind = podsBehind(hop.mesh, service);
  if (behind.length === 0) {
    // A ServiceEntry that selects pods has no other place.
    const isEmpty = !service.isKubernetes && service.resolution === 'endpoints' && service.endpoints.length === 0;
    return isEmpty ? undefined : [{ workload: undefined, port, protocol }];
  }
  return behind.map(workload => ({
    workload,
    port: targetPortOf(service, declared, { ips: workloadAddresses(workload), pod: workload.pod }),
    protocol,
  }));
}

/** The places of a cluster that keeps the address that was dialled. */
function dialledPlaces(hop: Hop, { tls, portOverride }: ClusterPlan): readonly ClusterEndpoint[] | undefined {
  const { dialled } = hop;
  if (dialled === undefined) return undefined;
  const wire = wireSecurity(tls, undefined);
  const places = placesAt(hop, dialled, portOverride ?? hop.port);
  return places?.map(({ workload, port }) => ({ workload, port, wire, leadsTo: undefined }));
}

function byAddress(
  hop: Hop,
  dialled: Dialled,
  port: number,
  wire: WireSecurity['tls'],
  serverName: string | undefined,
): readonly TargetVerdict[] {
  const { service } = dialled;
  const places = placesAt(hop, dialled, port);
  if (places === undefined || service === undefined) {
    const reason = `${service?.host ?? dialled.address} has no port ${port}`;
    return [{ workload: '', outcome: 'unavailable', reason, mtls: false, status: 503 }];
  }
  return places.map(place => atPlace(hop, service, place.protocol, place.workload, place.port, wire, serverName));
}

function atPlace(
  hop: Hop,
  service: RegisteredService,
  protocol: PortProtocol,
  workload: Workload | undefined,
  port: number,
  wire: WireSecurity['tls'],
  serverName: string | undefined,
): TargetVerdict {
  if (workload !== undefined) return arrive(hop, { workload, port, protocol, wire, serverName });
  const where = service.external ? 'outside the mesh' : 'an endpoint that is not among the manifests';
  if (isMeshTls(wire)) hop.trace.assume(`${service.host} accepts mutual TLS of the mesh`);
  return {
    workload: '',
    outcome: 'routed',
    reason: `it goes to ${service.host}, ${where}`,
    mtls: isMeshTls(wire),
  };
}

function notePlaces(
  { trace }: Hop,
  { cluster, tls: { rule }, keepsAddress }: ClusterPlan,
  places: readonly ClusterEndpoint[],
): void {
  if (!trace.explains) return;
  const { host, port, subset } = cluster;
  const pods = places.map(({ workload }) => (workload === undefined ? '' : `${workload.namespace}/${workload.name}`));
  const shown = pods.filter(name => name !== '').join(', ') || 'an address outside the manifests';
  const named = `${host}:${port}${subset === '' ? '' : ` subset ${subset}`}`;
  trace.step(
    'destination',
    keepsAddress ? `${named} keeps the address that was dialled: ${shown}` : `${named} is ${shown}`,
    rule?.from[0],
    subset === '' ? undefined : 'spec.subsets',
  );
}

function noteWire(
  hop: Hop,
  { service, keepsAddress }: ClusterPlan,
  { workload, wire }: ClusterEndpoint,
): WireSecurity['tls'] {
  if (tunnelsTo(hop, service)) {
    // Only what is known of an endpoint says that it takes a tunnel, and of an address that is kept nothing is known.
    const sent = workload === undefined || keepsAddress ? 'plaintext' : noteHbone(hop, workload);
    const isUsers = wire.tls === 'user-tls' || wire.tls === 'user-tls-in-hbone';
    return !isUsers ? sent : sent === 'hbone' ? 'user-tls-in-hbone' : 'user-tls';
  }
  if (!hop.trace.explains) return wire.tls;
  const to = workload === undefined && service.external ? ` to ${service.host}, outside the mesh` : '';
  hop.trace.step(
    'client TLS',
    `the client sends ${shownWire(wire.tls)}${to}: ${wire.reason}`,
    wire.resource,
    wire.field,
  );
  return wire.tls;
}

/** Whether the sender is the waypoint of a service: then it knows no other mutual TLS than that of tunnels. */
function tunnelsTo({ sender, mesh }: Hop, service: RegisteredService): boolean {
  return sender?.proxy.type === 'waypoint' && mesh.once(WaypointReach).isBehind(sender.workload, service);
}

/** What is sent to a pod through a tunnel, if it takes one. */
function noteHbone({ mesh, trace }: Hop, workload: Workload): WireSecurity['tls'] {
  const meshed = takesHbone(mesh, workload);
  trace.step(
    'client TLS',
    meshed ? 'mutual TLS is sent (HBONE)' : 'the pods do not take HBONE: what comes is sent as it is',
  );
  return meshed ? 'hbone' : 'plaintext';
}

function shownWire(tls: WireSecurity['tls']): string {
  if (tls === 'plaintext') return 'what the application sends';
  if (tls === 'mesh-mtls') return 'mutual TLS of the mesh';
  if (tls === 'hbone') return 'mutual TLS of the mesh (HBONE)';
  return `TLS with certificates of the user${isTunnel(tls) ? ' inside mutual TLS of the mesh (HBONE)' : ''}`;
}
