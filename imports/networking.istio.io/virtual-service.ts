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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: VirtualServiceSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy */
export interface CorsPolicy {
  /** Whether pages may send cookies and credentials. */
  readonly allowCredentials?: boolean | undefined;
  /** Request headers that pages may set. */
  readonly allowHeaders?: readonly string[] | undefined;
  /** Methods that pages may use. */
  readonly allowMethods?: readonly string[] | undefined;
  /** Origins letter by letter; replaced by `allowOrigins`. */
  readonly allowOrigin?: readonly string[] | undefined;
  /** Origins whose pages may read the answers. */
  readonly allowOrigins?: readonly StringMatch[] | undefined;
  /** Headers of the answer that pages may read. */
  readonly exposeHeaders?: readonly string[] | undefined;
  /** How long a browser may remember the answer to a preflight request. At least `1ms`. */
  readonly maxAge?: Duration | undefined;
  /** Whether preflight requests of other origins go on to the service. Default `FORWARD`. Since Istio 1.23. */
  readonly unmatchedPreflights?: UnmatchedPreflights | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export interface Delegate {
  /** Name of the VirtualService. */
  readonly name?: string | undefined;
  /** Its namespace. Default: the own one. */
  readonly namespace?: string | undefined;
}

export interface HTTPBodyString {
  /** The body as text. */
  readonly string?: string | undefined;
  readonly bytes?: undefined;
}

export interface HTTPBodyBytes {
  readonly string?: undefined;
  /** The body as bytes. Base64. */
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
  /** What the answer holds. Default nothing. */
  readonly body?: HTTPBody | undefined;
  /** Status code of the answer: 200 to 599. */
  readonly status: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection */
export interface HTTPFaultInjection {
  /** Answers requests with an error. */
  readonly abort?: HTTPFaultInjectionAbort | undefined;
  /** Holds requests up before they go on. */
  readonly delay?: HTTPFaultInjectionDelay | undefined;
}

export interface HTTPFaultInjectionAbortFields {
  /** Share of the requests that are meant. Default all. */
  readonly percentage?: Percent | undefined;
}

export interface HTTPFaultInjectionAbortHttpStatus {
  /** Status code of the answer: 200 to 599. */
  readonly httpStatus?: number | undefined;
  readonly grpcStatus?: undefined;
  readonly http2Error?: undefined;
}

export interface HTTPFaultInjectionAbortGrpcStatus {
  readonly httpStatus?: undefined;
  /** Status of gRPC by name, such as `UNAVAILABLE`. */
  readonly grpcStatus?: string | undefined;
  readonly http2Error?: undefined;
}

export interface HTTPFaultInjectionAbortHttp2Error {
  readonly httpStatus?: undefined;
  readonly grpcStatus?: undefined;
  /** Not implemented by Istio. */
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
  /** Share of the requests in percent; replaced by `percentage`. */
  readonly percent?: number | undefined;
  /** Share of the requests that are meant. Default all. */
  readonly percentage?: Percent | undefined;
}

export interface HTTPFaultInjectionDelayFixedDelay {
  /** How long requests are held up. At least `1ms`. */
  readonly fixedDelay?: Duration | undefined;
  readonly exponentialDelay?: undefined;
}

export interface HTTPFaultInjectionDelayExponentialDelay {
  readonly fixedDelay?: undefined;
  /** Not implemented by Istio. At least `1ms`. */
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
  /** The host of the request, port included. */
  readonly authority?: StringMatch | undefined;
  /** Gateways that this holds for, instead of those of the VirtualService. */
  readonly gateways?: readonly string[] | undefined;
  /** Headers by name in lower case; an empty match asks only that the header is there. */
  readonly headers?: { readonly [key: string]: StringMatch } | undefined;
  /** Whether letter case of an exact or prefix path does not count. Default false. */
  readonly ignoreUriCase?: boolean | undefined;
  /** The method of the request. */
  readonly method?: StringMatch | undefined;
  /** Name of the match, added to that of the route in access logs. */
  readonly name?: string | undefined;
  /** The port that the client dialled. */
  readonly port?: number | undefined;
  /** Query parameters by name. */
  readonly queryParams?: { readonly [key: string]: StringMatch } | undefined;
  /** `http` or `https`. */
  readonly scheme?: StringMatch | undefined;
  /** Labels of the calling pod; only for calls inside of the mesh. */
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  /** Namespace of the calling pod; only for calls inside of the mesh. */
  readonly sourceNamespace?: string | undefined;
  /** Prefix of the statistics of this route; without it, there are none. */
  readonly statPrefix?: string | undefined;
  /** The path of the request, without its query. */
  readonly uri?: StringMatch | undefined;
  /** Headers that must be absent or must not have the value. */
  readonly withoutHeaders?: { readonly [key: string]: StringMatch } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMirrorPolicy */
export interface HTTPMirrorPolicy {
  /** The service that gets the copies; its answers are thrown away. */
  readonly destination: Destination;
  /** Share of the requests that are copied. Default all. */
  readonly percentage?: Percent | undefined;
}

export interface HTTPRedirectFields {
  /** The host that the client is sent to. Default: the same. */
  readonly authority?: string | undefined;
  /** Status of the redirect: 301, 302, 303, 307 or 308. Default 301. */
  readonly redirectCode?: number | undefined;
  /** `http` or `https`. Default: the same. */
  readonly scheme?: string | undefined;
}

export interface HTTPRedirectPort {
  /** The port that the client is sent to. */
  readonly port?: number | undefined;
  readonly derivePort?: undefined;
}

export interface HTTPRedirectDerivePort {
  readonly port?: undefined;
  /** Whether the port is that of the request, or the usual one of the scheme. */
  readonly derivePort?: RedirectPortSelection | undefined;
}

export interface HTTPRedirectUri {
  /** The path that the client is sent to. Default: the same. */
  readonly uri?: string | undefined;
  readonly prefixRewrite?: undefined;
}

export interface HTTPRedirectPrefixRewrite {
  readonly uri?: undefined;
  /** The path that replaces the matched prefix. Since Istio 1.31. */
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
  /** Most retries, beside the first try; 0 turns them off. Default 2. */
  readonly attempts?: number | undefined;
  /** Least pause before a retry; it grows with each. Default 25 ms. At least `1ms`. Since Istio 1.26. */
  readonly backoff?: Duration | undefined;
  /** Time for each try. Default: the timeout of the route. At least `1ms`. */
  readonly perTryTimeout?: Duration | undefined;
  /** Whether a retry prefers pods that were not tried yet. Default true. Since Istio 1.26. */
  readonly retryIgnorePreviousHosts?: boolean | undefined;
  /** Conditions and status codes for a retry, separated by commas. Default: that of the mesh. */
  readonly retryOn?: string | undefined;
  /** Whether a retry may go to other regions and zones. Default: that of the mesh. */
  readonly retryRemoteLocalities?: boolean | undefined;
}

export interface HTTPRewriteFields {
  /** The host that the request goes on with. */
  readonly authority?: string | undefined;
}

export interface HTTPRewriteUri {
  /** The path, or the prefix that was matched, is replaced by this. */
  readonly uri?: string | undefined;
  readonly uriRegexRewrite?: undefined;
}

export interface HTTPRewriteUriRegexRewrite {
  readonly uri?: undefined;
  /** The path is changed by an expression. */
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
  /** Which pages of other origins may read the answers. */
  readonly corsPolicy?: CorsPolicy | undefined;
  /** Errors and delays that are put in, for tests. */
  readonly fault?: HTTPFaultInjection | undefined;
  /** Changes to headers of requests and answers. */
  readonly headers?: Headers | undefined;
  /** Which requests are meant: one entry that fits is enough. Without it, all. */
  readonly match?: readonly HTTPMatchRequest[] | undefined;
  /** Share of the requests that are copied, in percent; replaced by `mirrorPercentage`. */
  readonly mirrorPercent?: number | undefined;
  /** Share of the requests that are copied. Default all. */
  readonly mirrorPercentage?: Percent | undefined;
  /** Name of the route, seen in access logs. */
  readonly name?: string | undefined;
  /** When failed requests are sent again. */
  readonly retries?: HTTPRetry | undefined;
  /** Changes to path and host before the request goes on. */
  readonly rewrite?: HTTPRewrite | undefined;
  /** Time for the whole answer, retries included. Default none. At least `1ms`. */
  readonly timeout?: Duration | undefined;
}

export interface HTTPRouteMirror {
  /** A service that gets copies of the requests; its answers are thrown away. */
  readonly mirror?: Destination | undefined;
  readonly mirrors?: undefined;
}

export interface HTTPRouteMirrors {
  readonly mirror?: undefined;
  /** Services that get copies of the requests, each with its share. */
  readonly mirrors?: readonly HTTPMirrorPolicy[] | undefined;
}

export interface HTTPRouteRoute {
  /** Where requests go; weights share them. */
  readonly route?: readonly HTTPRouteDestination[] | undefined;
  readonly redirect?: undefined;
  readonly directResponse?: undefined;
  readonly delegate?: undefined;
}

export interface HTTPRouteRedirect {
  readonly route?: undefined;
  /** Where the client is sent instead. */
  readonly redirect?: HTTPRedirect | undefined;
  readonly directResponse?: undefined;
  readonly delegate?: undefined;
}

export interface HTTPRouteDirectResponse {
  readonly route?: undefined;
  readonly redirect?: undefined;
  /** The answer that the proxy gives by itself. */
  readonly directResponse?: HTTPDirectResponse | undefined;
  readonly delegate?: undefined;
}

export interface HTTPRouteDelegate {
  readonly route?: undefined;
  readonly redirect?: undefined;
  readonly directResponse?: undefined;
  /** The VirtualService that decides further. */
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
  /** The service, and its version. */
  readonly destination: Destination;
  /** Changes to headers of requests and answers that go this way. */
  readonly headers?: Headers | undefined;
  /** Share of the requests, in relation to the sum of all weights. Alone, all. */
  readonly weight?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers-HeaderOperations */
export interface HeaderOperations {
  /** Values that are added to those that are there, by name of the header. */
  readonly add?: { readonly [key: string]: string } | undefined;
  /** Names of headers that are removed. */
  readonly remove?: readonly string[] | undefined;
  /** Values that replace those that are there, by name of the header. */
  readonly set?: { readonly [key: string]: string } | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers */
export interface Headers {
  /** Changes before the request goes on. */
  readonly request?: HeaderOperations | undefined;
  /** Changes before the answer goes back. */
  readonly response?: HeaderOperations | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#L4MatchAttributes */
export interface L4MatchAttributes {
  /** Addresses or ranges in CIDR form that the connection goes to. */
  readonly destinationSubnets?: readonly string[] | undefined;
  /** Gateways that this holds for, instead of those of the VirtualService. */
  readonly gateways?: readonly string[] | undefined;
  /** The port that the client dialled. */
  readonly port?: number | undefined;
  /** Labels of the calling pod; only for calls inside of the mesh. */
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  /** Namespace of the calling pod; only for calls inside of the mesh. */
  readonly sourceNamespace?: string | undefined;
  /** Istio does not read it. */
  readonly sourceSubnet?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Percent */
export interface Percent {
  /** Percent, 0 to 100; fractions down to 0.0001. */
  readonly value?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-RedirectPortSelection */
export type RedirectPortSelection = 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RegexRewrite */
export interface RegexRewrite {
  /** RE2 expression; each part of the path that fits is replaced. */
  readonly match?: string | undefined;
  /** What replaces it; `\1` stands for the first group. */
  readonly rewrite?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination */
export interface RouteDestination {
  /** The service, and its version. */
  readonly destination: Destination;
  /** Share of the connections, in relation to the sum of all weights. Alone, all. */
  readonly weight?: number | undefined;
}

export interface StringMatchExact {
  /** The whole text equals this, letter case included. */
  readonly exact?: string | undefined;
  readonly prefix?: undefined;
  readonly regex?: undefined;
}

export interface StringMatchPrefix {
  readonly exact?: undefined;
  /** The text begins with this. */
  readonly prefix?: string | undefined;
  readonly regex?: undefined;
}

export interface StringMatchRegex {
  readonly exact?: undefined;
  readonly prefix?: undefined;
  /** The whole text fits this RE2 expression. */
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
  /** Which connections are meant: one entry that fits is enough. Without it, all. */
  readonly match?: readonly L4MatchAttributes[] | undefined;
  /** Where connections go; weights share them. */
  readonly route?: readonly RouteDestination[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSMatchAttributes */
export interface TLSMatchAttributes {
  /** Addresses or ranges in CIDR form that the connection goes to. */
  readonly destinationSubnets?: readonly string[] | undefined;
  /** Gateways that this holds for, instead of those of the VirtualService. */
  readonly gateways?: readonly string[] | undefined;
  /** The port that the client dialled. */
  readonly port?: number | undefined;
  /** Server names that the client asks for; covered by the hosts of the VirtualService. */
  readonly sniHosts: readonly string[];
  /** Labels of the calling pod; only for calls inside of the mesh. */
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  /** Namespace of the calling pod; only for calls inside of the mesh. */
  readonly sourceNamespace?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute */
export interface TLSRoute {
  /** Which connections are meant: one entry that fits is enough. */
  readonly match: readonly TLSMatchAttributes[];
  /** Where connections go; weights share them. */
  readonly route?: readonly RouteDestination[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy-UnmatchedPreflights */
export type UnmatchedPreflights = 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export interface VirtualServiceSpec {
  /** Namespaces that see the routes: `.` for the own one, `*` for all. Default: that of the mesh configuration, all. */
  readonly exportTo?: readonly string[] | undefined;
  /** Where the routes hold: Gateways, and `mesh` for proxies of pods. Default `mesh`. */
  readonly gateways?: readonly string[] | undefined;
  /** Hosts whose requests are routed. Without it, another VirtualService must delegate to this one. */
  readonly hosts?: readonly string[] | undefined;
  /** Routes of HTTP requests; the first that fits is taken. */
  readonly http?: readonly HTTPRoute[] | undefined;
  /** Routes of connections that carry neither HTTP nor TLS; the first that fits is taken. */
  readonly tcp?: readonly TCPRoute[] | undefined;
  /** Routes of TLS connections that are passed on unopened; the first that fits is taken. */
  readonly tls?: readonly TLSRoute[] | undefined;
}
