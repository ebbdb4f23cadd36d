import { addTo } from '../values/multimap';
import { fields, type Shape, type ShapeOf } from './shape';
import * as gatewayApi from './shapes/gateway-api';
import * as kubernetes from './shapes/kubernetes';
import * as policy from './shapes/policy';
import * as traffic from './shapes/traffic';

/** How one kind of object is read. */
interface KindReader<T> {
  readonly group: string;
  readonly kind: string;
  /** What `Resource.spec` holds. */
  readonly shape: Shape<T>;
  /** The part of the manifest that the shape reads. */
  readonly from: 'spec' | 'manifest';
}

function spec<T>(group: string, kind: string, shape: Shape<T>): KindReader<T> {
  return { group, kind, shape, from: 'spec' };
}

function body<T>(group: string, kind: string, shape: Shape<T>): KindReader<T> {
  return { group, kind, shape, from: 'manifest' };
}

const NETWORKING = 'networking.istio.io';
const SECURITY = 'security.istio.io';
const GATEWAY_API = 'gateway.networking.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';

/** The kinds that rules and the simulator read. The versions of a group are aliases of each other. */
const KINDS = {
  VirtualService: spec(NETWORKING, 'VirtualService', traffic.virtualServiceSpec),
  DestinationRule: spec(NETWORKING, 'DestinationRule', traffic.destinationRuleSpec),
  Gateway: spec(NETWORKING, 'Gateway', traffic.gatewaySpec),
  ServiceEntry: spec(NETWORKING, 'ServiceEntry', traffic.serviceEntrySpec),
  Sidecar: spec(NETWORKING, 'Sidecar', traffic.sidecarSpec),
  EnvoyFilter: spec(NETWORKING, 'EnvoyFilter', traffic.envoyFilterSpec),
  WorkloadEntry: spec(NETWORKING, 'WorkloadEntry', traffic.workloadEntrySpec),
  WorkloadGroup: spec(NETWORKING, 'WorkloadGroup', traffic.workloadGroupSpec),
  ProxyConfig: spec(NETWORKING, 'ProxyConfig', traffic.proxyConfigSpec),

  AuthorizationPolicy: spec(SECURITY, 'AuthorizationPolicy', policy.authorizationPolicySpec),
  PeerAuthentication: spec(SECURITY, 'PeerAuthentication', policy.peerAuthenticationSpec),
  RequestAuthentication: spec(SECURITY, 'RequestAuthentication', policy.requestAuthenticationSpec),
  Telemetry: spec('telemetry.istio.io', 'Telemetry', policy.telemetrySpec),
  WasmPlugin: spec('extensions.istio.io', 'WasmPlugin', policy.wasmPluginSpec),
  TrafficExtension: spec('extensions.istio.io', 'TrafficExtension', policy.trafficExtensionSpec),

  /** The Gateway of the Gateway API; both kinds print as `Gateway`. */
  KubernetesGateway: spec(GATEWAY_API, 'Gateway', gatewayApi.kubernetesGatewaySpec),
  GatewayClass: spec(GATEWAY_API, 'GatewayClass', gatewayApi.gatewayClassSpec),
  ListenerSet: spec(GATEWAY_API, 'ListenerSet', gatewayApi.listenerSetSpec),
  HTTPRoute: spec(GATEWAY_API, 'HTTPRoute', gatewayApi.httpRouteSpec),
  GRPCRoute: spec(GATEWAY_API, 'GRPCRoute', gatewayApi.grpcRouteSpec),
  TLSRoute: spec(GATEWAY_API, 'TLSRoute', gatewayApi.connectionRouteSpec),
  TCPRoute: spec(GATEWAY_API, 'TCPRoute', gatewayApi.connectionRouteSpec),
  UDPRoute: spec(GATEWAY_API, 'UDPRoute', gatewayApi.connectionRouteSpec),
  ReferenceGrant: spec(GATEWAY_API, 'ReferenceGrant', gatewayApi.referenceGrantSpec),
  BackendTLSPolicy: spec(GATEWAY_API, 'BackendTLSPolicy', gatewayApi.backendTlsPolicySpec),

  Namespace: body('', 'Namespace', fields({})),
  Node: body('', 'Node', fields({})),
  Service: spec('', 'Service', kubernetes.serviceSpec),
  EndpointSlice: body('discovery.k8s.io', 'EndpointSlice', kubernetes.endpointSliceBody),
  Endpoints: body('', 'Endpoints', kubernetes.endpointsBody),
  Pod: spec('', 'Pod', kubernetes.podSpec),
  ConfigMap: body('', 'ConfigMap', kubernetes.configMapBody),
  Secret: body('', 'Secret', kubernetes.secretBody),
  ServiceAccount: body('', 'ServiceAccount', fields({})),
  Deployment: spec('apps', 'Deployment', kubernetes.controllerSpec),
  StatefulSet: spec('apps', 'StatefulSet', kubernetes.controllerSpec),
  DaemonSet: spec('apps', 'DaemonSet', kubernetes.controllerSpec),
  ReplicaSet: spec('apps', 'ReplicaSet', kubernetes.controllerSpec),
  Job: spec('batch', 'Job', kubernetes.controllerSpec),
  CronJob: spec('batch', 'CronJob', kubernetes.cronJobSpec),
  Rollout: spec('argoproj.io', 'Rollout', kubernetes.controllerSpec),
  HorizontalPodAutoscaler: spec('autoscaling', 'HorizontalPodAutoscaler', kubernetes.autoscalerSpec),
  ScaledObject: spec('keda.sh', 'ScaledObject', kubernetes.scaledObjectSpec),
  Ingress: spec('networking.k8s.io', 'Ingress', kubernetes.ingressSpec),
  ServiceMonitor: spec('monitoring.coreos.com', 'ServiceMonitor', kubernetes.serviceMonitorSpec),
  PodMonitor: spec('monitoring.coreos.com', 'PodMonitor', kubernetes.podMonitorSpec),
  PodDisruptionBudget: spec('policy', 'PodDisruptionBudget', kubernetes.disruptionBudgetSpec),
  NetworkPolicy: spec('networking.k8s.io', 'NetworkPolicy', kubernetes.networkPolicySpec),
  CustomResourceDefinition: spec('apiextensions.k8s.io', 'CustomResourceDefinition', kubernetes.crdSpec),
  MutatingWebhookConfiguration: body(ADMISSION, 'MutatingWebhookConfiguration', kubernetes.webhookBody),
  ValidatingWebhookConfiguration: body(ADMISSION, 'ValidatingWebhookConfiguration', kubernetes.webhookBody),

  Certificate: spec('cert-manager.io', 'Certificate', kubernetes.certificateSpec),
  Application: spec('argoproj.io', 'Application', kubernetes.argoApplicationSpec),
  HelmRelease: spec('helm.toolkit.fluxcd.io', 'HelmRelease', kubernetes.helmReleaseSpec),
  /** The object from which k3s and RKE2 install a chart. */
  HelmChart: spec('helm.cattle.io', 'HelmChart', kubernetes.helmChartSpec),
  ExternalSecret: spec('external-secrets.io', 'ExternalSecret', kubernetes.externalSecretSpec),
  SealedSecret: spec('bitnami.com', 'SealedSecret', fields({})),
  IstioOperator: spec('install.istio.io', 'IstioOperator', kubernetes.istioOperatorSpec),
  /** The resource of the Sail operator that installs a control plane. */
  Istio: spec('sailoperator.io', 'Istio', kubernetes.sailIstioSpec),
} as const;

/** The name under which a kind is asked for. */
export type KindName = keyof typeof KINDS;

/** What `spec` of a resource of this kind holds. */
export type SpecOf<K extends KindName> = ShapeOf<(typeof KINDS)[K]['shape']>;

const BY_KIND = new Map<string, { readonly group: string; readonly name: KindName }[]>();
for (const name of Object.keys(KINDS) as KindName[])
  addTo(BY_KIND, KINDS[name].kind, { group: KINDS[name].group, name });

const NO_KINDS: readonly { readonly group: string; readonly name: KindName }[] = [];

/** The name of a kind, if rules and the simulator read it. */
export function kindNameOf(group: string, kind: string): KindName | undefined {
  for (const known of BY_KIND.get(kind) ?? NO_KINDS) if (known.group === group) return known.name;
  return undefined;
}

/** Reads the specification of an object of a known kind; fields of a wrong type are left out. */
export function readSpec<K extends KindName>(name: K, manifest: { readonly [field: string]: unknown }): SpecOf<K> {
  const { shape, from } = KINDS[name] as KindReader<SpecOf<K>>;
  return shape(from === 'spec' ? manifest.spec : manifest) ?? ({} as SpecOf<K>);
}
