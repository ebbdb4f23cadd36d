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
