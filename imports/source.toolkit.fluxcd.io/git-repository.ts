// Generated from the CRDs of the Flux source controller 1.10.1 (8d343a0f3792df0d) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ProxySecretRef, SecretRef } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Fetches a Git repository.
 * @see https://fluxcd.io/flux/components/source/
 */
export class GitRepository extends VersionedObject {
  public static readonly kind = 'GitRepository';
  public static readonly group = 'source.toolkit.fluxcd.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: GitRepositoryProps) {
    super(scope, id, GitRepository, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: GitRepositoryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(GitRepository, props, istioVersion);
  }
}

export interface GitRepositoryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GitRepositorySpec;
}

/** `GitRepository.spec.include[]` */
export interface GitRepositoryInclude {
  readonly fromPath?: string | undefined;
  readonly repository: GitRepositoryRepository;
  readonly toPath?: string | undefined;
}

/** `GitRepository.spec.ref` */
export interface GitRepositoryRef {
  readonly branch?: string | undefined;
  readonly commit?: string | undefined;
  readonly name?: string | undefined;
  readonly semver?: string | undefined;
  readonly tag?: string | undefined;
}

/** `GitRepository.spec.include[].repository` */
export interface GitRepositoryRepository {
  readonly name: string;
}

/** `GitRepository.spec` */
export interface GitRepositorySpec {
  readonly ignore?: string | undefined;
  readonly include?: readonly GitRepositoryInclude[] | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly interval: string;
  readonly provider?: 'generic' | 'aws' | 'azure' | 'github' | undefined;
  readonly proxySecretRef?: ProxySecretRef | undefined;
  readonly recurseSubmodules?: boolean | undefined;
  readonly ref?: GitRepositoryRef | undefined;
  readonly secretRef?: SecretRef | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly sparseCheckout?: readonly string[] | undefined;
  readonly suspend?: boolean | undefined;
  /**
   * Matches `^([0-9]+(\.[0-9]+)?(ms|s|m))+$`.
   * @default '60s'
   */
  readonly timeout?: string | undefined;
  /** Matches `^(http|https|ssh)://.*$`. */
  readonly url: string;
  readonly verify?: GitRepositoryVerify | undefined;
}

/** `GitRepository.spec.verify` */
export interface GitRepositoryVerify {
  /** @default 'HEAD' */
  readonly mode?: 'head' | 'HEAD' | 'Tag' | 'TagAndHEAD' | undefined;
  readonly secretRef: SecretRef;
}
