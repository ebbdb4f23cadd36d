// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import type { Duration } from '../../src/values/duration';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-ConnectionKeepalive */
export interface ConnectionKeepalive {
  /** At least `1ms`. */
  readonly interval?: Duration | undefined;
  /** At least `1ms`. */
  readonly timeout?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings */
export interface ConnectionPoolSettings {
  readonly http?: HTTPSettings | undefined;
  readonly tcp?: TCPSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination */
export interface Destination {
  readonly host: string;
  readonly port?: PortSelector | undefined;
  readonly subset?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings-H2UpgradePolicy */
export type H2UpgradePolicy = 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings */
export interface HTTPSettings {
  readonly h2UpgradePolicy?: H2UpgradePolicy | undefined;
  readonly http1MaxPendingRequests?: number | undefined;
  /** Since Istio 1.31. */
  readonly http2KeepAlive?: ConnectionKeepalive | undefined;
  readonly http2MaxRequests?: number | undefined;
  /** At least `1ms`. */
  readonly idleTimeout?: Duration | undefined;
  /** Since Istio 1.21. */
  readonly maxConcurrentStreams?: number | undefined;
  readonly maxRequestsPerConnection?: number | undefined;
  readonly maxRetries?: number | undefined;
  readonly useClientProtocol?: boolean | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector */
export interface PortSelector {
  readonly number?: number | undefined;
}

export interface ServerTLSSettingsFields {
  /** Since Istio 1.32. */
  readonly alpnProtocols?: readonly string[] | undefined;
  /** Since Istio 1.28. */
  readonly caCertCredentialName?: string | undefined;
  readonly caCertificates?: string | undefined;
  /** Since Istio 1.22. */
  readonly caCrl?: string | undefined;
  readonly cipherSuites?: readonly string[] | undefined;
  /** Since Istio 1.32. */
  readonly ecdhCurves?: readonly string[] | undefined;
  readonly httpsRedirect?: boolean | undefined;
  /** Since Istio 1.31. */
  readonly insecureSkipVerify?: boolean | undefined;
  readonly maxProtocolVersion?: TLSProtocol | undefined;
  readonly minProtocolVersion?: TLSProtocol | undefined;
  readonly mode?: ServerTLSSettingsTLSmode | undefined;
  readonly privateKey?: string | undefined;
  readonly serverCertificate?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
  readonly verifyCertificateHash?: readonly string[] | undefined;
  readonly verifyCertificateSpki?: readonly string[] | undefined;
}

export interface ServerTLSSettingsTlsCertificates {
  /** 1 to 2 items. Since Istio 1.26, without effect before 1.27. */
  readonly tlsCertificates?: readonly TLSCertificate[] | undefined;
  readonly credentialName?: string | undefined;
  readonly credentialNames?: undefined;
}

export interface ServerTLSSettingsCredentialNames {
  readonly tlsCertificates?: undefined;
  readonly credentialName?: undefined;
  /** 1 to 2 items. Since Istio 1.26, without effect before 1.27. */
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
  /** At least `1ms`. */
  readonly connectTimeout?: Duration | undefined;
  /** Since Istio 1.21. */
  readonly idleTimeout?: Duration | undefined;
  /** At least `1ms`. */
  readonly maxConnectionDuration?: Duration | undefined;
  readonly maxConnections?: number | undefined;
  readonly tcpKeepalive?: TcpKeepalive | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSCertificate */
export interface TLSCertificate {
  readonly caCertificates?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly serverCertificate?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol */
export type TLSProtocol = 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive */
export interface TcpKeepalive {
  /** At least `1ms`. */
  readonly interval?: Duration | undefined;
  readonly probes?: number | undefined;
  /** At least `1ms`. */
  readonly time?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface TypeWorkloadSelector {
  /** At most 4096 entries. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry */
export interface WorkloadEntrySpec {
  /** At most 256 characters. */
  readonly address?: string | undefined;
  /** At most 256 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** At most 2048 characters. */
  readonly locality?: string | undefined;
  /** At most 2048 characters. */
  readonly network?: string | undefined;
  /** At most 128 entries. */
  readonly ports?: { readonly [key: string]: number } | undefined;
  /** At most 253 characters. */
  readonly serviceAccount?: string | undefined;
  readonly weight?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#WorkloadSelector */
export interface WorkloadSelector {
  /** At most 256 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
}
