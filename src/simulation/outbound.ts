import { isOrderAssumed, orderAssumption } from '../istio/age';
import type { EffectiveMesh } from '../istio/effective-mesh';
import type { ProxyView } from '../istio/proxy-view';
import { chooseChain, type FilterChain } from '../istio/routes/filter-chains';
import type { OutboundListener } from '../istio/routes/outbound-listeners';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import { AUTHORITY } from '../requests/attribute';
import type { Hop } from './hop';
import { type Routing, routeConnection, routeRequest } from './routing';

/** Ports to which the sidecar redirects traffic; a connection to one of them would come back for ever. */
const OWN_PORTS: ReadonlySet<number> = new Set([15001, 15006]);

/** What the sidecar of a client does with what the application sends to an address. */
export function routeOutbound(hop: Hop, view: ProxyView): Routing {
  const { trace, port, facts, encrypted, serverName } = hop;
  const address = hop.dialled?.address;
  noteSidecar(hop, view);
  if (OWN_PORTS.has(port)) {
    trace.step('listener', `port ${port} is one of the proxy itself, which accepts nothing there directly`);
    return { kind: 'blocked' };
  }
  const listeners = view.listeners(port);
  const bound = address === undefined ? undefined : listeners.byAddress.get(address);
  const listener = bound ?? listeners.wildcard;
  if (listener === undefined) {
    trace.step('listener', `no service that the client knows has port ${port}`);
    return unrouted(hop, view, 'listener');
  }
  noteConflicts(hop, listener);
  const http = facts.isHttp && !encrypted;
  const chain = chooseChain<FilterChain>(listener.chains, { address, serverName, encrypted, http });
  if (chain === undefined) {
    trace.step('listener', `port ${port} routes HTTP or server names, and the connection fits none of them`);
    return unrouted(hop, view, 'filter chain');
  }
  if (chain.kind === 'connection') return routeConnection(hop, view, port, chain);
  if (!http) {
    trace.step('listener', `port ${port} takes only HTTP`);
    return { kind: 'failure', reason: 'protocol-error' };
  }
  const table = view.virtualHosts(port);
  // Behind the address of one service, the Host header does not choose.
  const virtualHost =
    chain.service === undefined ? table.of(facts) : table.named(`${chain.service.host.toLowerCase()}:${port}`);
  if (virtualHost === undefined) {
    const authority = facts.show(AUTHORITY);
    if (chain.service !== undefined) {
      trace.step('virtual host', `${chain.service.host} has no routes on port ${port}`);
      return { kind: 'failure', reason: 'no-virtual-host', status: 404 };
    }
    trace.step('virtual host', `no host on port ${port} covers "${authority}"`);
    return unrouted(hop, view, 'virtual host');
  }
  trace.step('virtual host', `"${facts.show(AUTHORITY)}" is ${virtualHost.name}`);
  return routeRequest(hop, view, port, virtualHost);
}

/** What takes a call that nothing routes: the listener of all other ports, a filter chain, or a virtual host. */
type Catcher = 'listener' | 'filter chain' | 'virtual host';

function unrouted({ mesh, trace, facts, encrypted }: Hop, view: ProxyView, by: Catcher): Routing {
  const mode = view.scope.outboundTrafficPolicy;
  const http = by === 'virtual host';
  if (mode === 'REGISTRY_ONLY') {
    trace.step('outbound policy', 'REGISTRY_ONLY: the mesh sends nothing to hosts it does not know');
    return http ? { kind: 'blocked', virtualHost: 'block_all', status: 502 } : { kind: 'blocked' };
  }
  const looksUp = mode === 'ALLOW_ANY_DYNAMIC_DNS' && mesh.release.has('dynamicDnsForUnknownHosts');
  if (looksUp && by !== 'filter chain' && facts.isHttp && !encrypted) {
    trace.step('outbound policy', `${mode}: the proxy looks up "${facts.show(AUTHORITY)}" and sends the request there`);
    return { kind: 'passthrough', virtualHost: 'allow_any_dynamic_dns', lookedUp: view.names.of(facts) };
  }
  trace.step('outbound policy', `${mode}: the connection goes on to its address, unrouted`);
  return http ? { kind: 'passthrough', virtualHost: 'allow_any' } : { kind: 'passthrough' };
}

function noteSidecar({ mesh, trace }: Hop, view: ProxyView): void {
  const { sidecar } = view.scope;
  if (sidecar === undefined) return;
  trace.add(view.noted(sidecar, about => describeSidecar(mesh, about, view, sidecar)));
}

function describeSidecar(mesh: EffectiveMesh, trace: Trace, { proxy }: ProxyView, sidecar: Resource<'Sidecar'>): void {
  trace.consult(sidecar);
  trace.step('scope', `${sidecar} limits what the client knows`, sidecar, 'spec.egress');
  for (const [i, { port }] of (sidecar.spec.egress ?? []).entries()) {
    if (port?.protocol?.toUpperCase() !== 'HTTP_PROXY') continue;
    trace.unsupported(sidecar, `spec.egress[${i}].port.protocol`, 'HTTP_PROXY is not modelled');
  }
  for (const rival of mesh.sidecars.rivalsOf(sidecar, proxy)) {
    trace.consult(rival);
    if (isOrderAssumed(sidecar, rival)) trace.assume(orderAssumption(sidecar, rival));
  }
}

function noteConflicts({ trace, port }: Hop, { conflicts }: OutboundListener): void {
  for (const { host } of conflicts) {
    trace.assume(
      `${host} shares port ${port} with an older service that another protocol, or nothing but its age, sets before it`,
    );
  }
}
