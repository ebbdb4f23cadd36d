// Generated from the CRDs of cert-manager 1.21.2 (8a7b828ca4f2425d) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { IssuerSpec } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Says who signs certificates, for one namespace.
 * @see https://cert-manager.io/docs/reference/api-docs/
 */
export class Issuer extends VersionedObject {
  public static readonly kind = 'Issuer';
  public static readonly group = 'cert-manager.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: IssuerProps) {
    super(scope, id, Issuer, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: IssuerProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Issuer, props, istioVersion);
  }
}

export interface IssuerProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: IssuerSpec;
}
