import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshProxy } from '../istio/mesh-proxy';
import type { Dialled } from '../istio/services/name-resolution';
import type { RegisteredService } from '../istio/services/registered-service';
import type { Trace } from '../istio/trace';
import type { Workload } from '../model/workload';
import type { SenderAttribute } from '../requests/attribute';
import { type Connection, POD_ADDRESS, type RequestFacts } from '../requests/request-facts';
import type { ExternalAnswers } from './authorization';
import type { TargetVerdict } from './verdict';

/** The pods that a request leaves, with the proxy that sees it leave. */
export interface Sender {
  readonly workload: Workload;
  readonly proxy: MeshProxy;
}

/** A request on its way from one place to the next. */
export interface Hop {
  readonly mesh: EffectiveMesh;
  readonly trace: Trace;
  /** The request as it is now. */
  readonly facts: RequestFacts;
  /** The pods that send it; undefined for a client outside the cluster. */
  readonly sender: Sender | undefined;
  /** Whether the application's own TLS is still around it. */
  readonly encrypted: boolean;
  /** The server name in the application's own TLS. */
  readonly serverName: string | undefined;
  /** Host and port as the client wrote them. */
  readonly authority: string;
  /** The path with its query, as the client wrote it. */
  readonly path: string;
  readonly port: number;
  /** The address that the client dialled; undefined behind a gateway, which opens connections of its own. */
  readonly dialled: Dialled | undefined;
  /** Whether the last proxy has routed single requests, rather than a connection. */
  readonly routedAsHttp: boolean;
  /** Address of the pods that send. */
  readonly peerAddress: string | typeof POD_ADDRESS | undefined;
  /** Address of the original client, as a trusted proxy tells it. */
  readonly remoteAddress: string | typeof POD_ADDRESS | undefined;
  /** What of the connections on the way is up to whoever sends the request. */
  readonly varies: ReadonlySet<SenderAttribute>;
  /** What external authorizers answer. */
  readonly answers: ExternalAnswers;
  /** Goes on to the waypoint of a service, if a gateway has to send what is for the service through it. */
  readonly throughWaypoint: WaypointHop;
  /** Goes on from a gateway that takes the request; undefined where no further one is followed. */
  readonly throughGateway: GatewayHop | undefined;
}

/** Follows a request that arrives at the pods of a gateway. */
export type GatewayHop = (hop: Hop, gateway: Sender, arrival: Arrival) => TargetVerdict;

/** Follows a request for a port of a service to the waypoints of the service; undefined where it does not go there. */
export type WaypointHop = (hop: Hop, service: RegisteredService, port: number) => readonly TargetVerdict[] | undefined;

/** How a request arrives at a pod. */
export interface Arrival {
  readonly workload: Workload;
  readonly port: number;
  readonly tls: 'plaintext' | 'tls' | 'mtls';
  /** The server name of the outermost TLS. */
  readonly serverName: string | undefined;
  /** Identity that the sender proves by the mutual TLS of the mesh. */
  readonly principal: string | undefined;
}

/** The request as it leaves a gateway, whose own address the next proxy sees. */
export function beyondGateway(hop: Hop, sender: Sender, changes: Pick<Hop, 'facts' | 'encrypted' | 'serverName'>): Hop {
  const { remoteAddress, peerAddress } = hop;
  const [own] = sender.proxy.ips;
  return {
    ...hop,
    ...changes,
    facts: changes.facts,
    sender,
    dialled: undefined,
    varies: variesBeyond(hop, changes.encrypted),
    peerAddress: own ?? POD_ADDRESS,
    // Only HTTP carries the address of the original client on.
    remoteAddress: hop.routedAsHttp ? (remoteAddress ?? peerAddress) : (own ?? POD_ADDRESS),
  };
}

/**
 * What a proxy knows of the addresses from which a connection comes. One that sees no requests takes its peer for the
 * original client.
 */
export function addressesSeen(hop: Hop, http: boolean): Pick<Connection, 'peerAddress' | 'remoteAddress' | 'varies'> {
  const { peerAddress, remoteAddress, varies } = hop;
  if (http) return { peerAddress, remoteAddress, varies };
  const isFixed = varies.has('remote address') && !varies.has('peer address');
  const seen = isFixed ? new Set([...varies].filter(one => one !== 'remote address')) : varies;
  return { peerAddress, remoteAddress: peerAddress, varies: seen };
}

/** Behind a gateway, only HTTP tells the address of the original client, and only TLS that goes on its server name. */
function variesBeyond({ varies, routedAsHttp }: Hop, encrypted: boolean): ReadonlySet<SenderAttribute> {
  const kept = new Set<SenderAttribute>();
  if (routedAsHttp && (varies.has('remote address') || varies.has('peer address'))) kept.add('remote address');
  if (encrypted && varies.has('server name')) kept.add('server name');
  return kept;
}
