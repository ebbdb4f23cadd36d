// Generated from the CRDs of Argo CD 3.6.1 and Argo Rollouts 1.10.2 (d1f9d2c705e02d78) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { AnalysisTemplateTemplate, DryRun, FieldRef, MeasurementRetention, Metadata, RolloutTemplate, Selector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/** Replaces a Deployment by one that shifts traffic in steps. */
export class Rollout extends VersionedObject {
  public static readonly kind = 'Rollout';
  public static readonly group = 'argoproj.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: RolloutProps) {
    super(scope, id, Rollout, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: RolloutProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Rollout, props, istioVersion);
  }
}

export interface RolloutProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: RolloutSpec;
}

/** `Rollout.spec.strategy.blueGreen.activeMetadata` */
export interface RolloutActiveMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.alb` */
export interface RolloutAlb {
  readonly annotationPrefix?: string | undefined;
  readonly ingress?: string | undefined;
  readonly ingresses?: readonly string[] | undefined;
  readonly rootService?: string | undefined;
  readonly servicePort: number;
  readonly stickinessConfig?: RolloutStickinessConfig | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.ambassador` */
export interface RolloutAmbassador {
  readonly mappings: readonly string[];
}

/** `Rollout.spec.strategy.canary.steps[].experiment.analyses[]` */
export interface RolloutAnalyse {
  readonly args?: readonly RolloutArg[] | undefined;
  readonly clusterScope?: boolean | undefined;
  readonly name: string;
  readonly requiredForCompletion?: boolean | undefined;
  readonly templateName: string;
}

/** `Rollout.spec.analysis` */
export interface RolloutAnalysis {
  readonly successfulRunHistoryLimit?: number | undefined;
  readonly unsuccessfulRunHistoryLimit?: number | undefined;
}

/** `Rollout.spec.strategy.canary.analysis.analysisRunMetadata` */
export interface RolloutAnalysisRunMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.strategy.canary.antiAffinity` */
export interface RolloutAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: RolloutPreferredDuringSchedulingIgnoredDuringExecution | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly [field: string]: never } | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.apisix` */
export interface RolloutApisix {
  readonly route?: RolloutRoute | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.appMesh` */
export interface RolloutAppMesh {
  readonly virtualNodeGroup?: RolloutVirtualNodeGroup | undefined;
  readonly virtualService?: RolloutAppMeshVirtualService | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualService` */
export interface RolloutAppMeshVirtualService {
  readonly name: string;
  readonly routes?: readonly string[] | undefined;
}

/** `Rollout.spec.strategy.canary.analysis.args[]` */
export interface RolloutArg {
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?: RolloutValueFrom | undefined;
}

/** `Rollout.spec.strategy.blueGreen` */
export interface RolloutBlueGreen {
  readonly abortScaleDownDelaySeconds?: number | undefined;
  readonly activeMetadata?: RolloutActiveMetadata | undefined;
  readonly activeService: string;
  readonly antiAffinity?: RolloutAntiAffinity | undefined;
  readonly autoPromotionEnabled?: boolean | undefined;
  readonly autoPromotionSeconds?: number | undefined;
  readonly maxUnavailable?: number | string | undefined;
  readonly postPromotionAnalysis?: RolloutPostPromotionAnalysis | undefined;
  readonly prePromotionAnalysis?: RolloutPrePromotionAnalysis | undefined;
  readonly previewMetadata?: RolloutPreviewMetadata | undefined;
  readonly previewReplicaCount?: number | undefined;
  readonly previewService?: string | undefined;
  readonly scaleDownDelayRevisionLimit?: number | undefined;
  readonly scaleDownDelaySeconds?: number | undefined;
}

/** `Rollout.spec.strategy.canary` */
export interface RolloutCanary {
  readonly abortScaleDownDelaySeconds?: number | undefined;
  readonly analysis?: RolloutCanaryAnalysis | undefined;
  readonly antiAffinity?: RolloutAntiAffinity | undefined;
  readonly canaryMetadata?: RolloutCanaryMetadata | undefined;
  readonly canaryService?: string | undefined;
  readonly dynamicStableScale?: boolean | undefined;
  readonly maxSurge?: number | string | undefined;
  readonly maxUnavailable?: number | string | undefined;
  readonly minPodsPerReplicaSet?: number | undefined;
  readonly pingPong?: RolloutPingPong | undefined;
  readonly replicaProgressThreshold?: RolloutReplicaProgressThreshold | undefined;
  readonly scaleDownDelayRevisionLimit?: number | undefined;
  readonly scaleDownDelaySeconds?: number | undefined;
  readonly stableMetadata?: RolloutStableMetadata | undefined;
  readonly stableService?: string | undefined;
  readonly steps?: readonly RolloutStep[] | undefined;
  readonly trafficRouting?: RolloutTrafficRouting | undefined;
}

/** `Rollout.spec.strategy.canary.analysis` */
export interface RolloutCanaryAnalysis {
  readonly analysisRunMetadata?: RolloutAnalysisRunMetadata | undefined;
  readonly args?: readonly RolloutArg[] | undefined;
  readonly dryRun?: readonly DryRun[] | undefined;
  readonly measurementRetention?: readonly MeasurementRetention[] | undefined;
  readonly startingStep?: number | undefined;
  readonly templates?: readonly AnalysisTemplateTemplate[] | undefined;
}

/** `Rollout.spec.strategy.canary.canaryMetadata` */
export interface RolloutCanaryMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup.canaryVirtualNodeRef` */
export interface RolloutCanaryVirtualNodeRef {
  readonly name: string;
}

/** `Rollout.spec.strategy.canary.trafficRouting.istio.destinationRule` */
export interface RolloutDestinationRule {
  readonly additionalSubsetNames?: readonly string[] | undefined;
  readonly canarySubsetName: string;
  readonly name: string;
  readonly stableSubsetName: string;
}

/** `Rollout.spec.strategy.canary.steps[].experiment` */
export interface RolloutExperiment {
  readonly analyses?: readonly RolloutAnalyse[] | undefined;
  readonly analysisRunMetadata?: RolloutAnalysisRunMetadata | undefined;
  readonly dryRun?: readonly DryRun[] | undefined;
  readonly duration?: string | undefined;
  readonly scaleDownDelaySeconds?: number | undefined;
  readonly templates: readonly RolloutExperimentTemplate[];
}

/** `Rollout.spec.strategy.canary.steps[].experiment.templates[]` */
export interface RolloutExperimentTemplate {
  readonly metadata?: Metadata | undefined;
  readonly name: string;
  readonly replicas?: number | undefined;
  readonly selector?: Selector | undefined;
  readonly service?: RolloutService | undefined;
  readonly specRef: string;
  readonly weight?: number | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setMirrorRoute.match[].headers{}` */
export interface RolloutHeader {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly regex?: string | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setHeaderRoute.match[].headerValue` */
export interface RolloutHeaderValue {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly regex?: string | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.istio` */
export interface RolloutIstio {
  readonly destinationRule?: RolloutDestinationRule | undefined;
  readonly virtualService?: RolloutIstioVirtualService | undefined;
  readonly virtualServices?: readonly RolloutIstioVirtualService[] | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.istio.virtualService` */
export interface RolloutIstioVirtualService {
  readonly name: string;
  readonly routes?: readonly string[] | undefined;
  readonly tcpRoutes?: readonly RolloutTcpRoute[] | undefined;
  readonly tlsRoutes?: readonly RolloutTlsRoute[] | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.managedRoutes[]` */
export interface RolloutManagedRoute {
  readonly name: string;
}

/** `Rollout.spec.strategy.canary.steps[].setMirrorRoute.match[].method` */
export interface RolloutMethod {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly regex?: string | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.nginx` */
export interface RolloutNginx {
  readonly additionalIngressAnnotations?: { readonly [key: string]: string } | undefined;
  readonly annotationPrefix?: string | undefined;
  readonly canaryIngressAnnotations?: { readonly [key: string]: string } | undefined;
  readonly stableIngress?: string | undefined;
  readonly stableIngresses?: readonly string[] | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setMirrorRoute.match[].path` */
export interface RolloutPath {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly regex?: string | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].pause` */
export interface RolloutPause {
  readonly duration?: number | string | undefined;
}

/** `Rollout.spec.strategy.canary.pingPong` */
export interface RolloutPingPong {
  readonly pingService: string;
  readonly pongService: string;
}

/** `Rollout.spec.strategy.canary.steps[].plugin` */
export interface RolloutPlugin {
  readonly config?: { readonly [field: string]: unknown } | undefined;
  readonly name: string;
}

/** `Rollout.spec.strategy.blueGreen.postPromotionAnalysis` */
export interface RolloutPostPromotionAnalysis {
  readonly analysisRunMetadata?: RolloutAnalysisRunMetadata | undefined;
  readonly args?: readonly RolloutArg[] | undefined;
  readonly dryRun?: readonly DryRun[] | undefined;
  readonly measurementRetention?: readonly MeasurementRetention[] | undefined;
  readonly templates?: readonly AnalysisTemplateTemplate[] | undefined;
}

/** `Rollout.spec.strategy.blueGreen.prePromotionAnalysis` */
export interface RolloutPrePromotionAnalysis {
  readonly analysisRunMetadata?: RolloutAnalysisRunMetadata | undefined;
  readonly args?: readonly RolloutArg[] | undefined;
  readonly dryRun?: readonly DryRun[] | undefined;
  readonly measurementRetention?: readonly MeasurementRetention[] | undefined;
  readonly templates?: readonly AnalysisTemplateTemplate[] | undefined;
}

/** `Rollout.spec.strategy.canary.antiAffinity.preferredDuringSchedulingIgnoredDuringExecution` */
export interface RolloutPreferredDuringSchedulingIgnoredDuringExecution {
  readonly weight: number;
}

/** `Rollout.spec.strategy.blueGreen.previewMetadata` */
export interface RolloutPreviewMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.strategy.canary.replicaProgressThreshold` */
export interface RolloutReplicaProgressThreshold {
  readonly type: string;
  readonly value: number;
}

/** `Rollout.spec.rollbackWindow` */
export interface RolloutRollbackWindow {
  readonly revisions?: number | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.apisix.route` */
export interface RolloutRoute {
  readonly name: string;
  readonly rules?: readonly string[] | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].experiment.templates[].service` */
export interface RolloutService {
  readonly name?: string | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setCanaryScale` */
export interface RolloutSetCanaryScale {
  readonly matchTrafficWeight?: boolean | undefined;
  readonly replicas?: number | undefined;
  readonly weight?: number | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setHeaderRoute` */
export interface RolloutSetHeaderRoute {
  readonly match?: readonly RolloutSetHeaderRouteMatch[] | undefined;
  readonly name?: string | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setHeaderRoute.match[]` */
export interface RolloutSetHeaderRouteMatch {
  readonly headerName: string;
  readonly headerValue: RolloutHeaderValue;
}

/** `Rollout.spec.strategy.canary.steps[].setMirrorRoute` */
export interface RolloutSetMirrorRoute {
  readonly match?: readonly RolloutSetMirrorRouteMatch[] | undefined;
  readonly name: string;
  readonly percentage?: number | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].setMirrorRoute.match[]` */
export interface RolloutSetMirrorRouteMatch {
  readonly headers?: { readonly [key: string]: RolloutHeader } | undefined;
  readonly method?: RolloutMethod | undefined;
  readonly path?: RolloutPath | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.smi` */
export interface RolloutSmi {
  readonly rootService?: string | undefined;
  readonly trafficSplitName?: string | undefined;
}

/** `Rollout.spec` */
export interface RolloutSpec {
  readonly analysis?: RolloutAnalysis | undefined;
  readonly minReadySeconds?: number | undefined;
  readonly paused?: boolean | undefined;
  readonly progressDeadlineAbort?: boolean | undefined;
  readonly progressDeadlineSeconds?: number | undefined;
  readonly replicas?: number | undefined;
  /** Time by RFC 3339. */
  readonly restartAt?: string | undefined;
  readonly revisionHistoryLimit?: number | undefined;
  readonly rollbackWindow?: RolloutRollbackWindow | undefined;
  readonly selector?: Selector | undefined;
  readonly strategy?: RolloutStrategy | undefined;
  readonly template?: RolloutTemplate | undefined;
  readonly workloadRef?: RolloutWorkloadRef | undefined;
}

/** `Rollout.spec.strategy.canary.stableMetadata` */
export interface RolloutStableMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup.stableVirtualNodeRef` */
export interface RolloutStableVirtualNodeRef {
  readonly name: string;
}

/** `Rollout.spec.strategy.canary.steps[]` */
export interface RolloutStep {
  readonly analysis?: RolloutStepAnalysis | undefined;
  readonly experiment?: RolloutExperiment | undefined;
  readonly pause?: RolloutPause | undefined;
  readonly plugin?: RolloutPlugin | undefined;
  readonly setCanaryScale?: RolloutSetCanaryScale | undefined;
  readonly setHeaderRoute?: RolloutSetHeaderRoute | undefined;
  readonly setMirrorRoute?: RolloutSetMirrorRoute | undefined;
  readonly setWeight?: number | undefined;
}

/** `Rollout.spec.strategy.canary.steps[].analysis` */
export interface RolloutStepAnalysis {
  readonly analysisRunMetadata?: RolloutAnalysisRunMetadata | undefined;
  readonly args?: readonly RolloutArg[] | undefined;
  readonly dryRun?: readonly DryRun[] | undefined;
  readonly measurementRetention?: readonly MeasurementRetention[] | undefined;
  readonly templates?: readonly AnalysisTemplateTemplate[] | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.alb.stickinessConfig` */
export interface RolloutStickinessConfig {
  readonly durationSeconds: number;
  readonly enabled: boolean;
}

/** `Rollout.spec.strategy` */
export interface RolloutStrategy {
  readonly blueGreen?: RolloutBlueGreen | undefined;
  readonly canary?: RolloutCanary | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.istio.virtualService.tcpRoutes[]` */
export interface RolloutTcpRoute {
  readonly port?: number | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.istio.virtualService.tlsRoutes[]` */
export interface RolloutTlsRoute {
  readonly port?: number | undefined;
  readonly sniHosts?: readonly string[] | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.traefik` */
export interface RolloutTraefik {
  readonly weightedTraefikServiceName: string;
}

/** `Rollout.spec.strategy.canary.trafficRouting` */
export interface RolloutTrafficRouting {
  readonly alb?: RolloutAlb | undefined;
  readonly ambassador?: RolloutAmbassador | undefined;
  readonly apisix?: RolloutApisix | undefined;
  readonly appMesh?: RolloutAppMesh | undefined;
  readonly istio?: RolloutIstio | undefined;
  readonly managedRoutes?: readonly RolloutManagedRoute[] | undefined;
  readonly maxTrafficWeight?: number | undefined;
  readonly nginx?: RolloutNginx | undefined;
  readonly plugins?: { readonly [field: string]: unknown } | undefined;
  readonly smi?: RolloutSmi | undefined;
  readonly traefik?: RolloutTraefik | undefined;
}

/** `Rollout.spec.strategy.canary.analysis.args[].valueFrom` */
export interface RolloutValueFrom {
  readonly fieldRef?: FieldRef | undefined;
  readonly podTemplateHashValue?: string | undefined;
}

/** `Rollout.spec.strategy.canary.trafficRouting.appMesh.virtualNodeGroup` */
export interface RolloutVirtualNodeGroup {
  readonly canaryVirtualNodeRef: RolloutCanaryVirtualNodeRef;
  readonly stableVirtualNodeRef: RolloutStableVirtualNodeRef;
}

/** `Rollout.spec.workloadRef` */
export interface RolloutWorkloadRef {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly scaleDown?: string | undefined;
}
