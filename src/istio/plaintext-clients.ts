import { matchesSelector } from '../model/labels';
import type { MeshPort } from '../model/mesh-host';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { callsOf } from '../model/workload-calls';
import type { MeshFacts } from './mesh-facts';
import type { EffectiveMode } from './policies/peer-authentication';
import { type RegisteredService, targetPortOf } from './services/registered-service';

/** Pods of a service and the port on which they take a connection. */
export interface ServingPods {
  readonly workload: Workload;
  /** Port of the pods. */
  readonly port: number;
  /** What their proxy accepts there; undefined where a connection meets no proxy, or nothing tells whether it does. */
  readonly mode: EffectiveMode | undefined;
}

/** Why somebody sends plaintext: no proxy of the mesh speaks for it. */
export type PlaintextCause = 'pods' | 'api-server' | 'load-balancer' | 'ingress' | 'monitor';

/** Somebody whom the manifests show to reach pods without the mutual TLS of the mesh. */
export interface PlaintextClient {
  readonly cause: PlaintextCause;
  readonly resource: Resource;
  /** Path of the field that names the pods or the service. */
  readonly field: string;
  /** What the field names, as it is written. */
  readonly written: string;
  /** The service that is called, where one is. */
  readonly service: RegisteredService | undefined;
  /** Port of the service, or of the pods where no service is named. */
  readonly port: number;
  readonly pods: readonly ServingPods[];
}

/** The pods that take connections to a port of a service. */
export function podsServing(mesh: MeshFacts, service: RegisteredService, port: MeshPort): readonly ServingPods[] {
  return mesh.model
    .workloadsOf(service.service)
    .map(workload => servingPods(mesh, workload, targetPortOf(service, port, { pod: workload.pod })));
}

/** Pods that refuse plaintext, and the mode by which they do. */
export interface PlaintextRefusal {
  readonly workload: Workload;
  /** The port of the pods. */
  readonly port: number;
  readonly mode: EffectiveMode;
}

/**
 * The policy by which all pods behind a connection refuse plaintext, with the first of them; undefined if there are pods
 * that may answer.
 */
export function refusalOf(pods: readonly ServingPods[]): PlaintextRefusal | undefined {
  const refusing = pods.flatMap(({ workload, port, mode }) =>
    mode?.mode === 'STRICT' ? [{ workload, port, mode }] : [],
  );
  return refusing.length < pods.length ? undefined : refusing[0];
}

/** Everybody who sends plaintext to pods of the set, as far as its objects tell. */
export function plaintextClients(mesh: MeshFacts): readonly PlaintextClient[] {
  return [
    ...podsOutside(mesh),
    ...apiServer(mesh),
    ...loadBalancers(mesh),
    ...ingresses(mesh),
    ...serviceMonitors(mesh),
    ...podMonitors(mesh),
  ];
}

function* podsOutside(mesh: MeshFacts): Iterable<PlaintextClient> {
  const { model } = mesh;
  for (const caller of model.workloads.all) {
    if (caller.dataPlane !== 'none' || caller.generated) continue;
    for (const { written, host, port, resource, field } of callsOf(caller, model)) {
      const service = mesh.kubernetesService(host);
      yield* toService(mesh, service, port, { cause: 'pods', resource, field, written });
    }
  }
}

/** The API server is in no mesh. */
function* apiServer(mesh: MeshFacts): Iterable<PlaintextClient> {
  const { model } = mesh;
  for (const resource of [
    ...model.all('MutatingWebhookConfiguration'),
    ...model.all('ValidatingWebhookConfiguration'),
  ]) {
    for (const [i, { name: written = '', clientConfig }] of (resource.spec.webhooks ?? []).entries()) {
      const { name, namespace = 'default', port = 443 } = clientConfig?.service ?? {};
      const service = name === undefined ? undefined : serviceNamed(mesh, name, namespace);
      const field = `webhooks[${i}].clientConfig.service`;
      yield* toService(mesh, service, port, { cause: 'api-server', resource, field, written });
    }
  }
}

/** Clients from outside reach the pods of such a Service past every gateway. */
function* loadBalancers(mesh: MeshFacts): Iterable<PlaintextClient> {
  const { model } = mesh;
  for (const resource of model.all('Service')) {
    const { type } = resource.spec;
    const service = serviceNamed(mesh, resource.name, resource.namespace);
    if (service === undefined) continue;
    if (type !== 'LoadBalancer' && type !== 'NodePort') continue;
    for (const { number, transport } of service.ports) {
      if (transport !== 'TCP') continue;
      yield* toService(mesh, service, number, { cause: 'load-balancer', resource, field: 'spec.type', written: type });
    }
  }
}

/** What an ingress controller sends, unless it is Istio's own. */
function* ingresses(mesh: MeshFacts): Iterable<PlaintextClient> {
  const { model } = mesh;
  for (const resource of model.all('Ingress')) {
    const { ingressClassName, defaultBackend, rules = [] } = resource.spec;
    if ((ingressClassName ?? resource.annotations['kubernetes.io/ingress.class']) === 'istio') continue;
    const backends = [
      { backend: defaultBackend, field: 'spec.defaultBackend' },
      ...rules.flatMap(({ http }, i) =>
        (http?.paths ?? []).map(({ backend }, j) => ({ backend, field: `spec.rules[${i}].http.paths[${j}].backend` })),
      ),
    ];
    for (const { backend, field } of backends) {
      const { name: written, port } = backend?.service ?? {};
      const service = written === undefined ? undefined : serviceNamed(mesh, written, resource.namespace);
      const number = port?.number ?? service?.ports.find(({ name }) => name === port?.name)?.number;
      if (written === undefined || number === undefined) continue;
      yield* toService(mesh, service, number, { cause: 'ingress', resource, field, written });
    }
  }
}

/** What Prometheus reads from ports of the applications; those of the proxy take plaintext. */
function* serviceMonitors(mesh: MeshFacts): Iterable<PlaintextClient> {
  const { model } = mesh;
  for (const resource of model.all('ServiceMonitor')) {
    const { selector, endpoints = [] } = resource.spec;
    const services = namespacesOf(mesh, resource)
      .flatMap(namespace => model.inNamespace('Service', namespace))
      .filter(({ labels }) => matchesSelector(selector, labels))
      .flatMap(({ name, namespace }) => serviceNamed(mesh, name, namespace) ?? []);
    for (const [i, { port: named, targetPort, scheme }] of endpoints.entries()) {
      if (scheme === 'https') continue;
      for (const service of services) {
        const port = service.ports.find(({ name, targetPort: target }) =>
          named === undefined ? target === targetPort : name === named,
        );
        const written = String(named ?? targetPort);
        const from = { cause: 'monitor', resource, field: `spec.endpoints[${i}]`, written } as const;
        if (port !== undefined) yield* toService(mesh, service, port.number, from);
      }
    }
  }
}

function* podMonitors(mesh: MeshFacts): Iterable<PlaintextClient> {
  for (const resource of mesh.model.all('PodMonitor')) {
    const { selector, podMetricsEndpoints = [] } = resource.spec;
    const pods = namespacesOf(mesh, resource)
      .flatMap(namespace => mesh.model.workloads.inNamespace(namespace))
      .filter(({ labels }) => matchesSelector(selector, labels));
    for (const [i, { port: named, targetPort, portNumber, scheme }] of podMetricsEndpoints.entries()) {
      const wanted = named ?? portNumber ?? targetPort;
      if (scheme === 'https' || wanted === undefined) continue;
      for (const workload of pods) {
        const port = containerPort(wanted, workload);
        if (port === undefined) continue;
        const field = `spec.podMetricsEndpoints[${i}]`;
        const serving = [servingPods(mesh, workload, port)];
        const cause = 'monitor';
        yield { cause, resource, field, written: String(wanted), service: undefined, port, pods: serving };
      }
    }
  }
}

function namespacesOf(mesh: MeshFacts, { namespace, spec }: Resource<'ServiceMonitor' | 'PodMonitor'>) {
  const { any, matchNames } = spec.namespaceSelector ?? {};
  if (any === true) return [...mesh.model.namespaces.all].map(({ name }) => name);
  return matchNames ?? [namespace];
}

function* toService(
  mesh: MeshFacts,
  service: RegisteredService | undefined,
  called: number | undefined,
  from: Pick<PlaintextClient, 'cause' | 'resource' | 'field' | 'written'>,
): Iterable<PlaintextClient> {
  if (service === undefined) return;
  const port = portCalled(service, called);
  if (port === undefined) return;
  const pods = podsServing(mesh, service, port);
  if (pods.length > 0) yield { ...from, service, port: port.number, pods };
}

/** The port of a URL without one: the only one, else that of HTTP. */
function portCalled({ ports }: RegisteredService, called: number | undefined): MeshPort | undefined {
  if (called !== undefined) return ports.find(({ number }) => number === called);
  return ports.length === 1 ? ports[0] : ports.find(({ number }) => number === 80);
}

function serviceNamed(mesh: MeshFacts, name: string, namespace: string): RegisteredService | undefined {
  return mesh.kubernetesService(mesh.model.fullHost(name, namespace));
}

/** The port of a container by name or number. */
function containerPort(port: number | string, { pod }: Workload): number | undefined {
  const ports = [...(pod.containers ?? []), ...(pod.initContainers ?? [])].flatMap(({ ports: own = [] }) => own);
  return ports.find(({ name, containerPort: number }) => name === port || number === port)?.containerPort;
}

function servingPods(mesh: MeshFacts, workload: Workload, port: number): ServingPods {
  const meshed = workload.dataPlane === 'sidecar' || workload.dataPlane === 'ambient';
  const guarded = port !== 0 && meshed && !passesTheProxy(mesh, workload, port);
  return { workload, port, mode: guarded ? mesh.peerAuthentications.modeOf(workload, port) : undefined };
}

const EXCLUDED = 'traffic.sidecar.istio.io/excludeInboundPorts';
const INCLUDED = 'traffic.sidecar.istio.io/includeInboundPorts';

/** Gateways answer by themselves, and annotations keep ports from the proxy. */
function passesTheProxy(mesh: MeshFacts, workload: Workload, port: number): boolean {
  if (mesh.proxyOf(workload).type === 'gateway') return true;
  const { containers = [] } = workload.pod;
  if (containers.length > 0 && containers.every(({ name }) => name === 'istio-proxy')) return true;
  return annotationKeeping(workload, port) !== undefined;
}

/** The annotation that keeps connections to a port of pods from their proxy, if any does. */
export function annotationKeeping({ annotations }: Workload, port: number): string | undefined {
  const listed = (name: string) => annotations[name]?.split(',').map(entry => entry.trim());
  if (listed(EXCLUDED)?.includes(String(port)) === true) return EXCLUDED;
  const included = listed(INCLUDED);
  return included !== undefined && !included.includes('*') && !included.includes(String(port)) ? INCLUDED : undefined;
}
