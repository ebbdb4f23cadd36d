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
  readonly listenerPerConnectionBufferLimitBytes?: number | undefined;
  readonly clusterPerConnectionBufferLimitBytes?: number | undefined;
  readonly httpIdleTimeout?: Duration | undefined;
  readonly httpMaxConnectionDuration?: Duration | undefined;
  readonly httpDrainTimeout?: Duration | undefined;
  readonly httpRequestTimeout?: Duration | undefined;
  readonly httpRequestHeadersTimeout?: Duration | undefined;
  readonly httpStreamIdleTimeout?: Duration | undefined;
  readonly httpMaxStreamDuration?: Duration | undefined;
  /** At least 1. */
  readonly httpMaxConcurrentStreams?: number | undefined;
  /** At least 65535. */
  readonly http2InitialStreamWindowSize?: number | undefined;
  /** At least 65535. */
  readonly http2InitialConnectionWindowSize?: number | undefined;
  readonly httpHeadersWithUnderscoresAction?:
    | 'HEADERS_WITH_UNDERSCORES_ALLOW'
    | 'HEADERS_WITH_UNDERSCORES_REJECT_REQUEST'
    | 'HEADERS_WITH_UNDERSCORES_DROP_HEADER'
    | undefined;
  readonly httpMergeSlashes?: boolean | undefined;
  readonly httpPathWithEscapedSlashesAction?:
    | 'KEEP_UNCHANGED'
    | 'REJECT_REQUEST'
    | 'UNESCAPE_AND_REDIRECT'
    | 'UNESCAPE_AND_FORWARD'
    | undefined;
  /** At least 1. */
  readonly listenerConnectionLimit?: number | undefined;
  /** At least 1. */
  readonly globalDownstreamConnectionLimit?: number | undefined;
}
