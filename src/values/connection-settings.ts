import type { Duration } from './duration';

/** What proxies accept of connections and requests; times are not negative, sizes are in bytes. */
export interface ConnectionSettings {
  /**
   * What holds for settings that are left out: what sidecars need, or what Envoy recommends at the edge. `EDGE` counts for
   * gateways only. It limits times, streams and buffers, merges slashes, redirects paths with escaped slashes and refuses
   * headers with an underscore in their name.
   *
   * @default "SIDECAR"
   */
  readonly profile?: 'SIDECAR' | 'EDGE' | undefined;
  /** Buffer of a connection that a proxy takes. @default - by `profile` */
  readonly listenerPerConnectionBufferLimitBytes?: number | undefined;
  /** Buffer of a connection that a proxy opens. @default - by `profile` */
  readonly clusterPerConnectionBufferLimitBytes?: number | undefined;
  /** Time without requests after which a connection is closed. @default - by `profile` */
  readonly httpIdleTimeout?: Duration | undefined;
  /** Age at which a connection is closed. @default - by `profile` */
  readonly httpMaxConnectionDuration?: Duration | undefined;
  /** Time for open requests when a connection is closed. @default - by `profile` */
  readonly httpDrainTimeout?: Duration | undefined;
  /** Time in which a whole request must have come. @default - by `profile` */
  readonly httpRequestTimeout?: Duration | undefined;
  /** Time in which the headers of a request must have come. @default - by `profile` */
  readonly httpRequestHeadersTimeout?: Duration | undefined;
  /** Time without bytes after which a request is ended. @default - by `profile` */
  readonly httpStreamIdleTimeout?: Duration | undefined;
  /** Age at which a request is ended. @default - by `profile` */
  readonly httpMaxStreamDuration?: Duration | undefined;
  /** At least 1. @default - by `profile` */
  readonly httpMaxConcurrentStreams?: number | undefined;
  /** At least 65535. @default - by `profile` */
  readonly http2InitialStreamWindowSize?: number | undefined;
  /** At least 65535. @default - by `profile` */
  readonly http2InitialConnectionWindowSize?: number | undefined;
  /** What happens to headers with an underscore in their name. @default - by `profile` */
  readonly httpHeadersWithUnderscoresAction?:
    | 'HEADERS_WITH_UNDERSCORES_ALLOW'
    | 'HEADERS_WITH_UNDERSCORES_REJECT_REQUEST'
    | 'HEADERS_WITH_UNDERSCORES_DROP_HEADER'
    | undefined;
  /** Whether several slashes in a path count as one. @default - by `profile` */
  readonly httpMergeSlashes?: boolean | undefined;
  /** What happens to paths with escaped slashes. @default - by `profile` */
  readonly httpPathWithEscapedSlashesAction?:
    | 'KEEP_UNCHANGED'
    | 'REJECT_REQUEST'
    | 'UNESCAPE_AND_REDIRECT'
    | 'UNESCAPE_AND_FORWARD'
    | undefined;
  /** At least 1. @default - by `profile` */
  readonly listenerConnectionLimit?: number | undefined;
  /** At least 1. @default - by `profile` */
  readonly globalDownstreamConnectionLimit?: number | undefined;
}
