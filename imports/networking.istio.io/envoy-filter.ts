// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Patches the Envoy configuration that istiod generates.
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export class EnvoyFilter extends VersionedObject {
  public static readonly kind = 'EnvoyFilter';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: EnvoyFilterProps) {
    super(scope, id, EnvoyFilter, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: EnvoyFilterProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(EnvoyFilter, props, istioVersion);
  }
}

export interface EnvoyFilterProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: EnvoyFilterSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ApplyTo */
export type ApplyTo = 
  | 'INVALID'
  | 'LISTENER'
  | 'FILTER_CHAIN'
  | 'NETWORK_FILTER'
  | 'HTTP_FILTER'
  | 'ROUTE_CONFIGURATION'
  | 'VIRTUAL_HOST'
  | 'HTTP_ROUTE'
  | 'CLUSTER'
  | 'EXTENSION_CONFIG'
  | 'BOOTSTRAP'
  | 'LISTENER_FILTER';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ClusterMatch */
export interface ClusterMatch {
  /** Full name of the cluster, as Envoy has it. */
  readonly name?: string | undefined;
  /** Port of the service; without it, any. */
  readonly portNumber?: number | undefined;
  /** Full host of the service; without it, any. */
  readonly service?: string | undefined;
  /** Version of the service; without it, any. */
  readonly subset?: string | undefined;
}

export interface EnvoyConfigObjectMatchFields {
  /** On which proxies, and in which direction of traffic. Default `ANY`. `WAYPOINT` since Istio 1.29, without effect before 1.32. */
  readonly context?: PatchContext | undefined;
  /** Only on proxies like this. */
  readonly proxy?: ProxyMatch | undefined;
}

export interface EnvoyConfigObjectMatchListener {
  /** Only in this listener. */
  readonly listener?: ListenerMatch | undefined;
  readonly routeConfiguration?: undefined;
  readonly cluster?: undefined;
  readonly waypoint?: undefined;
}

export interface EnvoyConfigObjectMatchRouteConfiguration {
  readonly listener?: undefined;
  /** Only in this route configuration. */
  readonly routeConfiguration?: RouteConfigurationMatch | undefined;
  readonly cluster?: undefined;
  readonly waypoint?: undefined;
}

export interface EnvoyConfigObjectMatchCluster {
  readonly listener?: undefined;
  readonly routeConfiguration?: undefined;
  /** Only this cluster. */
  readonly cluster?: ClusterMatch | undefined;
  readonly waypoint?: undefined;
}

export interface EnvoyConfigObjectMatchWaypoint {
  readonly listener?: undefined;
  readonly routeConfiguration?: undefined;
  readonly cluster?: undefined;
  /** Only at this place of a waypoint. Since Istio 1.29, without effect before 1.32. */
  readonly waypoint?: WaypointMatch | undefined;
}

/**
 * At most one of `listener`, `routeConfiguration`, `cluster` or `waypoint`.
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectMatch
 */
export type EnvoyConfigObjectMatch = EnvoyConfigObjectMatchFields & (EnvoyConfigObjectMatchListener | EnvoyConfigObjectMatchRouteConfiguration | EnvoyConfigObjectMatchCluster | EnvoyConfigObjectMatchWaypoint);
export const EnvoyConfigObjectMatch = {
  listener: (listener: ListenerMatch, rest?: EnvoyConfigObjectMatchFields): EnvoyConfigObjectMatch => ({ ...rest, listener }),
  routeConfiguration: (routeConfiguration: RouteConfigurationMatch, rest?: EnvoyConfigObjectMatchFields): EnvoyConfigObjectMatch => ({ ...rest, routeConfiguration }),
  cluster: (cluster: ClusterMatch, rest?: EnvoyConfigObjectMatchFields): EnvoyConfigObjectMatch => ({ ...rest, cluster }),
  waypoint: (waypoint: WaypointMatch, rest?: EnvoyConfigObjectMatchFields): EnvoyConfigObjectMatch => ({ ...rest, waypoint }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch */
export interface EnvoyConfigObjectPatch {
  /** The sort of object in Envoy's configuration that is changed. */
  readonly applyTo?: ApplyTo | undefined;
  /** Which objects of the sort are changed; without it, all. */
  readonly match?: EnvoyConfigObjectMatch | undefined;
  /** What is changed, and how. */
  readonly patch?: EnvoyFilterPatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch */
export interface EnvoyFilterPatch {
  /** The stage of the filter chain before or in which a filter is inserted. */
  readonly filterClass?: FilterClass | undefined;
  /** Whether the value is merged, added, inserted or replaces, or the object is removed. `MERGE_AND_REPLACE_LIST` since Istio 1.31. */
  readonly operation?: PatchOperation | undefined;
  /** The configuration in Envoy's own form, as JSON. */
  readonly value?: { readonly [field: string]: unknown } | undefined;
}

export interface EnvoyFilterSpecFields {
  /** The changes, carried out in this order. */
  readonly configPatches?: readonly EnvoyConfigObjectPatch[] | undefined;
  /** Order among such objects: the smaller is applied earlier. Default 0. */
  readonly priority?: number | undefined;
}

export interface EnvoyFilterSpecWorkloadSelector {
  /** The pods whose proxies are changed; without it, all of the namespace. */
  readonly workloadSelector?: WorkloadSelector | undefined;
  readonly targetRefs?: undefined;
}

export interface EnvoyFilterSpecTargetRefs {
  readonly workloadSelector?: undefined;
  /** The Gateways or Services whose proxies are changed, instead of pods by label. At most 16 items. Since Istio 1.22, without effect before 1.27. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

/**
 * At most one of `workloadSelector` or `targetRefs`.
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter
 */
export type EnvoyFilterSpec = EnvoyFilterSpecFields & (EnvoyFilterSpecWorkloadSelector | EnvoyFilterSpecTargetRefs);
export const EnvoyFilterSpec = {
  workloadSelector: (workloadSelector: WorkloadSelector, rest?: EnvoyFilterSpecFields): EnvoyFilterSpec => ({ ...rest, workloadSelector }),
  targetRefs: (targetRefs: readonly PolicyTargetReference[], rest?: EnvoyFilterSpecFields): EnvoyFilterSpec => ({ ...rest, targetRefs }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterChainMatch */
export interface FilterChainMatch {
  /** Application protocols of the chain, separated by commas. */
  readonly applicationProtocols?: string | undefined;
  /** Destination port of the chain. */
  readonly destinationPort?: number | undefined;
  /** Only this network filter. */
  readonly filter?: ListenerMatchFilterMatch | undefined;
  /** Name of the chain. */
  readonly name?: string | undefined;
  /** Server name of the chain. */
  readonly sni?: string | undefined;
  /** Transport protocol of the chain: `raw_buffer` or `tls`. */
  readonly transportProtocol?: string | undefined;
  /** Name of the transport socket of the chain. Since Istio 1.32. */
  readonly transportSocket?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-FilterClass */
export type FilterClass = 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-SubFilterMatch */
export interface FilterMatchSubFilterMatch {
  /** Name of the inner filter. */
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch */
export interface ListenerMatch {
  /** Only this filter chain of the listener. */
  readonly filterChain?: FilterChainMatch | undefined;
  /** Only the listener filter of this name. */
  readonly listenerFilter?: string | undefined;
  /** Full name of the listener, as Envoy has it. */
  readonly name?: string | undefined;
  /** Istio does not read it; use `portNumber`. */
  readonly portName?: string | undefined;
  /** Port on which the listener takes connections; without it, any. */
  readonly portNumber?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch */
export interface ListenerMatchFilterMatch {
  /** Name of the network filter. */
  readonly name?: string | undefined;
  /** A filter inside of it, such as an HTTP filter of the connection manager. */
  readonly subFilter?: ListenerMatchSubFilterMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch */
export interface ListenerMatchSubFilterMatch {
  /** Name of the inner filter. */
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-PatchContext */
export type PatchContext = 'ANY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' | 'WAYPOINT';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation */
export type PatchOperation = 
  | 'INVALID'
  | 'MERGE'
  | 'ADD'
  | 'REMOVE'
  | 'INSERT_BEFORE'
  | 'INSERT_AFTER'
  | 'INSERT_FIRST'
  | 'REPLACE'
  | 'MERGE_AND_REPLACE_LIST';

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

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch */
export interface ProxyMatch {
  /** Node metadata that the proxy must have, all of it, letter by letter. */
  readonly metadata?: { readonly [key: string]: string } | undefined;
  /** Expression (RE2) that the version of the proxy must fit, such as `^1\.30.*`. */
  readonly proxyVersion?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch */
export interface RouteConfigurationMatch {
  /** The Gateway whose routes are meant, as `<namespace>/<name>`; only at gateways. */
  readonly gateway?: string | undefined;
  /** Full name of the route configuration, as Envoy has it. */
  readonly name?: string | undefined;
  /** Name of the port of the Gateway; only at gateways. */
  readonly portName?: string | undefined;
  /** Port of the service or Gateway; without it, any. */
  readonly portNumber?: number | undefined;
  /** Only this virtual host. */
  readonly vhost?: VirtualHostMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch */
export interface RouteConfigurationMatchRouteMatch {
  /** Only routes that do this. Default `ANY`. */
  readonly action?: RouteMatchAction | undefined;
  /** Name of the route, that of the VirtualService's rule. */
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-Action */
export type RouteMatchAction = 'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch */
export interface VirtualHostMatch {
  /** A domain that the virtual host answers for. Since Istio 1.25, without effect before 1.26. */
  readonly domainName?: string | undefined;
  /** Name of the virtual host: `<host>:<port>`. */
  readonly name?: string | undefined;
  /** Only this route. */
  readonly route?: RouteConfigurationMatchRouteMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch */
export interface WaypointMatch {
  /** Only this network filter. */
  readonly filter?: WaypointMatchFilterMatch | undefined;
  /** Port of the service; without it, any. 1 to 65535. */
  readonly portNumber?: number | undefined;
  /** Only this route. */
  readonly route?: WaypointMatchRouteMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch */
export interface WaypointMatchFilterMatch {
  /** Name of the network filter. */
  readonly name?: string | undefined;
  /** A filter inside of it. */
  readonly subFilter?: FilterMatchSubFilterMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-RouteMatch */
export interface WaypointMatchRouteMatch {
  /** Name of the route. */
  readonly name?: string | undefined;
}
