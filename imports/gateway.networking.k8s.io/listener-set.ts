// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { AllowedRoutes, ListenerTls } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Adds listeners to a gateway of somebody else.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class ListenerSet extends VersionedObject {
  public static readonly kind = 'ListenerSet';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id, ListenerSet, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ListenerSetProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ListenerSet, props, istioVersion);
  }
}

export interface ListenerSetProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ListenerSetSpec;
}

/** `ListenerSet.spec.listeners[]` */
export interface ListenerSetListener {
  readonly allowedRoutes?: AllowedRoutes | undefined;
  /** 1 to 253 characters. */
  readonly hostname?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 65535. */
  readonly port: number;
  /** 1 to 255 characters. */
  readonly protocol: string;
  readonly tls?: ListenerTls | undefined;
}

/** `ListenerSet.spec.parentRef` */
export interface ListenerSetParentRef {
  /**
   * At most 253 characters.
   * @default 'gateway.networking.k8s.io'
   */
  readonly group?: string | undefined;
  /**
   * 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`.
   * @default 'Gateway'
   */
  readonly kind?: string | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. Matches `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`. */
  readonly namespace?: string | undefined;
}

/** `ListenerSet.spec` */
export interface ListenerSetSpec {
  /** 1 to 64 items. Items differ in `name`. */
  readonly listeners: readonly ListenerSetListener[];
  readonly parentRef: ListenerSetParentRef;
}
