/** What Istio speaks on a port. `auto` means that Envoy finds out by looking at the first bytes. */
export type PortProtocol =
  | 'grpc'
  | 'grpc-web'
  | 'http'
  | 'http-proxy'
  | 'http2'
  | 'https'
  | 'tls'
  | 'tcp'
  | 'mongo'
  | 'mysql'
  | 'redis'
  | 'udp'
  | 'auto';

const BY_NAME: ReadonlyMap<string, PortProtocol> = new Map([
  ['grpc', 'grpc'],
  ['http', 'http'],
  ['http_proxy', 'http-proxy'],
  ['http2', 'http2'],
  ['https', 'https'],
  ['tls', 'tls'],
  ['tcp', 'tcp'],
  ['mongo', 'mongo'],
  ['mysql', 'mysql'],
  ['redis', 'redis'],
  ['udp', 'udp'],
]);

const BY_APP_PROTOCOL: ReadonlyMap<string, PortProtocol> = new Map([
  ['kubernetes.io/h2c', 'http2'],
  ['kubernetes.io/ws', 'http'],
  ['kubernetes.io/wss', 'https'],
]);

/** Ports of SMTP, DNS, MySQL and MongoDB, whose servers speak first: Istio does not wait there for the client's bytes. */
const SERVER_FIRST_PORTS: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

const HTTP: ReadonlySet<PortProtocol> = new Set(['grpc', 'grpc-web', 'http', 'http-proxy', 'http2']);

/** The fields of a Service port that decide its protocol. */
export interface DeclaredPort {
  readonly port?: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/**
 * The protocol of a Service port: its `appProtocol`, or what its name says up to the first dash.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export function portProtocol({ port, name, protocol, appProtocol }: DeclaredPort): PortProtocol {
  if (protocol === 'UDP') return 'udp';
  const declared = BY_APP_PROTOCOL.get(appProtocol ?? '') ?? protocolOfName(appProtocol ?? name ?? '');
  return declared ?? (port !== undefined && SERVER_FIRST_PORTS.has(port) ? 'tcp' : 'auto');
}

/** The protocol of a ServiceEntry or Gateway port, which says nothing but its protocol. */
export function istioPortProtocol(protocol: string | undefined): PortProtocol {
  return protocolOfName(protocol ?? '') ?? 'auto';
}

/** Whether requests, not only connections, are seen on such a port. */
export function isHttp(protocol: PortProtocol): boolean {
  return HTTP.has(protocol);
}

/** Whether requests may be seen on such a port: on one of HTTP, and on one whose protocol connections tell. */
export function mayBeHttp(protocol: PortProtocol): boolean {
  return protocol === 'auto' || HTTP.has(protocol);
}

function protocolOfName(name: string): PortProtocol | undefined {
  const lower = name.toLowerCase();
  if (lower.startsWith('grpc-web')) return 'grpc-web';
  const dash = lower.indexOf('-');
  return BY_NAME.get(dash < 0 ? lower : lower.slice(0, dash));
}
