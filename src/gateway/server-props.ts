import type { ServerTLSSettings, TLSProtocol } from '../../imports/networking.istio.io';
import type { TlsCredential } from './tls-credential';

/** A server that takes plain HTTP. */
export interface HttpServerOptions {
  /** The hosts it answers for, such as `notes.example.com` or `*.example.com`. */
  readonly hosts: readonly string[];

  /**
   * Port of the gateway's Service.
   *
   * @default 80
   */
  readonly port?: number | undefined;

  /**
   * Name of the listener, by which routes of others attach to it (`sectionName`). Only the Gateway API has listeners; a
   * server with several hosts has one for each, and no name for them.
   *
   * @default - made of protocol, port and host
   */
  readonly listenerName?: string | undefined;

  /**
   * From which namespaces other routes may attach to the listener: that of the gateway, all, or those with some labels.
   *
   * @default "same"
   */
  readonly routesFrom?: 'same' | 'all' | { readonly labels: { readonly [key: string]: string } } | undefined;
}

/** How a server ends TLS. */
export interface TlsTerminationOptions extends Pick<HttpServerOptions, 'listenerName' | 'routesFrom'> {
  /** The hosts it answers for, such as `notes.example.com` or `*.example.com`. */
  readonly hosts: readonly string[];

  /** The certificate it shows; with `clientCertificate` its Secret also holds the CA of the clients, as `ca.crt`. */
  readonly credential: TlsCredential;

  /**
   * Whether clients show a certificate too: never, always (`MUTUAL`), or if they have one (`OPTIONAL_MUTUAL`).
   *
   * @default "none"
   */
  readonly clientCertificate?: 'none' | 'required' | 'optional' | undefined;

  /**
   * The names that the certificate of a client must have one of.
   *
   * @default - any that the CA signed
   */
  readonly subjectAltNames?: readonly string[] | undefined;

  /**
   * Port of the gateway's Service.
   *
   * @default 443
   */
  readonly port?: number | undefined;

  /**
   * The oldest TLS version it accepts.
   *
   * @default - Istio's: TLSV1_2
   */
  readonly minProtocolVersion?: 'TLSV1_2' | 'TLSV1_3' | undefined;

  /**
   * The cipher suites it accepts with TLS 1.2, in the names of OpenSSL.
   *
   * @default - Istio's
   */
  readonly cipherSuites?: readonly string[] | undefined;
}

/** A server that ends TLS and routes the requests inside. */
export interface HttpsServerOptions extends TlsTerminationOptions {
  /**
   * Answers plain HTTP on port 80 with a redirect to HTTPS; with the Gateway API, the listener that does so may be
   * described.
   *
   * Turn it off behind a load balancer that ends TLS itself, or the redirect never ends.
   *
   * @default true
   */
  readonly redirectHttp?: boolean | Pick<HttpServerOptions, 'listenerName' | 'routesFrom'> | undefined;
}

/** A server that takes gRPC without TLS. With TLS it is an HTTPS server like any other. */
export interface GrpcServerOptions extends Pick<HttpServerOptions, 'listenerName' | 'routesFrom'> {
  /** The hosts it answers for. */
  readonly hosts: readonly string[];
  /** Port of the gateway's Service. */
  readonly port: number;
}

/** A server that hands TLS through as it is. */
export interface PassthroughServerOptions extends Pick<HttpServerOptions, 'listenerName' | 'routesFrom'> {
  /** The hosts it answers for, by the name that clients ask for when they begin TLS. */
  readonly hosts: readonly string[];

  /**
   * Port of the gateway's Service.
   *
   * @default 443
   */
  readonly port?: number | undefined;
}

/** A server that takes connections of any kind. */
export interface TcpServerOptions extends Pick<HttpServerOptions, 'listenerName' | 'routesFrom'> {
  /** Port of the gateway's Service. */
  readonly port: number;
}

/** The TLS settings of a server, as Istio writes them. */
export function terminationSettings(props: TlsTerminationOptions, credentialName: string): ServerTLSSettings {
  const { clientCertificate = 'none', subjectAltNames, minProtocolVersion, cipherSuites } = props;
  const mode = { none: 'SIMPLE', required: 'MUTUAL', optional: 'OPTIONAL_MUTUAL' } as const;
  const tls = { subjectAltNames, minProtocolVersion: minProtocolVersion as TLSProtocol | undefined, cipherSuites };
  return { mode: mode[clientCertificate], credentialName, ...tls };
}
