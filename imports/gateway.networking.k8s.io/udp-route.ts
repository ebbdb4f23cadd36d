// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { L4RouteRule, ParentRef } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Forwards UDP packets from the listeners of gateways to services; Istio does not implement it.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class UDPRoute extends VersionedObject {
  public static readonly kind = 'UDPRoute';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: UDPRouteProps) {
    super(scope, id, UDPRoute, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: UDPRouteProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(UDPRoute, props, istioVersion);
  }
}

export interface UDPRouteProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: UDPRouteSpec;
}

/** `UDPRoute.spec` */
export interface UDPRouteSpec {
  /** At most 32 items. */
  readonly parentRefs?: readonly ParentRef[] | undefined;
  /** 1 item. */
  readonly rules: readonly L4RouteRule[];
}
