// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ExtensionRef, Header, ParentRef, RequestHeaderModifier, RequestMirror, ResponseHeaderModifier } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Routes gRPC calls from gateways, or inside the mesh, to services.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class GRPCRoute extends VersionedObject {
  public static readonly kind = 'GRPCRoute';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: GRPCRouteProps) {
    super(scope, id, GRPCRoute, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: GRPCRouteProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(GRPCRoute, props, istioVersion);
  }
}

export interface GRPCRouteProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GRPCRouteSpec;
}

/** `GRPCRoute.spec.rules[].backendRefs[]` */
export interface GRPCRouteBackendRef {
  /** At most 16 items. */
  readonly filters?: readonly GRPCRouteFilter[] | undefined;
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

/** `GRPCRoute.spec.rules[].filters[]` */
export interface GRPCRouteFilter {
  readonly extensionRef?: ExtensionRef | undefined;
  readonly requestHeaderModifier?: RequestHeaderModifier | undefined;
  readonly requestMirror?: RequestMirror | undefined;
  readonly responseHeaderModifier?: ResponseHeaderModifier | undefined;
  readonly type: 'ResponseHeaderModifier' | 'RequestHeaderModifier' | 'RequestMirror' | 'ExtensionRef';
}

/** `GRPCRoute.spec.rules[].matches[]` */
export interface GRPCRouteMatch {
  /** At most 16 items. Items differ in `name`. */
  readonly headers?: readonly Header[] | undefined;
  readonly method?: GRPCRouteMethod | undefined;
}

/** `GRPCRoute.spec.rules[].matches[].method` */
export interface GRPCRouteMethod {
  /** At most 1024 characters. */
  readonly method?: string | undefined;
  /** At most 1024 characters. */
  readonly service?: string | undefined;
  /** @default 'Exact' */
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
}

/** `GRPCRoute.spec.rules[]` */
export interface GRPCRouteRule {
  /** At most 16 items. */
  readonly backendRefs?: readonly GRPCRouteBackendRef[] | undefined;
  /** At most 16 items. */
  readonly filters?: readonly GRPCRouteFilter[] | undefined;
  /** At most 64 items. */
  readonly matches?: readonly GRPCRouteMatch[] | undefined;
  /** 1 to 253 characters. */
  readonly name?: string | undefined;
}

/** `GRPCRoute.spec` */
export interface GRPCRouteSpec {
  /** At most 16 items. */
  readonly hostnames?: readonly string[] | undefined;
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentRef[] | undefined;
  /** At most 16 items. */
  readonly rules?: readonly GRPCRouteRule[] | undefined;
}
