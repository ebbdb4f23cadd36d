// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import type { Duration } from '../../src/values/duration';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ConnectionPoolSettings, PortSelector, TypeWorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Names the versions of a host and says how clients connect to it: balancing, pools, ejection, TLS.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export class DestinationRule extends VersionedObject {
  public static readonly kind = 'DestinationRule';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id, DestinationRule, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: DestinationRuleProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(DestinationRule, props, istioVersion);
  }
}

export interface DestinationRuleProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: DestinationRuleSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-BackendUtilizationLB */
export interface BackendUtilizationLB {
  readonly errorUtilizationPenaltyPercent?: number | undefined;
  readonly metricNamesForComputingUtilization?: readonly string[] | undefined;
  readonly weightExpirationPeriod?: Duration | undefined;
  readonly weightStabilizationPeriod?: Duration | undefined;
  readonly weightUpdatePeriod?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export interface ClientTLSSettings {
  /** Since Istio 1.32. */
  readonly caCertCredentialName?: string | undefined;
  readonly caCertificates?: string | undefined;
  /** Since Istio 1.22. */
  readonly caCrl?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly credentialName?: string | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
  readonly mode?: ClientTLSSettingsTLSmode | undefined;
  readonly privateKey?: string | undefined;
  readonly sni?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode */
export type ClientTLSSettingsTLSmode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export interface ConsistentHashLBFields {
  /**
   * At least 0.
   * @deprecated by Istio
   */
  readonly minimumRingSize?: number | undefined;
}

export interface ConsistentHashLBHttpHeaderName {
  readonly httpHeaderName?: string | undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface ConsistentHashLBHttpCookie {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: HTTPCookie | undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface ConsistentHashLBUseSourceIp {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: boolean | undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface ConsistentHashLBHttpQueryParameterName {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: string | undefined;
}

export interface ConsistentHashLBRingHash {
  readonly ringHash?: RingHash | undefined;
  readonly maglev?: undefined;
}

export interface ConsistentHashLBMaglev {
  readonly ringHash?: undefined;
  readonly maglev?: MagLev | undefined;
}

/**
 * At most one of `httpHeaderName`, `httpCookie`, `useSourceIp` or `httpQueryParameterName`.
 * At most one of `ringHash` or `maglev`.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export type ConsistentHashLB = ConsistentHashLBFields & (ConsistentHashLBHttpHeaderName | ConsistentHashLBHttpCookie | ConsistentHashLBUseSourceIp | ConsistentHashLBHttpQueryParameterName) & (ConsistentHashLBRingHash | ConsistentHashLBMaglev);
export const ConsistentHashLB = {
  httpHeaderName: (httpHeaderName: string, rest?: ConsistentHashLBFields & (ConsistentHashLBRingHash | ConsistentHashLBMaglev)): ConsistentHashLB => ({ ...rest, httpHeaderName }),
  httpCookie: (httpCookie: HTTPCookie, rest?: ConsistentHashLBFields & (ConsistentHashLBRingHash | ConsistentHashLBMaglev)): ConsistentHashLB => ({ ...rest, httpCookie }),
  useSourceIp: (useSourceIp: boolean, rest?: ConsistentHashLBFields & (ConsistentHashLBRingHash | ConsistentHashLBMaglev)): ConsistentHashLB => ({ ...rest, useSourceIp }),
  httpQueryParameterName: (httpQueryParameterName: string, rest?: ConsistentHashLBFields & (ConsistentHashLBRingHash | ConsistentHashLBMaglev)): ConsistentHashLB => ({ ...rest, httpQueryParameterName }),
  ringHash: (ringHash: RingHash, rest?: ConsistentHashLBFields & (ConsistentHashLBHttpHeaderName | ConsistentHashLBHttpCookie | ConsistentHashLBUseSourceIp | ConsistentHashLBHttpQueryParameterName)): ConsistentHashLB => ({ ...rest, ringHash }),
  maglev: (maglev: MagLev, rest?: ConsistentHashLBFields & (ConsistentHashLBHttpHeaderName | ConsistentHashLBHttpCookie | ConsistentHashLBUseSourceIp | ConsistentHashLBHttpQueryParameterName)): ConsistentHashLB => ({ ...rest, maglev }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export interface DestinationRuleSpec {
  readonly exportTo?: readonly string[] | undefined;
  readonly host: string;
  readonly subsets?: readonly Subset[] | undefined;
  readonly trafficPolicy?: TrafficPolicy | undefined;
  readonly workloadSelector?: TypeWorkloadSelector | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie */
export interface HTTPCookie {
  /** Since Istio 1.28. */
  readonly attributes?: readonly HTTPCookieAttribute[] | undefined;
  readonly name: string;
  readonly path?: string | undefined;
  readonly ttl?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute */
export interface HTTPCookieAttribute {
  readonly name: string;
  readonly value?: string | undefined;
}

export interface LoadBalancerSettingsFields {
  /** Since Istio 1.24. */
  readonly warmup?: WarmupConfiguration | undefined;
  /**
   * At least `1ms`.
   * @deprecated since Istio 1.24
   */
  readonly warmupDurationSecs?: Duration | undefined;
}

export interface LoadBalancerSettingsLocalityLbSetting {
  readonly localityLbSetting?: LocalityLoadBalancerSetting | undefined;
  readonly zoneAwareLbSetting?: undefined;
}

export interface LoadBalancerSettingsZoneAwareLbSetting {
  readonly localityLbSetting?: undefined;
  /** Since Istio 1.31. */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting | undefined;
}

export interface LoadBalancerSettingsSimple {
  readonly simple?: SimpleLB | undefined;
  readonly consistentHash?: undefined;
  readonly backendUtilization?: undefined;
}

export interface LoadBalancerSettingsConsistentHash {
  readonly simple?: undefined;
  readonly consistentHash?: ConsistentHashLB | undefined;
  readonly backendUtilization?: undefined;
}

export interface LoadBalancerSettingsBackendUtilization {
  readonly simple?: undefined;
  readonly consistentHash?: undefined;
  /** Since Istio 1.32. */
  readonly backendUtilization?: BackendUtilizationLB | undefined;
}

/**
 * At most one of `localityLbSetting` or `zoneAwareLbSetting`.
 * At most one of `simple`, `consistentHash` or `backendUtilization`.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export type LoadBalancerSettings = LoadBalancerSettingsFields & (LoadBalancerSettingsLocalityLbSetting | LoadBalancerSettingsZoneAwareLbSetting) & (LoadBalancerSettingsSimple | LoadBalancerSettingsConsistentHash | LoadBalancerSettingsBackendUtilization);
export const LoadBalancerSettings = {
  localityLbSetting: (localityLbSetting: LocalityLoadBalancerSetting, rest?: LoadBalancerSettingsFields & (LoadBalancerSettingsSimple | LoadBalancerSettingsConsistentHash | LoadBalancerSettingsBackendUtilization)): LoadBalancerSettings => ({ ...rest, localityLbSetting }),
  zoneAwareLbSetting: (zoneAwareLbSetting: ZoneAwareLoadBalancerSetting, rest?: LoadBalancerSettingsFields & (LoadBalancerSettingsSimple | LoadBalancerSettingsConsistentHash | LoadBalancerSettingsBackendUtilization)): LoadBalancerSettings => ({ ...rest, zoneAwareLbSetting }),
  simple: (simple: SimpleLB, rest?: LoadBalancerSettingsFields & (LoadBalancerSettingsLocalityLbSetting | LoadBalancerSettingsZoneAwareLbSetting)): LoadBalancerSettings => ({ ...rest, simple }),
  consistentHash: (consistentHash: ConsistentHashLB, rest?: LoadBalancerSettingsFields & (LoadBalancerSettingsLocalityLbSetting | LoadBalancerSettingsZoneAwareLbSetting)): LoadBalancerSettings => ({ ...rest, consistentHash }),
  backendUtilization: (backendUtilization: BackendUtilizationLB, rest?: LoadBalancerSettingsFields & (LoadBalancerSettingsLocalityLbSetting | LoadBalancerSettingsZoneAwareLbSetting)): LoadBalancerSettings => ({ ...rest, backendUtilization }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting */
export interface LocalityLoadBalancerSetting {
  readonly distribute?: readonly LocalityLoadBalancerSettingDistribute[] | undefined;
  readonly enabled?: boolean | undefined;
  readonly failover?: readonly LocalityLoadBalancerSettingFailover[] | undefined;
  readonly failoverPriority?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute */
export interface LocalityLoadBalancerSettingDistribute {
  readonly from?: string | undefined;
  readonly to?: { readonly [key: string]: number } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover */
export interface LocalityLoadBalancerSettingFailover {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev */
export interface MagLev {
  /** At least 0. */
  readonly tableSize?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection */
export interface OutlierDetection {
  /** At least `1ms`. */
  readonly baseEjectionTime?: Duration | undefined;
  readonly consecutive5xxErrors?: number | undefined;
  readonly consecutiveErrors?: number | undefined;
  readonly consecutiveGatewayErrors?: number | undefined;
  readonly consecutiveLocalOriginFailures?: number | undefined;
  /** 0 to 100. Since Istio 1.32. */
  readonly failurePercentageThreshold?: number | undefined;
  /** At least `1ms`. */
  readonly interval?: Duration | undefined;
  readonly maxEjectionPercent?: number | undefined;
  readonly minHealthPercent?: number | undefined;
  /** Each 100 to 599. Since Istio 1.31, without effect before 1.32. */
  readonly outlierDetectionHttpErrorCodes?: readonly number[] | undefined;
  readonly splitExternalLocalOriginErrors?: boolean | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export interface PortTrafficPolicy {
  readonly connectionPool?: ConnectionPoolSettings | undefined;
  readonly loadBalancer?: LoadBalancerSettings | undefined;
  readonly outlierDetection?: OutlierDetection | undefined;
  readonly port?: PortSelector | undefined;
  readonly tls?: ClientTLSSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol */
export interface ProxyProtocol {
  readonly version?: ProxyProtocolVersion | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol-VERSION */
export type ProxyProtocolVersion = 'V1' | 'V2';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget */
export interface RetryBudget {
  /** Since Istio 1.31. */
  readonly budgetInterval?: Duration | undefined;
  readonly minRetryConcurrency?: number | undefined;
  /** 0 to 100. */
  readonly percent?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash */
export interface RingHash {
  /** At least 0. */
  readonly minimumRingSize?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-SimpleLB */
export type SimpleLB = 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export interface Subset {
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly name: string;
  readonly trafficPolicy?: TrafficPolicy | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy */
export interface TrafficPolicy {
  readonly connectionPool?: ConnectionPoolSettings | undefined;
  readonly loadBalancer?: LoadBalancerSettings | undefined;
  readonly outlierDetection?: OutlierDetection | undefined;
  /** At most 4096 items. */
  readonly portLevelSettings?: readonly PortTrafficPolicy[] | undefined;
  /** Since Istio 1.21. */
  readonly proxyProtocol?: ProxyProtocol | undefined;
  /** Since Istio 1.27. */
  readonly retryBudget?: RetryBudget | undefined;
  readonly tls?: ClientTLSSettings | undefined;
  readonly tunnel?: TunnelSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings */
export interface TunnelSettings {
  readonly protocol?: string | undefined;
  readonly targetHost: string;
  readonly targetPort: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration */
export interface WarmupConfiguration {
  /** At least 0. */
  readonly aggression?: number | undefined;
  /** At least `1ms`. */
  readonly duration: Duration;
  /** 0 to 100. */
  readonly minimumPercent?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting */
export interface ZoneAwareLoadBalancerSetting {
  readonly enabled?: boolean | undefined;
  readonly failover?: readonly ZoneAwareLoadBalancerSettingFailover[] | undefined;
  readonly failoverPriority?: readonly string[] | undefined;
  /** At least 1. */
  readonly minClusterSize?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover */
export interface ZoneAwareLoadBalancerSettingFailover {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
