import type { RegisteredService } from '../istio/services/registered-service';
import { portOf } from '../istio/services/registered-service';
import { type Waypoint, type WaypointResult, waypointOfService, waypointOfWorkload } from '../istio/waypoints';
import { isHttp } from '../model/protocol';
import { type Connection, POD_ADDRESS } from '../requests/request-facts';
import { checkPolicies } from './check-policies';
import { answer, type DraftVerdict, refusedBy } from './draft-verdict';
import { noteAttachedRoutes } from './extensions';
import { follow, toDestinations } from './forward';
import { beyondGateway, type Hop } from './hop';
import { routeRequest } from './routing';

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
  return found === undefined ? undefined : pass(hop, service, found);
}

function pass(hop: Hop, service: RegisteredService, found: WaypointResult): DraftVerdict | undefined {
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
      return through(hop, service, found.waypoint);
  }
}

function through(hop: Hop, service: RegisteredService, waypoint: Waypoint): DraftVerdict {
  const { mesh, trace, sender, encrypted, port } = hop;
  const { gateway, source, workload, proxy } = waypoint;
  trace.consult(gateway);
  noteAttachedRoutes(mesh, gateway, trace);
  trace.step('waypoint', `ztunnel sends requests to ${service.host} through ${gateway}`, source, LABEL);
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
  const virtualHost = http ? view.virtualHosts(port).named(`${service.host.toLowerCase()}:${port}`) : undefined;
  if (virtualHost === undefined) return direct();
  return follow(onward, view, routeRequest(onward, view, port, virtualHost), direct);
}
