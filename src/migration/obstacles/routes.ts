import type { EffectiveMesh } from '../../istio/effective-mesh';
import { MESH } from '../../istio/references';
import type { VirtualService } from '../../istio/routes/virtual-services';
import type { RegisteredService } from '../../istio/services/registered-service';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { hostsOverlap } from '../../values/host-pattern';
import { byText } from '../../values/order';
import { type UnsayablePart, whatHttpRouteCannotSay } from '../http-route-limits';
import { Clients } from './clients';
import { type Move, makersOf, podsText } from './move';
import type { ObstacleKind } from './obstacle';
import { PAGES } from './pages';

/** A VirtualService that sidecars follow for services whose pods move. */
export interface RouteOfMovers {
  readonly virtualService: VirtualService;
  readonly services: readonly RegisteredService[];
  /** The pods that follow it and move. */
  readonly followers: readonly Workload[];
  /** Whether all pods with sidecars that know one of the services follow it. */
  readonly isForAll: boolean;
}

/** The VirtualServices that are in force for requests from pods that move to pods that move. */
export function routesOfMovers(mesh: EffectiveMesh, move: Move): readonly RouteOfMovers[] {
  const clients = mesh.once(Clients);
  return mesh.virtualServices.flatMap((virtualService): RouteOfMovers[] => {
    if (virtualService.api !== 'istio' || !virtualService.gateways.has(MESH)) return [];
    const services = move.services.filter(({ host }) => virtualService.hosts.some(own => hostsOverlap(own, host)));
    const follows = (one: Workload) =>
      services.some(({ host }) => clients.virtualServiceFor(one, host) === virtualService);
    const knowing = clients.sidecars.filter(one => services.some(({ host }) => clients.sees(one, host)));
    const followers = knowing.filter(follows);
    const moving = followers.filter(one => move.moves(one));
    const isForAll = followers.length === knowing.length;
    return moving.length === 0 ? [] : [{ virtualService, services, followers: moving, isForAll }];
  });
}

const BY_CLIENT = /\.(?:sourceLabels|sourceNamespace)$/;

export const clientCondition: ObstacleKind = {
  name: 'client-condition',
  severity: 'blocker',
  summary:
    'A route has a condition on labels or the namespace of clients; a waypoint compares the condition with itself, not with the client',
  instead: 'distinguish clients by a header, or give them separate Services',
  url: PAGES.policies,

  *find(mesh, move) {
    for (const { virtualService, followers } of move.once(routesOfMovers)) {
      const [first, ...others] = limitsOf(mesh, virtualService).filter(({ field }) => BY_CLIENT.test(field));
      if (first === undefined) continue;
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
      yield {
        resource: first.resource,
        field: first.field,
        lost: `the condition${more} would be compared with the waypoint of ${hostsText(virtualService)} instead of the client, so that no request or every one takes the route`,
        related: makersOf(followers),
      };
    }
  },
};

export const virtualServiceAtWaypoint: ObstacleKind = {
  name: 'virtual-service-at-waypoint',
  severity: 'loss',
  summary:
    'Routes that an HTTPRoute cannot express stay a VirtualService at the waypoint, which is alpha and must not be combined with HTTPRoutes of the same service',
  instead: 'use only features of an HTTPRoute, or accept the VirtualService at the waypoint',
  url: PAGES.requests,

  *find(mesh, move) {
    for (const { virtualService } of move.once(routesOfMovers)) {
      const parts = limitsOf(mesh, virtualService).filter(({ field }) => !BY_CLIENT.test(field));
      const [first] = parts;
      if (first === undefined) continue;
      yield {
        resource: virtualService.resource,
        field: first.resource === virtualService.resource ? first.field : virtualService.hostField,
        lost: `for requests to ${hostsText(virtualService)} an HTTPRoute cannot say ${reasonsText(parts)}`,
        related: [...new Set(parts.map(({ resource }) => resource))].filter(one => one !== virtualService.resource),
      };
    }
  },
};

export const clientRoute: ObstacleKind = {
  name: 'client-route',
  severity: 'blocker',
  summary:
    'A VirtualService applies to some clients of a service only; a waypoint treats all clients the same, and uses only routes of its own namespace and of that of the service',
  instead:
    'export the routes to all clients from the namespace of the service, or give these clients a separate Service',
  url: PAGES.waypoints,

  *find(_mesh, move) {
    for (const { virtualService, followers, isForAll } of move.once(routesOfMovers)) {
      if (isForAll) continue;
      const { resource, exportTo } = virtualService;
      yield {
        resource,
        field: exportTo.includes('*') ? virtualService.hostField : 'spec.exportTo',
        lost: `among the clients of ${hostsText(virtualService)} ${podsText(followers)} follow it, and others do not: behind a waypoint it holds for all of them or for none`,
        related: makersOf(followers),
      };
    }
  },
};

export const mixedRouteApis: ObstacleKind = {
  name: 'mixed-route-apis',
  severity: 'blocker',
  summary: 'A service has a VirtualService and a route of the Gateway API; what a waypoint does with both is undefined',
  instead: 'write all routes of the service with the Gateway API',
  url: PAGES.migration,

  *find(mesh, move) {
    for (const { virtualService, services } of move.once(routesOfMovers)) {
      const others = new Set<Resource>();
      for (const { api, gateways, hosts, resource } of mesh.virtualServices) {
        if (api !== 'gateway-api' || !gateways.has(MESH)) continue;
        if (services.some(({ host }) => hosts.includes(host))) others.add(resource);
      }
      const [first] = [...others].sort(byText(String));
      if (first === undefined) continue;
      yield {
        resource: virtualService.resource,
        field: virtualService.hostField,
        lost: `${first} routes requests to ${hostsText(virtualService)} as well`,
        related: [...others].sort(byText(String)),
      };
    }
  },
};

function limitsOf(mesh: EffectiveMesh, virtualService: VirtualService): readonly UnsayablePart[] {
  return whatHttpRouteCannotSay(mesh, virtualService);
}

/** The hosts of a VirtualService in words. */
export function hostsText({ hosts }: Pick<VirtualService, 'hosts'>): string {
  return hosts.map(host => `"${host}"`).join(', ');
}

/** The first few reasons, each once, with their fields. */
function reasonsText(parts: readonly UnsayablePart[]): string {
  const shown = parts.slice(0, 3).map(({ field, reason }) => `${reason} (${field})`);
  const more = parts.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
