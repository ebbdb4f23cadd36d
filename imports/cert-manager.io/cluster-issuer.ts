// Generated from the CRDs of cert-manager 1.21.2 (8a7b828ca4f2425d) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { IssuerSpec } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Says who signs certificates, for all namespaces.
 * @see https://cert-manager.io/docs/reference/api-docs/
 */
export class ClusterIssuer extends VersionedObject {
  public static readonly kind = 'ClusterIssuer';
  public static readonly group = 'cert-manager.io';
  public static readonly scope = 'Cluster';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: ClusterIssuerProps) {
    super(scope, id, ClusterIssuer, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ClusterIssuerProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ClusterIssuer, props, istioVersion);
  }
}

export interface ClusterIssuerProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: IssuerSpec;
}
