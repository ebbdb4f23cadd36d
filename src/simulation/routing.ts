import { isOrderAssumed, orderAssumption } from '../istio/age';
import type { Cluster } from '../istio/destinations/cluster';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { areEqual } from '../istio/gateway-api/route-precedence';
import type { ProxyView } from '../istio/proxy-view';
import type { ConnectionChain } from '../istio/routes/filter-chains';
import type { RouteAction } from '../istio/routes/route-action';
import { mismatch, type Route } from '../istio/routes/route-list';
import type { VirtualHost } from '../istio/routes/virtual-host';
import type { VirtualService } from '../istio/routes/virtual-services';
import type { LookedUp } from '../istio/services/name-lookup';
import type { RegisteredService } from '../istio/services/registered-service';
import { isExportedTo } from '../istio/services/visibility';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import { METHOD, TARGET } from '../requests/attribute';
import type { Hop } from './hop';

/** Where a proxy sends a call, or why it sends it nowhere. */
export type Routing = RequestRouting | ConnectionRouting | Unrouted | RoutingFailure;

/** A request that a route takes. */
export interface RequestRouting {
  readonly kind: 'http';
  readonly virtualHost: string;
  /** Undefined for a service that no VirtualService routes. */
  readonly route: Route | undefined;
  readonly action: RouteAction;
  /** Number of the port for which the route was made. */
  readonly port: number;
}

/** A connection that goes to the destinations of a chain. */
export interface ConnectionRouting {
  readonly kind: 'connection';
  readonly chain: ConnectionChain;
  readonly clusters: readonly ConnectionShare[];
}

/** The share of the connections that goes to a cluster. */
export interface ConnectionShare {
  readonly cluster: Cluster;
  readonly percent: number;
  /** Why the cluster gets none all the same. */
  readonly refused: string | undefined;
}

/** A call that no route takes: it goes on to its address, or is blocked. */
export interface Unrouted {
  readonly kind: 'passthrough' | 'blocked';
  readonly virtualHost?: string;
  readonly status?: number;
  /** Where the host of the request leads; undefined where the address is kept that was dialled. */
  readonly lookedUp?: LookedUp | undefined;
}

/** A call that a proxy cannot route. */
export interface RoutingFailure {
  readonly kind: 'failure';
  readonly reason:
    | 'no-listener'
    | 'no-virtual-host'
    | 'no-route'
    | 'no-filter-chain'
    | 'protocol-error'
    | 'tls-required'
    | 'client-certificate-required'
    | 'https-redirect'
    | 'path-redirect'
    | 'refused-request';
  readonly virtualHost?: string;
  readonly status?: number;
  readonly location?: string;
}

/** Routes a connection to the destinations of a chain. */
export function routeConnection(
  { mesh, trace }: Pick<Hop, 'mesh' | 'trace'>,
  view: ProxyView,
  port: number,
  chain: ConnectionChain,
): Routing {
  if (chain.source !== undefined) {
    const { virtualService, field } = chain.source;
    trace.consult(virtualService.resource);
    trace.step('route', `${virtualService.resource} routes the connection`, virtualService.resource, field);
  } else {
    for (const { destination } of chain.destinations) {
      const service = view.scope.services.get(destination.host ?? '');
      if (service !== undefined) noteIdle(mesh, trace, service);
    }
    trace.step('route', 'no VirtualService routes the connection; it goes to the service');
  }
  const sum = chain.destinations.reduce((total, { weight }) => total + weight, 0);
  const single = chain.destinations.length === 1;
  return {
    kind: 'connection',
    chain,
    clusters: chain.destinations.map(({ destination, weight, refused }) => ({
      cluster: view.clusterOf(destination, port, view.scope.services.get(destination.host ?? '')),
      percent: single ? 100 : (weight / sum) * 100,
      refused,
    })),
  };
}

/** Routes a request by the routes of a virtual host. */
export function routeRequest(hop: Hop, view: ProxyView, port: number, virtualHost: VirtualHost): Routing {
  const { trace, facts } = hop;
  const { routes, service, name } = virtualHost;
  if (routes.length === 0 && service !== undefined) {
    trace.step('route', `no VirtualService routes ${service.host} on port ${port}`, service.resource);
    trace.add(view.noted(service, about => noteVirtualServices(hop.mesh, about, view, service)));
    return { kind: 'http', virtualHost: name, route: undefined, action: view.defaultAction(service, port), port };
  }
  trace.add(view.noted(virtualHost, about => noteOrder(hop.mesh, about, view, virtualHost)));
  for (const route of routes) {
    const { resource } = route.entry;
    trace.consult(resource);
    if (resource !== route.virtualService.resource) trace.consult(route.virtualService.resource);
    if (route.problem !== undefined) trace.unsupported(resource, route.problem.field, route.problem.reason);
    const failed = mismatch(route, facts);
    if (failed !== undefined) {
      trace.ruledOut(resource, failed.field, `wants ${failed.wanted}`);
      continue;
    }
    trace.step('route', takenBy(route), resource, route.field);
    noteMerged(hop, view, routes, route);
    return { kind: 'http', virtualHost: name, route, action: view.action(route), port: route.port };
  }
  trace.step('route', `no route of ${name} takes ${facts.show(METHOD)} ${facts.show(TARGET)}`);
  return { kind: 'failure', reason: 'no-route', virtualHost: name, status: 404 };
}

function takenBy({ entry: { resource }, name }: Route): string {
  return name === '' ? `${resource} takes the request` : `${resource} takes the request by route "${name}"`;
}

/** Says when a VirtualService was taken as the older one of several for the same host. */
function noteOrder(mesh: EffectiveMesh, trace: Trace, { proxy }: ProxyView, { routes, service }: VirtualHost): void {
  const winner = routes[0]?.virtualService;
  if (winner === undefined || proxy.type !== 'sidecar') return;
  if (service !== undefined) noteIdle(mesh, trace, service);
  const hosts = service === undefined ? winner.hosts : [service.host];
  for (const host of hosts) {
    for (const other of mesh.virtualServicesNaming(host)) {
      if (other === winner || !other.gateways.has('mesh') || !isExportedTo(other.exportTo, proxy.namespace)) continue;
      trace.consult(other.resource);
      if (other.resource === winner.resource) continue;
      trace.ruledOut(other.resource, other.hostField, `${winner.resource} is first; a sidecar does not merge them`);
      const sameRank = isPublic(other) === isPublic(winner);
      if (sameRank && isOrderAssumed(winner.resource, other.resource)) {
        trace.assume(orderAssumption(winner.resource, other.resource));
      }
    }
  }
}

function isPublic({ exportTo }: VirtualService): boolean {
  return exportTo.includes('*');
}

/** Says when a route comes before that of another object only because its own object is taken to be older. */
function noteMerged({ trace, facts }: Hop, { proxy }: ProxyView, routes: readonly Route[], taken: Route): void {
  const { virtualService, entry } = taken;
  const { resource: winner } = virtualService.api === 'gateway-api' ? entry : virtualService;
  const rival = routes.find(
    one =>
      (one.virtualService === virtualService
        ? virtualService.api === 'gateway-api' && areEqual(one.match, taken.match)
        : proxy.type === 'gateway' && one.catchAll === taken.catchAll) &&
      resourceOf(one) !== winner &&
      isOrderAssumed(winner, resourceOf(one)) &&
      mismatch(one, facts.unrecorded) === undefined,
  );
  if (rival !== undefined) trace.assume(orderAssumption(winner, resourceOf(rival)));
}

/** The object whose age counts for the place of a route. */
function resourceOf({ virtualService, entry }: Route): Resource {
  return virtualService.api === 'gateway-api' ? entry.resource : virtualService.resource;
}

/** Names the VirtualServices of a host that left it to its default route. */
function noteVirtualServices(
  mesh: EffectiveMesh,
  trace: Trace,
  { proxy }: ProxyView,
  service: RegisteredService,
): void {
  noteIdle(mesh, trace, service);
  for (const virtualService of mesh.virtualServicesNaming(service.host)) {
    const { resource, gateways, exportTo, api } = virtualService;
    trace.consult(resource);
    if (!gateways.has('mesh')) trace.ruledOut(resource, 'spec.gateways', 'is not for sidecars');
    else if (!isExportedTo(exportTo, proxy.namespace)) {
      trace.ruledOut(resource, 'spec.exportTo', `is not exported to ${proxy.namespace}`);
    } else if (api === 'gateway-api' && ![proxy.namespace, service.namespace].includes(resource.namespace)) {
      trace.ruledOut(resource, 'spec.parentRefs', 'is in the namespace of neither the client nor the service');
    } else
      trace.ruledOut(resource, api === 'istio' ? 'spec.http' : 'spec.rules', 'has no route for this client and port');
  }
}

/** Names the routes of the Gateway API whose parent is a service and that do not count there. */
function noteIdle({ gatewayApi }: EffectiveMesh, trace: Trace, { resource }: RegisteredService): void {
  for (const { route, field, reason } of gatewayApi.idleAt(resource)) trace.ruledOut(route, field, reason);
}
