export { addMeshPage } from './explorer/add-mesh-page';
export type {
  ConnectionServer,
  ExposeConnectionsOptions,
  ExposePassthroughOptions,
  PassthroughServer,
} from './gateway/connection-server';
export { CrossNetworkGateway, type CrossNetworkGatewayProps } from './gateway/cross-network-gateway';
export { DelegatedPaths, type DelegatedPathsProps } from './gateway/delegated-paths';
export { EgressGateway, type EgressGatewayProps, type EgressOptions } from './gateway/egress-gateway';
export type { ExposedPathOptions } from './gateway/exposed-service';
export { GatewayDeployment } from './gateway/gateway-deployment';
export type { GatewayDeploymentProps } from './gateway/gateway-deployment-props';
export { type ExistingGatewayOptions, GatewayWorkload } from './gateway/gateway-workload';
export {
  type DelegateOptions,
  type EdgeRule,
  type ExposeOptions,
  IngressGateway,
  type IngressGatewayProps,
} from './gateway/ingress-gateway';
export {
  type AwsAlbOptions,
  type AwsNlbOptions,
  type GcpLoadBalancerOptions,
  LoadBalancer,
  type LoadBalancerOptions,
  type PlainLoadBalancerOptions,
} from './gateway/load-balancer';
export type {
  GrpcServerOptions,
  HttpServerOptions,
  HttpsServerOptions,
  PassthroughServerOptions,
  TcpServerOptions,
  TlsTerminationOptions,
} from './gateway/server-props';
export { type CertificateIssuer, type CertManagerOptions, TlsCredential } from './gateway/tls-credential';
export { Delivery } from './install/delivery/delivery';
export { IstioInstall, type IstioInstallProps } from './install/istio-install';
export { ChartSource } from './install/registries';
export type { AccessGrant } from './mesh/access-grants';
export type { AddedMetadata } from './mesh/added-metadata';
export type {
  AdoptedService,
  AdoptedWorkload,
  Cdk8sPlusService,
  Cdk8sPlusServiceAccount,
  Cdk8sPlusWorkload,
} from './mesh/adopted-workload';
export type { ContainerProps, Probes, VolumeMount } from './mesh/container';
export { DataPlane } from './mesh/data-plane';
export { EnvSource, EnvValue, type KeyOptions } from './mesh/env-value';
export {
  type ExternalEndpoint,
  ExternalService,
  type ExternalServiceProps,
  type TlsOrigination,
} from './mesh/external-service';
export { Mesh } from './mesh/mesh';
export { MeshNamespace, type MeshNamespaceProps } from './mesh/mesh-namespace';
export type { MeshProps, RoutingApi } from './mesh/mesh-props';
export { MeshService, type ServiceVersion } from './mesh/mesh-service';
export {
  type CommonWorkloadProps,
  type ExistingWorkloadProps,
  MeshWorkload,
  type MeshWorkloadProps,
  type RunningProps,
} from './mesh/mesh-workload';
export { PHASES, type Phase } from './mesh/phase';
export type { PodProps } from './mesh/pod-template';
export { Probe, type ProbedPort, type ProbeOptions } from './mesh/probe';
export type {
  Call,
  Caller,
  CallOptions,
  ExternalCall,
  ExternalServiceRef,
  GatewayCaller,
  MeshServiceRef,
  MeshVersionRef,
  NamespaceRef,
  PodCaller,
  WaypointRef,
} from './mesh/references';
export type { ServicePortProps } from './mesh/service-port';
export type {
  AdoptedVersionProps,
  CommonServiceProps,
  ExistingServiceProps,
  ExistingVersionProps,
  MeshServiceProps,
  VersionProps,
} from './mesh/service-props';
export { type ClaimTemplate, Volume } from './mesh/volume';
export { Waypoint, type WaypointCanary, type WaypointProps } from './mesh/waypoint';
export type { DisruptionBudget, WorkloadProps } from './mesh/workload';
export { NotesAppMesh, type NotesAppMeshProps } from './notes-app/notes-app-mesh';
export type { NotesImages, NotesReplicas } from './notes-app/notes-sizes';
export {
  type AccessLogFormat,
  AccessLogProvider,
  type CollectedAccessLogOptions,
  type FileAccessLogOptions,
  type OpenTelemetryAccessLogOptions,
} from './observability/access-log-provider';
export { AddOns, type AddOnsProps } from './observability/add-ons/add-ons';
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
  type OpenTelemetryTracingOptions,
  TracingProvider,
  type ZipkinTracingOptions,
} from './observability/tracing-provider';
export type { ClaimMatch } from './routing/claim-match';
export type { CorsOptions } from './routing/cors-options';
export type { DirectResponse } from './routing/direct-response';
export type { HeaderChanges } from './routing/header-changes';
export type { Redirect } from './routing/redirect';
export type { GatewayRef, ServicePort, ServiceRef, SourceRef, VersionRef } from './routing/refs';
export type { RequestMatch } from './routing/request-match';
export type { RequestRewrite } from './routing/request-rewrite';
export { RetryOn } from './routing/retry-on';
export type { RetryOptions } from './routing/retry-options';
export type { DelegateRef, Destination } from './routing/route-rule';
export { PathMatch, TextMatch } from './routing/string-match';
export { type AccessAction, AccessPolicy, type AccessPolicyProps } from './security/access-policy';
export type { AccessRule, RequestOperation } from './security/access-rule';
export { Authorization, type AuthorizationProps } from './security/authorization';
export { type AuthorizerAddress, ExternalAuthorizer, type HttpAuthorizerOptions } from './security/external-authorizer';
export {
  type IssuerFields,
  Jwt,
  type JwtIssuer,
  type JwtLocalIssuer,
  type JwtProps,
  type JwtRemoteIssuer,
  type RequiredClaim,
} from './security/jwt';
export { addMeshOffer, type MeshOffer, OfferedMesh } from './security/mesh-offer';
export { MutualTls, type MutualTlsException, type MutualTlsProps } from './security/mutual-tls';
export { MutualTlsMigration, type MutualTlsMigrationProps, type MutualTlsPhase } from './security/mutual-tls-migration';
export { NetworkPolicies, type NetworkPoliciesProps, type OutsidePods } from './security/network-policies';
export type { EnforcedAt, PolicyTarget } from './security/policy-target';
export { RateLimit, type RateLimitProps } from './security/rate-limit';
export { RequestCondition } from './security/request-condition';
export { RequestSource, type TokenIdentity } from './security/request-source';
export { SidecarScope, type SidecarScopeProps } from './security/sidecar-scope';
export { IstioValidation, type IstioValidationProps } from './synth/istio-validation';
export { MeshApp, type MeshAppProps } from './synth/mesh-app';
export { SynthError } from './synth/synth-error';
export { ABTest, type ABTestProps, type ABTestVariant, Bucket } from './traffic/ab-test';
export { BlueGreen, type BlueGreenProps } from './traffic/blue-green';
export {
  Canary,
  type CanaryProps,
  type CanaryStep,
  type CommonCanaryProps,
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
} from './traffic/locality-balancing';
export { OutboundTrafficPolicy, type OutboundTrafficPolicyProps } from './traffic/outbound-traffic-policy';
export { type ArgoRolloutsOptions, type FlaggerOptions, Progressive, type ReleaseSteps } from './traffic/progressive';
export { ProgressiveRelease, type ProgressiveReleaseProps } from './traffic/progressive-release';
export type { CookieOptions, HeaderValue } from './traffic/request-conditions';
export { Retries, type RetriesProps } from './traffic/retries';
export {
  type ConnectionRoute,
  type ForwardingOptions,
  type MirrorTo,
  Routing,
  type RoutingProps,
  type RoutingRule,
} from './traffic/routing';
export { Timeout, type TimeoutProps } from './traffic/timeout';
export { accept } from './tree/accept';
export { addOutputFile } from './tree/output-file';
export { setOutputPath } from './tree/output-path';
export type { AutoscalingProps } from './values/autoscaling';
export { ConfigError } from './values/config-error';
export { type Duration, type DurationParts, duration } from './values/duration';
export type { GatewayWorkloadPort } from './values/gateway-pods';
export { DEFAULT_ISTIO_VERSION, type IstioVersion } from './values/istio-version';
export type { MutualTlsMode } from './values/mutual-tls-mode';
export type { NamespaceName } from './values/namespace-name';
export type { PathNormalization } from './values/path-normalization';
export type { Protocol } from './values/protocol';
export type { ResourceAmounts } from './values/resource-amounts';
