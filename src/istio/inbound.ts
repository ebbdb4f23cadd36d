import { isHttp, istioPortProtocol, type PortProtocol } from '../model/protocol';
import type { Workload } from '../model/workload';
import type { MutualTlsMode } from '../values/mutual-tls-mode';
import type { MeshFacts } from './mesh-facts';
import type { MeshProxy } from './mesh-proxy';
import { type RegisteredService, targetPortOf } from './services/registered-service';

/** A connection that arrives at a pod. */
export interface InboundCall {
  /** Port of the pod. */
  readonly port: number;
  /** What the connection carries inside its encryption. */
  readonly protocol: 'http' | 'tcp';
  /** Plaintext, TLS of the application or a user, or mutual TLS of the mesh. */
  readonly tls: 'plaintext' | 'tls' | 'mtls';
  /** Whether the client's proxy has routed single requests, which it tells in the handshake of mutual TLS. */
  readonly routedAsHttp: boolean;
}

/** Why a sidecar refuses a connection. */
export type InboundRefusal = 'no-filter-chain' | 'mtls-error' | 'protocol-error';

/** What the sidecar of a server does with a connection. */
export interface Inbound {
  readonly refusal: InboundRefusal | undefined;
  /** Whether the sidecar sees single requests. */
  readonly http: boolean;
  /** Whether the sidecar ends the mutual TLS, and so knows who calls. */
  readonly identified: boolean;
  /** Whether the application gets the bytes encrypted. */
  readonly encrypted: boolean;
}

/** A port of a pod that a Service or a Sidecar declares. */
export interface DeclaredPort {
  /** Number that names it: of the Service port, or of the Sidecar's ingress. */
  readonly number: number;
  readonly protocol: PortProtocol;
  readonly service: RegisteredService | undefined;
  readonly ingress: IngressListener | undefined;
}

interface IngressListener {
  readonly defaultEndpoint: string | undefined;
  readonly tlsMode: string | undefined;
}

/** The declared ports of a pod by number: those of its Sidecar's ingress if it has any, else of its services. */
export function declaredPorts(
  mesh: MeshFacts,
  proxy: MeshProxy,
  pod?: Workload['pod'],
): ReadonlyMap<number, DeclaredPort> {
  const ports = new Map<number, DeclaredPort>();
  const ingress = mesh.sidecars.of(proxy)?.spec.ingress ?? [];
  for (const { port, defaultEndpoint, tls } of ingress) {
    const number = port?.number ?? 0;
    const listener = { defaultEndpoint, tlsMode: tls?.mode ?? (tls === undefined ? undefined : 'PASSTHROUGH') };
    ports.set(number, { number, protocol: istioPortProtocol(port?.protocol), service: undefined, ingress: listener });
  }
  if (ingress.length > 0) return ports;
  for (const service of mesh.servicesBefore(proxy)) {
    for (const port of service.ports) {
      const target = targetPortOf(service, port, { ips: proxy.ips, ...(pod === undefined ? {} : { pod }) });
      if (target === 0 || ports.has(target) || port.protocol === 'udp') continue;
      ports.set(target, { number: port.number, protocol: port.protocol, service, ingress: undefined });
    }
  }
  return ports;
}

/** What a sidecar does with a connection, by the mode of the port and by what is declared and sent there. */
export function acceptInbound(
  mesh: MeshFacts,
  declared: DeclaredPort | undefined,
  mode: MutualTlsMode,
  call: InboundCall,
): Inbound {
  const tlsMode = ingressTls(mesh, declared, mode);
  return tlsMode === undefined
    ? byMode(mode, declared?.protocol, call)
    : byIngressTls(tlsMode, declared?.protocol, call);
}

/** Where a sidecar hands a connection; undefined when it goes on to the address it came for. */
export function endpointOf(
  mesh: MeshFacts,
  proxy: MeshProxy,
  declared: DeclaredPort | undefined,
  port: number,
): string | undefined {
  const written = declared?.ingress?.defaultEndpoint;
  if (written !== undefined) {
    const [ip = ''] = proxy.ips;
    return written.startsWith('0.0.0.0:') ? `${ip}${written.slice('0.0.0.0'.length)}` : written;
  }
  const local = declared?.service !== undefined && mesh.settings.inboundTrafficPolicy === 'LOCALHOST';
  return local ? `127.0.0.1:${port}` : undefined;
}

/** A connection in words. */
export function describeInbound({ tls, protocol }: InboundCall): string {
  const content = protocol === 'http' ? 'HTTP' : 'TCP';
  if (tls === 'plaintext') return `plaintext ${content}`;
  return tls === 'tls' ? `${content} in the application's own TLS` : `${content} in mutual TLS`;
}

function byMode(mode: MutualTlsMode, protocol: PortProtocol | undefined, call: InboundCall): Inbound {
  const { tls, protocol: inside, routedAsHttp } = call;
  const http = protocol !== undefined && isHttp(protocol);
  const sniffed = protocol === undefined || protocol === 'auto';
  if (mode === 'STRICT') {
    if (tls === 'plaintext') return refuse('no-filter-chain');
    if (tls === 'tls') return refuse('mtls-error');
  }
  const terminated = mode !== 'DISABLE' && tls === 'mtls';
  if (http) {
    if (mode === 'DISABLE' && tls !== 'plaintext') return refuse('protocol-error');
    if (mode === 'PERMISSIVE' && tls === 'tls') return refuse('no-filter-chain');
    if (inside !== 'http') return refuse('protocol-error');
    return { refusal: undefined, http: true, identified: terminated, encrypted: false };
  }
  const readable = tls === 'plaintext' || terminated;
  // In mutual TLS the client's proxy tells what it sends; only plaintext is looked at.
  const looksLikeHttp = terminated ? routedAsHttp : inside === 'http';
  return {
    refusal: undefined,
    http: sniffed && readable && looksLikeHttp,
    identified: terminated,
    encrypted: !readable,
  };
}

function byIngressTls(mode: 'SIMPLE' | 'MUTUAL', protocol: PortProtocol | undefined, call: InboundCall): Inbound {
  if (call.tls === 'plaintext') return refuse('no-filter-chain');
  if (call.tls !== (mode === 'SIMPLE' ? 'tls' : 'mtls')) return refuse('mtls-error');
  const http = protocol === 'https' || (protocol !== undefined && isHttp(protocol));
  if (http && call.protocol !== 'http') return refuse('protocol-error');
  return { refusal: undefined, http, identified: false, encrypted: false };
}

function ingressTls(
  mesh: MeshFacts,
  declared: DeclaredPort | undefined,
  mode: MutualTlsMode,
): 'SIMPLE' | 'MUTUAL' | undefined {
  const written = declared?.ingress?.tlsMode;
  if (!mesh.settings.tlsOnSidecarIngress || mode !== 'DISABLE') return undefined;
  return written === 'SIMPLE' || written === 'MUTUAL' ? written : undefined;
}

function refuse(refusal: InboundRefusal): Inbound {
  return { refusal, http: false, identified: false, encrypted: false };
}
