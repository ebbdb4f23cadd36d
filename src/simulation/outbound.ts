import { isOrderAssumed, orderAssumption } from '../istio/age';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshProxy } from '../istio/mesh-proxy';
import { type Chain, chooseChain } from '../istio/routes/l4-chains';
import { type OutboundListener, outboundListeners } from '../istio/routes/outbound-listeners';
import { type UpstreamPath, upstreamPath } from '../istio/routes/rewrite';
import {
  type ActionContext,
  actionOf,
  type Cluster,
  defaultAction,
  type RouteAction,
} from '../istio/routes/route-action';
import { mismatch, type Route } from '../istio/routes/route-list';
import { sidecarVirtualHosts } from '../istio/routes/sidecar-virtual-hosts';
import type { VirtualHost, VirtualHostTable } from '../istio/routes/virtual-host';
import type { VirtualService } from '../istio/routes/virtual-services';
import { portOf, type RegisteredService } from '../istio/services/services';
import { sidecarRivals } from '../istio/sidecar-scope';
import type { RouteDestination } from '../model/shapes/traffic';
import type { HttpRequest } from '../requests/http-request';
import type { Trace } from './trace';

/** A connection that an application opens, and the request on it if it is HTTP. */
export interface OutboundCall {
  /** Destination address; undefined when it is not known. */
  readonly address?: string;
  readonly port: number;
  /** Whether the application speaks HTTP. */
  readonly http: HttpRequest | undefined;
  /** What the application itself encrypts with. */
  readonly tls: 'plaintext' | 'tls' | 'mtls';
  /** Server name that the application sends. */
  readonly serverName?: string;
}

/** Where a proxy sends a call, or why it sends it nowhere. */
export type Routing =
  | {
      readonly kind: 'http';
      readonly virtualHost: string;
      readonly route: Route | undefined;
      readonly action: RouteAction;
      /** The path that goes upstream, where the request is forwarded. */
      readonly path: string;
    }
  | { readonly kind: 'connection'; readonly chain: Chain; readonly clusters: readonly WeightedDestination[] }
  | { readonly kind: 'passthrough'; readonly virtualHost?: string }
  | { readonly kind: 'blocked'; readonly virtualHost?: string; readonly status?: number }
  | RoutingFailure;

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
    | 'https-redirect';
  readonly virtualHost?: string;
  readonly status?: number;
  readonly location?: string;
}

/** A destination of a connection and its share of the connections, in percent. */
export interface WeightedDestination {
  readonly cluster: Cluster;
  readonly percent: number;
}

/** Ports to which the sidecar redirects traffic; a connection to one of them would come back for ever. */
const OWN_PORTS: ReadonlySet<number> = new Set([15001, 15006]);

/** What the sidecar of a client does with a call. */
export function routeOutbound(mesh: EffectiveMesh, proxy: MeshProxy, call: OutboundCall, trace: Trace): Routing {
  const scope = mesh.scopeOf(proxy);
  const { sidecar, outboundTrafficPolicy: policy } = scope;
  if (sidecar !== undefined) {
    trace.consult(sidecar);
    trace.step('scope', `${sidecar} limits what the client knows`, sidecar, 'spec.egress');
    const rivals = mesh.memo('sidecar rivals', proxy, () => sidecarRivals(mesh.model.all('Sidecar'), sidecar, proxy));
    for (const rival of rivals) {
      trace.consult(rival);
      if (isOrderAssumed(sidecar, rival)) trace.assume(orderAssumption(sidecar, rival));
    }
  }
  if (OWN_PORTS.has(call.port)) {
    trace.step('listener', `port ${call.port} is one of the proxy itself, which accepts nothing there directly`);
    return { kind: 'blocked' };
  }
  const context = { proxy, gateway: 'mesh', port: call.port };
  const listeners = mesh.memo(`listeners ${call.port}`, proxy, () =>
    outboundListeners(scope.egress(call.port), context, mesh),
  );
  const bound = call.address === undefined ? undefined : listeners.byAddress.get(call.address);
  const listener = bound ?? listeners.wildcard;
  if (listener === undefined) {
    trace.step('listener', `no service that the client knows has port ${call.port}`);
    return passthrough(policy, trace);
  }
  noteConflicts(listener, trace);
  if (listener.mode !== 'tcp' && call.http !== undefined && call.tls === 'plaintext') {
    const table = mesh.memo(`virtual hosts ${call.port}`, proxy, () =>
      sidecarVirtualHosts(scope.egress(call.port), call.port, proxy),
    );
    return routeHttp(mesh, proxy, call, call.http, table, listener, policy, trace);
  }
  const chain = chooseChain(listener.chains, call.address, call.serverName);
  if (chain === undefined) {
    trace.step('listener', `port ${call.port} routes HTTP or server names, and the connection fits none of them`);
    return passthrough(policy, trace);
  }
  return connect(mesh, proxy, call.port, chain, trace);
}

/** Routes a connection to the destinations of a chain. */
export function connect(mesh: EffectiveMesh, proxy: MeshProxy, port: number, chain: Chain, trace: Trace): Routing {
  if (chain.source !== undefined) {
    const { virtualService, field } = chain.source;
    trace.consult(virtualService.resource);
    trace.step('route', `${virtualService.resource} routes the connection`, virtualService.resource, field);
  } else {
    trace.step('route', `no VirtualService routes the connection; it goes to the service`);
  }
  const sum = chain.destinations.reduce((total, { weight }) => total + weight, 0);
  const single = chain.destinations.length === 1;
  return {
    kind: 'connection',
    chain,
    clusters: chain.destinations.map(({ destination, weight }) => ({
      cluster: destinationCluster(mesh, proxy, port, destination),
      percent: single ? 100 : (weight / sum) * 100,
    })),
  };
}

function routeHttp(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  call: OutboundCall,
  request: HttpRequest,
  table: VirtualHostTable,
  listener: OutboundListener,
  policy: 'ALLOW_ANY' | 'REGISTRY_ONLY',
  trace: Trace,
): Routing {
  // Behind the address of one service, the Host header does not choose.
  const own = listener.service === undefined ? undefined : table.named(`${listener.service.host}:${call.port}`);
  const virtualHost = own ?? table.find(request.authority);
  if (virtualHost === undefined) {
    trace.step('virtual host', `no host on port ${call.port} covers "${request.authority}"`);
    return passthrough(policy, trace, true);
  }
  trace.step('virtual host', `"${request.authority}" is ${virtualHost.name}`);
  return routeVirtualHost(mesh, proxy, call.port, request, virtualHost, trace);
}

/** Routes a request by the routes of a virtual host. */
export function routeVirtualHost(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  port: number,
  request: HttpRequest,
  virtualHost: VirtualHost,
  trace: Trace,
): Routing {
  const { routes, service, name } = virtualHost;
  if (routes.length === 0 && service !== undefined) {
    trace.step('route', `no VirtualService routes ${service.host} on port ${port}`, service.service.resource);
    noteVirtualServices(mesh, proxy, service, trace);
    const cluster = { host: service.host, port, subset: '' };
    const rule = mesh.destinationRuleFor(service.host, proxy);
    const hash =
      rule === undefined ? undefined : mesh.hashPolicyFor({ host: service.host, port: { number: port } }, proxy);
    const action = defaultAction(cluster, hash, mesh.settings.defaultHttpRetryPolicy);
    return { kind: 'http', virtualHost: name, route: undefined, action, path: request.path };
  }
  noteOrder(mesh, proxy, routes, service, trace);
  for (const route of routes) {
    const { resource } = route.entry;
    trace.consult(resource);
    if (resource !== route.virtualService.resource) trace.consult(route.virtualService.resource);
    if (route.problem !== undefined) trace.unsupported(resource, route.problem.field, route.problem.reason);
    const failed = mismatch(route, request);
    if (failed !== undefined) {
      trace.ruledOut(resource, failed.field, `wants ${failed.wanted}`);
      continue;
    }
    trace.step(
      'route',
      `${resource} takes the request${route.name === '' ? '' : ` by route "${route.name}"`}`,
      resource,
      route.field,
    );
    if (proxy.type === 'gateway') noteMerged(routes, route, request, trace);
    checkPreflight(route, request, trace);
    const action = actionOf(route, request, actionContext(mesh, proxy, port));
    const upstream: UpstreamPath =
      action.kind === 'forward' ? upstreamPath(action.rewrite, route.match, request) : { path: request.path };
    if ('problem' in upstream) trace.unsupported(resource, `${route.entry.field}.rewrite`, upstream.problem);
    const path = 'path' in upstream ? upstream.path : request.path;
    return { kind: 'http', virtualHost: name, route, action, path };
  }
  trace.step('route', `no route of ${name} takes ${request.method} ${request.path}`);
  return { kind: 'failure', reason: 'no-route', virtualHost: name, status: 404 };
}

/** The cluster of a destination: the port it names, else the only port of the service, else that of the listener. */
function destinationCluster(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  port: number,
  destination: RouteDestination,
): Cluster {
  const { host = '', subset = '' } = destination;
  const service = mesh.serviceOf(host, proxy);
  const named = destination.port?.number ?? 0;
  return {
    host: service?.aliasOf ?? host,
    port: named !== 0 ? named : onlyPort(service, port, proxy),
    subset,
  };
}

function onlyPort(service: RegisteredService | undefined, port: number, proxy: MeshProxy): number {
  // A sidecar looks only at services with the port of the listener, reduced to it.
  if (service === undefined || (proxy.type === 'sidecar' && portOf(service, port) !== undefined)) return port;
  const [only, ...others] = service.service.ports;
  return proxy.type === 'gateway' && only !== undefined && others.length === 0 ? only.number : port;
}

function actionContext(mesh: EffectiveMesh, proxy: MeshProxy, port: number): ActionContext {
  return {
    port,
    clusterOf: destination => destinationCluster(mesh, proxy, port, destination),
    hashPolicyOf: destination => mesh.hashPolicyFor(destination, proxy),
    meshRetries: mesh.settings.defaultHttpRetryPolicy,
  };
}

function passthrough(policy: 'ALLOW_ANY' | 'REGISTRY_ONLY', trace: Trace, http = false): Routing {
  if (policy === 'ALLOW_ANY') {
    trace.step('outbound policy', 'ALLOW_ANY: the connection goes on to its address, unrouted');
    return http ? { kind: 'passthrough', virtualHost: 'allow_any' } : { kind: 'passthrough' };
  }
  trace.step('outbound policy', 'REGISTRY_ONLY: the mesh sends nothing to hosts it does not know');
  return http ? { kind: 'blocked', virtualHost: 'block_all', status: 502 } : { kind: 'blocked' };
}

function noteConflicts({ conflicts, service }: OutboundListener, trace: Trace): void {
  for (const conflict of conflicts) {
    const held = service === undefined ? 'the port' : `the address of ${service.host}`;
    trace.assume(`${conflict.host} has no listener of its own: an older service of another protocol holds ${held}`);
  }
}

/** Says when a VirtualService was taken as the older one of several for the same host. */
function noteOrder(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  routes: readonly Route[],
  service: RegisteredService | undefined,
  trace: Trace,
): void {
  const winner = routes[0]?.virtualService;
  if (winner === undefined || proxy.type === 'gateway') return;
  const hosts = service === undefined ? winner.hosts : [service.host];
  for (const other of hosts.flatMap(host => mesh.virtualServicesNaming(host))) {
    if (other === winner || !other.gateways.has('mesh') || !isVisible(other, proxy.namespace)) continue;
    trace.consult(other.resource);
    trace.ruledOut(other.resource, 'spec.hosts', `${winner.resource} is first; a sidecar does not merge them`);
    const sameRank = other.exportTo.includes('*') === winner.exportTo.includes('*');
    if (sameRank && isOrderAssumed(winner.resource, other.resource)) {
      trace.assume(orderAssumption(winner.resource, other.resource));
    }
  }
}

/** Says when a route of a gateway comes before another one only because its VirtualService is taken to be older. */
function noteMerged(routes: readonly Route[], taken: Route, request: HttpRequest, trace: Trace): void {
  const winner = taken.virtualService.resource;
  const rival = routes.find(
    one =>
      one.virtualService.resource !== winner &&
      one.catchAll === taken.catchAll &&
      isOrderAssumed(winner, one.virtualService.resource) &&
      mismatch(one, request) === undefined,
  );
  if (rival !== undefined) trace.assume(orderAssumption(winner, rival.virtualService.resource));
}

/** Names the VirtualServices of a host that left it to its default route. */
function noteVirtualServices(mesh: EffectiveMesh, proxy: MeshProxy, service: RegisteredService, trace: Trace): void {
  for (const virtualService of mesh.virtualServicesNaming(service.host)) {
    const { resource, gateways } = virtualService;
    trace.consult(resource);
    if (!gateways.has('mesh')) trace.ruledOut(resource, 'spec.gateways', 'is not for sidecars');
    else if (!isVisible(virtualService, proxy.namespace)) {
      trace.ruledOut(resource, 'spec.exportTo', `is not exported to ${proxy.namespace}`);
    } else trace.ruledOut(resource, 'spec.http', 'has no route for this client and port');
  }
}

function isVisible({ exportTo }: VirtualService, namespace: string): boolean {
  return exportTo.includes('*') || exportTo.includes(namespace);
}

function checkPreflight(route: Route, request: HttpRequest, trace: Trace): void {
  if (route.entry.spec.corsPolicy === undefined || request.method !== 'OPTIONS') return;
  if (request.headers.has('origin') && request.headers.has('access-control-request-method')) {
    trace.unsupported(route.entry.resource, `${route.entry.field}.corsPolicy`, 'preflight requests are not modelled');
  }
}
