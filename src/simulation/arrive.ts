import { type ClientTls, isInMesh, isMeshTls, isTunnel } from '../istio/destinations/client-tls';
import { acceptInbound, type DeclaredPort, describeInbound, type Inbound } from '../istio/inbound';
import type { EffectiveMode } from '../istio/policies/peer-authentication';
import { workloadAddresses } from '../istio/services/registered-service';
import type { PortProtocol } from '../model/protocol';
import type { Workload } from '../model/workload';
import { type Connection, POD_ADDRESS } from '../requests/request-facts';
import { checkPolicies, type Secured } from './check-policies';
import { noteExtensions } from './extensions';
import { type Arrival, addressesSeen, type Hop } from './hop';
import type { Outcome, TargetVerdict } from './verdict';

/** What leaves the sender's pod on the way to one endpoint. */
export interface Sent {
  readonly workload: Workload;
  /** Port of the pod. */
  readonly port: number;
  /** What the service speaks on the port, as far as one stands before it. */
  readonly protocol: PortProtocol;
  readonly wire: ClientTls;
  /** The SNI that the sender's proxy puts into its TLS. */
  readonly serverName: string | undefined;
}

/** What happens to a request at the pods of one workload: what they accept, and their checks. */
export function arrive(hop: Hop, sent: Sent): TargetVerdict {
  const { mesh, trace } = hop;
  const { workload, port, wire } = sent;
  const name = `${workload.namespace}/${workload.name}`;
  trace.add(mesh.notesOf(workload));
  if (!isInMesh(workload)) return withoutProxy(hop, name, sent);
  const arrival = arrivalOf(hop, sent);
  const proxy = mesh.proxyOf(workload);
  if (proxy.type === 'gateway' && hop.throughGateway !== undefined) {
    return hop.throughGateway(hop, { workload, proxy }, arrival);
  }
  const ambient = workload.dataPlane === 'ambient';
  if (!ambient) noteExtensions(mesh, workload, 'inbound', trace);
  const mode = mesh.peerAuthentications.modeOf(workload, port, trace);
  const declared = ambient ? undefined : mesh.declaredPortsOf(workload).get(port);
  const inbound = ambient ? acceptAmbient(hop, mode, arrival, wire) : acceptSidecar(hop, mode, declared, arrival, wire);
  const secured: Secured = { mtlsMode: mode.mode, mtls: inbound.identified };
  if (inbound.refusal !== undefined) {
    const outcome = inbound.refusal === 'protocol-error' ? 'protocol-error' : 'mtls-failure';
    const reason = `${name} is ${mode.mode} and refuses what the client sends (${shownTls(arrival.tls)})`;
    return refused(name, port, outcome, reason, secured, mode);
  }
  const connection: Connection = {
    principal: inbound.identified ? arrival.principal : undefined,
    ...addressesSeen(hop, inbound.http),
    destinationAddress: workloadAddresses(workload)[0] ?? POD_ADDRESS,
    destinationPort: port,
    serverName: arrival.serverName,
  };
  const { verdict } = checkPolicies(hop, name, connection, inbound.http, mesh.policiesOf(workload), secured);
  const isUserTls = wire === 'user-tls' || wire === 'user-tls-in-hbone';
  const isUnreadable = inbound.encrypted && (wire === 'mesh-mtls' || (isUserTls && !readsTls(sent.protocol)));
  // Who looks at connections only takes what it lets in to the application as it is.
  if (verdict.outcome !== 'routed' || !isUnreadable) return verdict;
  const reason = `${name} is ${mode.mode}, so its application gets TLS that it cannot read`;
  return refused(name, port, 'mtls-failure', reason, secured, mode);
}

function arrivalOf(hop: Hop, { workload, port, wire, serverName }: Sent): Arrival {
  const { mesh, sender, encrypted } = hop;
  const tls = isMeshTls(wire) ? 'mtls' : wire === 'user-tls' || encrypted ? 'tls' : 'plaintext';
  return {
    workload,
    port,
    tls,
    serverName: wire === 'plaintext' || wire === 'hbone' ? (encrypted ? hop.serverName : undefined) : serverName,
    principal: tls === 'mtls' && sender !== undefined ? mesh.principalOf(sender.workload) : undefined,
  };
}

function withoutProxy({ trace }: Hop, name: string, { port, protocol, wire, workload }: Sent): TargetVerdict {
  if (isMeshTls(wire)) {
    return target(name, port, 'mtls-failure', `the client wants mutual TLS, and ${name} has no sidecar`);
  }
  if (wire === 'user-tls' && !readsTls(protocol)) {
    return target(name, port, 'protocol-error', `the client sends TLS, which ${name} does not speak on port ${port}`);
  }
  trace.step('server', `${name} has no sidecar: nothing checks the request`, workload.resource);
  return target(name, port, 'routed', `${name} takes the request; it has no sidecar that would check it`);
}

function acceptSidecar(
  hop: Hop,
  mode: EffectiveMode,
  declared: DeclaredPort | undefined,
  { port, tls }: Arrival,
  wire: ClientTls,
): Inbound {
  if (isTunnel(wire)) return acceptTunnelled(hop, declared, port, wire);
  const { mesh, trace, facts, encrypted, routedAsHttp } = hop;
  const readable = facts.isHttp && !encrypted && tls !== 'tls';
  const call = { port, protocol: readable ? ('http' as const) : ('tcp' as const), tls, routedAsHttp };
  const inbound = acceptInbound(mesh, declared, mode.mode, call);
  const taken = inbound.refusal === undefined ? 'is accepted' : 'is refused';
  if (trace.explains) {
    trace.step('peer authentication', `${mode.mode}: ${describeInbound(call)} ${taken}`, mode.resource, mode.field);
  }
  return inbound;
}

/** A tunnel has its own mutual TLS, whatever the mode: inside, a sidecar expects what an application expects. */
function acceptTunnelled(hop: Hop, declared: DeclaredPort | undefined, port: number, wire: ClientTls): Inbound {
  const { mesh, trace, facts, encrypted, routedAsHttp } = hop;
  const tls = encrypted || wire === 'user-tls-in-hbone' ? 'tls' : 'plaintext';
  const protocol = facts.isHttp && tls === 'plaintext' ? ('http' as const) : ('tcp' as const);
  const inbound = acceptInbound(mesh, declared, 'DISABLE', { port, protocol, tls, routedAsHttp });
  trace.step('peer authentication', 'mutual TLS ends with the tunnel (HBONE)');
  return { ...inbound, identified: inbound.refusal === undefined };
}

function acceptAmbient({ trace }: Hop, mode: EffectiveMode, { tls }: Arrival, wire: ClientTls): Inbound {
  const identified = isTunnel(wire);
  const refused = mode.mode === 'STRICT' && !identified;
  const what = identified ? 'HBONE' : shownTls(tls);
  const message = `${mode.mode}: ztunnel ${refused ? 'refuses' : 'accepts'} ${what}`;
  trace.step('peer authentication', message, mode.resource, mode.field);
  return {
    refusal: refused ? 'no-filter-chain' : undefined,
    identified,
    http: false,
    encrypted: wire === 'user-tls' || wire === 'user-tls-in-hbone' || wire === 'mesh-mtls',
  };
}

function target(workload: string, port: number, outcome: Outcome, reason: string): TargetVerdict {
  return { workload, port, outcome, reason, mtls: false };
}

/** The verdict on a connection that does not go with what the pods accept. */
function refused(
  workload: string,
  port: number,
  outcome: Outcome,
  reason: string,
  { mtls, mtlsMode }: Secured,
  { resource, field }: EffectiveMode,
): TargetVerdict {
  const decidedBy = resource === undefined ? undefined : { resource: resource.toString(), field };
  return { workload, port, outcome, reason, mtls, mtlsMode, decidedBy };
}

function readsTls(protocol: PortProtocol): boolean {
  return protocol === 'https' || protocol === 'tls' || protocol === 'auto';
}

function shownTls(tls: 'plaintext' | 'tls' | 'mtls'): string {
  if (tls === 'plaintext') return 'plaintext';
  return tls === 'mtls' ? 'mutual TLS' : 'TLS of its own';
}
