import { isOrderAssumed, orderAssumption } from '../istio/age';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { type GatewayPort, type GatewayServer, gatewayPorts, isPlain } from '../istio/gateways/gateway-servers';
import { attachedTo, gatewayVirtualHosts, sharedHosts } from '../istio/gateways/gateway-virtual-hosts';
import type { MeshProxy } from '../istio/mesh-proxy';
import { type Chain, chooseByServerName, chooseChain, tcpChains, tlsChains } from '../istio/routes/l4-chains';
import { httpsRedirect } from '../istio/routes/redirect';
import type { HttpRequest } from '../requests/http-request';
import { connect, type Routing, routeVirtualHost } from './outbound';
import type { Trace } from './trace';

/** A connection that arrives at a gateway, and the request on it if it is HTTP. */
export interface GatewayCall {
  /** Port on which the pod listens. */
  readonly port: number;
  readonly http: HttpRequest | undefined;
  readonly tls: 'plaintext' | 'tls' | 'mtls';
  readonly serverName?: string;
  readonly address?: string;
}

/** A TLS server with the names that choose it; `*` chooses it for every name, also none. */
interface NamedServer {
  readonly server: GatewayServer;
  readonly serverNames: readonly string[];
}

/** What a gateway does with a call. */
export function routeGateway(mesh: EffectiveMesh, proxy: MeshProxy, call: GatewayCall, trace: Trace): Routing {
  const ports = mesh.memo('gateway ports', proxy, () => gatewayPorts(mesh, proxy));
  const port = ports.get(call.port);
  for (const { servers, leftOut } of ports.values()) {
    for (const { gateway } of servers) trace.consult(gateway);
    for (const { server } of leftOut) trace.consult(server.gateway);
  }
  if (port === undefined || port.servers.length === 0) {
    trace.step('server', `no Gateway of this pod has a server on port ${call.port}`);
    return { kind: 'failure', reason: 'no-listener' };
  }
  noteLeftOut(port, trace);
  const plain = port.servers.filter(isPlain);
  const [first] = plain;
  if (first === undefined) return routeTls(mesh, proxy, call, port, trace);
  if (call.tls !== 'plaintext') {
    trace.step('server', `${first.gateway} takes no TLS on port ${call.port}`, first.gateway, first.field);
    return { kind: 'failure', reason: 'protocol-error' };
  }
  if (first.kind !== 'http') return routeTcp(mesh, proxy, call, plain, trace);
  if (call.http === undefined) {
    trace.step('server', `${first.gateway} takes only HTTP on port ${call.port}`, first.gateway, first.field);
    return { kind: 'failure', reason: 'protocol-error' };
  }
  const table = `gateway routes ${call.port}`;
  return routeHttp(mesh, proxy, call.http, plain, table, trace);
}

function routeTls(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  call: GatewayCall,
  { servers }: GatewayPort,
  trace: Trace,
): Routing {
  const named: NamedServer[] = servers.map(server => ({
    server,
    serverNames: server.hosts.some(({ host }) => host === '*') ? [] : server.hosts.map(({ host }) => host),
  }));
  if (call.tls === 'plaintext') {
    const [first] = named;
    trace.step('server', `port ${call.port} takes only TLS`, first?.server.gateway, first?.server.field);
    const open = named.some(({ serverNames }) => serverNames.length === 0);
    return { kind: 'failure', reason: open ? 'tls-required' : 'no-filter-chain' };
  }
  const chosen = chooseByServerName(named, call.serverName)?.server;
  if (chosen === undefined) {
    const hosts = servers.flatMap(server => server.hosts.map(({ host }) => `"${host}"`)).join(', ');
    trace.step('server', `no server on port ${call.port} has the name "${call.serverName ?? ''}"; there are ${hosts}`);
    return { kind: 'failure', reason: 'no-filter-chain' };
  }
  const { gateway, field, kind, server } = chosen;
  if (kind === 'auto-passthrough') trace.unsupported(gateway, `${field}.tls.mode`, 'AUTO_PASSTHROUGH is not modelled');
  if (kind === 'tls-passthrough') return routePassthrough(mesh, proxy, call, servers, chosen, trace);
  trace.step('server', `${gateway} has the name "${call.serverName ?? ''}"`, gateway, field);
  const mode = server.tls?.mode;
  if ((mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL') && call.tls !== 'mtls') {
    trace.step('server', `${mode} wants a client certificate`, gateway, `${field}.tls.mode`);
    return { kind: 'failure', reason: 'client-certificate-required' };
  }
  if (kind === 'tls-terminate') return routeTcp(mesh, proxy, call, [chosen], trace);
  if (call.http === undefined) {
    trace.step('server', `${gateway} takes only HTTP behind TLS`, gateway, field);
    return { kind: 'failure', reason: 'protocol-error' };
  }
  const table = `gateway routes ${call.port} ${gateway.namespace}/${gateway.name} ${field}`;
  return routeHttp(mesh, proxy, call.http, [chosen], table, trace);
}

function routeHttp(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  request: HttpRequest,
  servers: readonly GatewayServer[],
  memo: string,
  trace: Trace,
): Routing {
  const table = mesh.memo(memo, proxy, () => gatewayVirtualHosts(mesh, proxy, servers));
  const [first] = servers;
  const port = first?.number ?? 0;
  if (table.size === 0) {
    trace.step('virtual host', `no VirtualService is attached to port ${port}`, first?.gateway, first?.field);
    return { kind: 'failure', reason: 'no-route', virtualHost: `blackhole:${port}`, status: 404 };
  }
  const virtualHost = table.find(request.authority);
  if (virtualHost === undefined) {
    trace.step(
      'virtual host',
      `no host on port ${port} covers "${request.authority}"; there are ${table.names.join(', ')}`,
    );
    return { kind: 'failure', reason: 'no-virtual-host', status: 404 };
  }
  trace.step('virtual host', `"${request.authority}" is ${virtualHost.name}`);
  if (virtualHost.requireTls && request.scheme !== 'https') {
    const source = servers.find(({ server }) => server.tls?.httpsRedirect === true);
    const field = source === undefined ? undefined : `${source.field}.tls.httpsRedirect`;
    const { location } = httpsRedirect(request);
    trace.step('server', `plaintext requests are sent to ${location}`, source?.gateway, field);
    return { kind: 'failure', reason: 'https-redirect', virtualHost: virtualHost.name, status: 301, location };
  }
  return routeVirtualHost(mesh, proxy, port, request, virtualHost, trace);
}

function routeTcp(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  call: GatewayCall,
  servers: readonly GatewayServer[],
  trace: Trace,
): Routing {
  const chains: Chain[] = [];
  for (const entry of servers) {
    const gateway = `${entry.gateway.namespace}/${entry.gateway.name}`;
    const attached = attachedTo(mesh, proxy, gateway).filter(one => sharedHosts(entry, one).length > 0);
    chains.push(...tcpChains(attached, { proxy, gateway, port: entry.number }, undefined).chains);
  }
  const chain = chooseChain(chains, call.address, undefined);
  if (chain === undefined) {
    const [first] = servers;
    trace.step('server', `no "tcp" block of a VirtualService serves port ${call.port}`, first?.gateway, first?.field);
    return { kind: 'failure', reason: 'no-listener' };
  }
  return connect(mesh, proxy, servers[0]?.number ?? call.port, chain, trace);
}

function routePassthrough(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  call: GatewayCall,
  servers: readonly GatewayServer[],
  chosen: GatewayServer,
  trace: Trace,
): Routing {
  const chains: Chain[] = [];
  for (const entry of servers) {
    if (entry.kind !== 'tls-passthrough') continue;
    const gateway = `${entry.gateway.namespace}/${entry.gateway.name}`;
    const attached = attachedTo(mesh, proxy, gateway).filter(one => sharedHosts(entry, one).length > 0);
    chains.push(...tlsChains(attached, { proxy, gateway, port: entry.number }, undefined));
  }
  const chain = chooseChain(chains, call.address, call.serverName);
  trace.step('server', `${chosen.gateway} passes TLS through`, chosen.gateway, chosen.field);
  if (chain === undefined) {
    trace.step('route', `no "tls" block of a VirtualService has the name "${call.serverName ?? ''}"`);
    return { kind: 'failure', reason: 'no-filter-chain' };
  }
  return connect(mesh, proxy, chosen.number, chain, trace);
}

function noteLeftOut({ leftOut, servers }: GatewayPort, trace: Trace): void {
  for (const { server, reason } of leftOut) {
    trace.ruledOut(server.gateway, server.field, reason);
    const [first] = servers;
    if (first !== undefined && first.gateway !== server.gateway && isOrderAssumed(first.gateway, server.gateway)) {
      trace.assume(orderAssumption(first.gateway, server.gateway));
    }
  }
}
