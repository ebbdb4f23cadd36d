import { kebab } from './names';

const CONFIG = 'https://istio.io/latest/docs/reference/config';

const PAGES: { readonly [kind: string]: string } = {
  AuthorizationPolicy: 'security/authorization-policy',
  PeerAuthentication: 'security/peer_authentication',
  RequestAuthentication: 'security/request_authentication',
  Telemetry: 'telemetry',
  TrafficExtension: 'proxy_extensions/traffic_extension',
  WasmPlugin: 'proxy_extensions/wasm-plugin',
};

/** Messages that several kinds use, and the kind on whose page they are described. */
const HOMES: { readonly [message: string]: string } = {
  CaptureMode: 'Sidecar',
  ClientTLSSettings: 'DestinationRule',
  ConnectionPoolSettings: 'DestinationRule',
  Destination: 'VirtualService',
  OutboundTrafficPolicy: 'Sidecar',
  Port: 'Gateway',
  PortSelector: 'VirtualService',
  ServerTLSSettings: 'Gateway',
  StringMatch: 'VirtualService',
  WorkloadEntry: 'WorkloadEntry',
  WorkloadSelector: 'Sidecar',
};

/** What each kind of Istio is for, in one line. */
export const ISTIO_SUMMARIES: { readonly [kind: string]: string } = {
  AuthorizationPolicy: 'Allows, denies, audits or delegates the decision on requests to workloads.',
  DestinationRule: 'Names the versions of a host and says how clients connect to it: balancing, pools, ejection, TLS.',
  EnvoyFilter: 'Patches the Envoy configuration that istiod generates.',
  Gateway: 'Opens ports, hosts and TLS settings on gateway proxies at the edge of the mesh.',
  PeerAuthentication: 'Says whether workloads accept mutual TLS, plain text or both.',
  ProxyConfig: 'Sets proxy options such as concurrency for workloads; needs a restart of the pods.',
  RequestAuthentication: 'Says which JSON Web Tokens are valid on requests to workloads.',
  ServiceEntry: 'Adds a service that Kubernetes does not know to the registry of the mesh.',
  Sidecar: 'Narrows what the sidecar of a workload accepts and can reach.',
  Telemetry: 'Configures metrics, access logs and tracing for workloads.',
  TrafficExtension: 'Extends proxies with WebAssembly or Lua filters.',
  VirtualService: 'Routes the requests for one or more hosts.',
  WasmPlugin: 'Extends proxies with a WebAssembly filter.',
  WorkloadEntry: 'Describes one workload outside of Kubernetes, such as a virtual machine.',
  WorkloadGroup: 'Describes the common properties of workloads outside of Kubernetes and how to probe them.',
};

/** What the other kinds are for. */
export const SUMMARIES: { readonly [kind: string]: string } = {
  'argoproj.io/AnalysisTemplate': 'Describes the measurements by which a rollout is judged.',
  'argoproj.io/AppProject': 'Limits what the applications of a project may deploy, from where and to where.',
  'argoproj.io/Application': 'Deploys manifests from a source to a cluster and keeps them in step.',
  'argoproj.io/ApplicationSet': 'Makes applications from a template and a list that generators yield.',
  'argoproj.io/Rollout': 'Replaces a Deployment by one that shifts traffic in steps.',
  'cert-manager.io/Certificate': 'Requests a certificate and keeps it fresh in a Secret.',
  'cert-manager.io/ClusterIssuer': 'Says who signs certificates, for all namespaces.',
  'cert-manager.io/Issuer': 'Says who signs certificates, for one namespace.',
  'flagger.app/Canary': 'Shifts traffic to a new version by itself while its metrics are good.',
  'gateway.networking.k8s.io/BackendTLSPolicy': 'Says how a gateway speaks TLS to the pods behind it.',
  'gateway.networking.k8s.io/GRPCRoute': 'Routes gRPC calls from gateways, or inside the mesh, to services.',
  'gateway.networking.k8s.io/Gateway': 'Asks for a gateway with listeners on ports and hosts.',
  'gateway.networking.k8s.io/GatewayClass': 'Names a sort of gateway and the controller that makes it.',
  'gateway.networking.k8s.io/HTTPRoute': 'Routes HTTP requests from gateways, or inside the mesh, to services.',
  'gateway.networking.k8s.io/ListenerSet': 'Adds listeners to a gateway of somebody else.',
  'gateway.networking.k8s.io/TCPRoute': 'Forwards TCP connections from the listeners of gateways to services.',
  'gateway.networking.k8s.io/TLSRoute':
    'Forwards TLS connections to services by the server name that the client asks for.',
  'gateway.networking.k8s.io/UDPRoute':
    'Forwards UDP packets from the listeners of gateways to services; Istio does not implement it.',
  'gateway.networking.k8s.io/ReferenceGrant': 'Lets objects of another namespace refer to objects of this one.',
  'helm.toolkit.fluxcd.io/HelmRelease': 'Installs a Helm chart and keeps it at a version range.',
  'kiali.io/Kiali': 'Installs and configures Kiali.',
  'kustomize.toolkit.fluxcd.io/Kustomization': 'Applies the manifests of a path of a source and keeps them in step.',
  'monitoring.coreos.com/PodMonitor': 'Tells Prometheus which pods to scrape.',
  'monitoring.coreos.com/PrometheusRule': 'Defines alerts and recorded series.',
  'monitoring.coreos.com/ServiceMonitor': 'Tells Prometheus which services to scrape.',
  'sailoperator.io/Istio': 'Installs a control plane of Istio and upgrades it.',
  'sailoperator.io/IstioCNI': 'Installs the CNI plugin that redirects the traffic of pods.',
  'sailoperator.io/IstioRevision': 'One revision of a control plane, as the operator makes it.',
  'sailoperator.io/IstioRevisionTag': 'A stable name for a revision of a control plane.',
  'sailoperator.io/ZTunnel': 'Installs the node proxy of ambient mode.',
  'source.toolkit.fluxcd.io/GitRepository': 'Fetches a Git repository.',
  'source.toolkit.fluxcd.io/HelmRepository': 'Fetches the index of a Helm repository.',
  'source.toolkit.fluxcd.io/OCIRepository': 'Fetches an artifact from an OCI registry.',
};

/** Page of Istio's reference on a kind. */
export function istioKindPage(kind: string): string {
  return `${CONFIG}/${PAGES[kind] ?? `networking/${kebab(kind)}`}/`;
}

/** Place in Istio's reference of the message or enum at a path. */
export function istioMessagePage(message: string, path: string): string {
  const [, package_, , ...names] = message.split('.');
  if (package_ === 'type') return `${CONFIG}/type/workload-selector/`;
  const top = names[0] ?? '';
  const home = HOMES[top] ?? (top in ISTIO_SUMMARIES ? top : (path.split('.')[0] ?? ''));
  return `${istioKindPage(home)}#${names.join('-')}`;
}
