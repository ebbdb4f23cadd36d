// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { L4RouteRule, ParentRef } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Forwards TCP connections from the listeners of gateways to services.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class TCPRoute extends VersionedObject {
  public static readonly kind = 'TCPRoute';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: TCPRouteProps) {
    super(scope, id, TCPRoute, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: TCPRouteProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(TCPRoute, props, istioVersion);
  }
}

export interface TCPRouteProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TCPRouteSpec;
}

/** `TCPRoute.spec` */
export interface TCPRouteSpec {
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentRef[] | undefined;
  /** 1 item. */
  readonly rules: readonly L4RouteRule[];
}
