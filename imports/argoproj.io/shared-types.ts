// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.

/** `AnalysisTemplate.spec.templates[]` */
export interface AnalysisTemplateTemplate {
  readonly clusterScope?: boolean | undefined;
  readonly templateName?: string | undefined;
}

/** `Application.spec.syncPolicy.automated` */
export interface Automated {
  readonly allowEmpty?: boolean | undefined;
  readonly enabled?: boolean | undefined;
  readonly prune?: boolean | undefined;
  readonly selfHeal?: boolean | undefined;
}

/** `Application.operation.retry.backoff` */
export interface Backoff {
  readonly duration?: string | undefined;
  readonly factor?: number | undefined;
  readonly maxDuration?: string | undefined;
}

/** `AppProject.spec.destinations[]` */
export interface Destination {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly server?: string | undefined;
}

/** `Application.spec.source.directory` */
export interface Directory {
  readonly disableExtensionFilter?: boolean | undefined;
  readonly exclude?: string | undefined;
  readonly include?: string | undefined;
  readonly jsonnet?: Jsonnet | undefined;
  readonly recurse?: boolean | undefined;
}

/** `AnalysisTemplate.spec.dryRun[]` */
export interface DryRun {
  readonly metricName: string;
}

/** `Application.spec.sourceHydrator.drySource` */
export interface DrySource {
  readonly directory?: Directory | undefined;
  readonly helm?: Helm | undefined;
  readonly kustomize?: Kustomize | undefined;
  readonly path: string;
  readonly plugin?: Plugin | undefined;
  readonly repoURL: string;
  readonly targetRevision: string;
}

/** `Application.spec.source.plugin.env[]` */
export interface Env {
  readonly name: string;
  readonly value: string;
}

/** `Application.spec.source.directory.jsonnet.extVars[]` */
export interface ExtVar {
  readonly code?: boolean | undefined;
  readonly name: string;
  readonly value: string;
}

/** `AnalysisTemplate.spec.args[].valueFrom.fieldRef` */
export interface FieldRef {
  readonly fieldPath: string;
}

/** `Application.spec.source.helm.fileParameters[]` */
export interface FileParameter {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
}

/** `Application.spec.source.helm` */
export interface Helm {
  readonly apiVersions?: readonly string[] | undefined;
  readonly fileParameters?: readonly FileParameter[] | undefined;
  readonly ignoreMissingValueFiles?: boolean | undefined;
  readonly kubeVersion?: string | undefined;
  readonly namespace?: string | undefined;
  readonly parameters?: readonly HelmParameter[] | undefined;
  readonly passCredentials?: boolean | undefined;
  readonly releaseName?: string | undefined;
  readonly skipCrds?: boolean | undefined;
  readonly skipSchemaValidation?: boolean | undefined;
  readonly skipTests?: boolean | undefined;
  readonly valueFiles?: readonly string[] | undefined;
  readonly values?: string | undefined;
  readonly valuesObject?: { readonly [field: string]: unknown } | undefined;
  readonly version?: string | undefined;
}

/** `Application.spec.source.helm.parameters[]` */
export interface HelmParameter {
  readonly forceString?: boolean | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** `Application.spec.sourceHydrator.hydrateTo` */
export interface HydrateTo {
  readonly targetBranch: string;
}

/** `Application.spec.ignoreDifferences[]` */
export interface IgnoreDifference {
  readonly group?: string | undefined;
  readonly jqPathExpressions?: readonly string[] | undefined;
  readonly jsonPointers?: readonly string[] | undefined;
  readonly kind: string;
  readonly managedFieldsManagers?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** `Application.spec.info[]` */
export interface Info {
  readonly name: string;
  readonly value: string;
}

/** `Application.spec.source.directory.jsonnet` */
export interface Jsonnet {
  readonly extVars?: readonly ExtVar[] | undefined;
  readonly libs?: readonly string[] | undefined;
  readonly tlas?: readonly Tla[] | undefined;
}

/** `Application.spec.source.kustomize` */
export interface Kustomize {
  readonly apiVersions?: readonly string[] | undefined;
  readonly commonAnnotations?: { readonly [key: string]: string } | undefined;
  readonly commonAnnotationsEnvsubst?: boolean | undefined;
  readonly commonLabels?: { readonly [key: string]: string } | undefined;
  readonly components?: readonly string[] | undefined;
  readonly forceCommonAnnotations?: boolean | undefined;
  readonly forceCommonLabels?: boolean | undefined;
  readonly ignoreMissingComponents?: boolean | undefined;
  readonly images?: readonly string[] | undefined;
  readonly kubeVersion?: string | undefined;
  readonly labelIncludeTemplates?: boolean | undefined;
  readonly labelWithoutSelector?: boolean | undefined;
  readonly namePrefix?: string | undefined;
  readonly nameSuffix?: string | undefined;
  readonly namespace?: string | undefined;
  readonly patches?: readonly Patch[] | undefined;
  readonly replicas?: readonly Replica[] | undefined;
  readonly version?: string | undefined;
}

/** `Application.spec.syncPolicy.managedNamespaceMetadata` */
export interface ManagedNamespaceMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.selector.matchExpressions[]` */
export interface MatchExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `AnalysisTemplate.spec.measurementRetention[]` */
export interface MeasurementRetention {
  readonly limit: number;
  readonly metricName: string;
}

/** `Rollout.spec.template.metadata` */
export interface Metadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Application.spec.source.kustomize.patches[]` */
export interface Patch {
  readonly options?: { readonly [key: string]: boolean } | undefined;
  readonly patch?: string | undefined;
  readonly path?: string | undefined;
  readonly target?: Target | undefined;
}

/** `Application.spec.source.plugin` */
export interface Plugin {
  readonly env?: readonly Env[] | undefined;
  readonly name?: string | undefined;
  readonly parameters?: readonly PluginParameter[] | undefined;
}

/** `Application.spec.source.plugin.parameters[]` */
export interface PluginParameter {
  readonly array?: readonly string[] | undefined;
  readonly map?: { readonly [key: string]: string } | undefined;
  readonly name?: string | undefined;
  readonly string?: string | undefined;
}

/** `Application.spec.source.kustomize.replicas[]` */
export interface Replica {
  readonly count: number | string;
  readonly name: string;
}

/** `Application.operation.retry` */
export interface Retry {
  readonly backoff?: Backoff | undefined;
  readonly limit?: number | undefined;
  readonly refresh?: boolean | undefined;
}

/** `Rollout.spec.template` */
export interface RolloutTemplate {
  readonly metadata?: Metadata | undefined;
  readonly spec?: { readonly [field: string]: unknown } | undefined;
}

/** `Rollout.spec.selector` */
export interface Selector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Application.operation.sync.source` */
export interface Source {
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

/** `Application.spec.sourceHydrator` */
export interface SourceHydrator {
  readonly drySource: DrySource;
  readonly hydrateTo?: HydrateTo | undefined;
  readonly syncSource: SyncSource;
}

/** `Application.spec.sourceHydrator.syncSource` */
export interface SyncSource {
  /** At least 1 character. Matches `^.{2,}|[^./]$`. */
  readonly path: string;
  readonly repoURL?: string | undefined;
  readonly targetBranch: string;
}

/** `Application.spec.source.kustomize.patches[].target` */
export interface Target {
  readonly annotationSelector?: string | undefined;
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly version?: string | undefined;
}

/** `Application.spec.source.directory.jsonnet.tlas[]` */
export interface Tla {
  readonly code?: boolean | undefined;
  readonly name: string;
  readonly value: string;
}
