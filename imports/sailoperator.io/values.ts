// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import type { MeshConfig } from './mesh-config';
import type { DefaultResources, Exec, GlobalLogging, HttpGet, MatchExpression, MultiCluster, Resources, SeccompProfile, TcpSocket, Toleration, TracerDatadog, TracerLightstep, TracerStackdriver, TracerZipkin, VolumeMount } from './shared-types';

/** `Istio.spec.values.global.agentgateway` */
export interface Agentgateway {
  readonly image?: string | undefined;
}

/** `Istio.spec.values.sidecarInjectorWebhook.alwaysInjectSelector[]` */
export interface AlwaysInjectSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.global.arch` */
export interface Arch {
  readonly amd64?: number | undefined;
  readonly arm64?: number | undefined;
  readonly ppc64le?: number | undefined;
  readonly s390x?: number | undefined;
}

/** `Istio.spec.values.pilot.autoscaleBehavior` */
export interface AutoscaleBehavior {
  readonly scaleDown?: ScaleDown | undefined;
  readonly scaleUp?: ScaleUp | undefined;
}

/** `Istio.spec.values.base` */
export interface Base {
  readonly excludedCRDs?: readonly string[] | undefined;
  readonly validationCABundle?: string | undefined;
  readonly validationURL?: string | undefined;
}

/** `Istio.spec.values.pilot.cni` */
export interface Cni {
  readonly enabled?: boolean | undefined;
  readonly provider?: string | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.configMapKeyRef` */
export interface ConfigMapKeyRef {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Istio.spec.values.pilot.cpu` */
export interface Cpu {
  readonly targetAverageUtilization?: number | undefined;
}

/** `Istio.spec.values.global.defaultPodDisruptionBudget` */
export interface DefaultPodDisruptionBudget {
  readonly enabled?: boolean | undefined;
}

/** `Istio.spec.values.global.defaultTolerations[]` */
export interface DefaultToleration {
  readonly effect?: string | undefined;
  readonly key?: string | undefined;
  readonly operator?: string | undefined;
  readonly tolerationSeconds?: number | undefined;
  readonly value?: string | undefined;
}

export interface EndpointFromCidr {
  readonly fromCidr?: string | undefined;
  readonly fromRegistry?: undefined;
}

export interface EndpointFromRegistry {
  readonly fromCidr?: undefined;
  readonly fromRegistry?: string | undefined;
}

/**
 * At most one of `fromCidr` or `fromRegistry`.
 * `Istio.spec.values.global.meshNetworks{}.endpoints[]`
 */
export type Endpoint = EndpointFromCidr | EndpointFromRegistry;
export const Endpoint = {
  fromCidr: (fromCidr: string): Endpoint => ({ fromCidr }),
  fromRegistry: (fromRegistry: string): Endpoint => ({ fromRegistry }),
};

/** `Istio.spec.values.pilot.envVarFrom[]` */
export interface EnvVarFrom {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?: ValueFrom | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.fieldRef` */
export interface FieldRef {
  readonly apiVersion?: string | undefined;
  readonly fieldPath: string;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.fileKeyRef` */
export interface FileKeyRef {
  readonly key: string;
  /** @default false */
  readonly optional?: boolean | undefined;
  readonly path: string;
  readonly volumeName: string;
}

export interface GatewayFields {
  readonly locality?: string | undefined;
  readonly port?: number | undefined;
}

export interface GatewayRegistryServiceName {
  readonly registryServiceName?: string | undefined;
  readonly address?: undefined;
}

export interface GatewayAddress {
  readonly registryServiceName?: undefined;
  readonly address?: string | undefined;
}

/**
 * At most one of `registryServiceName` or `address`.
 * `Istio.spec.values.global.meshNetworks{}.gateways[]`
 */
export type Gateway = GatewayFields & (GatewayRegistryServiceName | GatewayAddress);
export const Gateway = {
  registryServiceName: (registryServiceName: string, rest?: GatewayFields): Gateway => ({ ...rest, registryServiceName }),
  address: (address: string, rest?: GatewayFields): Gateway => ({ ...rest, address }),
};

/** `Istio.spec.values.global` */
export interface Global {
  readonly agentgateway?: Agentgateway | undefined;
  readonly arch?: Arch | undefined;
  readonly caAddress?: string | undefined;
  readonly caName?: string | undefined;
  readonly certSigners?: readonly string[] | undefined;
  readonly configCluster?: boolean | undefined;
  readonly configValidation?: boolean | undefined;
  readonly defaultNodeSelector?: { readonly [key: string]: string } | undefined;
  readonly defaultPodDisruptionBudget?: DefaultPodDisruptionBudget | undefined;
  readonly defaultResources?: DefaultResources | undefined;
  readonly defaultTolerations?: readonly DefaultToleration[] | undefined;
  readonly enableReaderRBAC?: boolean | undefined;
  readonly externalIstiod?: boolean | undefined;
  readonly hub?: string | undefined;
  readonly imagePullPolicy?: 'Always' | 'Never' | 'IfNotPresent' | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
  readonly ipFamilies?: readonly string[] | undefined;
  readonly ipFamilyPolicy?: string | undefined;
  readonly istioNamespace?: string | undefined;
  readonly istiod?: Istiod | undefined;
  readonly jwtPolicy?: string | undefined;
  readonly logAsJson?: boolean | undefined;
  readonly logging?: GlobalLogging | undefined;
  readonly meshID?: string | undefined;
  readonly meshNetworks?: { readonly [key: string]: MeshNetwork } | undefined;
  readonly mountMtlsCerts?: boolean | undefined;
  readonly multiCluster?: MultiCluster | undefined;
  readonly nativeNftables?: boolean | undefined;
  readonly network?: string | undefined;
  readonly networkPolicy?: NetworkPolicy | undefined;
  readonly omitSidecarInjectorConfigMap?: boolean | undefined;
  readonly operatorManageWebhooks?: boolean | undefined;
  readonly pilotCertProvider?: string | undefined;
  readonly platform?: string | undefined;
  readonly podDNSSearchNamespaces?: readonly string[] | undefined;
  readonly priorityClassName?: string | undefined;
  readonly proxy?: Proxy | undefined;
  readonly proxy_init?: ProxyInit | undefined;
  readonly remotePilotAddress?: string | undefined;
  readonly resourceScope?: 'undefined' | 'all' | 'cluster' | 'namespace' | undefined;
  readonly revision?: string | undefined;
  readonly sds?: GlobalSds | undefined;
  readonly sts?: Sts | undefined;
  readonly tag?: string | undefined;
  readonly tracer?: Tracer | undefined;
  readonly trustBundleName?: string | undefined;
  readonly variant?: string | undefined;
  readonly waypoint?: Waypoint | undefined;
}

/** `Istio.spec.values.global.sds` */
export interface GlobalSds {
  readonly token?: Token | undefined;
}

/** `Istio.spec.values.global.istiod` */
export interface Istiod {
  readonly enableAnalysis?: boolean | undefined;
}

/** `Istio.spec.values.istiodRemote` */
export interface IstiodRemote {
  readonly enabled?: boolean | undefined;
  readonly enabledLocalInjectorIstiod?: boolean | undefined;
  readonly injectionCABundle?: string | undefined;
  readonly injectionPath?: string | undefined;
  readonly injectionURL?: string | undefined;
}

/** `Istio.spec.values.pilot.topologySpreadConstraints[].labelSelector` */
export interface LabelSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle` */
export interface Lifecycle {
  readonly postStart?: PostStart | undefined;
  readonly preStop?: PreStop | undefined;
  readonly stopSignal?: string | undefined;
}

/** `Istio.spec.values.global.waypoint.nodeSelector.nodeSelectorTerms[].matchFields[]` */
export interface MatchField {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `Istio.spec.values.pilot.memory` */
export interface Memory {
  readonly targetAverageUtilization?: number | undefined;
}

/** `Istio.spec.values.global.meshNetworks{}` */
export interface MeshNetwork {
  readonly endpoints?: readonly Endpoint[] | undefined;
  readonly gateways?: readonly Gateway[] | undefined;
}

/** `Istio.spec.values.global.networkPolicy` */
export interface NetworkPolicy {
  readonly enabled?: boolean | undefined;
}

/** `Istio.spec.values.sidecarInjectorWebhook.neverInjectSelector[]` */
export interface NeverInjectSelector {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.global.waypoint.nodeSelector` */
export interface NodeSelector {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

/** `Istio.spec.values.global.waypoint.nodeSelector.nodeSelectorTerms[]` */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly MatchExpression[] | undefined;
  readonly matchFields?: readonly MatchField[] | undefined;
}

/** `Istio.spec.values.pilot` */
export interface Pilot {
  readonly affinity?: { readonly [field: string]: unknown } | undefined;
  readonly autoscaleBehavior?: AutoscaleBehavior | undefined;
  readonly autoscaleEnabled?: boolean | undefined;
  readonly autoscaleMax?: number | undefined;
  readonly autoscaleMin?: number | undefined;
  readonly cni?: Cni | undefined;
  readonly configMap?: boolean | undefined;
  readonly cpu?: Cpu | undefined;
  readonly crlConfigMapName?: string | undefined;
  readonly deploymentLabels?: { readonly [key: string]: string } | undefined;
  readonly enabled?: boolean | undefined;
  readonly env?: { readonly [key: string]: string } | undefined;
  readonly envVarFrom?: readonly EnvVarFrom[] | undefined;
  readonly extraContainerArgs?: readonly string[] | undefined;
  readonly hub?: string | undefined;
  readonly image?: string | undefined;
  readonly ipFamilies?: readonly string[] | undefined;
  readonly ipFamilyPolicy?: string | undefined;
  readonly istiodRemote?: IstiodRemote | undefined;
  readonly jwksResolverExtraRootCA?: string | undefined;
  readonly keepaliveMaxServerConnectionAge?: string | undefined;
  readonly memory?: Memory | undefined;
  readonly nodeSelector?: { readonly [key: string]: string } | undefined;
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;
  readonly podLabels?: { readonly [key: string]: string } | undefined;
  readonly replicaCount?: number | undefined;
  readonly resources?: Resources | undefined;
  readonly rollingMaxSurge?: number | string | undefined;
  readonly rollingMaxUnavailable?: number | string | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly serviceAccountAnnotations?: { readonly [key: string]: string } | undefined;
  readonly serviceAnnotations?: { readonly [key: string]: string } | undefined;
  readonly tag?: string | undefined;
  readonly taint?: Taint | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[] | undefined;
  readonly traceSampling?: number | undefined;
  readonly trustedZtunnelNamespace?: string | undefined;
  readonly variant?: string | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly volumes?: readonly ({ readonly [field: string]: unknown })[] | undefined;
}

/** `Istio.spec.values.pilot.autoscaleBehavior.scaleUp.policies[]` */
export interface Policy {
  readonly periodSeconds: number;
  readonly type: string;
  readonly value: number;
}

/** `Istio.spec.values.global.proxy.lifecycle.postStart` */
export interface PostStart {
  readonly exec?: Exec | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly sleep?: Sleep | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop` */
export interface PreStop {
  readonly exec?: Exec | undefined;
  readonly httpGet?: HttpGet | undefined;
  readonly sleep?: Sleep | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
}

/** `Istio.spec.values.telemetry.v2.prometheus` */
export interface Prometheus {
  readonly enabled?: boolean | undefined;
}

/** `Istio.spec.values.global.proxy` */
export interface Proxy {
  readonly autoInject?: string | undefined;
  readonly clusterDomain?: string | undefined;
  readonly componentLogLevel?: string | undefined;
  readonly enableCoreDump?: boolean | undefined;
  readonly excludeIPRanges?: string | undefined;
  readonly excludeInboundPorts?: string | undefined;
  readonly excludeOutboundPorts?: string | undefined;
  readonly holdApplicationUntilProxyStarts?: boolean | undefined;
  readonly image?: string | undefined;
  readonly includeIPRanges?: string | undefined;
  readonly includeInboundPorts?: string | undefined;
  readonly includeOutboundPorts?: string | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly logLevel?: string | undefined;
  readonly outlierLogPath?: string | undefined;
  readonly privileged?: boolean | undefined;
  readonly readinessFailureThreshold?: number | undefined;
  readonly readinessInitialDelaySeconds?: number | undefined;
  readonly readinessPeriodSeconds?: number | undefined;
  readonly resources?: Resources | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly startupProbe?: StartupProbe | undefined;
  readonly statusPort?: number | undefined;
  readonly tracer?: 'zipkin' | 'lightstep' | 'datadog' | 'stackdriver' | 'openCensusAgent' | 'none' | undefined;
}

/** `Istio.spec.values.global.proxy_init` */
export interface ProxyInit {
  readonly image?: string | undefined;
  readonly resources?: Resources | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.resourceFieldRef` */
export interface ResourceFieldRef {
  readonly containerName?: string | undefined;
  readonly divisor?: number | string | undefined;
  readonly resource: string;
}

/** `Istio.spec.values.pilot.autoscaleBehavior.scaleDown` */
export interface ScaleDown {
  readonly policies?: readonly Policy[] | undefined;
  readonly selectPolicy?: string | undefined;
  readonly stabilizationWindowSeconds?: number | undefined;
  readonly tolerance?: number | string | undefined;
}

/** `Istio.spec.values.pilot.autoscaleBehavior.scaleUp` */
export interface ScaleUp {
  readonly policies?: readonly Policy[] | undefined;
  readonly selectPolicy?: string | undefined;
  readonly stabilizationWindowSeconds?: number | undefined;
  readonly tolerance?: number | string | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom.secretKeyRef` */
export interface SecretKeyRef {
  readonly key: string;
  /** @default '' */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** `Istio.spec.values.sidecarInjectorWebhook` */
export interface SidecarInjectorWebhook {
  readonly alwaysInjectSelector?: readonly AlwaysInjectSelector[] | undefined;
  readonly defaultTemplates?: readonly string[] | undefined;
  readonly enableNamespacesByDefault?: boolean | undefined;
  readonly injectedAnnotations?: { readonly [key: string]: string } | undefined;
  readonly injectionURL?: string | undefined;
  readonly neverInjectSelector?: readonly NeverInjectSelector[] | undefined;
  readonly reinvocationPolicy?: string | undefined;
  readonly rewriteAppHTTPProbe?: boolean | undefined;
  readonly templates?: { readonly [key: string]: string } | undefined;
}

/** `Istio.spec.values.global.proxy.lifecycle.preStop.sleep` */
export interface Sleep {
  readonly seconds: number;
}

/** `Istio.spec.values.global.proxy.startupProbe` */
export interface StartupProbe {
  readonly enabled?: boolean | undefined;
  readonly failureThreshold?: number | undefined;
}

/** `Istio.spec.values.global.sts` */
export interface Sts {
  readonly servicePort?: number | undefined;
}

/** `Istio.spec.values.pilot.taint` */
export interface Taint {
  readonly enabled?: boolean | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** `Istio.spec.values.telemetry` */
export interface Telemetry {
  readonly enabled?: boolean | undefined;
  readonly v2?: V2 | undefined;
}

/** `Istio.spec.values.global.sds.token` */
export interface Token {
  readonly aud?: string | undefined;
}

/** `Istio.spec.values.pilot.topologySpreadConstraints[]` */
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

/** `Istio.spec.values.global.tracer` */
export interface Tracer {
  readonly datadog?: TracerDatadog | undefined;
  readonly lightstep?: TracerLightstep | undefined;
  readonly stackdriver?: TracerStackdriver | undefined;
  readonly zipkin?: TracerZipkin | undefined;
}

/** `Istio.spec.values.telemetry.v2` */
export interface V2 {
  readonly enabled?: boolean | undefined;
  readonly prometheus?: Prometheus | undefined;
  readonly stackdriver?: V2Stackdriver | undefined;
}

/** `Istio.spec.values.telemetry.v2.stackdriver` */
export interface V2Stackdriver {
  readonly enabled?: boolean | undefined;
}

/** `Istio.spec.values.pilot.envVarFrom[].valueFrom` */
export interface ValueFrom {
  readonly configMapKeyRef?: ConfigMapKeyRef | undefined;
  readonly fieldRef?: FieldRef | undefined;
  readonly fileKeyRef?: FileKeyRef | undefined;
  readonly resourceFieldRef?: ResourceFieldRef | undefined;
  readonly secretKeyRef?: SecretKeyRef | undefined;
}

/** `Istio.spec.values` */
export interface Values {
  readonly base?: Base | undefined;
  readonly compatibilityVersion?: string | undefined;
  readonly defaultRevision?: string | undefined;
  readonly experimental?: unknown | undefined;
  readonly gatewayClasses?: unknown | undefined;
  readonly global?: Global | undefined;
  readonly istiodRemote?: IstiodRemote | undefined;
  readonly meshConfig?: MeshConfig | undefined;
  readonly pilot?: Pilot | undefined;
  readonly profile?: string | undefined;
  readonly revision?: string | undefined;
  readonly sidecarInjectorWebhook?: SidecarInjectorWebhook | undefined;
  readonly telemetry?: Telemetry | undefined;
}

/** `Istio.spec.values.global.waypoint` */
export interface Waypoint {
  readonly affinity?: { readonly [field: string]: unknown } | undefined;
  readonly nodeSelector?: NodeSelector | undefined;
  readonly resources?: Resources | undefined;
  readonly toleration?: readonly Toleration[] | undefined;
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[] | undefined;
}
