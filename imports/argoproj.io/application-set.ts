// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { Automated, Destination, IgnoreDifference, Info, ManagedNamespaceMetadata, MatchExpression, Retry, Selector, Source, SourceHydrator } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Makes applications from a template and a list that generators yield. */
export class ApplicationSet extends VersionedObject {
  public static readonly kind = 'ApplicationSet';
  public static readonly group = 'argoproj.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: ApplicationSetProps) {
    super(scope, id, ApplicationSet, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ApplicationSetProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ApplicationSet, props, istioVersion);
  }
}

export interface ApplicationSetProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ApplicationSetSpec;
}

/** `ApplicationSet.spec.generators[].scmProvider.azureDevOps.accessTokenRef` */
export interface ApplicationSetAccessTokenRef {
  readonly key: string;
  readonly secretName: string;
}

/** `ApplicationSet.spec.generators[].scmProvider.bitbucket.appPasswordRef` */
export interface ApplicationSetAppPasswordRef {
  readonly key: string;
  readonly secretName: string;
}

/** `ApplicationSet.spec.generators[].scmProvider.awsCodeCommit` */
export interface ApplicationSetAwsCodeCommit {
  readonly allBranches?: boolean | undefined;
  readonly region?: string | undefined;
  readonly role?: string | undefined;
  readonly tagFilters?: readonly ApplicationSetTagFilter[] | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider.azureDevOps` */
export interface ApplicationSetAzureDevOps {
  readonly accessTokenRef: ApplicationSetAccessTokenRef;
  readonly allBranches?: boolean | undefined;
  readonly api?: string | undefined;
  readonly organization: string;
  readonly teamProject: string;
}

/** `ApplicationSet.spec.generators[].pullRequest.azuredevops` */
export interface ApplicationSetAzuredevops {
  readonly api?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly organization: string;
  readonly project: string;
  readonly repo: string;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.bitbucket.basicAuth` */
export interface ApplicationSetBasicAuth {
  readonly passwordRef: ApplicationSetPasswordRef;
  readonly username: string;
}

/** `ApplicationSet.spec.generators[].pullRequest.bitbucket.bearerToken` */
export interface ApplicationSetBearerToken {
  readonly tokenRef: ApplicationSetTokenRef;
}

/** `ApplicationSet.spec.generators[].pullRequest.gitlab.caRef` */
export interface ApplicationSetCaRef {
  readonly configMapName: string;
  readonly key: string;
}

/** `ApplicationSet.spec.generators[].clusterDecisionResource` */
export interface ApplicationSetClusterDecisionResource {
  readonly configMapRef: string;
  readonly labelSelector?: ApplicationSetLabelSelector | undefined;
  readonly name?: string | undefined;
  readonly requeueAfterSeconds?: number | undefined;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.generators[].clusters` */
export interface ApplicationSetClusters {
  readonly flatList?: boolean | undefined;
  readonly selector?: Selector | undefined;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.generators[].plugin.configMapRef` */
export interface ApplicationSetConfigMapRef {
  readonly name: string;
}

/** `ApplicationSet.spec.generators[].git.directories[]` */
export interface ApplicationSetDirectory {
  readonly exclude?: boolean | undefined;
  readonly path: string;
}

/** `ApplicationSet.spec.generators[].git.files[]` */
export interface ApplicationSetFile {
  readonly exclude?: boolean | undefined;
  readonly path: string;
}

/** `ApplicationSet.spec.generators[]` */
export interface ApplicationSetGenerator {
  readonly clusterDecisionResource?: ApplicationSetClusterDecisionResource | undefined;
  readonly clusters?: ApplicationSetClusters | undefined;
  readonly git?: ApplicationSetGit | undefined;
  readonly list?: ApplicationSetList | undefined;
  readonly matrix?: ApplicationSetMatrix | undefined;
  readonly merge?: ApplicationSetMerge | undefined;
  readonly oci?: ApplicationSetOci | undefined;
  readonly plugin?: ApplicationSetPlugin | undefined;
  readonly pullRequest?: ApplicationSetPullRequest | undefined;
  readonly scmProvider?: ApplicationSetScmProvider | undefined;
  readonly selector?: Selector | undefined;
}

/** `ApplicationSet.spec.generators[].git` */
export interface ApplicationSetGit {
  readonly directories?: readonly ApplicationSetDirectory[] | undefined;
  readonly files?: readonly ApplicationSetFile[] | undefined;
  readonly pathParamPrefix?: string | undefined;
  readonly repoURL: string;
  readonly requeueAfterSeconds?: number | undefined;
  readonly revision: string;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.ignoreApplicationDifferences[]` */
export interface ApplicationSetIgnoreApplicationDifference {
  readonly jqPathExpressions?: readonly string[] | undefined;
  readonly jsonPointers?: readonly string[] | undefined;
  readonly name?: string | undefined;
}

/** `ApplicationSet.spec.generators[].plugin.input` */
export interface ApplicationSetInput {
  readonly parameters?: { readonly [key: string]: unknown } | undefined;
}

/** `ApplicationSet.spec.generators[].clusterDecisionResource.labelSelector` */
export interface ApplicationSetLabelSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.generators[].list` */
export interface ApplicationSetList {
  readonly elements?: readonly unknown[] | undefined;
  readonly elementsYaml?: string | undefined;
  readonly template?: ApplicationSetTemplate | undefined;
}

/** `ApplicationSet.spec.strategy.rollingSync.steps[].matchExpressions[]` */
export interface ApplicationSetMatchExpression {
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

/** `ApplicationSet.spec.generators[].matrix` */
export interface ApplicationSetMatrix {
  readonly generators: readonly ApplicationSetMergeGenerator[];
  readonly template?: ApplicationSetTemplate | undefined;
}

/** `ApplicationSet.spec.generators[].merge` */
export interface ApplicationSetMerge {
  readonly generators: readonly ApplicationSetMergeGenerator[];
  readonly mergeKeys: readonly string[];
  readonly template?: ApplicationSetTemplate | undefined;
}

/** `ApplicationSet.spec.generators[].merge.generators[]` */
export interface ApplicationSetMergeGenerator {
  readonly clusterDecisionResource?: ApplicationSetClusterDecisionResource | undefined;
  readonly clusters?: ApplicationSetClusters | undefined;
  readonly git?: ApplicationSetGit | undefined;
  readonly list?: ApplicationSetList | undefined;
  readonly matrix?: unknown | undefined;
  readonly merge?: unknown | undefined;
  readonly oci?: ApplicationSetOci | undefined;
  readonly plugin?: ApplicationSetPlugin | undefined;
  readonly pullRequest?: ApplicationSetPullRequest | undefined;
  readonly scmProvider?: ApplicationSetScmProvider | undefined;
  readonly selector?: Selector | undefined;
}

/** `ApplicationSet.spec.template.metadata` */
export interface ApplicationSetMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly finalizers?: readonly string[] | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** `ApplicationSet.spec.generators[].oci` */
export interface ApplicationSetOci {
  readonly directories?: readonly ApplicationSetDirectory[] | undefined;
  readonly files?: readonly ApplicationSetFile[] | undefined;
  readonly pathParamPrefix?: string | undefined;
  readonly repoURL: string;
  readonly requeueAfterSeconds?: number | undefined;
  readonly revision: string;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.bitbucket.basicAuth.passwordRef` */
export interface ApplicationSetPasswordRef {
  readonly key: string;
  readonly secretName: string;
}

/** `ApplicationSet.spec.generators[].plugin` */
export interface ApplicationSetPlugin {
  readonly configMapRef: ApplicationSetConfigMapRef;
  readonly input?: ApplicationSetInput | undefined;
  readonly requeueAfterSeconds?: number | undefined;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.preservedFields` */
export interface ApplicationSetPreservedFields {
  readonly annotations?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest` */
export interface ApplicationSetPullRequest {
  readonly azuredevops?: ApplicationSetAzuredevops | undefined;
  readonly bitbucket?: ApplicationSetPullRequestBitbucket | undefined;
  readonly bitbucketServer?: ApplicationSetPullRequestBitbucketServer | undefined;
  readonly continueOnRepoNotFoundError?: boolean | undefined;
  readonly filters?: readonly ApplicationSetPullRequestFilter[] | undefined;
  readonly gitea?: ApplicationSetPullRequestGitea | undefined;
  readonly github?: ApplicationSetPullRequestGithub | undefined;
  readonly gitlab?: ApplicationSetPullRequestGitlab | undefined;
  readonly requeueAfterSeconds?: number | undefined;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.bitbucket` */
export interface ApplicationSetPullRequestBitbucket {
  readonly api?: string | undefined;
  readonly basicAuth?: ApplicationSetBasicAuth | undefined;
  readonly bearerToken?: ApplicationSetBearerToken | undefined;
  readonly owner: string;
  readonly repo: string;
}

/** `ApplicationSet.spec.generators[].pullRequest.bitbucketServer` */
export interface ApplicationSetPullRequestBitbucketServer {
  readonly api: string;
  readonly basicAuth?: ApplicationSetBasicAuth | undefined;
  readonly bearerToken?: ApplicationSetBearerToken | undefined;
  readonly caRef?: ApplicationSetCaRef | undefined;
  readonly insecure?: boolean | undefined;
  readonly project: string;
  readonly repo: string;
}

/** `ApplicationSet.spec.generators[].pullRequest.filters[]` */
export interface ApplicationSetPullRequestFilter {
  readonly branchMatch?: string | undefined;
  readonly targetBranchMatch?: string | undefined;
  readonly titleMatch?: string | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.gitea` */
export interface ApplicationSetPullRequestGitea {
  readonly api: string;
  readonly insecure?: boolean | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly owner: string;
  readonly repo: string;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.github` */
export interface ApplicationSetPullRequestGithub {
  readonly api?: string | undefined;
  readonly appSecretName?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly owner: string;
  readonly repo: string;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.gitlab` */
export interface ApplicationSetPullRequestGitlab {
  readonly api?: string | undefined;
  readonly caRef?: ApplicationSetCaRef | undefined;
  readonly insecure?: boolean | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly project: string;
  readonly pullRequestState?: string | undefined;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
}

/** `ApplicationSet.spec.strategy.rollingSync` */
export interface ApplicationSetRollingSync {
  readonly steps?: readonly ApplicationSetStep[] | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider` */
export interface ApplicationSetScmProvider {
  readonly awsCodeCommit?: ApplicationSetAwsCodeCommit | undefined;
  readonly azureDevOps?: ApplicationSetAzureDevOps | undefined;
  readonly bitbucket?: ApplicationSetScmProviderBitbucket | undefined;
  readonly bitbucketServer?: ApplicationSetScmProviderBitbucketServer | undefined;
  readonly cloneProtocol?: string | undefined;
  readonly filters?: readonly ApplicationSetScmProviderFilter[] | undefined;
  readonly gitea?: ApplicationSetScmProviderGitea | undefined;
  readonly github?: ApplicationSetScmProviderGithub | undefined;
  readonly gitlab?: ApplicationSetScmProviderGitlab | undefined;
  readonly requeueAfterSeconds?: number | undefined;
  readonly template?: ApplicationSetTemplate | undefined;
  readonly values?: { readonly [key: string]: string } | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider.bitbucket` */
export interface ApplicationSetScmProviderBitbucket {
  readonly allBranches?: boolean | undefined;
  readonly appPasswordRef: ApplicationSetAppPasswordRef;
  readonly owner: string;
  readonly user: string;
}

/** `ApplicationSet.spec.generators[].scmProvider.bitbucketServer` */
export interface ApplicationSetScmProviderBitbucketServer {
  readonly allBranches?: boolean | undefined;
  readonly api: string;
  readonly basicAuth?: ApplicationSetBasicAuth | undefined;
  readonly bearerToken?: ApplicationSetBearerToken | undefined;
  readonly caRef?: ApplicationSetCaRef | undefined;
  readonly insecure?: boolean | undefined;
  readonly project: string;
}

/** `ApplicationSet.spec.generators[].scmProvider.filters[]` */
export interface ApplicationSetScmProviderFilter {
  readonly branchMatch?: string | undefined;
  readonly labelMatch?: string | undefined;
  readonly pathsDoNotExist?: readonly string[] | undefined;
  readonly pathsExist?: readonly string[] | undefined;
  readonly repositoryMatch?: string | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider.gitea` */
export interface ApplicationSetScmProviderGitea {
  readonly allBranches?: boolean | undefined;
  readonly api: string;
  readonly excludeArchivedRepos?: boolean | undefined;
  readonly insecure?: boolean | undefined;
  readonly owner: string;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider.github` */
export interface ApplicationSetScmProviderGithub {
  readonly allBranches?: boolean | undefined;
  readonly api?: string | undefined;
  readonly appSecretName?: string | undefined;
  readonly excludeArchivedRepos?: boolean | undefined;
  readonly organization: string;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider.gitlab` */
export interface ApplicationSetScmProviderGitlab {
  readonly allBranches?: boolean | undefined;
  readonly api?: string | undefined;
  readonly caRef?: ApplicationSetCaRef | undefined;
  readonly group: string;
  readonly includeArchivedRepos?: boolean | undefined;
  readonly includeSharedProjects?: boolean | undefined;
  readonly includeSubgroups?: boolean | undefined;
  readonly insecure?: boolean | undefined;
  readonly tokenRef?: ApplicationSetTokenRef | undefined;
  readonly topic?: string | undefined;
}

/** `ApplicationSet.spec` */
export interface ApplicationSetSpec {
  readonly applyNestedSelectors?: boolean | undefined;
  readonly generators: readonly ApplicationSetGenerator[];
  readonly goTemplate?: boolean | undefined;
  readonly goTemplateOptions?: readonly string[] | undefined;
  readonly ignoreApplicationDifferences?: readonly ApplicationSetIgnoreApplicationDifference[] | undefined;
  readonly preservedFields?: ApplicationSetPreservedFields | undefined;
  readonly strategy?: ApplicationSetStrategy | undefined;
  readonly syncPolicy?: ApplicationSetSyncPolicy | undefined;
  readonly template: ApplicationSetTemplate;
  readonly templatePatch?: string | undefined;
}

/** `ApplicationSet.spec.template.spec.syncPolicy` */
export interface ApplicationSetSpecSyncPolicy {
  readonly automated?: Automated | undefined;
  readonly managedNamespaceMetadata?: ManagedNamespaceMetadata | undefined;
  readonly retry?: Retry | undefined;
  readonly syncOptions?: readonly string[] | undefined;
}

/** `ApplicationSet.spec.strategy.rollingSync.steps[]` */
export interface ApplicationSetStep {
  readonly matchExpressions?: readonly ApplicationSetMatchExpression[] | undefined;
  readonly maxUpdate?: number | string | undefined;
}

/** `ApplicationSet.spec.strategy` */
export interface ApplicationSetStrategy {
  readonly deletionOrder?: string | undefined;
  readonly rollingSync?: ApplicationSetRollingSync | undefined;
  readonly type?: string | undefined;
}

/** `ApplicationSet.spec.syncPolicy` */
export interface ApplicationSetSyncPolicy {
  readonly applicationsSync?: 'create-only' | 'create-update' | 'create-delete' | 'sync' | undefined;
  readonly preserveResourcesOnDeletion?: boolean | undefined;
}

/** `ApplicationSet.spec.generators[].scmProvider.awsCodeCommit.tagFilters[]` */
export interface ApplicationSetTagFilter {
  readonly key: string;
  readonly value?: string | undefined;
}

/** `ApplicationSet.spec.template` */
export interface ApplicationSetTemplate {
  readonly metadata: ApplicationSetMetadata;
  readonly spec: ApplicationSetTemplateSpec;
}

/** `ApplicationSet.spec.template.spec` */
export interface ApplicationSetTemplateSpec {
  readonly destination: Destination;
  readonly ignoreDifferences?: readonly IgnoreDifference[] | undefined;
  readonly info?: readonly Info[] | undefined;
  readonly project: string;
  readonly revisionHistoryLimit?: number | undefined;
  readonly source?: Source | undefined;
  readonly sourceHydrator?: SourceHydrator | undefined;
  readonly sources?: readonly Source[] | undefined;
  readonly syncPolicy?: ApplicationSetSpecSyncPolicy | undefined;
}

/** `ApplicationSet.spec.generators[].pullRequest.gitea.tokenRef` */
export interface ApplicationSetTokenRef {
  readonly key: string;
  readonly secretName: string;
}
