import { isOrderAssumed, orderAssumption } from '../istio/age';
import type { GatewayChain } from '../istio/gateways/gateway-listener';
import { isServedBy } from '../istio/gateways/gateway-pods';
import type { GatewayPort } from '../istio/gateways/gateway-servers';
import type { ProxyView } from '../istio/proxy-view';
import { httpsLocation } from '../istio/routes/redirect';
import type { VirtualHostTable } from '../istio/routes/virtual-host';
import { workloadAddresses } from '../istio/services/registered-service';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import { AUTHORITY, SCHEME, SERVER_NAME } from '../requests/attribute';
import { type Connection, POD_ADDRESS } from '../requests/request-facts';
import { exact } from '../requests/test';
import { checkPolicies } from './check-policies';
import { cleanRequest } from './clean-request';
import { noteExtensions } from './extensions';
import { type Arrival, addressesSeen, beyondGateway, type Hop, type Sender } from './hop';
import { type Routing, routeConnection, routeRequest } from './routing';
import type { TargetVerdict } from './verdict';

/** A request that a gateway has let in, and where it sends it. */
export type Passed =
  | { readonly routing: Routing; readonly onward: Hop; readonly view: ProxyView }
  | { readonly refusal: TargetVerdict };

/** The checks and routes of a gateway for what arrives at its pods: its server, its tokens and policies, its routes. */
export function passGateway(hop: Hop, sender: Sender, arrival: Arrival): Passed {
  const { mesh, trace } = hop;
  const { workload, proxy } = sender;
  const view = mesh.viewOf(proxy);
  const name = `${workload.namespace}/${workload.name}`;
  noteExtensions(mesh, workload, 'gateway', trace);
  trace.add(view.noted(view.gatewayPorts, about => noteGateways(view, about)));
  const opened = openChain(hop, view, arrival);
  if ('kind' in opened) {
    noteIdle(hop, view, opened);
    return { routing: opened, onward: hop, view };
  }
  const { chain, terminated } = opened;
  const http = chain.table !== undefined;
  if (http && !hop.facts.isHttp) {
    const { gateway, field } = chain.server;
    trace.step('server', `${gateway} takes only HTTP`, gateway, field);
    return { routing: { kind: 'failure', reason: 'protocol-error' }, onward: hop, view };
  }
  const cleaned = http ? cleanRequest(hop, sender) : hop.facts;
  if ('kind' in cleaned) return { routing: cleaned, onward: hop, view };
  const connection: Connection = {
    principal: arrival.principal,
    ...addressesSeen(hop, http),
    destinationAddress: workloadAddresses(workload)[0] ?? POD_ADDRESS,
    destinationPort: arrival.port,
    serverName: arrival.tls === 'plaintext' ? undefined : arrival.serverName,
  };
  const { verdict, facts } = checkPolicies(
    { ...hop, facts: cleaned },
    name,
    connection,
    http,
    mesh.policiesOf(workload),
    {
      mtls: false,
      mtlsMode: undefined,
    },
  );
  if (verdict.outcome !== 'routed') return { refusal: verdict };
  const checked = { ...hop, facts, routedAsHttp: http };
  const routing = route(checked, view, chain);
  noteIdle(hop, view, routing);
  // Without forwardOriginalToken the token ends at the gateway, and the workload sees a request without one.
  const dropped = Object.entries(verdict.tokenHeaders ?? {}).flatMap(([header, value]) =>
    value === null ? [header] : [],
  );
  const encrypted = !terminated && hop.encrypted;
  const changes = {
    facts: facts.leaving(dropped),
    encrypted,
    serverName: encrypted ? hop.serverName : undefined,
  };
  return { routing, onward: beyondGateway(checked, sender, changes), view };
}

/** The filter chain that takes a connection, and whether it ends the TLS; else why none does. */
function openChain(
  { trace, facts, varies }: Hop,
  view: ProxyView,
  { port, tls, serverName }: Arrival,
): { readonly chain: GatewayChain; readonly terminated: boolean } | Extract<Routing, { kind: 'failure' }> {
  const servers = view.gatewayPorts.get(port);
  if (servers !== undefined) noteLeftOut(servers, trace);
  if (servers === undefined || servers.servers.length === 0) {
    trace.step('server', `no Gateway of this pod has a server on port ${port}`);
    return { kind: 'failure', reason: 'no-listener' };
  }
  const { chains, rejected, plaintext, encrypted } = view.gatewayListener(port);
  const [first] = servers.servers;
  if (rejected !== undefined) {
    const [a, b] = rejected;
    const names = a.serverNames.join(', ') || 'every name';
    trace.ruledOut(a.server.gateway, a.server.field, 'has the same names');
    trace.step('server', `Envoy refuses port ${port}: two servers take ${names}`, b.server.gateway, b.server.field);
    return { kind: 'failure', reason: 'no-listener' };
  }
  if (chains.length === 0) {
    trace.step('server', `no VirtualService routes connections on port ${port}`, first?.gateway, first?.field);
    return { kind: 'failure', reason: 'no-listener' };
  }
  const choice = tls === 'plaintext' ? plaintext : encrypted;
  const chain = facts
    .on({ serverName: tls === 'plaintext' ? undefined : serverName, varies })
    .choose(SERVER_NAME, choice);
  if (chain === undefined) {
    const names = chains.flatMap(({ serverNames }) => serverNames.map(name => `"${name}"`)).join(', ');
    const sent = tls === 'plaintext' ? 'plaintext has none' : `there is no "${serverName ?? ''}"`;
    trace.step(
      'server',
      `port ${port} goes by server names, and ${sent}; there are ${names}`,
      first?.gateway,
      first?.field,
    );
    return { kind: 'failure', reason: 'no-filter-chain' };
  }
  const { gateway, field, kind, server, assumedSecrets } = chain.server;
  for (const secret of assumedSecrets) {
    trace.assume(
      `${secret}, which holds the certificate of ${gateway}, is not among the manifests: it is taken to exist`,
    );
  }
  if (kind === 'auto-passthrough') trace.unsupported(gateway, `${field}.tls.mode`, 'AUTO_PASSTHROUGH is not modelled');
  const terminates = kind === 'https-terminate' || kind === 'tls-terminate';
  if (!terminates) {
    if (kind === 'http' && tls !== 'plaintext') {
      trace.step('server', `${gateway} takes no TLS on port ${port}`, gateway, field);
      return { kind: 'failure', reason: 'protocol-error' };
    }
    return { chain, terminated: false };
  }
  if (tls === 'plaintext') {
    trace.step('server', `port ${port} takes only TLS`, gateway, field);
    return { kind: 'failure', reason: 'tls-required' };
  }
  trace.step('server', `${gateway} has the name "${serverName ?? ''}"`, gateway, field);
  const mode = server.tls?.mode;
  if ((mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL') && tls !== 'mtls') {
    trace.step('server', `${mode} wants a client certificate`, gateway, `${field}.tls.mode`);
    return { kind: 'failure', reason: 'client-certificate-required' };
  }
  return { chain, terminated: true };
}

function route(hop: Hop, view: ProxyView, { table, connection, server }: GatewayChain): Routing {
  if (table !== undefined) return routeHttp(hop, view, table, server);
  if (connection === undefined) return { kind: 'failure', reason: 'no-listener' };
  hop.trace.step('server', `${server.gateway} forwards the connection`, server.gateway, server.field);
  return routeConnection(hop, view, server.number, connection);
}

const IS_HTTPS = exact('https');

function routeHttp(hop: Hop, view: ProxyView, table: VirtualHostTable, server: GatewayChain['server']): Routing {
  const { trace, facts } = hop;
  const { number, gateway, field } = server;
  if (table.size === 0) {
    trace.step('virtual host', `no VirtualService is attached to port ${number}`, gateway, field);
    return { kind: 'failure', reason: 'no-route', virtualHost: `blackhole:${number}`, status: 404 };
  }
  const authority = facts.show(AUTHORITY);
  const virtualHost = table.of(facts);
  if (virtualHost === undefined) {
    const names = table.names.join(', ');
    trace.step('virtual host', `no host on port ${number} covers "${authority}"; there are ${names}`);
    return { kind: 'failure', reason: 'no-virtual-host', status: 404 };
  }
  trace.step('virtual host', `"${authority}" is ${virtualHost.name}`);
  if (virtualHost.requireTls && facts.ask(SCHEME, IS_HTTPS) !== true) {
    const location = httpsLocation(facts);
    trace.step('server', `plaintext requests are sent to ${location}`, gateway, `${field}.tls.httpsRedirect`);
    return { kind: 'failure', reason: 'https-redirect', virtualHost: virtualHost.name, status: 301, location };
  }
  return routeRequest(hop, view, number, virtualHost);
}

function noteGateways({ gatewayPorts }: ProxyView, trace: Trace): void {
  for (const { servers, leftOut } of gatewayPorts.values()) {
    for (const { gateway } of servers) trace.consult(gateway);
    for (const { server } of leftOut) trace.consult(server.gateway);
  }
}

const UNROUTED: ReadonlySet<string> = new Set(['no-listener', 'no-filter-chain', 'no-virtual-host', 'no-route']);

/** Names the listeners and routes of the Gateway API that might have taken a request which nothing takes. */
function noteIdle({ mesh, trace }: Hop, view: ProxyView, routing: Routing): void {
  if (routing.kind !== 'failure' || !UNROUTED.has(routing.reason)) return;
  const { gatewayApi } = mesh;
  trace.add(
    view.noted(gatewayApi, about => {
      const owners = new Set<Resource>();
      for (const listener of gatewayApi.listeners) {
        if (!isServedBy(mesh, gatewayApi.configOf(listener), view.proxy)) continue;
        const { owner, gateway, field, valid, conflict, refusals } = listener;
        owners.add(owner).add(gateway);
        if (valid) continue;
        const [refusal] = refusals;
        about.ruledOut(owner, refusal?.field ?? field, conflict?.message ?? refusal?.message ?? 'is not valid');
      }
      for (const owner of owners) {
        for (const { route, field, reason } of gatewayApi.idleAt(owner)) about.ruledOut(route, field, reason);
      }
      if (about.pending.length > 0) about.step('attachment', 'listeners and routes of the gateway that do not count');
    }),
  );
}

function noteLeftOut({ leftOut, servers }: GatewayPort, trace: Trace): void {
  const [first] = servers;
  for (const { server, reason, isYounger } of leftOut) {
    trace.ruledOut(server.gateway, server.field, reason);
    if (
      isYounger &&
      first !== undefined &&
      first.gateway !== server.gateway &&
      isOrderAssumed(first.gateway, server.gateway)
    ) {
      trace.assume(orderAssumption(first.gateway, server.gateway));
    }
  }
}
