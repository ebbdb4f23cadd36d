// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import type { Duration } from '../../src/values/duration';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive */
export interface ConnectionKeepalive {
  /** Time between two PING frames. At least `1ms`. */
  readonly interval?: Duration | undefined;
  /** How long an answer to a PING frame may take before the connection is closed. At least `1ms`. */
  readonly timeout?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export interface ConnectionPoolSettings {
  /** Limits of HTTP connections and requests. */
  readonly http?: HTTPSettings | undefined;
  /** Limits of connections, whatever they carry. */
  readonly tcp?: TCPSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export interface Destination {
  /** Name of the service; a short one is looked for in the namespace of the object. */
  readonly host: string;
  /** Port of the service; needed where it has several. */
  readonly port?: PortSelector | undefined;
  /** Name of a version, as a DestinationRule has it. */
  readonly subset?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-H2UpgradePolicy */
export type H2UpgradePolicy = 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings */
export interface HTTPSettings {
  /** Whether HTTP/1.1 requests go on by HTTP/2. Default: that of the mesh, which is no. */
  readonly h2UpgradePolicy?: H2UpgradePolicy | undefined;
  /** Requests that may wait for a connection. Default 2^32 - 1, in effect no limit. */
  readonly http1MaxPendingRequests?: number | undefined;
  /** PING frames that tell whether an HTTP/2 connection still lives. Since Istio 1.31. */
  readonly http2KeepAlive?: ConnectionKeepalive | undefined;
  /** Requests under way at the same time, for HTTP/1.1 too. Default 2^32 - 1, in effect no limit. */
  readonly http2MaxRequests?: number | undefined;
  /** Time without requests after which a connection is closed. Default 1 hour. At least `1ms`. */
  readonly idleTimeout?: Duration | undefined;
  /** Requests at the same time on one HTTP/2 connection. Default 2^31 - 1. Since Istio 1.21. */
  readonly maxConcurrentStreams?: number | undefined;
  /** Requests after which a connection is closed; 1 turns keep-alive off. Default 0, no limit. */
  readonly maxRequestsPerConnection?: number | undefined;
  /** Retries under way at the same time. Default 2^32 - 1, in effect no limit. */
  readonly maxRetries?: number | undefined;
  /** Whether the server is spoken to in the HTTP version of the client. Default false. */
  readonly useClientProtocol?: boolean | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector */
export interface PortSelector {
  /** Number of the port. */
  readonly number?: number | undefined;
}

export interface ServerTLSSettingsFields {
  /** Application protocols that are offered, instead of the usual ones. Since Istio 1.32. */
  readonly alpnProtocols?: readonly string[] | undefined;
  /** Secret or ConfigMap with the authorities that clients are checked by. Since Istio 1.28. */
  readonly caCertCredentialName?: string | undefined;
  /** File with the authorities that clients are checked by. */
  readonly caCertificates?: string | undefined;
  /** File with certificates of clients that are revoked. Since Istio 1.22. */
  readonly caCrl?: string | undefined;
  /** Cipher suites that are allowed. Default: those of Envoy. */
  readonly cipherSuites?: readonly string[] | undefined;
  /** Curves of the key exchange that are allowed. Default: those of Envoy. Since Istio 1.32. */
  readonly ecdhCurves?: readonly string[] | undefined;
  /** Whether plaintext requests are redirected to HTTPS by 301. Default false. */
  readonly httpsRedirect?: boolean | undefined;
  /** Whether any certificate of a client is taken. Default false. Since Istio 1.31. */
  readonly insecureSkipVerify?: boolean | undefined;
  /** Newest TLS version that is spoken. */
  readonly maxProtocolVersion?: TLSProtocol | undefined;
  /** Oldest TLS version that is spoken. Default TLS 1.2. */
  readonly minProtocolVersion?: TLSProtocol | undefined;
  /** Whether TLS is ended here, with or without a certificate of the client, or passed on. */
  readonly mode?: ServerTLSSettingsTLSmode | undefined;
  /** File with the private key, instead of a Secret. */
  readonly privateKey?: string | undefined;
  /** File with the certificate, instead of a Secret. */
  readonly serverCertificate?: string | undefined;
  /** Names of which the certificate of the client must have one. */
  readonly subjectAltNames?: readonly string[] | undefined;
  /** SHA-256 fingerprints, in hex, of which the certificate of the client must have one. */
  readonly verifyCertificateHash?: readonly string[] | undefined;
  /** SHA-256 fingerprints, in base64, of which the public key of the client must have one. */
  readonly verifyCertificateSpki?: readonly string[] | undefined;
}

export interface ServerTLSSettingsTlsCertificates {
  /** Files with certificates of different key types, such as RSA and ECDSA. 1 to 2 items. Since Istio 1.26, without effect before 1.27. */
  readonly tlsCertificates?: readonly TLSCertificate[] | undefined;
  /** Secret with the certificate and its key, in the namespace of the gateway pods. */
  readonly credentialName?: string | undefined;
  readonly credentialNames?: undefined;
}

export interface ServerTLSSettingsCredentialNames {
  readonly tlsCertificates?: undefined;
  readonly credentialName?: undefined;
  /** Secrets with certificates of different key types, such as RSA and ECDSA. 1 to 2 items. Since Istio 1.26, without effect before 1.27. */
  readonly credentialNames?: readonly string[] | undefined;
}

/**
 * Either `tlsCertificates` and `credentialName`, or `credentialNames`.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export type ServerTLSSettings = ServerTLSSettingsFields & (ServerTLSSettingsTlsCertificates | ServerTLSSettingsCredentialNames);
export const ServerTLSSettings = {
  tlsCertificates: (tlsCertificates: readonly TLSCertificate[], rest?: ServerTLSSettingsFields & Omit<ServerTLSSettingsTlsCertificates, 'tlsCertificates'>): ServerTLSSettings => ({ ...rest, tlsCertificates }),
  credentialName: (credentialName: string, rest?: ServerTLSSettingsFields & Omit<ServerTLSSettingsTlsCertificates, 'credentialName'>): ServerTLSSettings => ({ ...rest, credentialName }),
  credentialNames: (credentialNames: readonly string[], rest?: ServerTLSSettingsFields): ServerTLSSettings => ({ ...rest, credentialNames }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode */
export type ServerTLSSettingsTLSmode = 
  | 'PASSTHROUGH'
  | 'SIMPLE'
  | 'MUTUAL'
  | 'AUTO_PASSTHROUGH'
  | 'ISTIO_MUTUAL'
  | 'OPTIONAL_MUTUAL';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings */
export interface TCPSettings {
  /** How long connecting may take. Default 10 s. At least `1ms`. */
  readonly connectTimeout?: Duration | undefined;
  /** Time without bytes after which a connection is closed; 0 means never. Default 1 hour. Since Istio 1.21. */
  readonly idleTimeout?: Duration | undefined;
  /** Age at which a connection is closed, idle or not. Default none. At least `1ms`. */
  readonly maxConnectionDuration?: Duration | undefined;
  /** Connections to the host at the same time. Default 2^32 - 1, in effect no limit. */
  readonly maxConnections?: number | undefined;
  /** Keep-alive probes of the operating system on the connection. */
  readonly tcpKeepalive?: TcpKeepalive | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate */
export interface TLSCertificate {
  /** File with the authorities that clients are checked by. */
  readonly caCertificates?: string | undefined;
  /** File with the private key. */
  readonly privateKey?: string | undefined;
  /** File with the certificate. */
  readonly serverCertificate?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol */
export type TLSProtocol = 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive */
export interface TcpKeepalive {
  /** Time between two probes. Default: that of the operating system, 75 s on Linux. At least `1ms`. */
  readonly interval?: Duration | undefined;
  /** Probes without an answer after which the connection is dead. Default: 9 on Linux. */
  readonly probes?: number | undefined;
  /** Idle time before the first probe. Default: 2 hours on Linux. At least `1ms`. */
  readonly time?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface TypeWorkloadSelector {
  /** Labels that the pods must all have. At most 4096 entries. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry */
export interface WorkloadEntrySpec {
  /** Address, host name or Unix socket under which the workload is reached. At most 256 characters. */
  readonly address?: string | undefined;
  /** Labels by which services and policies select it. At most 256 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** Where it runs: `region/zone/subzone`. At most 2048 characters. */
  readonly locality?: string | undefined;
  /** Name of the network that it is in; entries of one network reach each other directly. At most 2048 characters. */
  readonly network?: string | undefined;
  /** Ports on which it listens, by name of the service's port. Default: the target port or port of the service. At most 128 entries. */
  readonly ports?: { readonly [key: string]: number } | undefined;
  /** The account that it runs as, for mutual TLS. At most 253 characters. */
  readonly serviceAccount?: string | undefined;
  /** Share of the requests, in relation to the other entries. Default 1. */
  readonly weight?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector */
export interface WorkloadSelector {
  /** Labels that the pods, or entries of workloads, must all have. At most 256 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
}
