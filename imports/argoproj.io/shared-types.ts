// Generated from the CRDs of Argo CD 3.5.1 and Argo Rollouts 1.9.1 (c3bf8db3e5527a69) by `npm run import`; do not edit.

/** `Rollout.spec.template.spec.affinity` */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity | undefined;
  readonly podAffinity?: PodAffinity | undefined;
  readonly podAntiAffinity?: PodAntiAffinity | undefined;
}

/** `AnalysisTemplate.spec.templates[]` */
export interface AnalysisTemplateTemplate {
  readonly clusterScope?: boolean | undefined;
  readonly templateName?: string | undefined;
}

/** `Rollout.spec.template.spec.securityContext.appArmorProfile` */
export interface AppArmorProfile {
  readonly localhostProfile?: string | undefined;
  readonly type: string;
}

/** `Application.spec` */
export interface ApplicationSpec {
  readonly destination: Destination;
  readonly ignoreDifferences?: readonly IgnoreDifference[] | undefined;
  readonly info?: readonly Info[] | undefined;
  readonly project: string;
  readonly revisionHistoryLimit?: number | undefined;
  readonly source?: Source | undefined;
  readonly sourceHydrator?: SourceHydrator | undefined;
  readonly sources?: readonly Source[] | undefined;
  readonly syncPolicy?: SyncPolicy | undefined;
}

/** `AnalysisTemplate.spec.args[].valueFrom.fieldRef` */
export interface ArgValueFromFieldRef {
  readonly fieldPath: string;
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

/** `Rollout.spec.template.spec.containers[].securityContext.capabilities` */
export interface Capabilities {
  readonly add?: readonly string[] | undefined;
  readonly drop?: readonly string[] | undefined;
}

/** `Rollout.spec.template.spec.resources.claims[]` */
export interface Claim {
  readonly name: string;
  readonly request?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].env[].valueFrom.configMapKeyRef` */
export interface ConfigMapKeyRef {
  readonly key: string;
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Rollout.spec.template.spec.containers[].envFrom[].configMapRef` */
export interface ConfigMapRef {
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Rollout.spec.template.spec.containers[]` */
export interface Container {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  /** Items differ in `name`. */
  readonly env?: readonly ContainerEnv[] | undefined;
  readonly envFrom?: readonly EnvFrom[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: LivenessProbe | undefined;
  readonly name: string;
  /** Items differ in `containerPort` and `protocol`. */
  readonly ports?: readonly Port[] | undefined;
  readonly readinessProbe?: ReadinessProbe | undefined;
  readonly resizePolicy?: readonly ResizePolicy[] | undefined;
  readonly resources?: ContainerResources | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly RestartPolicyRule[] | undefined;
  readonly securityContext?: ContainerSecurityContext | undefined;
  readonly startupProbe?: StartupProbe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: string | undefined;
  readonly tty?: boolean | undefined;
  /** Items differ in `devicePath`. */
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  /** Items differ in `mountPath`. */
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].env[]` */
export interface ContainerEnv {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?: ValueFrom | undefined;
}

/** `Rollout.spec.template.spec.containers[].resources` */
export interface ContainerResources {
  /** Items differ in `name`. */
  readonly claims?: readonly Claim[] | undefined;
  readonly limits?: unknown | undefined;
  readonly requests?: unknown | undefined;
}

/** `Rollout.spec.template.spec.containers[].securityContext` */
export interface ContainerSecurityContext {
  readonly allowPrivilegeEscalation?: boolean | undefined;
  readonly appArmorProfile?: AppArmorProfile | undefined;
  readonly capabilities?: Capabilities | undefined;
  readonly privileged?: boolean | undefined;
  readonly procMount?: string | undefined;
  readonly readOnlyRootFilesystem?: boolean | undefined;
  readonly runAsGroup?: number | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  readonly runAsUser?: number | undefined;
  readonly seLinuxOptions?: SeLinuxOptions | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly windowsOptions?: WindowsOptions | undefined;
}

/** `Application.spec.destination` */
export interface Destination {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly server?: string | undefined;
}

/** `Application.spec.source.directory` */
export interface Directory {
  readonly exclude?: string | undefined;
  readonly include?: string | undefined;
  readonly jsonnet?: Jsonnet | undefined;
  readonly recurse?: boolean | undefined;
}

/** `Rollout.spec.template.spec.dnsConfig` */
export interface DnsConfig {
  readonly nameservers?: readonly string[] | undefined;
  readonly options?: readonly Option[] | undefined;
  readonly searches?: readonly string[] | undefined;
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

/** `Rollout.spec.template.spec.containers[].envFrom[]` */
export interface EnvFrom {
  readonly configMapRef?: ConfigMapRef | undefined;
  readonly prefix?: string | undefined;
  readonly secretRef?: SecretRef | undefined;
}

/** `Rollout.spec.template.spec.containers[].env[].valueFrom.fieldRef` */
export interface EnvValueFromFieldRef {
  readonly apiVersion?: string | undefined;
  readonly fieldPath: string;
}

/** `Rollout.spec.template.spec.ephemeralContainers[]` */
export interface EphemeralContainer {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  /** Items differ in `name`. */
  readonly env?: readonly ContainerEnv[] | undefined;
  readonly envFrom?: readonly EnvFrom[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: LivenessProbe | undefined;
  readonly name: string;
  /** Items differ in `containerPort` and `protocol`. */
  readonly ports?: readonly Port[] | undefined;
  readonly readinessProbe?: ReadinessProbe | undefined;
  readonly resizePolicy?: readonly ResizePolicy[] | undefined;
  readonly resources?: ContainerResources | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly RestartPolicyRule[] | undefined;
  readonly securityContext?: ContainerSecurityContext | undefined;
  readonly startupProbe?: StartupProbe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly targetContainerName?: string | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: string | undefined;
  readonly tty?: boolean | undefined;
  /** Items differ in `devicePath`. */
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  /** Items differ in `mountPath`. */
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].startupProbe.exec` */
export interface Exec {
  readonly command?: readonly string[] | undefined;
}

/** `Rollout.spec.template.spec.containers[].restartPolicyRules[].exitCodes` */
export interface ExitCodes {
  readonly operator: string;
  /** Items differ. */
  readonly values?: readonly number[] | undefined;
}

/** `Application.spec.source.directory.jsonnet.extVars[]` */
export interface ExtVar {
  readonly code?: boolean | undefined;
  readonly name: string;
  readonly value: string;
}

/** `Rollout.spec.template.spec.containers[].env[].valueFrom.fileKeyRef` */
export interface FileKeyRef {
  readonly key: string;
  /** @default false */
  readonly optional?: boolean | undefined;
  readonly path: string;
  readonly volumeName: string;
}

/** `Application.spec.source.helm.fileParameters[]` */
export interface FileParameter {
  readonly name?: string | undefined;
  readonly path?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].startupProbe.grpc` */
export interface Grpc {
  readonly port: number;
  /** @default  */
  readonly service?: string | undefined;
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

/** `Rollout.spec.template.spec.hostAliases[]` */
export interface HostAliase {
  readonly hostnames?: readonly string[] | undefined;
  readonly ip: string;
}

/** `Rollout.spec.template.spec.containers[].startupProbe.httpGet` */
export interface HttpGet {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly HttpHeader[] | undefined;
  readonly path?: string | undefined;
  readonly port: number | string;
  readonly scheme?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].startupProbe.httpGet.httpHeaders[]` */
export interface HttpHeader {
  readonly name: string;
  readonly value: string;
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

/** `Rollout.spec.template.spec.imagePullSecrets[]` */
export interface ImagePullSecret {
  /** @default  */
  readonly name?: string | undefined;
}

/** `Application.spec.info[]` */
export interface Info {
  readonly name: string;
  readonly value: string;
}

/** `Rollout.spec.template.spec.initContainers[]` */
export interface InitContainer {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  /** Items differ in `name`. */
  readonly env?: readonly ContainerEnv[] | undefined;
  readonly envFrom?: readonly EnvFrom[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: LivenessProbe | undefined;
  readonly name: string;
  /** Items differ in `containerPort` and `protocol`. */
  readonly ports?: readonly Port[] | undefined;
  readonly readinessProbe?: ReadinessProbe | undefined;
  readonly resizePolicy?: readonly ResizePolicy[] | undefined;
  readonly resources?: ContainerResources | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly RestartPolicyRule[] | undefined;
  readonly securityContext?: ContainerSecurityContext | undefined;
  readonly startupProbe?: StartupProbe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: string | undefined;
  readonly tty?: boolean | undefined;
  /** Items differ in `devicePath`. */
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  /** Items differ in `mountPath`. */
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
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

/** `Rollout.spec.template.spec.topologySpreadConstraints[].labelSelector` */
export interface LabelSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.template.spec.containers[].lifecycle` */
export interface Lifecycle {
  readonly postStart?: PostStart | undefined;
  readonly preStop?: PreStop | undefined;
  readonly stopSignal?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].livenessProbe` */
export interface LivenessProbe {
  readonly exec?: Exec | undefined;
  readonly failureThreshold?: number | undefined;
  readonly grpc?: Grpc | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
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

/** `Rollout.spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].preference.matchFields[]` */
export interface MatchField {
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

/** `Rollout.spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[].namespaceSelector` */
export interface NamespaceSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.template.spec.affinity.nodeAffinity` */
export interface NodeAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly NodeAffinityPreferredDuringSchedulingIgnoredDuringExecution[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeAffinityRequiredDuringSchedulingIgnoredDuringExecution | undefined;
}

/** `Rollout.spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[]` */
export interface NodeAffinityPreferredDuringSchedulingIgnoredDuringExecution {
  readonly preference: Preference;
  readonly weight: number;
}

/** `Rollout.spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution` */
export interface NodeAffinityRequiredDuringSchedulingIgnoredDuringExecution {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

/** `Rollout.spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]` */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchFields?: readonly MatchField[] | undefined;
}

/** `Rollout.spec.template.spec.dnsConfig.options[]` */
export interface Option {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** `Rollout.spec.template.spec.os` */
export interface Os {
  readonly name: string;
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
  readonly env?: readonly PluginEnv[] | undefined;
  readonly name?: string | undefined;
  readonly parameters?: readonly PluginParameter[] | undefined;
}

/** `Application.spec.source.plugin.env[]` */
export interface PluginEnv {
  readonly name: string;
  readonly value: string;
}

/** `Application.spec.source.plugin.parameters[]` */
export interface PluginParameter {
  readonly array?: readonly string[] | undefined;
  readonly map?: { readonly [key: string]: string } | undefined;
  readonly name?: string | undefined;
  readonly string?: string | undefined;
}

/** `Rollout.spec.template.spec.affinity.podAffinity` */
export interface PodAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityPreferredDuringSchedulingIgnoredDuringExecution[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityRequiredDuringSchedulingIgnoredDuringExecution[] | undefined;
}

/** `Rollout.spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[]` */
export interface PodAffinityPreferredDuringSchedulingIgnoredDuringExecution {
  readonly podAffinityTerm: PodAffinityTerm;
  readonly weight: number;
}

/** `Rollout.spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[]` */
export interface PodAffinityRequiredDuringSchedulingIgnoredDuringExecution {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly namespaceSelector?: NamespaceSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly topologyKey: string;
}

/** `Rollout.spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm` */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly namespaceSelector?: NamespaceSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly topologyKey: string;
}

/** `Rollout.spec.template.spec.affinity.podAntiAffinity` */
export interface PodAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityPreferredDuringSchedulingIgnoredDuringExecution[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityRequiredDuringSchedulingIgnoredDuringExecution[] | undefined;
}

/** `Rollout.spec.template.spec.containers[].ports[]` */
export interface Port {
  readonly containerPort: number;
  readonly hostIP?: string | undefined;
  readonly hostPort?: number | undefined;
  readonly name?: string | undefined;
  /** @default TCP */
  readonly protocol?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].lifecycle.postStart` */
export interface PostStart {
  readonly exec?: Exec | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly sleep?: Sleep | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
}

/** `Rollout.spec.template.spec.containers[].lifecycle.preStop` */
export interface PreStop {
  readonly exec?: Exec | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly sleep?: Sleep | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
}

/** `Rollout.spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].preference` */
export interface Preference {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchFields?: readonly MatchField[] | undefined;
}

/** `Rollout.spec.template.spec.readinessGates[]` */
export interface ReadinessGate {
  readonly conditionType: string;
}

/** `Rollout.spec.template.spec.containers[].readinessProbe` */
export interface ReadinessProbe {
  readonly exec?: Exec | undefined;
  readonly failureThreshold?: number | undefined;
  readonly grpc?: Grpc | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** `Application.spec.source.kustomize.replicas[]` */
export interface Replica {
  readonly count: number | string;
  readonly name: string;
}

/** `Rollout.spec.template.spec.containers[].resizePolicy[]` */
export interface ResizePolicy {
  readonly resourceName: string;
  readonly restartPolicy: string;
}

/** `Rollout.spec.template.spec.resourceClaims[]` */
export interface ResourceClaim {
  readonly name: string;
  readonly resourceClaimName?: string | undefined;
  readonly resourceClaimTemplateName?: string | undefined;
}

/** `Rollout.spec.template.spec.containers[].env[].valueFrom.resourceFieldRef` */
export interface ResourceFieldRef {
  readonly containerName?: string | undefined;
  readonly divisor?: number | string | undefined;
  readonly resource: string;
}

/** `Rollout.spec.template.spec.containers[].restartPolicyRules[]` */
export interface RestartPolicyRule {
  readonly action: string;
  readonly exitCodes?: ExitCodes | undefined;
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
  readonly spec?: Spec | undefined;
}

/** `Rollout.spec.template.spec.schedulingGates[]` */
export interface SchedulingGate {
  readonly name: string;
}

/** `Rollout.spec.template.spec.securityContext.seLinuxOptions` */
export interface SeLinuxOptions {
  readonly level?: string | undefined;
  readonly role?: string | undefined;
  readonly type?: string | undefined;
  readonly user?: string | undefined;
}

/** `Rollout.spec.template.spec.securityContext.seccompProfile` */
export interface SeccompProfile {
  readonly localhostProfile?: string | undefined;
  readonly type: string;
}

/** `Rollout.spec.template.spec.containers[].env[].valueFrom.secretKeyRef` */
export interface SecretKeyRef {
  readonly key: string;
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Rollout.spec.template.spec.containers[].envFrom[].secretRef` */
export interface SecretRef {
  /** @default  */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Rollout.spec.selector` */
export interface Selector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.template.spec.containers[].lifecycle.preStop.sleep` */
export interface Sleep {
  readonly seconds: number;
}

/** `Application.spec.source` */
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

/** `Rollout.spec.template.spec` */
export interface Spec {
  readonly activeDeadlineSeconds?: number | undefined;
  readonly affinity?: Affinity | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  /** Items differ in `name`. */
  readonly containers: readonly Container[];
  readonly dnsConfig?: DnsConfig | undefined;
  readonly dnsPolicy?: string | undefined;
  readonly enableServiceLinks?: boolean | undefined;
  /** Items differ in `name`. */
  readonly ephemeralContainers?: readonly EphemeralContainer[] | undefined;
  /** Items differ in `ip`. */
  readonly hostAliases?: readonly HostAliase[] | undefined;
  readonly hostIPC?: boolean | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly hostPID?: boolean | undefined;
  readonly hostUsers?: boolean | undefined;
  readonly hostname?: string | undefined;
  readonly hostnameOverride?: string | undefined;
  /** Items differ in `name`. */
  readonly imagePullSecrets?: readonly ImagePullSecret[] | undefined;
  /** Items differ in `name`. */
  readonly initContainers?: readonly InitContainer[] | undefined;
  readonly nodeName?: string | undefined;
  readonly nodeSelector?: { readonly [key: string]: string } | undefined;
  readonly os?: Os | undefined;
  readonly overhead?: { readonly [key: string]: number | string } | undefined;
  readonly preemptionPolicy?: string | undefined;
  readonly priority?: number | undefined;
  readonly priorityClassName?: string | undefined;
  readonly readinessGates?: readonly ReadinessGate[] | undefined;
  /** Items differ in `name`. */
  readonly resourceClaims?: readonly ResourceClaim[] | undefined;
  readonly resources?: SpecResources | undefined;
  readonly restartPolicy?: string | undefined;
  readonly runtimeClassName?: string | undefined;
  readonly schedulerName?: string | undefined;
  /** Items differ in `name`. */
  readonly schedulingGates?: readonly SchedulingGate[] | undefined;
  readonly securityContext?: SpecSecurityContext | undefined;
  readonly serviceAccount?: string | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly setHostnameAsFQDN?: boolean | undefined;
  readonly shareProcessNamespace?: boolean | undefined;
  readonly subdomain?: string | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  /** Items differ in `topologyKey` and `whenUnsatisfiable`. */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[] | undefined;
  readonly volumes?: unknown | undefined;
}

/** `Rollout.spec.template.spec.resources` */
export interface SpecResources {
  /** Items differ in `name`. */
  readonly claims?: readonly Claim[] | undefined;
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** `Rollout.spec.template.spec.securityContext` */
export interface SpecSecurityContext {
  readonly appArmorProfile?: AppArmorProfile | undefined;
  readonly fsGroup?: number | undefined;
  readonly fsGroupChangePolicy?: string | undefined;
  readonly runAsGroup?: number | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  readonly runAsUser?: number | undefined;
  readonly seLinuxChangePolicy?: string | undefined;
  readonly seLinuxOptions?: SeLinuxOptions | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly supplementalGroups?: readonly number[] | undefined;
  readonly supplementalGroupsPolicy?: string | undefined;
  readonly sysctls?: readonly Sysctl[] | undefined;
  readonly windowsOptions?: WindowsOptions | undefined;
}

/** `Rollout.spec.template.spec.containers[].startupProbe` */
export interface StartupProbe {
  readonly exec?: Exec | undefined;
  readonly failureThreshold?: number | undefined;
  readonly grpc?: Grpc | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly initialDelaySeconds?: number | undefined;
  readonly periodSeconds?: number | undefined;
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** `Application.spec.syncPolicy` */
export interface SyncPolicy {
  readonly automated?: Automated | undefined;
  readonly managedNamespaceMetadata?: ManagedNamespaceMetadata | undefined;
  readonly retry?: Retry | undefined;
  readonly syncOptions?: readonly string[] | undefined;
}

/** `Application.spec.sourceHydrator.syncSource` */
export interface SyncSource {
  /** At least 1 character. Matches `^.{2,}|[^./]$`. */
  readonly path: string;
  readonly repoURL?: string | undefined;
  readonly targetBranch: string;
}

/** `Rollout.spec.template.spec.securityContext.sysctls[]` */
export interface Sysctl {
  readonly name: string;
  readonly value: string;
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

/** `Rollout.spec.template.spec.containers[].startupProbe.tcpSocket` */
export interface TcpSocket {
  readonly host?: string | undefined;
  readonly port: number | string;
}

/** `Application.spec.source.directory.jsonnet.tlas[]` */
export interface Tla {
  readonly code?: boolean | undefined;
  readonly name: string;
  readonly value: string;
}

/** `Rollout.spec.template.spec.tolerations[]` */
export interface Toleration {
  readonly effect?: string | undefined;
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
  readonly value?: string | undefined;
}

/** `Rollout.spec.template.spec.topologySpreadConstraints[]` */
export interface TopologySpreadConstraint {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly maxSkew: number;
  readonly minDomains?: number | undefined;
  readonly nodeAffinityPolicy?: string | undefined;
  readonly nodeTaintsPolicy?: string | undefined;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
}

/** `Rollout.spec.template.spec.containers[].env[].valueFrom` */
export interface ValueFrom {
  readonly configMapKeyRef?: ConfigMapKeyRef | undefined;
  readonly fieldRef?: EnvValueFromFieldRef | undefined;
  readonly fileKeyRef?: FileKeyRef | undefined;
  readonly resourceFieldRef?: ResourceFieldRef | undefined;
  readonly secretKeyRef?: SecretKeyRef | undefined;
}

/** `Rollout.spec.template.spec.containers[].volumeDevices[]` */
export interface VolumeDevice {
  readonly devicePath: string;
  readonly name: string;
}

/** `Rollout.spec.template.spec.containers[].volumeMounts[]` */
export interface VolumeMount {
  readonly mountPath: string;
  readonly mountPropagation?: string | undefined;
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly recursiveReadOnly?: string | undefined;
  readonly subPath?: string | undefined;
  readonly subPathExpr?: string | undefined;
}

/** `Rollout.spec.template.spec.securityContext.windowsOptions` */
export interface WindowsOptions {
  readonly gmsaCredentialSpec?: string | undefined;
  readonly gmsaCredentialSpecName?: string | undefined;
  readonly hostProcess?: boolean | undefined;
  readonly runAsUserName?: string | undefined;
}
