// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { Destination } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Limits what the applications of a project may deploy, from where and to where. */
export class AppProject extends VersionedObject {
  public static readonly kind = 'AppProject';
  public static readonly group = 'argoproj.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: AppProjectProps) {
    super(scope, id, AppProject, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: AppProjectProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(AppProject, props, istioVersion);
  }
}

export interface AppProjectProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: AppProjectSpec;
}

/** `AppProject.spec.clusterResourceBlacklist[]` */
export interface AppProjectClusterResourceBlacklist {
  readonly group: string;
  readonly kind: string;
  readonly name?: string | undefined;
}

/** `AppProject.spec.clusterResourceWhitelist[]` */
export interface AppProjectClusterResourceWhitelist {
  readonly group: string;
  readonly kind: string;
  readonly name?: string | undefined;
}

/** `AppProject.spec.destinationServiceAccounts[]` */
export interface AppProjectDestinationServiceAccount {
  readonly defaultServiceAccount: string;
  readonly namespace?: string | undefined;
  readonly server: string;
}

/** `AppProject.spec.sourceIntegrity.git` */
export interface AppProjectGit {
  readonly policies: readonly AppProjectPolicy[];
}

/** `AppProject.spec.sourceIntegrity.git.policies[].gpg` */
export interface AppProjectGpg {
  readonly keys: readonly string[];
  readonly mode: string;
}

/** `AppProject.spec.orphanedResources.ignore[]` */
export interface AppProjectIgnore {
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
}

/** `AppProject.spec.roles[].jwtTokens[]` */
export interface AppProjectJwtToken {
  readonly exp?: number | undefined;
  readonly iat: number;
  readonly id?: string | undefined;
}

/** `AppProject.spec.namespaceResourceBlacklist[]` */
export interface AppProjectNamespaceResourceBlacklist {
  readonly group: string;
  readonly kind: string;
}

/** `AppProject.spec.namespaceResourceWhitelist[]` */
export interface AppProjectNamespaceResourceWhitelist {
  readonly group: string;
  readonly kind: string;
}

/** `AppProject.spec.orphanedResources` */
export interface AppProjectOrphanedResources {
  readonly ignore?: readonly AppProjectIgnore[] | undefined;
  readonly warn?: boolean | undefined;
}

/** `AppProject.spec.sourceIntegrity.git.policies[]` */
export interface AppProjectPolicy {
  readonly gpg: AppProjectGpg;
  readonly repos: readonly AppProjectRepo[];
}

/** `AppProject.spec.sourceIntegrity.git.policies[].repos[]` */
export interface AppProjectRepo {
  readonly url: string;
}

/** `AppProject.spec.roles[]` */
export interface AppProjectRole {
  readonly description?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly jwtTokens?: readonly AppProjectJwtToken[] | undefined;
  readonly name: string;
  readonly policies?: readonly string[] | undefined;
}

/** `AppProject.spec.signatureKeys[]` */
export interface AppProjectSignatureKey {
  readonly keyID: string;
}

/** `AppProject.spec.sourceIntegrity` */
export interface AppProjectSourceIntegrity {
  readonly git: AppProjectGit;
}

/** `AppProject.spec` */
export interface AppProjectSpec {
  readonly clusterResourceBlacklist?: readonly AppProjectClusterResourceBlacklist[] | undefined;
  readonly clusterResourceWhitelist?: readonly AppProjectClusterResourceWhitelist[] | undefined;
  /** At most 255 characters. */
  readonly description?: string | undefined;
  readonly destinationServiceAccounts?: readonly AppProjectDestinationServiceAccount[] | undefined;
  readonly destinations?: readonly Destination[] | undefined;
  readonly namespaceResourceBlacklist?: readonly AppProjectNamespaceResourceBlacklist[] | undefined;
  readonly namespaceResourceWhitelist?: readonly AppProjectNamespaceResourceWhitelist[] | undefined;
  readonly orphanedResources?: AppProjectOrphanedResources | undefined;
  readonly permitOnlyProjectScopedClusters?: boolean | undefined;
  readonly roles?: readonly AppProjectRole[] | undefined;
  readonly signatureKeys?: readonly AppProjectSignatureKey[] | undefined;
  readonly sourceIntegrity?: AppProjectSourceIntegrity | undefined;
  readonly sourceNamespaces?: readonly string[] | undefined;
  readonly sourceRepos?: readonly string[] | undefined;
  readonly syncWindows?: readonly AppProjectSyncWindow[] | undefined;
}

/** `AppProject.spec.syncWindows[]` */
export interface AppProjectSyncWindow {
  readonly andOperator?: boolean | undefined;
  readonly applications?: readonly string[] | undefined;
  readonly clusters?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly duration?: string | undefined;
  readonly kind?: string | undefined;
  readonly manualSync?: boolean | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly schedule?: string | undefined;
  readonly syncOverrun?: boolean | undefined;
  readonly timeZone?: string | undefined;
}
