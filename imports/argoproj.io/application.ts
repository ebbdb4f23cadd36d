// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { Automated, Directory, Helm, IgnoreDifference, Info, Kustomize, ManagedNamespaceMetadata, Plugin, Retry, Source, SourceHydrator } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Deploys manifests from a source to a cluster and keeps them in step. */
export class Application extends VersionedObject {
  public static readonly kind = 'Application';
  public static readonly group = 'argoproj.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id, Application, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ApplicationProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Application, props, istioVersion);
  }
}

export interface ApplicationProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly operation?: ApplicationOperation | undefined;
  readonly spec: ApplicationSpec;
}

/** `Application.operation.sync.syncStrategy.apply` */
export interface ApplicationApply {
  readonly force?: boolean | undefined;
}

/** `Application.spec.destination` */
export interface ApplicationDestination {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly server?: string | undefined;
}

/** `Application.operation.sync.syncStrategy.hook` */
export interface ApplicationHook {
  readonly force?: boolean | undefined;
}

/** `Application.operation.initiatedBy` */
export interface ApplicationInitiatedBy {
  readonly automated?: boolean | undefined;
  readonly username?: string | undefined;
}

/** `Application.operation` */
export interface ApplicationOperation {
  readonly info?: readonly Info[] | undefined;
  readonly initiatedBy?: ApplicationInitiatedBy | undefined;
  readonly retry?: Retry | undefined;
  readonly sync?: ApplicationSync | undefined;
}

/** `Application.operation.sync.resources[]` */
export interface ApplicationResource {
  readonly group?: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `Application.spec.source` */
export interface ApplicationSource {
  readonly chart?: string | undefined;
  readonly directory?: Directory | undefined;
  readonly helm?: Helm | undefined;
  readonly kustomize?: Kustomize | undefined;
  readonly name?: string | undefined;
  readonly path?: string | undefined;
  readonly plugin?: Plugin | undefined;
  readonly ref?: string | undefined;
  readonly repoURL: string;
  readonly tagPrefix?: string | undefined;
  readonly targetRevision?: string | undefined;
}

/** `Application.spec` */
export interface ApplicationSpec {
  readonly destination: ApplicationDestination;
  readonly ignoreDifferences?: readonly IgnoreDifference[] | undefined;
  readonly info?: readonly Info[] | undefined;
  readonly project: string;
  readonly revisionHistoryLimit?: number | undefined;
  readonly source?: ApplicationSource | undefined;
  readonly sourceHydrator?: SourceHydrator | undefined;
  readonly sources?: readonly ApplicationSource[] | undefined;
  readonly syncPolicy?: ApplicationSyncPolicy | undefined;
}

/** `Application.operation.sync` */
export interface ApplicationSync {
  readonly autoHealAttemptsCount?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly manifests?: readonly string[] | undefined;
  readonly prune?: boolean | undefined;
  readonly resources?: readonly ApplicationResource[] | undefined;
  readonly revision?: string | undefined;
  readonly revisions?: readonly string[] | undefined;
  readonly source?: Source | undefined;
  readonly sources?: readonly Source[] | undefined;
  readonly syncOptions?: readonly string[] | undefined;
  readonly syncStrategy?: ApplicationSyncStrategy | undefined;
}

/** `Application.spec.syncPolicy` */
export interface ApplicationSyncPolicy {
  readonly automated?: Automated | undefined;
  readonly managedNamespaceMetadata?: ManagedNamespaceMetadata | undefined;
  readonly retry?: Retry | undefined;
  readonly syncOptions?: readonly string[] | undefined;
}

/** `Application.operation.sync.syncStrategy` */
export interface ApplicationSyncStrategy {
  readonly apply?: ApplicationApply | undefined;
  readonly hook?: ApplicationHook | undefined;
}
