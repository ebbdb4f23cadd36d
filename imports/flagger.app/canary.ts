// Generated from the CRDs of Flagger 1.44.0 (3c1da9ccd1ffbda3) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Shifts traffic to a new version by itself while its metrics are good.
 * @see https://docs.flagger.app/usage/how-it-works
 */
export class Canary extends VersionedObject {
  public static readonly kind = 'Canary';
  public static readonly group = 'flagger.app';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1beta1: '' };

  public constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id, Canary, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: CanaryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Canary, props, istioVersion);
  }
}

export interface CanaryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: CanarySpec;
}

/** `Canary.spec.analysis.alerts[]` */
export interface CanaryAlert {
  readonly name: string;
  readonly providerRef: CanaryProviderRef;
  readonly severity?: '' | 'info' | 'warn' | 'error' | undefined;
}

export interface CanaryAllowOriginExact {
  readonly exact: string;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryAllowOriginPrefix {
  readonly exact?: undefined;
  readonly prefix: string;
  readonly regex?: undefined;
}

export interface CanaryAllowOriginRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex: string;
}

/**
 * Exactly one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.corsPolicy.allowOrigins[]`
 */
export type CanaryAllowOrigin = CanaryAllowOriginExact | CanaryAllowOriginPrefix | CanaryAllowOriginRegex;
export const CanaryAllowOrigin = {
  exact: (exact: string): CanaryAllowOrigin => ({ exact }),
  prefix: (prefix: string): CanaryAllowOrigin => ({ prefix }),
  regex: (regex: string): CanaryAllowOrigin => ({ regex }),
};

export interface CanaryAnalysisFields {
  readonly alerts?: readonly CanaryAlert[] | undefined;
  readonly canaryReadyThreshold?: number | undefined;
  /** Matches `^[0-9]+(m|s)`. */
  readonly interval?: string | undefined;
  readonly match?: readonly CanaryAnalysisMatch[] | undefined;
  readonly maxWeight?: number | undefined;
  readonly metrics?: readonly CanaryMetric[] | undefined;
  readonly mirror?: boolean | undefined;
  readonly mirrorWeight?: number | undefined;
  readonly primaryReadyThreshold?: number | undefined;
  readonly sessionAffinity?: CanarySessionAffinity | undefined;
  readonly stepWeightPromotion?: number | undefined;
  readonly threshold?: number | undefined;
  readonly webhooks?: readonly CanaryWebhook[] | undefined;
}

export interface CanaryAnalysisIterations {
  readonly iterations: number;
  readonly stepWeight?: undefined;
  readonly stepWeights?: undefined;
}

export interface CanaryAnalysisStepWeight {
  readonly iterations?: undefined;
  readonly stepWeight: number;
  readonly stepWeights?: undefined;
}

export interface CanaryAnalysisStepWeights {
  readonly iterations?: undefined;
  readonly stepWeight?: undefined;
  readonly stepWeights: readonly number[];
}

/**
 * Exactly one of `iterations`, `stepWeight` or `stepWeights`.
 * `Canary.spec.analysis`
 */
export type CanaryAnalysis = CanaryAnalysisFields & (CanaryAnalysisIterations | CanaryAnalysisStepWeight | CanaryAnalysisStepWeights);
export const CanaryAnalysis = {
  iterations: (iterations: number, rest?: CanaryAnalysisFields): CanaryAnalysis => ({ ...rest, iterations }),
  stepWeight: (stepWeight: number, rest?: CanaryAnalysisFields): CanaryAnalysis => ({ ...rest, stepWeight }),
  stepWeights: (stepWeights: readonly number[], rest?: CanaryAnalysisFields): CanaryAnalysis => ({ ...rest, stepWeights }),
};

/** `Canary.spec.analysis.match[]` */
export interface CanaryAnalysisMatch {
  readonly headers?: { readonly [key: string]: CanaryAnalysisMatchHeader } | undefined;
  readonly queryParams?: { readonly [key: string]: CanaryQueryParam } | undefined;
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
}

export interface CanaryAnalysisMatchHeaderExact {
  readonly exact: string;
  readonly prefix?: undefined;
  readonly suffix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryAnalysisMatchHeaderPrefix {
  readonly exact?: undefined;
  readonly prefix: string;
  readonly suffix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryAnalysisMatchHeaderSuffix {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly suffix: string;
  readonly regex?: undefined;
}

export interface CanaryAnalysisMatchHeaderRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly suffix?: undefined;
  readonly regex: string;
}

/**
 * Exactly one of `exact`, `prefix`, `suffix` or `regex`.
 * `Canary.spec.analysis.match[].headers{}`
 */
export type CanaryAnalysisMatchHeader = CanaryAnalysisMatchHeaderExact | CanaryAnalysisMatchHeaderPrefix | CanaryAnalysisMatchHeaderSuffix | CanaryAnalysisMatchHeaderRegex;
export const CanaryAnalysisMatchHeader = {
  exact: (exact: string): CanaryAnalysisMatchHeader => ({ exact }),
  prefix: (prefix: string): CanaryAnalysisMatchHeader => ({ prefix }),
  suffix: (suffix: string): CanaryAnalysisMatchHeader => ({ suffix }),
  regex: (regex: string): CanaryAnalysisMatchHeader => ({ regex }),
};

/** `Canary.spec.service.apex` */
export interface CanaryApex {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

export interface CanaryAuthorityExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryAuthorityPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanaryAuthorityRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].authority`
 */
export type CanaryAuthority = CanaryAuthorityExact | CanaryAuthorityPrefix | CanaryAuthorityRegex;
export const CanaryAuthority = {
  exact: (exact: string): CanaryAuthority => ({ exact }),
  prefix: (prefix: string): CanaryAuthority => ({ prefix }),
  regex: (regex: string): CanaryAuthority => ({ regex }),
};

/** `Canary.spec.autoscalerRef` */
export interface CanaryAutoscalerRef {
  readonly apiVersion: string;
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject';
  readonly name: string;
  readonly primaryScalerQueries?: { readonly [key: string]: string } | undefined;
  readonly primaryScalerReplicas?: CanaryPrimaryScalerReplicas | undefined;
}

/** `Canary.spec.service.mirror[].backendRef` */
export interface CanaryBackendRef {
  /**
   * At most 253 characters.
   * @default ''
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Service'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
}

/** `Canary.spec.service.canary` */
export interface CanaryCanary {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Canary.spec.service.trafficPolicy.connectionPool` */
export interface CanaryConnectionPool {
  readonly http?: CanaryHttp | undefined;
}

export interface CanaryConsistentHashFields {
  readonly minimumRingSize?: number | undefined;
}

export interface CanaryConsistentHashHttpHeaderName {
  readonly httpHeaderName: string;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface CanaryConsistentHashHttpCookie {
  readonly httpHeaderName?: undefined;
  readonly httpCookie: CanaryHttpCookie;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface CanaryConsistentHashUseSourceIp {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp: boolean;
  readonly httpQueryParameterName?: undefined;
}

export interface CanaryConsistentHashHttpQueryParameterName {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName: string;
}

/**
 * Exactly one of `httpHeaderName`, `httpCookie`, `useSourceIp` or `httpQueryParameterName`.
 * `Canary.spec.service.trafficPolicy.loadBalancer.consistentHash`
 */
export type CanaryConsistentHash = CanaryConsistentHashFields & (CanaryConsistentHashHttpHeaderName | CanaryConsistentHashHttpCookie | CanaryConsistentHashUseSourceIp | CanaryConsistentHashHttpQueryParameterName);
export const CanaryConsistentHash = {
  httpHeaderName: (httpHeaderName: string, rest?: CanaryConsistentHashFields): CanaryConsistentHash => ({ ...rest, httpHeaderName }),
  httpCookie: (httpCookie: CanaryHttpCookie, rest?: CanaryConsistentHashFields): CanaryConsistentHash => ({ ...rest, httpCookie }),
  useSourceIp: (useSourceIp: boolean, rest?: CanaryConsistentHashFields): CanaryConsistentHash => ({ ...rest, useSourceIp }),
  httpQueryParameterName: (httpQueryParameterName: string, rest?: CanaryConsistentHashFields): CanaryConsistentHash => ({ ...rest, httpQueryParameterName }),
};

/** `Canary.spec.service.corsPolicy` */
export interface CanaryCorsPolicy {
  readonly allowCredentials?: boolean | undefined;
  readonly allowHeaders?: readonly string[] | undefined;
  readonly allowMethods?: readonly string[] | undefined;
  readonly allowOrigin?: readonly string[] | undefined;
  readonly allowOrigins?: readonly CanaryAllowOrigin[] | undefined;
  readonly exposeHeaders?: readonly string[] | undefined;
  readonly maxAge?: string | undefined;
}

/** `Canary.spec.service.trafficPolicy.loadBalancer.localityLbSetting.distribute[]` */
export interface CanaryDistribute {
  readonly from?: string | undefined;
  readonly to?: { readonly [key: string]: number } | undefined;
}

/** `Canary.spec.service.trafficPolicy.loadBalancer.localityLbSetting.failover[]` */
export interface CanaryFailover {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `Canary.spec.service.gatewayRefs[]` */
export interface CanaryGatewayRef {
  /**
   * At most 253 characters.
   * @default 'gateway.networking.k8s.io'
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Gateway'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
  /** 1 to 253 characters. */
  readonly sectionName?: string | undefined;
}

/** `Canary.spec.service.headers` */
export interface CanaryHeaders {
  readonly request?: CanaryRequest | undefined;
  readonly response?: CanaryResponse | undefined;
}

/** `Canary.spec.service.trafficPolicy.connectionPool.http` */
export interface CanaryHttp {
  readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE' | undefined;
  readonly http1MaxPendingRequests?: number | undefined;
  readonly http2MaxRequests?: number | undefined;
  readonly idleTimeout?: string | undefined;
  readonly maxRequestsPerConnection?: number | undefined;
  readonly maxRetries?: number | undefined;
}

/** `Canary.spec.service.trafficPolicy.loadBalancer.consistentHash.httpCookie` */
export interface CanaryHttpCookie {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly ttl?: string | undefined;
}

/** `Canary.spec.ingressRef` */
export interface CanaryIngressRef {
  readonly apiVersion: string;
  readonly kind: 'Ingress';
  readonly name: string;
}

export interface CanaryLoadBalancerFields {
  readonly localityLbSetting?: CanaryLocalityLbSetting | undefined;
  readonly warmupDurationSecs?: string | undefined;
}

export interface CanaryLoadBalancerSimple {
  readonly simple: 'ROUND_ROBIN' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'LEAST_REQUEST';
  readonly consistentHash?: undefined;
}

export interface CanaryLoadBalancerConsistentHash {
  readonly simple?: undefined;
  readonly consistentHash: CanaryConsistentHash;
}

/**
 * Exactly one of `simple` or `consistentHash`.
 * `Canary.spec.service.trafficPolicy.loadBalancer`
 */
export type CanaryLoadBalancer = CanaryLoadBalancerFields & (CanaryLoadBalancerSimple | CanaryLoadBalancerConsistentHash);
export const CanaryLoadBalancer = {
  simple: (simple: 'ROUND_ROBIN' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'LEAST_REQUEST', rest?: CanaryLoadBalancerFields): CanaryLoadBalancer => ({ ...rest, simple }),
  consistentHash: (consistentHash: CanaryConsistentHash, rest?: CanaryLoadBalancerFields): CanaryLoadBalancer => ({ ...rest, consistentHash }),
};

/** `Canary.spec.service.trafficPolicy.loadBalancer.localityLbSetting` */
export interface CanaryLocalityLbSetting {
  readonly distribute?: readonly CanaryDistribute[] | undefined;
  readonly enabled?: boolean | undefined;
  readonly failover?: readonly CanaryFailover[] | undefined;
}

export interface CanaryMethodExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryMethodPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanaryMethodRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].method`
 */
export type CanaryMethod = CanaryMethodExact | CanaryMethodPrefix | CanaryMethodRegex;
export const CanaryMethod = {
  exact: (exact: string): CanaryMethod => ({ exact }),
  prefix: (prefix: string): CanaryMethod => ({ prefix }),
  regex: (regex: string): CanaryMethod => ({ regex }),
};

/** `Canary.spec.analysis.metrics[]` */
export interface CanaryMetric {
  /** Matches `^[0-9]+(m|s)`. */
  readonly interval?: string | undefined;
  readonly name: string;
  readonly query?: string | undefined;
  readonly templateRef?: CanaryTemplateRef | undefined;
  readonly templateVariables?: { readonly [key: string]: string } | undefined;
  readonly threshold?: number | undefined;
  readonly thresholdRange?: CanaryThresholdRange | undefined;
}

/** `Canary.spec.service.mirror[]` */
export interface CanaryMirror {
  readonly backendRef?: CanaryBackendRef | undefined;
}

/** `Canary.spec.service.trafficPolicy.outlierDetection` */
export interface CanaryOutlierDetection {
  readonly baseEjectionTime?: string | undefined;
  readonly consecutive5xxErrors?: number | undefined;
  readonly consecutiveErrors?: number | undefined;
  readonly consecutiveGatewayErrors?: number | undefined;
  readonly consecutiveLocalOriginFailures?: number | undefined;
  readonly interval?: string | undefined;
  readonly maxEjectionPercent?: number | undefined;
  readonly minHealthPercent?: number | undefined;
  readonly splitExternalLocalOriginErrors?: boolean | undefined;
}

/** `Canary.spec.service.primary` */
export interface CanaryPrimary {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Canary.spec.autoscalerRef.primaryScalerReplicas` */
export interface CanaryPrimaryScalerReplicas {
  /** At least 1. */
  readonly maxReplicas?: number | undefined;
  /** At least 1. */
  readonly minReplicas?: number | undefined;
}

/** `Canary.spec.analysis.alerts[].providerRef` */
export interface CanaryProviderRef {
  readonly name: string;
  readonly namespace?: string | undefined;
}

export interface CanaryQueryParamExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryQueryParamPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanaryQueryParamRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].queryParams{}`
 */
export type CanaryQueryParam = CanaryQueryParamExact | CanaryQueryParamPrefix | CanaryQueryParamRegex;
export const CanaryQueryParam = {
  exact: (exact: string): CanaryQueryParam => ({ exact }),
  prefix: (prefix: string): CanaryQueryParam => ({ prefix }),
  regex: (regex: string): CanaryQueryParam => ({ regex }),
};

/** `Canary.spec.service.headers.request` */
export interface CanaryRequest {
  readonly add?: { readonly [key: string]: string } | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly set?: { readonly [key: string]: string } | undefined;
}

/** `Canary.spec.service.headers.response` */
export interface CanaryResponse {
  readonly add?: { readonly [key: string]: string } | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly set?: { readonly [key: string]: string } | undefined;
}

/** `Canary.spec.service.retries` */
export interface CanaryRetries {
  readonly attempts?: number | undefined;
  readonly perTryTimeout?: string | undefined;
  readonly retryOn?: string | undefined;
}

/** `Canary.spec.service.rewrite` */
export interface CanaryRewrite {
  readonly authority?: string | undefined;
  readonly type?: string | undefined;
  readonly uri?: string | undefined;
}

/** `Canary.spec.routeRef` */
export interface CanaryRouteRef {
  readonly apiVersion: string;
  readonly kind: 'ApisixRoute';
  readonly name: string;
}

export interface CanarySchemeExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanarySchemePrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanarySchemeRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].scheme`
 */
export type CanaryScheme = CanarySchemeExact | CanarySchemePrefix | CanarySchemeRegex;
export const CanaryScheme = {
  exact: (exact: string): CanaryScheme => ({ exact }),
  prefix: (prefix: string): CanaryScheme => ({ prefix }),
  regex: (regex: string): CanaryScheme => ({ regex }),
};

/** `Canary.spec.service` */
export interface CanaryService {
  readonly apex?: CanaryApex | undefined;
  readonly appProtocol?: string | undefined;
  readonly backendTimeout?: string | undefined;
  readonly backends?: readonly string[] | undefined;
  readonly canary?: CanaryCanary | undefined;
  readonly corsPolicy?: CanaryCorsPolicy | undefined;
  readonly delegation?: boolean | undefined;
  /** At most 32 items. */
  readonly gatewayRefs?: readonly CanaryGatewayRef[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly headers?: CanaryHeaders | undefined;
  readonly headless?: boolean | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly match?: readonly CanaryServiceMatch[] | undefined;
  readonly meshName?: string | undefined;
  readonly mirror?: readonly CanaryMirror[] | undefined;
  readonly name?: string | undefined;
  readonly port: number;
  readonly portDiscovery?: boolean | undefined;
  readonly portName?: string | undefined;
  readonly primary?: CanaryPrimary | undefined;
  readonly retries?: CanaryRetries | undefined;
  readonly rewrite?: CanaryRewrite | undefined;
  readonly targetPort?: number | string | undefined;
  readonly timeout?: string | undefined;
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode' | undefined;
  readonly trafficPolicy?: CanaryTrafficPolicy | undefined;
  readonly unmanagedMetadata?: CanaryUnmanagedMetadata | undefined;
}

/** `Canary.spec.service.match[]` */
export interface CanaryServiceMatch {
  readonly authority?: CanaryAuthority | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly headers?: { readonly [key: string]: CanaryServiceMatchHeader } | undefined;
  readonly ignoreUriCase?: boolean | undefined;
  readonly method?: CanaryMethod | undefined;
  readonly name?: string | undefined;
  readonly port?: number | undefined;
  readonly queryParams?: { readonly [key: string]: CanaryQueryParam } | undefined;
  readonly scheme?: CanaryScheme | undefined;
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
  readonly uri?: CanaryUri | undefined;
  readonly withoutHeaders?: { readonly [key: string]: CanaryWithoutHeader } | undefined;
}

export interface CanaryServiceMatchHeaderExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryServiceMatchHeaderPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanaryServiceMatchHeaderRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].headers{}`
 */
export type CanaryServiceMatchHeader = CanaryServiceMatchHeaderExact | CanaryServiceMatchHeaderPrefix | CanaryServiceMatchHeaderRegex;
export const CanaryServiceMatchHeader = {
  exact: (exact: string): CanaryServiceMatchHeader => ({ exact }),
  prefix: (prefix: string): CanaryServiceMatchHeader => ({ prefix }),
  regex: (regex: string): CanaryServiceMatchHeader => ({ regex }),
};

/** `Canary.spec.analysis.sessionAffinity` */
export interface CanarySessionAffinity {
  readonly cookieName: string;
  readonly domain?: string | undefined;
  readonly httpOnly?: boolean | undefined;
  /** @default 86400 */
  readonly maxAge?: number | undefined;
  readonly partitioned?: boolean | undefined;
  readonly path?: string | undefined;
  readonly primaryCookieName?: string | undefined;
  readonly sameSite?: 'Strict' | 'Lax' | 'None' | undefined;
  readonly secure?: boolean | undefined;
}

/** `Canary.spec` */
export interface CanarySpec {
  readonly analysis: CanaryAnalysis;
  readonly autoscalerRef?: CanaryAutoscalerRef | undefined;
  readonly ingressRef?: CanaryIngressRef | undefined;
  readonly metricsServer?: string | undefined;
  readonly progressDeadlineSeconds?: number | undefined;
  readonly provider?: 'apisix' | 'appmesh' | 'appmesh:v1beta2' | 'contour' | 'gatewayapi:v1' | 'gatewayapi:v1beta1' | 'gloo' | 'istio' | 'knative' | 'kubernetes' | 'kuma' | 'linkerd' | 'nginx' | 'osm' | 'skipper' | 'smi:v1alpha1' | 'smi:v1alpha2' | 'smi:v1alpha3' | 'traefik' | undefined;
  readonly revertOnDeletion?: boolean | undefined;
  readonly routeRef?: CanaryRouteRef | undefined;
  readonly service?: CanaryService | undefined;
  readonly skipAnalysis?: boolean | undefined;
  readonly suspend?: boolean | undefined;
  readonly targetRef: CanaryTargetRef;
  readonly upstreamRef?: CanaryUpstreamRef | undefined;
}

/** `Canary.spec.targetRef` */
export interface CanaryTargetRef {
  readonly apiVersion: string;
  readonly kind: 'DaemonSet' | 'Deployment' | 'Service';
  readonly name: string;
}

/** `Canary.spec.analysis.metrics[].templateRef` */
export interface CanaryTemplateRef {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `Canary.spec.analysis.metrics[].thresholdRange` */
export interface CanaryThresholdRange {
  readonly max?: number | undefined;
  readonly min?: number | undefined;
}

/** `Canary.spec.service.trafficPolicy.tls` */
export interface CanaryTls {
  readonly caCertificates?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | undefined;
  readonly privateKey?: string | undefined;
  readonly sni?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
}

/** `Canary.spec.service.trafficPolicy` */
export interface CanaryTrafficPolicy {
  readonly connectionPool?: CanaryConnectionPool | undefined;
  readonly loadBalancer?: CanaryLoadBalancer | undefined;
  readonly outlierDetection?: CanaryOutlierDetection | undefined;
  readonly tls?: CanaryTls | undefined;
}

/** `Canary.spec.service.unmanagedMetadata` */
export interface CanaryUnmanagedMetadata {
  readonly annotations?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** `Canary.spec.upstreamRef` */
export interface CanaryUpstreamRef {
  readonly apiVersion: string;
  readonly kind: 'Upstream';
  readonly name: string;
  readonly namespace?: string | undefined;
}

export interface CanaryUriExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryUriPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanaryUriRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].uri`
 */
export type CanaryUri = CanaryUriExact | CanaryUriPrefix | CanaryUriRegex;
export const CanaryUri = {
  exact: (exact: string): CanaryUri => ({ exact }),
  prefix: (prefix: string): CanaryUri => ({ prefix }),
  regex: (regex: string): CanaryUri => ({ regex }),
};

/** `Canary.spec.analysis.webhooks[]` */
export interface CanaryWebhook {
  readonly disableTLS?: boolean | undefined;
  readonly metadata?: { readonly [key: string]: string } | undefined;
  readonly muteAlert?: boolean | undefined;
  readonly name: string;
  readonly retries?: number | undefined;
  /** Matches `^[0-9]+(m|s)`. */
  readonly timeout?: string | undefined;
  readonly type?: '' | 'confirm-rollout' | 'pre-rollout' | 'rollout' | 'confirm-promotion' | 'post-rollout' | 'event' | 'rollback' | 'confirm-traffic-increase' | undefined;
  readonly url: string;
}

export interface CanaryWithoutHeaderExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface CanaryWithoutHeaderPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface CanaryWithoutHeaderRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * `Canary.spec.service.match[].withoutHeaders{}`
 */
export type CanaryWithoutHeader = CanaryWithoutHeaderExact | CanaryWithoutHeaderPrefix | CanaryWithoutHeaderRegex;
export const CanaryWithoutHeader = {
  exact: (exact: string): CanaryWithoutHeader => ({ exact }),
  prefix: (prefix: string): CanaryWithoutHeader => ({ prefix }),
  regex: (regex: string): CanaryWithoutHeader => ({ regex }),
};
