// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { CertSecretRef, ProxySecretRef, SecretRef } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Fetches an artifact from an OCI registry.
 * @see https://fluxcd.io/flux/components/source/
 */
export class OCIRepository extends VersionedObject {
  public static readonly kind = 'OCIRepository';
  public static readonly group = 'source.toolkit.fluxcd.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: OCIRepositoryProps) {
    super(scope, id, OCIRepository, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: OCIRepositoryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(OCIRepository, props, istioVersion);
  }
}

export interface OCIRepositoryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: OCIRepositorySpec;
}

/** `OCIRepository.spec.layerSelector` */
export interface OCIRepositoryLayerSelector {
  readonly mediaType?: string | undefined;
  readonly operation?: 'extract' | 'copy' | undefined;
}

/** `OCIRepository.spec.verify.matchOIDCIdentity[]` */
export interface OCIRepositoryMatchOIDCIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** `OCIRepository.spec.ref` */
export interface OCIRepositoryRef {
  readonly digest?: string | undefined;
  readonly semver?: string | undefined;
  readonly semverFilter?: string | undefined;
  readonly tag?: string | undefined;
}

/** `OCIRepository.spec` */
export interface OCIRepositorySpec {
  readonly certSecretRef?: CertSecretRef | undefined;
  readonly ignore?: string | undefined;
  readonly insecure?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly interval?: string | undefined;
  readonly layerSelector?: OCIRepositoryLayerSelector | undefined;
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp' | undefined;
  readonly proxySecretRef?: ProxySecretRef | undefined;
  readonly ref?: OCIRepositoryRef | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly suspend?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m))+$`. */
  readonly timeout?: string | undefined;
  /** Matches `^oci://.*$`. */
  readonly url?: string | undefined;
  readonly verify?: OCIRepositoryVerify | undefined;
}

/** `OCIRepository.spec.verify.trustedRootSecretRef` */
export interface OCIRepositoryTrustedRootSecretRef {
  readonly name: string;
}

/** `OCIRepository.spec.verify` */
export interface OCIRepositoryVerify {
  readonly matchOIDCIdentity?: readonly OCIRepositoryMatchOIDCIdentity[] | undefined;
  /** @default 'cosign' */
  readonly provider?: 'cosign' | 'notation' | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly trustedRootSecretRef?: OCIRepositoryTrustedRootSecretRef | undefined;
}
