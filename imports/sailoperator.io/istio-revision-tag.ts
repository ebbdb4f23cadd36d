// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { TargetRef } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * A stable name for a revision of a control plane.
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 */
export class IstioRevisionTag extends VersionedObject {
  public static readonly kind = 'IstioRevisionTag';
  public static readonly group = 'sailoperator.io';
  public static readonly scope = 'Cluster';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: IstioRevisionTagProps) {
    super(scope, id, IstioRevisionTag, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: IstioRevisionTagProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(IstioRevisionTag, props, istioVersion);
  }
}

export interface IstioRevisionTagProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: IstioRevisionTagSpec;
}

/** `IstioRevisionTag.spec` */
export interface IstioRevisionTagSpec {
  readonly targetRef: TargetRef;
}
