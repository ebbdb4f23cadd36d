import type { RegisteredService } from '../istio/services/registered-service';
import { portOf } from '../istio/services/registered-service';
import { WAYPOINT_LABEL, type Waypoint, waypointOfService, waypointOfWorkload } from '../istio/waypoints';
import { isHttp } from '../model/protocol';
import { type Connection, POD_ADDRESS } from '../requests/request-facts';
import { checkPolicies } from './check-policies';
import { waypointIn } from './deliver';
import { answer, type DraftVerdict, refusedBy } from './draft-verdict';
import { noteAttachedRoutes } from './extensions';
import { follow, toDestinations } from './forward';
import { beyondGateway, type Hop } from './hop';
import { routeRequest } from './routing';
import type { TargetVerdict } from './verdict';

/** Sends what ztunnel takes from a pod through the waypoint of its destination; undefined where there is none. */
export function throughWaypoint(hop: Hop): DraftVerdict | undefined {
  const { mesh, dialled } = hop;
  const service = dialled?.service;
  if (dialled === undefined || service === undefined) return undefined;
  const [pod] = dialled.pods ?? [];
  const found =
    dialled.pods === undefined
      ? waypointOfService(mesh, service)
      : pod === undefined
        ? undefined
        : waypointOfWorkload(mesh, pod);
  const waypoint = found && waypointIn(hop, found);
  if (waypoint === undefined) return undefined;
  if ('problem' in waypoint) return answer('unavailable', waypoint.problem, { status: 503 });
  hop.trace.step(
    'waypoint',
    `ztunnel sends requests to ${service.host} through ${waypoint.gateway}`,
    waypoint.source,
    WAYPOINT_LABEL,
  );
  const passed = pass(hop, service, waypoint);
  return 'refusal' in passed ? refusedBy(passed.refusal) : passed.verdict;
}

/** Follows what a gateway sends to a service through the waypoint of that service. */
export function gatewayToWaypoint(hop: Hop, service: RegisteredService, waypoint: Waypoint): TargetVerdict {
  const { gateway, source } = waypoint;
  hop.trace.step('waypoint', `the gateway sends requests to ${service.host} through ${gateway}`, source, INGRESS_FIELD);
  const passed = pass(hop, service, waypoint);
  if ('refusal' in passed) return passed.refusal;
  const { outcome, reason, status, decidedBy, destinations, route } = passed.verdict;
  const workload = `${gateway.namespace}/${gateway.name}`;
  return {
    workload,
    port: hop.port,
    outcome,
    reason,
    status,
    decidedBy,
    mtls: true,
    onward: destinations,
    onwardRoute: route,
  };
}

const INGRESS_FIELD = 'metadata.labels["istio.io/ingress-use-waypoint"]';

function pass(
  hop: Hop,
  service: RegisteredService,
  waypoint: Waypoint,
): { readonly verdict: DraftVerdict } | { readonly refusal: TargetVerdict } {
  const { mesh, trace, sender, encrypted, port } = hop;
  const { gateway, workload, proxy } = waypoint;
  trace.consult(gateway);
  noteAttachedRoutes(mesh, gateway, trace);
  const protocol = portOf(service, port)?.protocol;
  const http = hop.facts.isHttp && !encrypted && protocol !== undefined && (isHttp(protocol) || protocol === 'auto');
  const { resource, namespace } = service;
  const target = { gateway, service: { kind: resource.kind, namespace, name: resource.name } };
  const connection: Connection = {
    principal: sender === undefined ? undefined : mesh.principalOf(sender.workload),
    peerAddress: hop.peerAddress,
    remoteAddress: hop.remoteAddress,
    varies: hop.varies,
    destinationAddress: POD_ADDRESS,
    destinationPort: port,
    serverName: undefined,
  };
  const name = `${gateway.namespace}/${gateway.name}`;
  const { verdict, facts } = checkPolicies(hop, name, connection, http, mesh.policiesOfWaypoint(target), {
    mtls: true,
    mtlsMode: undefined,
  });
  if (verdict.outcome !== 'routed') return { refusal: verdict };
  const view = mesh.viewOf(proxy);
  const changes = { facts: facts.leaving(), encrypted, serverName: hop.serverName };
  const onward: Hop = {
    ...beyondGateway({ ...hop, routedAsHttp: http }, { workload, proxy }, changes),
    dialled: hop.dialled,
  };
  const direct = () =>
    toDestinations(onward, view, [{ cluster: { host: service.host, port, subset: '' }, percent: 100 }]);
  const virtualHost = http ? view.virtualHosts(port).named(`${service.host.toLowerCase()}:${port}`) : undefined;
  if (virtualHost === undefined) return { verdict: direct() };
  return { verdict: follow(onward, view, routeRequest(onward, view, port, virtualHost), direct) };
}
