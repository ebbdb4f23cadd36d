// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { CertSecretRef, SecretRef } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Fetches the index of a Helm repository.
 * @see https://fluxcd.io/flux/components/source/
 */
export class HelmRepository extends VersionedObject {
  public static readonly kind = 'HelmRepository';
  public static readonly group = 'source.toolkit.fluxcd.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: HelmRepositoryProps) {
    super(scope, id, HelmRepository, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: HelmRepositoryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(HelmRepository, props, istioVersion);
  }
}

export interface HelmRepositoryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: HelmRepositorySpec;
}

/** `HelmRepository.spec.accessFrom` */
export interface HelmRepositoryAccessFrom {
  readonly namespaceSelectors: readonly HelmRepositoryNamespaceSelector[];
}

/** `HelmRepository.spec.accessFrom.namespaceSelectors[]` */
export interface HelmRepositoryNamespaceSelector {
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `HelmRepository.spec` */
export interface HelmRepositorySpec {
  readonly accessFrom?: HelmRepositoryAccessFrom | undefined;
  readonly certSecretRef?: CertSecretRef | undefined;
  readonly insecure?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly interval?: string | undefined;
  readonly passCredentials?: boolean | undefined;
  /** @default 'generic' */
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp' | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly suspend?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m))+$`. */
  readonly timeout?: string | undefined;
  readonly type?: 'default' | 'oci' | undefined;
  /** Matches `^(http|https|oci)://.*$`. */
  readonly url: string;
}
