// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Lets objects of another namespace refer to objects of this one.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class ReferenceGrant extends VersionedObject {
  public static readonly kind = 'ReferenceGrant';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '', v1beta1: '' };

  public constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, id, ReferenceGrant, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ReferenceGrantProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ReferenceGrant, props, istioVersion);
  }
}

export interface ReferenceGrantProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ReferenceGrantSpec;
}

/** `ReferenceGrant.spec.from[]` */
export interface ReferenceGrantFrom {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace: string;
}

/** `ReferenceGrant.spec` */
export interface ReferenceGrantSpec {
  /** 1 to 16 items. */
  readonly from: readonly ReferenceGrantFrom[];
  /** 1 to 16 items. */
  readonly to: readonly ReferenceGrantTo[];
}

/** `ReferenceGrant.spec.to[]` */
export interface ReferenceGrantTo {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name?: string | undefined;
}
