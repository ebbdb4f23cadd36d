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
  readonly metadata?: ApiObjectMetadata | undefined;
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
  readonly name?: string | undefined;
  readonly portNumber?: number | undefined;
  readonly service?: string | undefined;
  readonly subset?: string | undefined;
}

export interface EnvoyConfigObjectMatchFields {
  /** `WAYPOINT` since Istio 1.29, without effect before 1.32. */
  readonly context?: PatchContext | undefined;
  readonly proxy?: ProxyMatch | undefined;
}

export interface EnvoyConfigObjectMatchListener {
  readonly listener?: ListenerMatch | undefined;
  readonly routeConfiguration?: undefined;
  readonly cluster?: undefined;
  readonly waypoint?: undefined;
}

export interface EnvoyConfigObjectMatchRouteConfiguration {
  readonly listener?: undefined;
  readonly routeConfiguration?: RouteConfigurationMatch | undefined;
  readonly cluster?: undefined;
  readonly waypoint?: undefined;
}

export interface EnvoyConfigObjectMatchCluster {
  readonly listener?: undefined;
  readonly routeConfiguration?: undefined;
  readonly cluster?: ClusterMatch | undefined;
  readonly waypoint?: undefined;
}

export interface EnvoyConfigObjectMatchWaypoint {
  readonly listener?: undefined;
  readonly routeConfiguration?: undefined;
  readonly cluster?: undefined;
  /** Since Istio 1.29, without effect before 1.32. */
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
  readonly applyTo?: ApplyTo | undefined;
  readonly match?: EnvoyConfigObjectMatch | undefined;
  readonly patch?: EnvoyFilterPatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch */
export interface EnvoyFilterPatch {
  readonly filterClass?: FilterClass | undefined;
  /** `MERGE_AND_REPLACE_LIST` since Istio 1.31. */
  readonly operation?: PatchOperation | undefined;
  readonly value?: { readonly [field: string]: unknown } | undefined;
}

export interface EnvoyFilterSpecFields {
  readonly configPatches?: readonly EnvoyConfigObjectPatch[] | undefined;
  readonly priority?: number | undefined;
}

export interface EnvoyFilterSpecWorkloadSelector {
  readonly workloadSelector?: WorkloadSelector | undefined;
  readonly targetRefs?: undefined;
}

export interface EnvoyFilterSpecTargetRefs {
  readonly workloadSelector?: undefined;
  /** At most 16 items. Since Istio 1.22, without effect before 1.27. */
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
  readonly applicationProtocols?: string | undefined;
  readonly destinationPort?: number | undefined;
  readonly filter?: ListenerMatchFilterMatch | undefined;
  readonly name?: string | undefined;
  readonly sni?: string | undefined;
  readonly transportProtocol?: string | undefined;
  /** Since Istio 1.32. */
  readonly transportSocket?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-FilterClass */
export type FilterClass = 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch-SubFilterMatch */
export interface FilterMatchSubFilterMatch {
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch */
export interface ListenerMatch {
  readonly filterChain?: FilterChainMatch | undefined;
  readonly listenerFilter?: string | undefined;
  readonly name?: string | undefined;
  readonly portName?: string | undefined;
  readonly portNumber?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-FilterMatch */
export interface ListenerMatchFilterMatch {
  readonly name?: string | undefined;
  readonly subFilter?: ListenerMatchSubFilterMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ListenerMatch-SubFilterMatch */
export interface ListenerMatchSubFilterMatch {
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
  /** At most 253 characters. */
  readonly group?: string | undefined;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ProxyMatch */
export interface ProxyMatch {
  readonly metadata?: { readonly [key: string]: string } | undefined;
  readonly proxyVersion?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch */
export interface RouteConfigurationMatch {
  readonly gateway?: string | undefined;
  readonly name?: string | undefined;
  readonly portName?: string | undefined;
  readonly portNumber?: number | undefined;
  readonly vhost?: VirtualHostMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch */
export interface RouteConfigurationMatchRouteMatch {
  readonly action?: RouteMatchAction | undefined;
  readonly name?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-RouteMatch-Action */
export type RouteMatchAction = 'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-RouteConfigurationMatch-VirtualHostMatch */
export interface VirtualHostMatch {
  /** Since Istio 1.25, without effect before 1.26. */
  readonly domainName?: string | undefined;
  readonly name?: string | undefined;
  readonly route?: RouteConfigurationMatchRouteMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch */
export interface WaypointMatch {
  readonly filter?: WaypointMatchFilterMatch | undefined;
  /** 1 to 65535. */
  readonly portNumber?: number | undefined;
  readonly route?: WaypointMatchRouteMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-FilterMatch */
export interface WaypointMatchFilterMatch {
  readonly name?: string | undefined;
  readonly subFilter?: FilterMatchSubFilterMatch | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-WaypointMatch-RouteMatch */
export interface WaypointMatchRouteMatch {
  readonly name?: string | undefined;
}
