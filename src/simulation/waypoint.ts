import type { Cluster } from '../istio/destinations/cluster';
import type { ProxyView } from '../istio/proxy-view';
import type { Dialled } from '../istio/services/name-resolution';
import { portOf, type RegisteredService } from '../istio/services/registered-service';
import type { Trace } from '../istio/trace';
import { WaypointReach } from '../istio/waypoint-reach';
import { WAYPOINT_OF_PODS, waypointChainFor, waypointConnection, waypointVirtualHost } from '../istio/waypoint-routes';
import {
  canaryOfService,
  gatewaysUseWaypoint,
  WAYPOINT_LABEL,
  type Waypoint,
  type WaypointResult,
  waypointOfService,
  waypointOfWorkload,
} from '../istio/waypoints';
import type { Workload } from '../model/workload';
import { TARGET } from '../requests/attribute';
import { type Connection, POD_ADDRESS } from '../requests/request-facts';
import { checkPolicies } from './check-policies';
import { commonOutcome, deliverByNetwork } from './deliver';
import { answer, type DraftVerdict, failed, refusedBy } from './draft-verdict';
import { follow, sumUp, toDestinations } from './forward';
import { addressesSeen, beyondGateway, type Hop } from './hop';
import { share } from './render-verdict';
import { RouteVerdicts } from './route-verdict';
import { type Routing, routeConnection, routeRequest } from './routing';
import type { TargetVerdict } from './verdict';

/** What happens to the share of the connections that goes to one waypoint. */
interface Share {
  readonly waypoint: Waypoint | undefined;
  readonly percent: number;
  readonly verdict: DraftVerdict;
}

/** Sends what ztunnel takes from a pod through the waypoint of its destination; undefined where there is none. */
export function throughWaypoint(hop: Hop): DraftVerdict | undefined {
  const { mesh, dialled } = hop;
  const service = dialled?.service;
  if (dialled === undefined || service === undefined) return undefined;
  if (dialled.pods === undefined) return together(shared(hop, service, waypointOfService(mesh, service), 'ztunnel'));
  const [pod] = dialled.pods;
  return pod === undefined ? undefined : pass(hop, service, waypointOfWorkload(mesh, pod), 'ztunnel', 100)?.verdict;
}

/** Sends what a gateway has for a service through the waypoints of the service, where a label says so. */
export function fromGateway(hop: Hop, service: RegisteredService, port: number): readonly TargetVerdict[] | undefined {
  const { mesh, trace, sender } = hop;
  if (sender === undefined || sender.proxy.type !== 'gateway') return undefined;
  const found = waypointOfService(mesh, service);
  if (found.state === 'none') return undefined;
  if (!gatewaysUseWaypoint(mesh, service)) {
    const { source } = found.state === 'used' ? found.waypoint : found;
    trace.ruledOut(
      source,
      WAYPOINT_LABEL,
      'gateways go past the waypoint without the label "istio.io/ingress-use-waypoint"',
    );
    return undefined;
  }
  const shares = shared({ ...hop, port }, service, found, 'the gateway');
  if (shares.length === 0) return undefined;
  return shares.map(({ waypoint, verdict: { outcome, reason, status, decidedBy, destinations, route } }) => ({
    workload: waypoint === undefined ? '' : `${waypoint.workload.namespace}/${waypoint.workload.name}`,
    outcome,
    reason,
    status,
    mtls: true,
    principal: mesh.principalOf(sender.workload),
    decidedBy,
    onward: destinations,
    onwardRoute: route,
  }));
}

/** Goes through the waypoint of a service, and through a second one for its share. */
function shared(hop: Hop, service: RegisteredService, found: WaypointResult, by: string): readonly Share[] {
  const canary = found.state === 'used' ? canaryOfService(hop.mesh, service, found.waypoint) : undefined;
  const percent = canary === undefined || !counts(hop, canary.result) ? 0 : canary.percent;
  const first = percent === 100 ? undefined : pass(hop, service, found, by, 100 - percent);
  const second = canary === undefined || percent === 0 ? undefined : pass(hop, service, canary.result, by, percent);
  return [first, second].filter(share => share !== undefined);
}

/** Whether a second waypoint gets its share. */
function counts({ trace }: Hop, canary: WaypointResult): boolean {
  if (canary.state === 'unknown') noteUnknown(trace, canary);
  if (canary.state === 'ignored') trace.ruledOut(canary.source, canary.field, canary.reason);
  return canary.state === 'used' || canary.state === 'broken';
}

/** One verdict on connections that several waypoints share. */
function together(shares: readonly Share[]): DraftVerdict | undefined {
  const [first, ...others] = shares;
  if (first === undefined || others.length === 0) return first?.verdict;
  const outcome = commonOutcome(shares.map(({ verdict }) => verdict.outcome));
  const destinations = shares.flatMap(({ percent, verdict }) =>
    verdict.destinations.map(one => ({ ...one, percent: (one.percent * percent) / 100 })),
  );
  if (outcome !== 'mixed') return { ...first.verdict, destinations };
  const reason = shares
    .map(({ waypoint, percent, verdict }) => `${share(percent)} ${waypoint?.gateway ?? ''}: ${verdict.outcome}`)
    .join(', ');
  return { ...answer(outcome, reason), destinations };
}

function noteUnknown(trace: Trace, { source, field, reason, isMissing }: WaypointResult & { state: 'unknown' }): void {
  if (!isMissing) {
    trace.unsupported(source, field, reason);
    return;
  }
  trace.ruledOut(source, field, reason);
  trace.assume(`${reason}, and is taken not to exist: then Istio ignores the label of ${source}`);
}

function pass(
  hop: Hop,
  service: RegisteredService,
  found: WaypointResult,
  by: string,
  percent: number,
): Share | undefined {
  const { trace } = hop;
  switch (found.state) {
    case 'none':
      return undefined;
    case 'unknown':
      noteUnknown(trace, found);
      return undefined;
    case 'ignored':
      trace.ruledOut(found.source, found.field, found.reason);
      return undefined;
    case 'broken':
      trace.step('waypoint', found.reason, found.source, found.field);
      return { waypoint: undefined, percent, verdict: answer('unavailable', found.reason, { status: 503 }) };
    case 'used': {
      const { waypoint } = found;
      const { gateway, source } = waypoint;
      const what = percent === 100 ? 'requests' : `${share(percent)} of the connections`;
      trace.step('waypoint', `${by} sends ${what} to ${service.host} through ${gateway}`, source, WAYPOINT_LABEL);
      return { waypoint, percent, verdict: through(hop, service, waypoint) };
    }
  }
}

function through(hop: Hop, service: RegisteredService, { gateway, workload, proxy }: Waypoint): DraftVerdict {
  const { mesh, trace, sender, encrypted, port, dialled } = hop;
  trace.consult(gateway);
  const isReadable = hop.facts.isHttp && !encrypted;
  const toPods = dialled?.pods !== undefined;
  const sniffed = isReadable ? 'requests' : 'connection';
  const chain = toPods ? sniffed : waypointChainFor(portOf(service, port), isReadable);
  if (chain === 'no-listener' || chain === 'protocol-error') {
    const why = chain === 'no-listener' ? `has nothing on port ${port}` : `takes only HTTP on port ${port}`;
    trace.step('waypoint', `${gateway} ${why} of ${service.host}`, service.resource, 'spec.ports');
    return failed({ kind: 'failure', reason: chain });
  }
  const http = chain === 'requests';
  const { resource, namespace } = service;
  const behind = toPods ? undefined : { kind: resource.kind, namespace, name: resource.name };
  const connection: Connection = {
    principal: sender === undefined ? undefined : mesh.principalOf(sender.workload),
    ...addressesSeen(hop, http),
    destinationAddress: POD_ADDRESS,
    destinationPort: port,
    serverName: undefined,
  };
  const name = `${gateway.namespace}/${gateway.name}`;
  const policies = mesh.policiesOfWaypoint({ gateway, service: behind });
  const { verdict, facts } = checkPolicies(hop, name, connection, http, policies, { mtls: true, mtlsMode: undefined });
  if (verdict.outcome !== 'routed') return refusedBy(verdict);
  const view = mesh.viewOf(proxy);
  const changes = { facts: facts.leaving(), encrypted, serverName: hop.serverName };
  const onward: Hop = { ...beyondGateway({ ...hop, routedAsHttp: http }, { workload, proxy }, changes), dialled };
  if (toPods) return pastRoutes(onward, view, service, dialled);
  const direct = () =>
    toDestinations(onward, view, [{ cluster: { host: service.host, port, subset: '' }, percent: 100 }]);
  const chosen = http ? undefined : waypointConnection(mesh, proxy, service, port);
  if (!http && chosen === undefined) return direct();
  const routing =
    chosen === undefined
      ? routeRequest(onward, view, port, waypointVirtualHost(mesh, proxy, service, port))
      : routeConnection(onward, view, port, chosen);
  return follow(onward, view, withinReach(onward, workload, routing), direct);
}

/** What a waypoint routes, without the destinations that it does not know. */
function withinReach({ mesh }: Hop, waypoint: Workload, routing: Routing): Routing {
  const reach = mesh.once(WaypointReach);
  const limited = <T extends { readonly cluster: Cluster }>(clusters: readonly T[]): readonly T[] =>
    clusters.every(({ cluster }) => reach.knows(waypoint, cluster.host))
      ? clusters
      : clusters.map(one =>
          reach.knows(waypoint, one.cluster.host)
            ? one
            : {
                ...one,
                refused: `no VirtualService with just the host of a service tells the waypoint of "${one.cluster.host}"`,
              },
        );
  if (routing.kind === 'connection') return { ...routing, clusters: limited(routing.clusters) };
  if (routing.kind !== 'http' || routing.action.kind !== 'forward') return routing;
  const { action } = routing;
  const clusters = limited(action.clusters);
  return clusters === action.clusters ? routing : { ...routing, action: { ...action, clusters } };
}

/** What a waypoint does with what goes to the address of a pod: VirtualServices play no part. */
function pastRoutes(hop: Hop, view: ProxyView, service: RegisteredService, dialled: Dialled): DraftVerdict {
  const { mesh, port, routedAsHttp, facts, path } = hop;
  const sent = facts.show(TARGET);
  const action = view.defaultAction(service, port);
  const routing = { kind: 'http', virtualHost: WAYPOINT_OF_PODS, route: undefined, action, port } as const;
  const route = routedAsHttp
    ? mesh.once(RouteVerdicts).of(routing, sent === path ? undefined : sent, undefined)
    : undefined;
  const delivered = deliverByNetwork(hop, dialled, service, true);
  return sumUp([{ host: service.host, port, percent: 100, ...delivered }], route);
}
