/** What Istio knows about the protocol of a port. */
interface ProtocolTraits {
  readonly http: boolean;
  readonly tls: boolean;
  /** Opaque bytes on TCP, be they encrypted or not. */
  readonly tcp: boolean;
}

const HTTP: ProtocolTraits = { http: true, tls: false, tcp: false };
const TLS: ProtocolTraits = { http: false, tls: true, tcp: true };
const TCP: ProtocolTraits = { http: false, tls: false, tcp: true };
const OTHER: ProtocolTraits = { http: false, tls: false, tcp: false };

const PROTOCOLS: { readonly [name: string]: ProtocolTraits } = {
  tcp: TCP,
  udp: OTHER,
  grpc: HTTP,
  'grpc-web': HTTP,
  http: HTTP,
  http_proxy: HTTP,
  http2: HTTP,
  https: TLS,
  tls: TLS,
  mongo: TCP,
  redis: TCP,
  mysql: TCP,
  hbone: OTHER,
  'double-hbone': OTHER,
};

/** The traits of a protocol, whatever its letter case; `undefined` for one that Istio does not know. */
export function protocolOf(name: string): ProtocolTraits | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(PROTOCOLS, key) ? PROTOCOLS[key] : undefined;
}

/** The protocols as fixes list them. */
export const KNOWN_PROTOCOLS =
  'HTTP, HTTP2, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, MYSQL, REDIS, UDP, HTTP_PROXY or HBONE';
