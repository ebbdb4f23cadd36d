// Generated from the CRDs of Istio 1.32.0 (e2e0681f16673150) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import type { Duration } from '../../src/values/duration';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Configures metrics, access logs and tracing for workloads.
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export class Telemetry extends VersionedObject {
  public static readonly kind = 'Telemetry';
  public static readonly group = 'telemetry.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id, Telemetry, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: TelemetryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Telemetry, props, istioVersion);
  }
}

export interface TelemetryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: TelemetrySpec;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging */
export interface AccessLogging {
  /** Whether nothing is logged. Default false. */
  readonly disabled?: boolean | undefined;
  /** Only requests that fit an expression are logged. */
  readonly filter?: AccessLoggingFilter | undefined;
  /** Which direction of traffic is meant. Default both. */
  readonly match?: LogSelector | undefined;
  /** Where logs go. Default: the providers of the object above, or of the mesh. */
  readonly providers?: readonly ProviderRef[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter */
export interface AccessLoggingFilter {
  /** CEL expression over request, response and connection, such as `response.code >= 400`. */
  readonly expression?: string | undefined;
}

export interface CustomTagLiteral {
  /** The value is always the same. */
  readonly literal?: TracingLiteral | undefined;
  readonly environment?: undefined;
  readonly header?: undefined;
  readonly formatter?: undefined;
}

export interface CustomTagEnvironment {
  readonly literal?: undefined;
  /** The value is that of an environment variable of the proxy. */
  readonly environment?: TracingEnvironment | undefined;
  readonly header?: undefined;
  readonly formatter?: undefined;
}

export interface CustomTagHeader {
  readonly literal?: undefined;
  readonly environment?: undefined;
  /** The value is that of a request header. */
  readonly header?: RequestHeader | undefined;
  readonly formatter?: undefined;
}

export interface CustomTagFormatter {
  readonly literal?: undefined;
  readonly environment?: undefined;
  readonly header?: undefined;
  /** The value is built of what access logs can name. Since Istio 1.29. */
  readonly formatter?: TracingFormatter | undefined;
}

/**
 * At most one of `literal`, `environment`, `header` or `formatter`.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag
 */
export type CustomTag = CustomTagLiteral | CustomTagEnvironment | CustomTagHeader | CustomTagFormatter;
export const CustomTag = {
  literal: (literal: TracingLiteral): CustomTag => ({ literal }),
  environment: (environment: TracingEnvironment): CustomTag => ({ environment }),
  header: (header: RequestHeader): CustomTag => ({ header }),
  formatter: (formatter: TracingFormatter): CustomTag => ({ formatter }),
};

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector-IstioMetric */
export type IstioMetric = 
  | 'ALL_METRICS'
  | 'REQUEST_COUNT'
  | 'REQUEST_DURATION'
  | 'REQUEST_SIZE'
  | 'RESPONSE_SIZE'
  | 'TCP_OPENED_CONNECTIONS'
  | 'TCP_CLOSED_CONNECTIONS'
  | 'TCP_SENT_BYTES'
  | 'TCP_RECEIVED_BYTES'
  | 'GRPC_REQUEST_MESSAGES'
  | 'GRPC_RESPONSE_MESSAGES';

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-LogSelector */
export interface LogSelector {
  /** Direction of the traffic, seen from the pod. Default both. */
  readonly mode?: WorkloadMode | undefined;
}

export interface MetricSelectorFields {
  /** Direction of the traffic, seen from the pod. Default both. */
  readonly mode?: WorkloadMode | undefined;
}

export interface MetricSelectorMetric {
  /** One of Istio's own metrics. */
  readonly metric?: IstioMetric | undefined;
  readonly customMetric?: undefined;
}

export interface MetricSelectorCustomMetric {
  readonly metric?: undefined;
  /** Name of a metric that is not one of Istio's own. At least 1 character. */
  readonly customMetric?: string | undefined;
}

/**
 * At most one of `metric` or `customMetric`.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#MetricSelector
 */
export type MetricSelector = MetricSelectorFields & (MetricSelectorMetric | MetricSelectorCustomMetric);
export const MetricSelector = {
  metric: (metric: IstioMetric, rest?: MetricSelectorFields): MetricSelector => ({ ...rest, metric }),
  customMetric: (customMetric: string, rest?: MetricSelectorFields): MetricSelector => ({ ...rest, customMetric }),
};

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Metrics */
export interface Metrics {
  /** Changes to single metrics or to all, in this order. */
  readonly overrides?: readonly MetricsOverrides[] | undefined;
  /** Where metrics go. Default: the providers of the object above, or of the mesh. */
  readonly providers?: readonly ProviderRef[] | undefined;
  /** Time between two reports of TCP metrics while a connection is open. Default 5 s. At least `1ms`. */
  readonly reportingInterval?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides */
export interface MetricsOverrides {
  /** Whether the metric is not reported. Default: as above. */
  readonly disabled?: boolean | undefined;
  /** Which metric is meant. Default: all. */
  readonly match?: MetricSelector | undefined;
  /** Changes to tags, by name of the tag. */
  readonly tagOverrides?: { readonly [key: string]: TagOverride } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface PolicyTargetReference {
  /** API group of the target; empty for a Service. At most 253 characters. */
  readonly group?: string | undefined;
  /** Kind of the target: `Gateway`, `Service`, `ServiceEntry` or `GatewayClass`. 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** Name of the target. 1 to 253 characters. */
  readonly name: string;
  /** Namespace of the target; only the own one is allowed. */
  readonly namespace?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef */
export interface ProviderRef {
  /** Name of the provider, as `extensionProviders` of the mesh configuration has it. At least 1 character. */
  readonly name: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader */
export interface RequestHeader {
  /** The value where the header is missing. */
  readonly defaultValue?: string | undefined;
  /** Name of the header. At least 1 character. */
  readonly name: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride */
export interface TagOverride {
  /** Whether the tag is set or removed. Default `UPSERT`. */
  readonly operation?: TagOverrideOperation | undefined;
  /** CEL expression for the value; needed to set the tag. */
  readonly value?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-Operation */
export type TagOverrideOperation = 'UPSERT' | 'REMOVE';

export interface TelemetrySpecFields {
  /** Which requests are logged, and where to. */
  readonly accessLogging?: readonly AccessLogging[] | undefined;
  /** Which metrics are reported, with which tags, and where to. */
  readonly metrics?: readonly Metrics[] | undefined;
  /** Which requests are traced, with which tags, and where to. */
  readonly tracing?: readonly Tracing[] | undefined;
}

export interface TelemetrySpecSelector {
  /** The pods that it holds for, by their labels; without it and targets, all of the namespace. */
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface TelemetrySpecTargetRef {
  readonly selector?: undefined;
  /** The one Gateway or Service whose proxy enforces it, instead of pods by label. Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface TelemetrySpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** The Gateways, Services or classes whose proxies enforce it, instead of pods by label. At most 16 items. Since Istio 1.22. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

/**
 * At most one of `selector`, `targetRef` or `targetRefs`.
 * @see https://istio.io/latest/docs/reference/config/telemetry/#Telemetry
 */
export type TelemetrySpec = TelemetrySpecFields & (TelemetrySpecSelector | TelemetrySpecTargetRef | TelemetrySpecTargetRefs);
export const TelemetrySpec = {
  selector: (selector: WorkloadSelector, rest?: TelemetrySpecFields): TelemetrySpec => ({ ...rest, selector }),
  targetRef: (targetRef: PolicyTargetReference, rest?: TelemetrySpecFields): TelemetrySpec => ({ ...rest, targetRef }),
  targetRefs: (targetRefs: readonly PolicyTargetReference[], rest?: TelemetrySpecFields): TelemetrySpec => ({ ...rest, targetRefs }),
};

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing */
export interface Tracing {
  /** Further tags of the spans, by name of the tag. */
  readonly customTags?: { readonly [key: string]: CustomTag } | undefined;
  /** Whether trace headers are not passed on. Default false. Since Istio 1.30. */
  readonly disableContextPropagation?: boolean | undefined;
  /** Whether spans are not sent; trace headers are passed on all the same. Default false. */
  readonly disableSpanReporting?: boolean | undefined;
  /** Whether spans carry Istio's own tags. Default true. Since Istio 1.25. */
  readonly enableIstioTags?: boolean | undefined;
  /** Which direction of traffic is meant. Default both. */
  readonly match?: TracingSelector | undefined;
  /** Where spans go: one provider. Default: that of the object above, or of the mesh. */
  readonly providers?: readonly ProviderRef[] | undefined;
  /** Share of the requests that are traced, in percent. Default: that of the mesh, 1. 0 to 100. */
  readonly randomSamplingPercentage?: number | undefined;
  /** Whether the request id decides over sampling, the same at every hop. Default true. */
  readonly useRequestIdForTraceSampling?: boolean | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment */
export interface TracingEnvironment {
  /** The value where the variable is missing. */
  readonly defaultValue?: string | undefined;
  /** Name of the environment variable. At least 1 character. */
  readonly name: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Formatter */
export interface TracingFormatter {
  /** Text with commands of access logs, such as `%REQ(X-USER)%`. At least 1 character. */
  readonly value: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Literal */
export interface TracingLiteral {
  /** The value, which is always the same. At least 1 character. */
  readonly value: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector */
export interface TracingSelector {
  /** Direction of the traffic, seen from the pod. Default both. */
  readonly mode?: WorkloadMode | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#WorkloadMode */
export type WorkloadMode = 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface WorkloadSelector {
  /** Labels that the pods must all have. At most 4096 entries. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}
