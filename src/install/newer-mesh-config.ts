import type {
  ConnectionPoolSettings,
  HTTPRetry,
  OutlierDetection,
  ZoneAwareLoadBalancerSetting,
} from '../../imports/networking.istio.io';
import type { MeshConfig, ProxyConfig } from '../../imports/sailoperator.io';
import type { ConnectionSettings } from '../values/connection-settings';

/** How widely ServiceEntries are visible: nowhere, in their namespace, or everywhere. */
export type ServiceEntryVisibilityName = 'NONE' | 'NAMESPACE' | 'PUBLIC';

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
