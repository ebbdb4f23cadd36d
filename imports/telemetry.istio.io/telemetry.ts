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
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TelemetrySpec;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging */
export interface AccessLogging {
  readonly disabled?: boolean | undefined;
  readonly filter?: AccessLoggingFilter | undefined;
  readonly match?: LogSelector | undefined;
  readonly providers?: readonly ProviderRef[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging-Filter */
export interface AccessLoggingFilter {
  readonly expression?: string | undefined;
}

export interface CustomTagLiteral {
  readonly literal?: TracingLiteral | undefined;
  readonly environment?: undefined;
  readonly header?: undefined;
  readonly formatter?: undefined;
}

export interface CustomTagEnvironment {
  readonly literal?: undefined;
  readonly environment?: TracingEnvironment | undefined;
  readonly header?: undefined;
  readonly formatter?: undefined;
}

export interface CustomTagHeader {
  readonly literal?: undefined;
  readonly environment?: undefined;
  readonly header?: RequestHeader | undefined;
  readonly formatter?: undefined;
}

export interface CustomTagFormatter {
  readonly literal?: undefined;
  readonly environment?: undefined;
  readonly header?: undefined;
  /** Since Istio 1.29. */
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
  readonly mode?: WorkloadMode | undefined;
}

export interface MetricSelectorFields {
  readonly mode?: WorkloadMode | undefined;
}

export interface MetricSelectorMetric {
  readonly metric?: IstioMetric | undefined;
  readonly customMetric?: undefined;
}

export interface MetricSelectorCustomMetric {
  readonly metric?: undefined;
  /** At least 1 character. */
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
  readonly overrides?: readonly MetricsOverrides[] | undefined;
  readonly providers?: readonly ProviderRef[] | undefined;
  /** At least `1ms`. */
  readonly reportingInterval?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides */
export interface MetricsOverrides {
  readonly disabled?: boolean | undefined;
  readonly match?: MetricSelector | undefined;
  readonly tagOverrides?: { readonly [key: string]: TagOverride } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface PolicyTargetReference {
  /** At most 253 characters. */
  readonly group?: string | undefined;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef */
export interface ProviderRef {
  /** At least 1 character. */
  readonly name: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-RequestHeader */
export interface RequestHeader {
  readonly defaultValue?: string | undefined;
  /** At least 1 character. */
  readonly name: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride */
export interface TagOverride {
  readonly operation?: TagOverrideOperation | undefined;
  readonly value?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#MetricsOverrides-TagOverride-Operation */
export type TagOverrideOperation = 'UPSERT' | 'REMOVE';

export interface TelemetrySpecFields {
  readonly accessLogging?: readonly AccessLogging[] | undefined;
  readonly metrics?: readonly Metrics[] | undefined;
  readonly tracing?: readonly Tracing[] | undefined;
}

export interface TelemetrySpecSelector {
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface TelemetrySpecTargetRef {
  readonly selector?: undefined;
  /** Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface TelemetrySpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** At most 16 items. Since Istio 1.22. */
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
  readonly customTags?: { readonly [key: string]: CustomTag } | undefined;
  /** Since Istio 1.30. */
  readonly disableContextPropagation?: boolean | undefined;
  readonly disableSpanReporting?: boolean | undefined;
  /** Since Istio 1.25. */
  readonly enableIstioTags?: boolean | undefined;
  readonly match?: TracingSelector | undefined;
  readonly providers?: readonly ProviderRef[] | undefined;
  /** 0 to 100. */
  readonly randomSamplingPercentage?: number | undefined;
  readonly useRequestIdForTraceSampling?: boolean | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Environment */
export interface TracingEnvironment {
  readonly defaultValue?: string | undefined;
  /** At least 1 character. */
  readonly name: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Formatter */
export interface TracingFormatter {
  /** At least 1 character. */
  readonly value: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-Literal */
export interface TracingLiteral {
  /** At least 1 character. */
  readonly value: string;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#Tracing-TracingSelector */
export interface TracingSelector {
  readonly mode?: WorkloadMode | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/telemetry/#WorkloadMode */
export type WorkloadMode = 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface WorkloadSelector {
  /** At most 4096 entries. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}
