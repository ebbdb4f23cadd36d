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
  /**
   * Settings that DestinationRules inherit as long as they have none of their own. Since Istio 1.31.
   *
   * @default - none
   */
  readonly defaultTrafficPolicy?:
    | {
        /** Limits of connections and requests. @default - Istio's own */
        readonly connectionPool?: ConnectionPoolSettings | undefined;
        /** When pods that fail are left out. @default - off */
        readonly outlierDetection?: OutlierDetection | undefined;
      }
    | undefined;
  /**
   * Who sees ServiceEntries; sidecars keep to `exportTo` unless `applyToSidecars`. Since Istio 1.31.
   *
   * @default - all see all
   */
  readonly serviceEntryVisibility?:
    | {
        /** @default "PUBLIC" */
        readonly defaultVisibility?: ServiceEntryVisibilityName | undefined;
        /** @default false */
        readonly applyToSidecars?: boolean | undefined;
        /** The first whose rules all match decides. @default - none: `defaultVisibility` decides */
        readonly policies?:
          | readonly {
              /** How widely the entries are visible then. @default "PUBLIC" */
              readonly visibility?: ServiceEntryVisibilityName | undefined;
              /** The namespaces whose entries are meant. @default - all */
              readonly matchingRules?: readonly { readonly namespaceSelector: LabelSelector }[] | undefined;
            }[]
          | undefined;
      }
    | undefined;
  /**
   * Keeps requests in their zone for the whole mesh; wins over `localityLbSetting`. Since Istio 1.31.
   *
   * @default - none
   */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting | undefined;
  /**
   * Retries between a sidecar and the application beside it: `attempts`, `retryOn`, `backoff`. Since Istio 1.32.
   *
   * @default - none
   */
  readonly defaultInboundHttpRetryPolicy?: HTTPRetry | undefined;
  /** Settings of proxies, which annotations of pods may change. @default - Istio's own */
  readonly defaultConfig?:
    | (ProxyConfig & {
        /** What proxies accept of connections and requests. @default - those of the profile SIDECAR */
        readonly connectionSettings?: ConnectionSettings | undefined;
      })
    | undefined;
}

/** The mesh configuration of an installation. */
export type InstalledMeshConfig = MeshConfig & NewerMeshConfig;

export interface LabelSelector {
  /** Labels that must all be there. @default - none */
  readonly matchLabels?: { readonly [label: string]: string } | undefined;
  /** Conditions on labels that must all hold. @default - none */
  readonly matchExpressions?:
    | readonly {
        readonly key: string;
        readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
        /** The values that are compared with. @default - none; needed for `In` and `NotIn` */
        readonly values?: readonly string[] | undefined;
      }[]
    | undefined;
}
