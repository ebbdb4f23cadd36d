import type { RegisteredService } from '../istio/services/registered-service';
import { portOf } from '../istio/services/registered-service';
import { waypointConnection, waypointVirtualHost } from '../istio/waypoint-routes';
import {
  gatewaysUseWaypoint,
  type Waypoint,
  type WaypointResult,
  waypointOfService,
  waypointOfWorkload,
} from '../istio/waypoints';
import { isHttp } from '../model/protocol';
import { type Connection, POD_ADDRESS } from '../requests/request-facts';
import { checkPolicies } from './check-policies';
import { answer, type DraftVerdict, refusedBy } from './draft-verdict';
import { follow, toDestinations } from './forward';
import { beyondGateway, type Hop } from './hop';
import { routeConnection, routeRequest } from './routing';
import type { TargetVerdict } from './verdict';

const CANARY = 'istio.io/use-waypoint-canary';
const LABEL = 'metadata.labels["istio.io/use-waypoint"]';

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
  return found === undefined ? undefined : pass(hop, service, found, 'ztunnel');
}

/** Sends what a gateway has for a service through the waypoint of the service, where a label says so. */
export function fromGateway(hop: Hop, service: RegisteredService, port: number): TargetVerdict | undefined {
  const { mesh, trace, sender } = hop;
  if (sender === undefined || sender.proxy.type !== 'gateway') return undefined;
  const found = waypointOfService(mesh, service);
  if (found.state === 'none') return undefined;
  if (!gatewaysUseWaypoint(mesh, service)) {
    const { source } = found.state === 'used' ? found.waypoint : found;
    trace.ruledOut(source, LABEL, 'gateways go past the waypoint without the label "istio.io/ingress-use-waypoint"');
    return undefined;
  }
  const verdict = pass({ ...hop, port }, service, found, 'the gateway');
  if (verdict === undefined) return undefined;
  const workload = found.state === 'used' ? found.waypoint.workload : undefined;
  const { outcome, reason, status, decidedBy, destinations } = verdict;
  return {
    workload: workload === undefined ? '' : `${workload.namespace}/${workload.name}`,
    outcome,
    reason,
    status,
    mtls: true,
    principal: mesh.principalOf(sender.workload),
    decidedBy,
    onward: destinations,
  };
}

function pass(hop: Hop, service: RegisteredService, found: WaypointResult, by: string): DraftVerdict | undefined {
  const { trace } = hop;
  switch (found.state) {
    case 'none':
      return undefined;
    case 'unknown':
      trace.unsupported(found.source, LABEL, `the waypoint ${found.name} is not among the manifests`);
      return undefined;
    case 'ignored':
      trace.ruledOut(found.source, found.field, found.reason);
      return undefined;
    case 'broken':
      trace.step('waypoint', found.reason, found.source, found.field);
      return answer('unavailable', found.reason, { status: 503 });
    case 'used':
      return through(hop, service, found.waypoint, by);
  }
}

function through(hop: Hop, service: RegisteredService, waypoint: Waypoint, by: string): DraftVerdict {
  const { mesh, trace, sender, encrypted, port } = hop;
  const { gateway, source, workload, proxy } = waypoint;
  trace.consult(gateway);
  if (mesh.release.isAtLeast('1.31') && source.labels[CANARY] !== undefined) {
    trace.unsupported(source, `metadata.labels["${CANARY}"]`, 'a canary waypoint is not modelled');
  }
  trace.step('waypoint', `${by} sends requests to ${service.host} through ${gateway}`, source, LABEL);
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
  if (verdict.outcome !== 'routed') return refusedBy(verdict);
  const view = mesh.viewOf(proxy);
  const changes = { facts: facts.leaving(), encrypted, serverName: hop.serverName };
  const onward: Hop = {
    ...beyondGateway({ ...hop, routedAsHttp: http }, { workload, proxy }, changes),
    dialled: hop.dialled,
  };
  const direct = () =>
    toDestinations(onward, view, [{ cluster: { host: service.host, port, subset: '' }, percent: 100 }]);
  if (http) {
    const virtualHost = waypointVirtualHost(mesh, proxy, service, port);
    return follow(onward, view, routeRequest(onward, view, port, virtualHost), direct);
  }
  const chain = waypointConnection(mesh, proxy, service, port);
  return chain === undefined ? direct() : follow(onward, view, routeConnection(onward, view, port, chain), direct);
}
