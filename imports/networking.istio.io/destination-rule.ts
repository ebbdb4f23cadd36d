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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: DestinationRuleSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-BackendUtilizationLB */
export interface BackendUtilizationLB {
  /** How much errors of a pod count as additional load, in percent. */
  readonly errorUtilizationPenaltyPercent?: number | undefined;
  /** Names of the ORCA metrics that stand for the load. */
  readonly metricNamesForComputingUtilization?: readonly string[] | undefined;
  /** Time without a report after which a pod has the usual weight again. */
  readonly weightExpirationPeriod?: Duration | undefined;
  /** Time that a pod must have reported before its weight counts. */
  readonly weightStabilizationPeriod?: Duration | undefined;
  /** Time between two calculations of the weights. */
  readonly weightUpdatePeriod?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
export interface ClientTLSSettings {
  /** Secret or ConfigMap with the authorities that the server is checked by. Since Istio 1.32. */
  readonly caCertCredentialName?: string | undefined;
  /** File with the authorities that the server is checked by. Default: those of the operating system. */
  readonly caCertificates?: string | undefined;
  /** File with certificates that are revoked. Since Istio 1.22. */
  readonly caCrl?: string | undefined;
  /** File with the certificate of the client, for `MUTUAL`. */
  readonly clientCertificate?: string | undefined;
  /** Secret with keys and authorities, instead of files; at sidecars only with a workload selector. */
  readonly credentialName?: string | undefined;
  /** Whether any certificate of the server is taken. Default false. */
  readonly insecureSkipVerify?: boolean | undefined;
  /** Whether and how the connection is encrypted. */
  readonly mode?: ClientTLSSettingsTLSmode | undefined;
  /** File with the private key of the client, for `MUTUAL`. */
  readonly privateKey?: string | undefined;
  /** Server name that is asked for. Default: the host of the request where it can be told. */
  readonly sni?: string | undefined;
  /** Names of which the certificate of the server must have one. Default: that of the host. */
  readonly subjectAltNames?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode */
export type ClientTLSSettingsTLSmode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

export interface ConsistentHashLBFields {
  /**
   * Least number of points on the hash ring; replaced by `ringHash`. At least 0.
   * @deprecated by Istio
   */
  readonly minimumRingSize?: number | undefined;
}

export interface ConsistentHashLBHttpHeaderName {
  /** Hashes the header of this name. */
  readonly httpHeaderName?: string | undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface ConsistentHashLBHttpCookie {
  readonly httpHeaderName?: undefined;
  /** Hashes a cookie, which is set where it is missing. */
  readonly httpCookie?: HTTPCookie | undefined;
  readonly useSourceIp?: undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface ConsistentHashLBUseSourceIp {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: undefined;
  /** Hashes the address of the client. */
  readonly useSourceIp?: boolean | undefined;
  readonly httpQueryParameterName?: undefined;
}

export interface ConsistentHashLBHttpQueryParameterName {
  readonly httpHeaderName?: undefined;
  readonly httpCookie?: undefined;
  readonly useSourceIp?: undefined;
  /** Hashes the query parameter of this name. */
  readonly httpQueryParameterName?: string | undefined;
}

export interface ConsistentHashLBRingHash {
  /** Finds the pod on a hash ring. This is the default. */
  readonly ringHash?: RingHash | undefined;
  readonly maglev?: undefined;
}

export interface ConsistentHashLBMaglev {
  readonly ringHash?: undefined;
  /** Finds the pod by a Maglev table: faster, less even when pods change. */
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
  /** Namespaces that see the rule: `.` for the own one, `*` for all. Default: that of the mesh configuration, all. */
  readonly exportTo?: readonly string[] | undefined;
  /** The service that it is about: a full name, a short one of the own namespace, or a wildcard such as `*.com`. */
  readonly host: string;
  /** Named versions of the service, for routes to choose. */
  readonly subsets?: readonly Subset[] | undefined;
  /** How clients connect to the service, whatever the version. */
  readonly trafficPolicy?: TrafficPolicy | undefined;
  /** Clients, by label, that follow the rule; only those of the own namespace. Without it, all. */
  readonly workloadSelector?: TypeWorkloadSelector | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie */
export interface HTTPCookie {
  /** Further attributes of the cookie that is set. Since Istio 1.28. */
  readonly attributes?: readonly HTTPCookieAttribute[] | undefined;
  /** Name of the cookie. */
  readonly name: string;
  /** Path that the cookie is set for. */
  readonly path?: string | undefined;
  /** Lifetime of the cookie that is set; 0 makes it a session cookie. Without it, none is set. */
  readonly ttl?: Duration | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie-Attribute */
export interface HTTPCookieAttribute {
  /** Name of the attribute, such as `SameSite`. */
  readonly name: string;
  /** Value of the attribute; absent for a flag. */
  readonly value?: string | undefined;
}

export interface LoadBalancerSettingsFields {
  /** Gives new pods few requests at first. Since Istio 1.24. */
  readonly warmup?: WarmupConfiguration | undefined;
  /**
   * How long new pods get fewer requests; replaced by `warmup`. At least `1ms`.
   * @deprecated since Istio 1.24
   */
  readonly warmupDurationSecs?: Duration | undefined;
}

export interface LoadBalancerSettingsLocalityLbSetting {
  /** How requests are shared between zones and regions, over the setting of the mesh. */
  readonly localityLbSetting?: LocalityLoadBalancerSetting | undefined;
  readonly zoneAwareLbSetting?: undefined;
}

export interface LoadBalancerSettingsZoneAwareLbSetting {
  readonly localityLbSetting?: undefined;
  /** Keeps requests in the zone of the client as far as its pods can take them. Since Istio 1.31. */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting | undefined;
}

export interface LoadBalancerSettingsSimple {
  /** One of the usual ways to choose a pod. Default `LEAST_REQUEST`. */
  readonly simple?: SimpleLB | undefined;
  readonly consistentHash?: undefined;
  readonly backendUtilization?: undefined;
}

export interface LoadBalancerSettingsConsistentHash {
  readonly simple?: undefined;
  /** Sends requests with the same hash to the same pod. */
  readonly consistentHash?: ConsistentHashLB | undefined;
  readonly backendUtilization?: undefined;
}

export interface LoadBalancerSettingsBackendUtilization {
  readonly simple?: undefined;
  readonly consistentHash?: undefined;
  /** Weights pods by the load that they report in ORCA form. Since Istio 1.32. */
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
  /** Shares of the requests by place of the client. Not together with failover. */
  readonly distribute?: readonly LocalityLoadBalancerSettingDistribute[] | undefined;
  /** Whether places count at all. Default: that of the mesh configuration, true. */
  readonly enabled?: boolean | undefined;
  /** The region that takes over where the own one has no healthy pods. Needs outlier detection. */
  readonly failover?: readonly LocalityLoadBalancerSettingFailover[] | undefined;
  /** Labels by which pods are like the client; the more of them agree, the earlier a pod is used. */
  readonly failoverPriority?: readonly string[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute */
export interface LocalityLoadBalancerSettingDistribute {
  /** Place of the client: `region/zone/subzone`, with `*` for any. */
  readonly from?: string | undefined;
  /** Shares in percent by place of the pods; they add up to 100. */
  readonly to?: { readonly [key: string]: number } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover */
export interface LocalityLoadBalancerSettingFailover {
  /** Region of the client. */
  readonly from?: string | undefined;
  /** Region that takes over. */
  readonly to?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-MagLev */
export interface MagLev {
  /** Entries of the table: a prime number up to 5000011. Default 65537. At least 0. */
  readonly tableSize?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection */
export interface OutlierDetection {
  /** How long a pod is left out the first time; longer with each further time. Default 30 s. At least `1ms`. */
  readonly baseEjectionTime?: Duration | undefined;
  /** Server errors in a row, failed connections included, that put a pod out; 0 turns it off. Default 5. */
  readonly consecutive5xxErrors?: number | undefined;
  /** Errors in a row that put a pod out; replaced by `consecutiveGatewayErrors` and `consecutive5xxErrors`. */
  readonly consecutiveErrors?: number | undefined;
  /** Answers 502, 503 or 504 in a row that put a pod out; 0 turns it off. Default off. */
  readonly consecutiveGatewayErrors?: number | undefined;
  /** Failures to connect in a row that put a pod out, where they count apart. Default 5. */
  readonly consecutiveLocalOriginFailures?: number | undefined;
  /** Share of failed requests, in percent, from which a pod is put out. 0 to 100. Since Istio 1.32. */
  readonly failurePercentageThreshold?: number | undefined;
  /** Time between two looks at the pods. Default 10 s. At least `1ms`. */
  readonly interval?: Duration | undefined;
  /** Share of the pods, in percent, that may be out at the same time. Default 10. */
  readonly maxEjectionPercent?: number | undefined;
  /** Share of healthy pods, in percent, below which all pods get requests again. Default 0, never. */
  readonly minHealthPercent?: number | undefined;
  /** Status codes that count as errors, instead of 5xx. Each 100 to 599. Since Istio 1.31, without effect before 1.32. */
  readonly outlierDetectionHttpErrorCodes?: readonly number[] | undefined;
  /** Whether failures to connect count apart from answers of the service. Default false. */
  readonly splitExternalLocalOriginErrors?: boolean | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-PortTrafficPolicy */
export interface PortTrafficPolicy {
  /** Limits of connections and requests to this port. */
  readonly connectionPool?: ConnectionPoolSettings | undefined;
  /** How a pod is chosen for requests to this port. */
  readonly loadBalancer?: LoadBalancerSettings | undefined;
  /** When pods that fail on this port are left out. */
  readonly outlierDetection?: OutlierDetection | undefined;
  /** The port of the service. */
  readonly port?: PortSelector | undefined;
  /** How clients encrypt towards this port. */
  readonly tls?: ClientTLSSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol */
export interface ProxyProtocol {
  /** Version of the header: `V1` is text, `V2` binary. Default `V1`. */
  readonly version?: ProxyProtocolVersion | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol-VERSION */
export type ProxyProtocolVersion = 'V1' | 'V2';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-RetryBudget */
export interface RetryBudget {
  /** How far back requests count for the budget. Since Istio 1.31. */
  readonly budgetInterval?: Duration | undefined;
  /** Retries at the same time that are always allowed. Default 3. */
  readonly minRetryConcurrency?: number | undefined;
  /** Retries in percent of the requests under way and waiting. Default 20. 0 to 100. */
  readonly percent?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-RingHash */
export interface RingHash {
  /** Least number of points on the ring; more spread requests more evenly. Default 1024. At least 0. */
  readonly minimumRingSize?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-SimpleLB */
export type SimpleLB = 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset */
export interface Subset {
  /** Labels of the pods that make up the version, beside those of the service. */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** The name by which routes choose the version. */
  readonly name: string;
  /** How clients connect to this version; fields that it sets replace those of the host. */
  readonly trafficPolicy?: TrafficPolicy | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy */
export interface TrafficPolicy {
  /** Limits of connections and requests per client proxy. */
  readonly connectionPool?: ConnectionPoolSettings | undefined;
  /** How a pod is chosen for a request. Default: the one of two random pods with fewer requests. */
  readonly loadBalancer?: LoadBalancerSettings | undefined;
  /** When pods that fail are left out for a while. */
  readonly outlierDetection?: OutlierDetection | undefined;
  /** Settings of single ports, which replace all of those of the host there. At most 4096 items. */
  readonly portLevelSettings?: readonly PortTrafficPolicy[] | undefined;
  /** Tells the server the address of the client by a PROXY protocol header. Since Istio 1.21. */
  readonly proxyProtocol?: ProxyProtocol | undefined;
  /** A limit of retries by the number of requests under way. Since Istio 1.27. */
  readonly retryBudget?: RetryBudget | undefined;
  /** How clients encrypt. Default: mutual TLS towards pods that have a proxy, else nothing. */
  readonly tls?: ClientTLSSettings | undefined;
  /** Leads connections through another proxy by HTTP CONNECT or POST. */
  readonly tunnel?: TunnelSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-TunnelSettings */
export interface TunnelSettings {
  /** `CONNECT` or `POST`. Default `CONNECT`. */
  readonly protocol?: string | undefined;
  /** The host that the tunnel shall end at. */
  readonly targetHost: string;
  /** The port that the tunnel shall end at. */
  readonly targetPort: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration */
export interface WarmupConfiguration {
  /** How fast the share grows: 1 linearly, more begins slower. Default 1. At least 0. */
  readonly aggression?: number | undefined;
  /** Time until a new pod gets its full share. At least `1ms`. */
  readonly duration: Duration;
  /** Share that a new pod begins with, in percent of the full one. Default 10. 0 to 100. */
  readonly minimumPercent?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting */
export interface ZoneAwareLoadBalancerSetting {
  /** Whether zones count. */
  readonly enabled?: boolean | undefined;
  /** The region that takes over where the own one has no healthy pods. */
  readonly failover?: readonly ZoneAwareLoadBalancerSettingFailover[] | undefined;
  /** Labels by which pods are like the client; the more of them agree, the earlier a pod is used. */
  readonly failoverPriority?: readonly string[] | undefined;
  /** Least number of pods in the own region for zones to count. At least 1. */
  readonly minClusterSize?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting-Failover */
export interface ZoneAwareLoadBalancerSettingFailover {
  /** Region of the client. */
  readonly from?: string | undefined;
  /** Region that takes over. */
  readonly to?: string | undefined;
}
