// Generated from the CRDs of the Prometheus operator 0.93.0 (49a6319eb3fe06ee) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { AttachMetadata, Authorization, BasicAuth, BearerTokenSecret, MetricRelabeling, NamespaceSelector, Oauth2, ProxyConnectHeader, Relabeling, Selector, TlsConfig } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Tells Prometheus which pods to scrape.
 * @see https://prometheus-operator.dev/docs/api-reference/api/
 */
export class PodMonitor extends VersionedObject {
  public static readonly kind = 'PodMonitor';
  public static readonly group = 'monitoring.coreos.com';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: PodMonitorProps) {
    super(scope, id, PodMonitor, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: PodMonitorProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(PodMonitor, props, istioVersion);
  }
}

export interface PodMonitorProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: PodMonitorSpec;
}

/** `PodMonitor.spec.podMetricsEndpoints[]` */
export interface PodMonitorPodMetricsEndpoint {
  readonly authorization?: Authorization | undefined;
  readonly basicAuth?: BasicAuth | undefined;
  readonly bearerTokenSecret?: BearerTokenSecret | undefined;
  readonly enableHttp2?: boolean | undefined;
  readonly filterRunning?: boolean | undefined;
  readonly followRedirects?: boolean | undefined;
  readonly honorLabels?: boolean | undefined;
  readonly honorTimestamps?: boolean | undefined;
  readonly interval?: string | undefined;
  readonly metricRelabelings?: readonly MetricRelabeling[] | undefined;
  readonly noProxy?: string | undefined;
  readonly oauth2?: Oauth2 | undefined;
  readonly params?: { readonly [key: string]: readonly string[] } | undefined;
  readonly path?: string | undefined;
  readonly port?: string | undefined;
  /** 1 to 65535. */
  readonly portNumber?: number | undefined;
  readonly proxyConnectHeader?: { readonly [key: string]: readonly ProxyConnectHeader[] } | undefined;
  readonly proxyFromEnvironment?: boolean | undefined;
  /** Matches `^(http|https|socks5)://.+$`. */
  readonly proxyUrl?: string | undefined;
  readonly relabelings?: readonly Relabeling[] | undefined;
  readonly scheme?: 'http' | 'https' | 'HTTP' | 'HTTPS' | undefined;
  readonly scrapeTimeout?: string | undefined;
  readonly targetPort?: number | string | undefined;
  readonly tlsConfig?: TlsConfig | undefined;
  readonly trackTimestampsStaleness?: boolean | undefined;
}

/** `PodMonitor.spec` */
export interface PodMonitorSpec {
  readonly attachMetadata?: AttachMetadata | undefined;
  /** Matches `(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$`. */
  readonly bodySizeLimit?: string | undefined;
  readonly convertClassicHistogramsToNHCB?: boolean | undefined;
  readonly fallbackScrapeProtocol?: 'PrometheusProto' | 'OpenMetricsText0.0.1' | 'OpenMetricsText1.0.0' | 'PrometheusText0.0.4' | 'PrometheusText1.0.0' | undefined;
  readonly jobLabel?: string | undefined;
  /** At least 0. */
  readonly keepDroppedTargets?: number | undefined;
  /** At least 0. */
  readonly labelLimit?: number | undefined;
  /** At least 0. */
  readonly labelNameLengthLimit?: number | undefined;
  /** At least 0. */
  readonly labelValueLengthLimit?: number | undefined;
  readonly namespaceSelector?: NamespaceSelector | undefined;
  /** At least 0. */
  readonly nativeHistogramBucketLimit?: number | undefined;
  readonly nativeHistogramMinBucketFactor?: number | string | undefined;
  readonly podMetricsEndpoints?: readonly PodMonitorPodMetricsEndpoint[] | undefined;
  readonly podTargetLabels?: readonly string[] | undefined;
  /** At least 0. */
  readonly sampleLimit?: number | undefined;
  /** At least 1 character. */
  readonly scrapeClass?: string | undefined;
  readonly scrapeClassicHistograms?: boolean | undefined;
  readonly scrapeNativeHistograms?: boolean | undefined;
  /** Items differ. */
  readonly scrapeProtocols?: readonly ('PrometheusProto' | 'OpenMetricsText0.0.1' | 'OpenMetricsText1.0.0' | 'PrometheusText0.0.4' | 'PrometheusText1.0.0')[] | undefined;
  readonly selector: Selector;
  readonly selectorMechanism?: 'RelabelConfig' | 'RoleSelector' | undefined;
  /** At least 0. */
  readonly targetLimit?: number | undefined;
}
