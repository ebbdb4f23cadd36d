import type { EffectiveMesh } from '../../istio/effective-mesh';
import { MESH } from '../../istio/references';
import type { VirtualService } from '../../istio/routes/virtual-services';
import type { RegisteredService } from '../../istio/services/registered-service';
import type { Workload } from '../../model/workload';
import { hostsOverlap } from '../../values/host-pattern';
import { Clients, handlingOf } from './clients';
import { type Move, makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';
import { hostsText } from './routes';

/** A VirtualService that pods which move follow for a host before which no waypoint will stand. */
interface RouteOut {
  readonly virtualService: VirtualService;
  readonly host: string;
  readonly followers: readonly Workload[];
  /** The gateway to which it sends; undefined where it sends to no pods of a gateway. */
  readonly gateway: RegisteredService | undefined;
}

function routesOut(mesh: EffectiveMesh, move: Move): readonly RouteOut[] {
  const clients = mesh.once(Clients);
  return mesh.virtualServices.flatMap((virtualService): RouteOut[] => {
    if (virtualService.api !== 'istio' || !virtualService.gateways.has(MESH)) return [];
    if (move.services.some(({ host }) => virtualService.hosts.some(own => hostsOverlap(own, host)))) return [];
    for (const host of virtualService.hosts) {
      const [service] = mesh.servicesNamed(host);
      // Of a Service that the set does not hold nothing is known.
      if (service === undefined && mesh.model.serviceOfHost(host) !== undefined) continue;
      const handling = service === undefined ? 'outside' : handlingOf(mesh, move, service);
      if (handling === 'waypoint' || handling === 'own-waypoint') continue;
      const followers = move.workloads.filter(
        one =>
          clients.virtualServiceFor(one, host) === virtualService &&
          (handling === 'outside' || move.includes(virtualService.resource.namespace) || clients.calls(one, host)),
      );
      if (followers.length > 0)
        return [{ virtualService, host, followers, gateway: gatewayBehind(mesh, virtualService) }];
    }
    return [];
  });
}

/** A service of gateway pods to which requests of the mesh are sent. */
function gatewayBehind(mesh: EffectiveMesh, { http, tls, tcp }: VirtualService): RegisteredService | undefined {
  const counts = (match: readonly { readonly gateways?: readonly string[] }[] = []) =>
    match.length === 0 || match.some(({ gateways = [] }) => gateways.length === 0 || gateways.includes(MESH));
  for (const { spec } of [...http, ...tls, ...tcp]) {
    if (!counts(spec.match)) continue;
    for (const { destination } of spec.route ?? []) {
      const [service] = mesh.servicesNamed(destination?.host ?? '');
      const pods = service === undefined ? [] : mesh.model.workloadsOf(service.service);
      if (pods.length > 0 && pods.every(pod => mesh.proxyOf(pod).type === 'gateway')) return service;
    }
  }
  return undefined;
}

export const egressThroughGateway: ObstacleKind = {
  name: 'egress-through-gateway',
  severity: 'blocker',
  summary: 'Sidecars send requests for external hosts to an egress gateway; ztunnel sends them directly to the host',
  instead: 'bind the ServiceEntry to a waypoint that replaces the egress gateway, by the label istio.io/use-waypoint',
  url: PAGES.egress,

  *find(_mesh, move) {
    for (const { virtualService, followers, gateway } of move.once(routesOut)) {
      if (gateway === undefined) continue;
      yield {
        resource: virtualService.resource,
        field: virtualService.hostField,
        lost: `requests of ${podsText(followers)} to ${hostsText(virtualService)} go past the gateway "${gateway.host}"`,
        related: [gateway.resource, ...makersOf(followers)],
      };
    }
  },
};

export const routeWithoutWaypoint: ObstacleKind = {
  name: 'route-without-waypoint',
  severity: 'loss',
  summary: 'Sidecars apply routes for hosts that do not move and have no waypoint; ztunnel does not apply routes',
  instead:
    'bind the Service or ServiceEntry to a waypoint by the label istio.io/use-waypoint, and move the routes there',
  url: PAGES.waypoints,

  *find(_mesh, move) {
    for (const { virtualService, followers, gateway } of move.once(routesOut)) {
      if (gateway !== undefined) continue;
      yield {
        resource: virtualService.resource,
        field: virtualService.hostField,
        lost: `requests of ${podsText(followers)} to ${hostsText(virtualService)} pass by these routes`,
        related: makersOf(followers),
      };
    }
  },
};
