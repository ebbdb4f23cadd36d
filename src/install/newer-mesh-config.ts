import type {
  ConnectionPoolSettings,
  Duration,
  HTTPRetry,
  OutlierDetection,
  ZoneAwareLoadBalancerSetting,
} from '../../imports/networking.istio.io';
import type { MeshConfig, ProxyConfig } from '../../imports/sailoperator.io';

/** How widely ServiceEntries are visible: nowhere, in their namespace, or everywhere. */
export type ServiceEntryVisibilityName = 'NONE' | 'NAMESPACE' | 'PUBLIC';

/** What proxies accept of connections and requests; times are not negative, sizes are in bytes. */
export interface ConnectionSettings {
  /**
   * The defaults: those of a sidecar, or those that Envoy recommends for proxies at the edge.
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

/** Fields of the mesh configuration that are newer than the operator whose types the others are. */
export interface NewerMeshConfig {
  /** Settings that DestinationRules inherit as long as they have none of their own. Since Istio 1.31. */
  readonly defaultTrafficPolicy?:
    | {
        readonly connectionPool?: ConnectionPoolSettings | undefined;
        readonly outlierDetection?: OutlierDetection | undefined;
      }
    | undefined;
  /** Who sees ServiceEntries; sidecars keep to `exportTo` unless `applyToSidecars`. Since Istio 1.31. */
  readonly serviceEntryVisibility?:
    | {
        /** @default "PUBLIC" */
        readonly defaultVisibility?: ServiceEntryVisibilityName | undefined;
        /** @default false */
        readonly applyToSidecars?: boolean | undefined;
        /** The first whose rules all match decides. */
        readonly policies?:
          | readonly {
              readonly visibility?: ServiceEntryVisibilityName | undefined;
              readonly matchingRules?: readonly { readonly namespaceSelector: LabelSelector }[] | undefined;
            }[]
          | undefined;
      }
    | undefined;
  /** Keeps requests in their zone for the whole mesh; wins over `localityLbSetting`. Since Istio 1.31. */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting | undefined;
  /** Retries between a sidecar and the application beside it: `attempts`, `retryOn`, `backoff`. Since Istio 1.32. */
  readonly defaultInboundHttpRetryPolicy?: HTTPRetry | undefined;
  readonly defaultConfig?: (ProxyConfig & { readonly connectionSettings?: ConnectionSettings | undefined }) | undefined;
}

/** The mesh configuration of an installation. */
export type InstalledMeshConfig = MeshConfig & NewerMeshConfig;

export interface LabelSelector {
  readonly matchLabels?: { readonly [label: string]: string } | undefined;
  readonly matchExpressions?:
    | readonly {
        readonly key: string;
        readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
        readonly values?: readonly string[] | undefined;
      }[]
    | undefined;
}
