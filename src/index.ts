export { type AnalyzeOptions, analyze } from './analysis/analyze';
export { renderDiagnostics } from './analysis/render';
export type { Finding, Rule, RuleContext } from './analysis/rule';
export {
  ConnectionServer,
  type ExposeConnectionsProps,
  type ExposePassthroughProps,
  PassthroughServer,
} from './gateway/connection-server';
export { CrossNetworkGateway, type CrossNetworkGatewayProps } from './gateway/cross-network-gateway';
export { DelegatedPaths, type DelegatedPathsProps } from './gateway/delegated-paths';
export { EgressGateway, type EgressGatewayProps, type ViaProps } from './gateway/egress-gateway';
export type { ExposedPathProps } from './gateway/exposed-service';
export { GatewayDeployment } from './gateway/gateway-deployment';
export type { GatewayAutoscaling, GatewayDeploymentProps, GatewayResources } from './gateway/gateway-deployment-props';
export { type ExistingGatewayProps, GatewayWorkload, type GatewayWorkloadPort } from './gateway/gateway-workload';
export {
  type DelegateProps,
  type EdgeRuleProps,
  type ExposeProps,
  IngressGateway,
  type IngressGatewayProps,
} from './gateway/ingress-gateway';
export {
  type AwsAlbOptions,
  type AwsNlbOptions,
  type GcpLoadBalancerOptions,
  LoadBalancer,
  type LoadBalancerOptions,
  type LoadBalancerSettings,
  type PlainLoadBalancerOptions,
} from './gateway/load-balancer';
export type {
  GrpcServerProps,
  HttpServerProps,
  HttpsServerProps,
  PassthroughServerProps,
  TcpServerProps,
  TlsTerminationProps,
} from './gateway/server-props';
export { type CertificateIssuer, type CertManagerProps, TlsCredential } from './gateway/tls-credential';
export type { DeliveredGateway, DeliveredGatewayPort, GatewayRole } from './install/delivered-gateway';
export type { ArgoCdDeliveryOptions } from './install/delivery/argo-cd';
export { Delivery } from './install/delivery/delivery';
export type { FluxDeliveryOptions } from './install/delivery/flux';
export type { HelmDeliveryOptions } from './install/delivery/helm';
export type { IstioctlDeliveryOptions } from './install/delivery/istioctl';
export type { JobDeliveryOptions } from './install/delivery/job';
export type { K3sDeliveryOptions } from './install/delivery/k3s';
export type { SailDeliveryOptions } from './install/delivery/sail';
export type {
  DeliveryFile,
  DeliveryName,
  DeliveryOutputs,
  DeliveryPhase,
  DeliverySteps,
  DeliveryStrategy,
  PhaseFiles,
  PhaseGate,
  RunBookStep,
} from './install/delivery/strategy';
export type {
  Autoscaling,
  CanaryControlPlane,
  ChartValues,
  CniProps,
  DeliveredGatewayProps,
  ExtraValues,
  InstallModel,
  PilotProps,
  ProxyDefaults,
  RemoteControlPlane,
  ResourceAmounts,
  ZtunnelProps,
} from './install/install-model';
export { type InstallPlan, type PlanComponent, type PlanTag, planInstall } from './install/install-plan';
export { IstioInstall, type IstioInstallProps, type RunBookOptions } from './install/istio-install';
export type { IstioOperatorDocument } from './install/istio-operator';
export type { Platform, Profile, ProfileName } from './install/profiles';
export { ChartSource } from './install/registries';
export { RevisionTag, type RevisionTagProps } from './install/revision-tag';
export { type RunBookInput, renderRunBook } from './install/run-book/run-book';
export type { ValueTree } from './install/value-tree';
export type { AccessGrant } from './mesh/access-grants';
export type {
  AdoptedService,
  AdoptedWorkload,
  PlusService,
  PlusServiceAccount,
  PlusWorkload,
} from './mesh/adopted-workload';
export type { ContainerProps, ContainerResources, Probes, VolumeMount } from './mesh/container';
export { DataPlane } from './mesh/data-plane';
export { EnvSource, EnvValue, type KeyOptions } from './mesh/env-value';
export {
  type ExternalEndpoint,
  ExternalService,
  type ExternalServiceProps,
  type TlsOrigination,
} from './mesh/external-service';
export { Mesh, type MeshProps } from './mesh/mesh';
export { MeshNamespace, type MeshNamespaceProps } from './mesh/mesh-namespace';
export { MeshService, type ServiceVersion } from './mesh/mesh-service';
export { type ExistingWorkloadProps, MeshWorkload, type MeshWorkloadProps } from './mesh/mesh-workload';
export { PHASES, type Phase } from './mesh/phase';
export type { PodProps } from './mesh/pod-template';
export { Probe, type ProbeOptions } from './mesh/probe';
export type { Call, Caller, CallOptions, ExternalCall, PodCaller } from './mesh/references';
export type { ServicePortProps } from './mesh/service-port';
export type {
  AdoptedVersionProps,
  ExistingServiceProps,
  ExistingVersionProps,
  MeshServiceProps,
  VersionProps,
} from './mesh/service-props';
export { type ClaimTemplate, Volume } from './mesh/volume';
export { Waypoint, type WaypointCanary, type WaypointProps } from './mesh/waypoint';
export type { AutoscalingProps, DisruptionBudget, WorkloadProps } from './mesh/workload';
export { ManifestReadError } from './model/manifest-read-error';
export { buildModel, type MeshModel, type MeshModelOptions } from './model/mesh-model';
export { parseManifests, readManifests } from './model/read-manifests';
export { NotesAppMesh, type NotesAppMeshProps } from './notes-app/notes-app-mesh';
export type { NotesImages, NotesReplicas } from './notes-app/notes-sizes';
export {
  type AccessLogFormat,
  AccessLogProvider,
  type CollectedAccessLogProps,
  type FileAccessLogProps,
  type OpenTelemetryAccessLogProps,
} from './observability/access-log-provider';
export { ADD_ON_SOURCES, type AddOnName, type AddOnSource } from './observability/add-ons/add-on-versions';
export {
  type AddOnRelease,
  AddOns,
  type AddOnsProps,
  type GrafanaAddOn,
  type KialiAddOn,
  type PrometheusAddOn,
  type TraceStoreAddOn,
} from './observability/add-ons/add-ons';
export type { GrafanaAdmin } from './observability/add-ons/grafana';
export type { KialiAuth } from './observability/add-ons/kiali';
export type { TraceStoreKind } from './observability/add-ons/trace-store';
export { type AlertRulesProps, EJECTION_STATS } from './observability/alert-rules';
export { addMeshDocument, type MeshDocumentOptions } from './observability/mesh-document';
export {
  type AppMetrics,
  MeshMonitors,
  type MeshMonitorsProps,
  prometheusAnnotations,
} from './observability/mesh-monitors';
export {
  type AccessLogSettings,
  MeshTelemetry,
  type MeshTelemetryProps,
  type MetricOverride,
  type MetricsSettings,
  type TracingSettings,
} from './observability/mesh-telemetry';
export { MetricsProvider } from './observability/metrics-provider';
export type { ProviderTarget } from './observability/provider-target';
export { TraceTag } from './observability/trace-tag';
export {
  type OpenTelemetryTracingProps,
  TracingProvider,
  type ZipkinTracingProps,
} from './observability/tracing-provider';
export type { ChangePlan, PlannedChange, PlannedDrop, PlanStep } from './plan/change-plan';
export { type PlanOptions, planChanges } from './plan/plan-changes';
export { renderPlan } from './plan/render-plan';
export type { Token, TokenPlace } from './requests/token';
export type { ServicePort, ServiceRef } from './routing/refs';
export type { RequestMatch } from './routing/request-match';
export type { Destination, RouteRule, RouteSettings } from './routing/route-rule';
export { PathMatch, TextMatch } from './routing/string-match';
export type { IssueSource, ObjectIssue } from './schema/object-issue';
export {
  createValidator,
  type ObjectValidator,
  type ValidationOptions,
  validateObject,
} from './schema/validate-object';
export { type AccessAction, AccessPolicy, type AccessPolicyProps } from './security/access-policy';
export type { AccessRule, RequestOperation } from './security/access-rule';
export { Authorization, type AuthorizationProps } from './security/authorization';
export { type AuthorizerAddress, ExternalAuthorizer, type HttpAuthorizerProps } from './security/external-authorizer';
export {
  Jwt,
  type JwtIssuer,
  type JwtLocalIssuer,
  type JwtProps,
  type JwtRemoteIssuer,
  type RequiredClaim,
} from './security/jwt';
export { MtlsMigration, type MtlsMigrationProps, type MtlsPhase, type MtlsReport } from './security/mtls-migration';
export { MutualTls, type MutualTlsException, type MutualTlsMode, type MutualTlsProps } from './security/mutual-tls';
export { NetworkPolicies, type NetworkPoliciesProps, type OutsidePods } from './security/network-policies';
export type { DeclaredPlaintextCaller, PlaintextCaller } from './security/plaintext-callers';
export type { EnforcedAt, PolicyTarget } from './security/policy-target';
export { RateLimit, type RateLimitProps } from './security/rate-limit';
export { RequestCondition } from './security/request-condition';
export { RequestSource, type TokenIdentity } from './security/request-source';
export type { SharedIdentity } from './security/shared-identities';
export { SidecarScope, type SidecarScopeProps, type SidecarScopeSize } from './security/sidecar-scope';
export { renderVerdict } from './simulation/render-verdict';
export type { NamedObject, SimulationRequest } from './simulation/request';
export { simulate } from './simulation/simulate';
export type {
  Decision,
  DestinationVerdict,
  Outcome,
  RouteVerdict,
  TargetVerdict,
  Verdict,
} from './simulation/verdict';
export { IstioValidation, type IstioValidationProps } from './synth/istio-validation';
export { MeshApp, type MeshAppProps } from './synth/mesh-app';
export { SynthError } from './synth/synth-error';
export { ABTest, type ABTestProps, type AbVariant, Bucket } from './traffic/ab-test';
export { BlueGreen, type BlueGreenProps } from './traffic/blue-green';
export {
  Canary,
  type CanaryProps,
  type CanaryStep,
  type StagedCanaryProps,
  type WeightedCanaryProps,
} from './traffic/canary';
export type { CanaryStage } from './traffic/canary-stage';
export {
  CircuitBreaker,
  type CircuitBreakerProps,
  type ConnectionPoolProps,
  type OutlierDetectionProps,
} from './traffic/circuit-breaker';
export { type AbortFault, type DelayFault, FaultInjection, type FaultInjectionProps } from './traffic/fault-injection';
export type { ArgoCdIgnoreDifference, FluxDriftIgnore } from './traffic/gitops-exclusions';
export {
  type BackendUtilizationOptions,
  BalancingMethod,
  HashKey,
  LoadBalancing,
  type LoadBalancingProps,
  type WarmUp,
} from './traffic/load-balancing';
export {
  Locality,
  LocalityBalancing,
  type LocalityBalancingProps,
  type ZoneAwareOptions,
} from './traffic/locality-balancing';
export type { FieldChange } from './traffic/manifest-difference';
export { OutboundPolicy, type OutboundPolicyProps } from './traffic/outbound-policy';
export { type ArgoRolloutsOptions, type FlaggerOptions, Progressive, type ReleaseSteps } from './traffic/progressive';
export { ProgressiveRelease, type ProgressiveReleaseProps } from './traffic/progressive-release';
export type { CookieProps, HeaderValue } from './traffic/request-conditions';
export { Retries, type RetriesProps, RetryOn } from './traffic/retries';
export {
  type ConnectionRoute,
  type DelegateRule,
  type DirectResponseRule,
  type ForwardingOptions,
  type ForwardingRule,
  type MirrorTo,
  type RedirectRule,
  Routing,
  type RoutingProps,
  type RoutingRule,
} from './traffic/routing';
export { Timeout, type TimeoutProps } from './traffic/timeout';
export { type Acceptance, accept, acceptancesOf } from './tree/accept';
export type { ChartDelivery, ChartRelease } from './tree/chart-release';
export { addOutputFile, type SynthOutput, type SynthOutputFile } from './tree/output-file';
export { setOutputPath } from './tree/output-path';
export { ConfigError } from './values/config-error';
export type { Diagnostic, ResourceRef, Severity } from './values/diagnostic';
export { type Duration, type DurationParts, duration } from './values/duration';
export { DEFAULT_ISTIO_VERSION, type IstioVersion, SCHEMA_VERSION } from './values/istio-version';
export type { LocatedManifest, Manifest, Origin } from './values/manifest';
export type { Protocol } from './values/protocol';
