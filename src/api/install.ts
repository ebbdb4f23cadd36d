export type { DeliveredGateway } from '../install/delivered-gateway';
export type { ArgoCdDeliveryOptions } from '../install/delivery/argo-cd';
export type { FluxDeliveryOptions } from '../install/delivery/flux';
export type { HelmDeliveryOptions } from '../install/delivery/helm';
export type { IstioctlDeliveryOptions } from '../install/delivery/istioctl';
export type { JobDeliveryOptions } from '../install/delivery/job';
export type { K3sDeliveryOptions } from '../install/delivery/k3s';
export type { SailDeliveryOptions } from '../install/delivery/sail';
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
} from '../install/delivery/strategy';
export type {
  CanaryControlPlane,
  ChartValues,
  CniProps,
  DeliveredGatewayProps,
  ExtraValues,
  InstallModel,
  PilotProps,
  ProxyDefaults,
  RemoteControlPlane,
  ZtunnelProps,
} from '../install/install-model';
export { type InstallPlan, type PlanComponent, type PlanTag, planInstall } from '../install/install-plan';
export type { RunBookOptions } from '../install/istio-install';
export type { IstioOperatorDocument } from '../install/istio-operator';
export type {
  InstalledMeshConfig,
  LabelSelector,
  NewerMeshConfig,
  ServiceEntryVisibilityName,
} from '../install/newer-mesh-config';
export type { ComponentKind, Platform, Profile, ProfileName } from '../install/profiles';
export type { ControlPlane, ResolvedModel } from '../install/resolved-model';
export { RevisionTag, type RevisionTagProps } from '../install/revision-tag';
export { type RunBookInput, renderRunBook } from '../install/run-book/run-book';
export { ADD_ON_SOURCES, type AddOnName, type AddOnSource } from '../observability/add-ons/add-on-versions';
export type {
  AddOnRelease,
  GrafanaAddOn,
  KialiAddOn,
  PrometheusAddOn,
  TraceStoreAddOn,
} from '../observability/add-ons/add-ons';
export type { GrafanaAdmin } from '../observability/add-ons/grafana';
export type { KialiAuth } from '../observability/add-ons/kiali';
export type { TraceStoreKind } from '../observability/add-ons/trace-store';
export type { ChartDelivery, ChartRelease } from '../tree/chart-release';
export type { ConnectionSettings } from '../values/connection-settings';
export type { GatewayRole } from '../values/gateway-pods';
export type { ArgoCdIgnoreDifference, FluxDriftIgnore } from '../values/gitops';
export type { ValueTree } from '../values/value-tree';
