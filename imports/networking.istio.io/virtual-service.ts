// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import type { Duration } from '../../src/values/duration';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { Destination } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Routes the requests for one or more hosts.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends VersionedObject {
  public static readonly kind = 'VirtualService';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id, VirtualService, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: VirtualServiceProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(VirtualService, props, istioVersion);
  }
}

export interface VirtualServiceProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: VirtualServiceSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export interface CorsPolicy {
  readonly allowCredentials?: boolean | undefined;
  readonly allowHeaders?: readonly string[] | undefined;
  readonly allowMethods?: readonly string[] | undefined;
  readonly allowOrigin?: readonly string[] | undefined;
  readonly allowOrigins?: readonly StringMatch[] | undefined;
  readonly exposeHeaders?: readonly string[] | undefined;
  /** At least `1ms`. */
  readonly maxAge?: Duration | undefined;
  /** Since Istio 1.23. */
  readonly unmatchedPreflights?: UnmatchedPreflights | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export interface Delegate {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

export interface HTTPBodyString {
  readonly string?: string | undefined;
  readonly bytes?: undefined;
}

export interface HTTPBodyBytes {
  readonly string?: undefined;
  /** Base64. */
  readonly bytes?: string | undefined;
}

/**
 * At most one of `string` or `bytes`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPBody
 */
export type HTTPBody = HTTPBodyString | HTTPBodyBytes;
export const HTTPBody = {
  string: (string: string): HTTPBody => ({ string }),
  bytes: (bytes: string): HTTPBody => ({ bytes }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse */
export interface HTTPDirectResponse {
  readonly body?: HTTPBody | undefined;
  readonly status: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export interface HTTPFaultInjection {
  readonly abort?: HTTPFaultInjectionAbort | undefined;
  readonly delay?: HTTPFaultInjectionDelay | undefined;
}

export interface HTTPFaultInjectionAbortFields {
  readonly percentage?: Percent | undefined;
}

export interface HTTPFaultInjectionAbortHttpStatus {
  readonly httpStatus?: number | undefined;
  readonly grpcStatus?: undefined;
  readonly http2Error?: undefined;
}

export interface HTTPFaultInjectionAbortGrpcStatus {
  readonly httpStatus?: undefined;
  readonly grpcStatus?: string | undefined;
  readonly http2Error?: undefined;
}

export interface HTTPFaultInjectionAbortHttp2Error {
  readonly httpStatus?: undefined;
  readonly grpcStatus?: undefined;
  readonly http2Error?: string | undefined;
}

/**
 * At most one of `httpStatus`, `grpcStatus` or `http2Error`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort
 */
export type HTTPFaultInjectionAbort = HTTPFaultInjectionAbortFields & (HTTPFaultInjectionAbortHttpStatus | HTTPFaultInjectionAbortGrpcStatus | HTTPFaultInjectionAbortHttp2Error);
export const HTTPFaultInjectionAbort = {
  httpStatus: (httpStatus: number, rest?: HTTPFaultInjectionAbortFields): HTTPFaultInjectionAbort => ({ ...rest, httpStatus }),
  grpcStatus: (grpcStatus: string, rest?: HTTPFaultInjectionAbortFields): HTTPFaultInjectionAbort => ({ ...rest, grpcStatus }),
  http2Error: (http2Error: string, rest?: HTTPFaultInjectionAbortFields): HTTPFaultInjectionAbort => ({ ...rest, http2Error }),
};

export interface HTTPFaultInjectionDelayFields {
  readonly percent?: number | undefined;
  readonly percentage?: Percent | undefined;
}

export interface HTTPFaultInjectionDelayFixedDelay {
  /** At least `1ms`. */
  readonly fixedDelay?: Duration | undefined;
  readonly exponentialDelay?: undefined;
}

export interface HTTPFaultInjectionDelayExponentialDelay {
  readonly fixedDelay?: undefined;
  /** At least `1ms`. */
  readonly exponentialDelay?: Duration | undefined;
}

/**
 * At most one of `fixedDelay` or `exponentialDelay`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay
 */
export type HTTPFaultInjectionDelay = HTTPFaultInjectionDelayFields & (HTTPFaultInjectionDelayFixedDelay | HTTPFaultInjectionDelayExponentialDelay);
export const HTTPFaultInjectionDelay = {
  fixedDelay: (fixedDelay: Duration, rest?: HTTPFaultInjectionDelayFields): HTTPFaultInjectionDelay => ({ ...rest, fixedDelay }),
  exponentialDelay: (exponentialDelay: Duration, rest?: HTTPFaultInjectionDelayFields): HTTPFaultInjectionDelay => ({ ...rest, exponentialDelay }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export interface HTTPMatchRequest {
  readonly authority?: StringMatch | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly headers?: { readonly [key: string]: StringMatch } | undefined;
  readonly ignoreUriCase?: boolean | undefined;
  readonly method?: StringMatch | undefined;
  readonly name?: string | undefined;
  readonly port?: number | undefined;
  readonly queryParams?: { readonly [key: string]: StringMatch } | undefined;
  readonly scheme?: StringMatch | undefined;
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
  readonly statPrefix?: string | undefined;
  readonly uri?: StringMatch | undefined;
  readonly withoutHeaders?: { readonly [key: string]: StringMatch } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy */
export interface HTTPMirrorPolicy {
  readonly destination: Destination;
  readonly percentage?: Percent | undefined;
}

export interface HTTPRedirectFields {
  readonly authority?: string | undefined;
  readonly redirectCode?: number | undefined;
  readonly scheme?: string | undefined;
}

export interface HTTPRedirectPort {
  readonly port?: number | undefined;
  readonly derivePort?: undefined;
}

export interface HTTPRedirectDerivePort {
  readonly port?: undefined;
  readonly derivePort?: RedirectPortSelection | undefined;
}

export interface HTTPRedirectUri {
  readonly uri?: string | undefined;
  readonly prefixRewrite?: undefined;
}

export interface HTTPRedirectPrefixRewrite {
  readonly uri?: undefined;
  /** Since Istio 1.31. */
  readonly prefixRewrite?: string | undefined;
}

/**
 * At most one of `port` or `derivePort`.
 * At most one of `uri` or `prefixRewrite`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export type HTTPRedirect = HTTPRedirectFields & (HTTPRedirectPort | HTTPRedirectDerivePort) & (HTTPRedirectUri | HTTPRedirectPrefixRewrite);
export const HTTPRedirect = {
  port: (port: number, rest?: HTTPRedirectFields & (HTTPRedirectUri | HTTPRedirectPrefixRewrite)): HTTPRedirect => ({ ...rest, port }),
  derivePort: (derivePort: RedirectPortSelection, rest?: HTTPRedirectFields & (HTTPRedirectUri | HTTPRedirectPrefixRewrite)): HTTPRedirect => ({ ...rest, derivePort }),
  uri: (uri: string, rest?: HTTPRedirectFields & (HTTPRedirectPort | HTTPRedirectDerivePort)): HTTPRedirect => ({ ...rest, uri }),
  prefixRewrite: (prefixRewrite: string, rest?: HTTPRedirectFields & (HTTPRedirectPort | HTTPRedirectDerivePort)): HTTPRedirect => ({ ...rest, prefixRewrite }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry */
export interface HTTPRetry {
  readonly attempts?: number | undefined;
  /** At least `1ms`. Since Istio 1.26. */
  readonly backoff?: Duration | undefined;
  /** At least `1ms`. */
  readonly perTryTimeout?: Duration | undefined;
  /** Since Istio 1.26. */
  readonly retryIgnorePreviousHosts?: boolean | undefined;
  readonly retryOn?: string | undefined;
  readonly retryRemoteLocalities?: boolean | undefined;
}

export interface HTTPRewriteFields {
  readonly authority?: string | undefined;
}

export interface HTTPRewriteUri {
  readonly uri?: string | undefined;
  readonly uriRegexRewrite?: undefined;
}

export interface HTTPRewriteUriRegexRewrite {
  readonly uri?: undefined;
  readonly uriRegexRewrite?: RegexRewrite | undefined;
}

/**
 * At most one of `uri` or `uriRegexRewrite`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export type HTTPRewrite = HTTPRewriteFields & (HTTPRewriteUri | HTTPRewriteUriRegexRewrite);
export const HTTPRewrite = {
  uri: (uri: string, rest?: HTTPRewriteFields): HTTPRewrite => ({ ...rest, uri }),
  uriRegexRewrite: (uriRegexRewrite: RegexRewrite, rest?: HTTPRewriteFields): HTTPRewrite => ({ ...rest, uriRegexRewrite }),
};

export interface HTTPRouteFields {
  readonly corsPolicy?: CorsPolicy | undefined;
  readonly fault?: HTTPFaultInjection | undefined;
  readonly headers?: Headers | undefined;
  readonly match?: readonly HTTPMatchRequest[] | undefined;
  readonly mirrorPercent?: number | undefined;
  readonly mirrorPercentage?: Percent | undefined;
  readonly name?: string | undefined;
  readonly retries?: HTTPRetry | undefined;
  readonly rewrite?: HTTPRewrite | undefined;
  /** At least `1ms`. */
  readonly timeout?: Duration | undefined;
}

export interface HTTPRouteMirror {
  readonly mirror?: Destination | undefined;
  readonly mirrors?: undefined;
}

export interface HTTPRouteMirrors {
  readonly mirror?: undefined;
  readonly mirrors?: readonly HTTPMirrorPolicy[] | undefined;
}

export interface HTTPRouteRoute {
  readonly route?: readonly HTTPRouteDestination[] | undefined;
  readonly redirect?: undefined;
  readonly directResponse?: undefined;
  readonly delegate?: undefined;
}

export interface HTTPRouteRedirect {
  readonly route?: undefined;
  readonly redirect?: HTTPRedirect | undefined;
  readonly directResponse?: undefined;
  readonly delegate?: undefined;
}

export interface HTTPRouteDirectResponse {
  readonly route?: undefined;
  readonly redirect?: undefined;
  readonly directResponse?: HTTPDirectResponse | undefined;
  readonly delegate?: undefined;
}

export interface HTTPRouteDelegate {
  readonly route?: undefined;
  readonly redirect?: undefined;
  readonly directResponse?: undefined;
  readonly delegate?: Delegate | undefined;
}

/**
 * At most one of `mirror` or `mirrors`.
 * At most one of `route`, `redirect`, `directResponse` or `delegate`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
export type HTTPRoute = HTTPRouteFields & (HTTPRouteMirror | HTTPRouteMirrors) & (HTTPRouteRoute | HTTPRouteRedirect | HTTPRouteDirectResponse | HTTPRouteDelegate);
export const HTTPRoute = {
  mirror: (mirror: Destination, rest?: HTTPRouteFields & (HTTPRouteRoute | HTTPRouteRedirect | HTTPRouteDirectResponse | HTTPRouteDelegate)): HTTPRoute => ({ ...rest, mirror }),
  mirrors: (mirrors: readonly HTTPMirrorPolicy[], rest?: HTTPRouteFields & (HTTPRouteRoute | HTTPRouteRedirect | HTTPRouteDirectResponse | HTTPRouteDelegate)): HTTPRoute => ({ ...rest, mirrors }),
  route: (route: readonly HTTPRouteDestination[], rest?: HTTPRouteFields & (HTTPRouteMirror | HTTPRouteMirrors)): HTTPRoute => ({ ...rest, route }),
  redirect: (redirect: HTTPRedirect, rest?: HTTPRouteFields & (HTTPRouteMirror | HTTPRouteMirrors)): HTTPRoute => ({ ...rest, redirect }),
  directResponse: (directResponse: HTTPDirectResponse, rest?: HTTPRouteFields & (HTTPRouteMirror | HTTPRouteMirrors)): HTTPRoute => ({ ...rest, directResponse }),
  delegate: (delegate: Delegate, rest?: HTTPRouteFields & (HTTPRouteMirror | HTTPRouteMirrors)): HTTPRoute => ({ ...rest, delegate }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export interface HTTPRouteDestination {
  readonly destination: Destination;
  readonly headers?: Headers | undefined;
  readonly weight?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations */
export interface HeaderOperations {
  readonly add?: { readonly [key: string]: string } | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly set?: { readonly [key: string]: string } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers */
export interface Headers {
  readonly request?: HeaderOperations | undefined;
  readonly response?: HeaderOperations | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes */
export interface L4MatchAttributes {
  readonly destinationSubnets?: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly port?: number | undefined;
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
  readonly sourceSubnet?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent */
export interface Percent {
  readonly value?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-RedirectPortSelection */
export type RedirectPortSelection = 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite */
export interface RegexRewrite {
  readonly match?: string | undefined;
  readonly rewrite?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination */
export interface RouteDestination {
  readonly destination: Destination;
  readonly weight?: number | undefined;
}

export interface StringMatchExact {
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface StringMatchPrefix {
  readonly exact?: undefined;
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface StringMatchRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  readonly regex?: string | undefined;
}

/**
 * At most one of `exact`, `prefix` or `regex`.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export type StringMatch = StringMatchExact | StringMatchPrefix | StringMatchRegex;
export const StringMatch = {
  exact: (exact: string): StringMatch => ({ exact }),
  prefix: (prefix: string): StringMatch => ({ prefix }),
  regex: (regex: string): StringMatch => ({ regex }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TCPRoute */
export interface TCPRoute {
  readonly match?: readonly L4MatchAttributes[] | undefined;
  readonly route?: readonly RouteDestination[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes */
export interface TLSMatchAttributes {
  readonly destinationSubnets?: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly port?: number | undefined;
  readonly sniHosts: readonly string[];
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute */
export interface TLSRoute {
  readonly match: readonly TLSMatchAttributes[];
  readonly route?: readonly RouteDestination[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-UnmatchedPreflights */
export type UnmatchedPreflights = 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export interface VirtualServiceSpec {
  readonly exportTo?: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly http?: readonly HTTPRoute[] | undefined;
  readonly tcp?: readonly TCPRoute[] | undefined;
  readonly tls?: readonly TLSRoute[] | undefined;
}
