// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ExtensionRef, Header, ParentRef, RequestHeaderModifier, RequestMirror, ResponseHeaderModifier } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Routes HTTP requests from gateways, or inside the mesh, to services.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class HTTPRoute extends VersionedObject {
  public static readonly kind = 'HTTPRoute';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '', v1beta1: '' };

  public constructor(scope: Construct, id: string, props: HTTPRouteProps) {
    super(scope, id, HTTPRoute, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: HTTPRouteProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(HTTPRoute, props, istioVersion);
  }
}

export interface HTTPRouteProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: HTTPRouteSpec;
}

/** `HTTPRoute.spec.rules[].backendRefs[]` */
export interface HTTPRouteBackendRef {
  /** At most 16 items. */
  readonly filters?: readonly HTTPRouteFilter[] | undefined;
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
  /**
   * 0 to 1000000.
   * @default 1
   */
  readonly weight?: number | undefined;
}

/** `HTTPRoute.spec.rules[].filters[].cors` */
export interface HTTPRouteCors {
  readonly allowCredentials?: boolean | undefined;
  /** At most 64 items. Items differ. */
  readonly allowHeaders?: readonly string[] | undefined;
  /** At most 9 items. Items differ. */
  readonly allowMethods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | '*')[] | undefined;
  /** At most 64 items. Items differ. */
  readonly allowOrigins?: readonly string[] | undefined;
  /** At most 64 items. Items differ. */
  readonly exposeHeaders?: readonly string[] | undefined;
  /**
   * At least 1.
   * @default 5
   */
  readonly maxAge?: number | undefined;
}

/** `HTTPRoute.spec.rules[].filters[]` */
export interface HTTPRouteFilter {
  readonly cors?: HTTPRouteCors | undefined;
  readonly extensionRef?: ExtensionRef | undefined;
  readonly requestHeaderModifier?: RequestHeaderModifier | undefined;
  readonly requestMirror?: RequestMirror | undefined;
  readonly requestRedirect?: HTTPRouteRequestRedirect | undefined;
  readonly responseHeaderModifier?: ResponseHeaderModifier | undefined;
  readonly type: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'ExtensionRef' | 'CORS';
  readonly urlRewrite?: HTTPRouteUrlRewrite | undefined;
}

/** `HTTPRoute.spec.rules[].matches[]` */
export interface HTTPRouteMatch {
  /** At most 16 items. Items differ in `name`. */
  readonly headers?: readonly Header[] | undefined;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | undefined;
  readonly path?: HTTPRouteMatchPath | undefined;
  /** At most 16 items. Items differ in `name`. */
  readonly queryParams?: readonly HTTPRouteQueryParam[] | undefined;
}

/** `HTTPRoute.spec.rules[].matches[].path` */
export interface HTTPRouteMatchPath {
  /** @default 'PathPrefix' */
  readonly type?: 'Exact' | 'PathPrefix' | 'RegularExpression' | undefined;
  /**
   * At most 1024 characters.
   * @default '/'
   */
  readonly value?: string | undefined;
}

/** `HTTPRoute.spec.rules[].matches[].queryParams[]` */
export interface HTTPRouteQueryParam {
  /** 1 to 256 characters. Matches `^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$`. */
  readonly name: string;
  /** @default 'Exact' */
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
  /** 1 to 1024 characters. */
  readonly value: string;
}

/** `HTTPRoute.spec.rules[].filters[].requestRedirect` */
export interface HTTPRouteRequestRedirect {
  /** 1 to 253 characters. */
  readonly hostname?: string | undefined;
  readonly path?: HTTPRouteUrlRewritePath | undefined;
  /** 1 to 65535. */
  readonly port?: number | undefined;
  readonly scheme?: 'http' | 'https' | undefined;
  /** @default 302 */
  readonly statusCode?: 301 | 302 | 303 | 307 | 308 | undefined;
}

/** `HTTPRoute.spec.rules[].retry` */
export interface HTTPRouteRetry {
  /**
   * At least 0.
   * @default 1
   */
  readonly attempts?: number | undefined;
  /** Matches `^([0-9]{1,5}(h|m|s|ms)){1,4}$`. */
  readonly backoff?: string | undefined;
  /** Each 400 to 599. Items differ. */
  readonly codes?: readonly number[] | undefined;
}

/** `HTTPRoute.spec.rules[]` */
export interface HTTPRouteRule {
  /** At most 16 items. */
  readonly backendRefs?: readonly HTTPRouteBackendRef[] | undefined;
  /** At most 16 items. */
  readonly filters?: readonly HTTPRouteFilter[] | undefined;
  /** At most 64 items. */
  readonly matches?: readonly HTTPRouteMatch[] | undefined;
  /** 1 to 253 characters. */
  readonly name?: string | undefined;
  readonly retry?: HTTPRouteRetry | undefined;
  readonly timeouts?: HTTPRouteTimeouts | undefined;
}

/** `HTTPRoute.spec` */
export interface HTTPRouteSpec {
  /** At most 16 items. */
  readonly hostnames?: readonly string[] | undefined;
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentRef[] | undefined;
  /** 1 to 16 items. */
  readonly rules?: readonly HTTPRouteRule[] | undefined;
}

/** `HTTPRoute.spec.rules[].timeouts` */
export interface HTTPRouteTimeouts {
  /** Matches `^([0-9]{1,5}(h|m|s|ms)){1,4}$`. */
  readonly backendRequest?: string | undefined;
  /** Matches `^([0-9]{1,5}(h|m|s|ms)){1,4}$`. */
  readonly request?: string | undefined;
}

/** `HTTPRoute.spec.rules[].filters[].urlRewrite` */
export interface HTTPRouteUrlRewrite {
  /** 1 to 253 characters. */
  readonly hostname?: string | undefined;
  readonly path?: HTTPRouteUrlRewritePath | undefined;
}

/** `HTTPRoute.spec.rules[].filters[].urlRewrite.path` */
export interface HTTPRouteUrlRewritePath {
  /** At most 1024 characters. */
  readonly replaceFullPath?: string | undefined;
  /** At most 1024 characters. */
  readonly replacePrefixMatch?: string | undefined;
  readonly type: 'ReplaceFullPath' | 'ReplacePrefixMatch';
}
