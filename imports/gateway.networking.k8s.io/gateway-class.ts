// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Names a sort of gateway and the controller that makes it.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class GatewayClass extends VersionedObject {
  public static readonly kind = 'GatewayClass';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Cluster';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '', v1beta1: '' };

  public constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id, GatewayClass, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: GatewayClassProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(GatewayClass, props, istioVersion);
  }
}

export interface GatewayClassProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GatewayClassSpec;
}

/** `GatewayClass.spec.parametersRef` */
export interface GatewayClassParametersRef {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
}

/** `GatewayClass.spec` */
export interface GatewayClassSpec {
  /** 1 to 253 characters. */
  readonly controllerName: string;
  /** At most 64 characters. */
  readonly description?: string | undefined;
  readonly parametersRef?: GatewayClassParametersRef | undefined;
}
