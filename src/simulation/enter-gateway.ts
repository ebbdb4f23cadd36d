import type { EffectiveMesh } from '../istio/effective-mesh';
import { gatewayPorts, gatewaysOf, servicesBefore } from '../istio/gateways/gateway-servers';
import type { MeshProxy } from '../istio/mesh-proxy';
import { portOf, targetPortOf, workloadAddresses } from '../istio/services/services';
import type { Workload } from '../model/workload';
import { ConfigError } from '../values/config-error';
import { assumedWorkload } from './assumed-workload';
import { type Caller, proxyOf, workloadsNamed } from './caller';
import { checkPolicies } from './check-policies';
import { contentOf, type Delivery, type GatewayArrival } from './delivery';
import { answer, type DraftVerdict, refusedBy } from './draft-verdict';
import { noteExtensions } from './extensions';
import { routeGateway } from './gateway-routing';
import type { Routing, RoutingFailure } from './outbound';
import type { SimulationRequest, Speech, Target } from './request';
import { Trace } from './trace';

/** A request that a gateway has let in, and where it sends it. */
export interface Entered {
  readonly routing: Routing;
  readonly caller: Caller;
  readonly delivery: Delivery;
}

/** Failures of the connection, which come before any check of the request. */
const CONNECTION_FAILURES: ReadonlySet<RoutingFailure['reason']> = new Set([
  'no-listener',
  'no-filter-chain',
  'protocol-error',
  'tls-required',
  'client-certificate-required',
]);

/** Takes a request from outside in through a gateway: its server, its tokens and policies, then its routes. */
export function enterGateway(
  mesh: EffectiveMesh,
  request: SimulationRequest,
  target: Target,
  speech: Speech,
  trace: Trace,
): Entered | { readonly refusal: DraftVerdict } {
  const chosen = chooseGateway(mesh, request, target, trace);
  if (chosen === undefined || !serves(mesh, chosen.caller.proxy, chosen.port, target)) noteOtherGateways(mesh, trace);
  if (chosen === undefined) {
    trace.step('server', 'no Gateway is among the manifests');
    return { refusal: answer('no-listener', 'the mesh has no gateway') };
  }
  const { caller, port } = chosen;
  const { name, namespace } = caller.workload;
  trace.step('gateway', `the request arrives at ${namespace}/${name} on port ${port}`);
  const tls = !speech.tls ? 'plaintext' : request.clientCertificate === true ? 'mtls' : 'tls';
  const delivery: Delivery = {
    caller,
    ...contentOf(request, speech),
    throughGateway: undefined,
    proxied: true,
  };
  const serverName = speech.tls ? target.host : undefined;
  return passGateway(mesh, caller, { port, tls, serverName, principal: undefined }, delivery, trace);
}

/** Notes ways into the cluster that are not modelled and might serve what no Gateway of Istio does. */
function noteOtherGateways(mesh: EffectiveMesh, trace: Trace): void {
  for (const gateway of mesh.model.all('KubernetesGateway')) {
    if (gateway.spec.gatewayClassName === 'istio-waypoint') continue;
    trace.unsupported(gateway, 'spec.listeners', 'gateways and routes of the Gateway API are not modelled');
  }
  for (const resource of mesh.model.resources) {
    if (resource.kind !== 'Ingress' || resource.group !== 'networking.k8s.io') continue;
    trace.unsupported(resource, 'spec.rules', 'Ingress is not modelled');
  }
}

/** The checks and routes of a gateway for what arrives at its pods. */
export function passGateway(
  mesh: EffectiveMesh,
  gateway: Caller,
  { port, tls, serverName, principal }: GatewayArrival,
  delivery: Delivery,
  trace: Trace,
): Entered | { readonly refusal: DraftVerdict } {
  const { workload, proxy } = gateway;
  const { http, tokens } = delivery;
  noteExtensions(mesh, workload, trace);
  // Before the policies, which may end the request before its server is looked at for good.
  for (const one of mesh.memo('gateways', proxy, () => gatewaysOf(mesh, proxy))) trace.consult(one);
  const call = { port, http, tls, ...(serverName === undefined ? {} : { serverName }) };
  const first = routeGateway(mesh, proxy, call, new Trace());
  if (first.kind === 'failure' && CONNECTION_FAILURES.has(first.reason)) {
    return { routing: routeGateway(mesh, proxy, call, trace), caller: gateway, delivery };
  }
  const terminated = first.kind !== 'connection';
  const checked = checkPolicies(mesh, delivery, {
    name: `${workload.namespace}/${workload.name}`,
    port,
    http: terminated ? http : undefined,
    principal,
    serverName,
    secured: {},
    requestAuthentications: mesh.requestAuthentications.for(workload, trace),
    authorizationPolicies: mesh.authorizationPolicies.for(workload, trace),
    destinationIp: workloadAddresses(workload)[0],
    trace,
  });
  if (checked.outcome !== 'routed') return { refusal: refusedBy(checked) };
  const { claims } = checked;
  const authenticated = http === undefined || claims === undefined ? http : { ...http, claims };
  const routing = routeGateway(mesh, proxy, { ...call, http: authenticated }, trace);
  // Without forwardOriginalToken the token ends at the gateway, and the workload sees a request without one.
  const dropped = Object.entries(checked.tokenHeaders ?? {}).flatMap(([header, value]) =>
    value === null ? [header] : [],
  );
  const kept = tokens.filter(({ in: place }) => !('header' in place && dropped.includes(place.header.toLowerCase())));
  const applicationTls = tls !== 'plaintext' && delivery.applicationTls && !terminated;
  return { routing, caller: gateway, delivery: { ...delivery, tokens: kept, applicationTls, proxied: true } };
}

/** The pods that take a request from outside, and the port on which they listen for it. */
function chooseGateway(
  mesh: EffectiveMesh,
  request: SimulationRequest,
  target: Target,
  trace: Trace,
): { readonly caller: Caller; readonly port: number } | undefined {
  if (request.gateway !== undefined) {
    const [workload] = workloadsNamed(mesh, request.gateway);
    if (workload === undefined) {
      throw new ConfigError(
        `Cannot simulate a request through the gateway "${request.gateway}": wanted a workload or service of the manifests`,
      );
    }
    const proxy: MeshProxy = { ...proxyOf(mesh, workload), type: 'gateway' };
    return { caller: { workload, proxy }, port: listenerPort(mesh, proxy, workload, target.port) };
  }
  const options = gatewayCallers(mesh).map(caller => ({
    caller,
    port: listenerPort(mesh, caller.proxy, caller.workload, target.port),
  }));
  const fitting = options.filter(({ caller, port }) => serves(mesh, caller.proxy, port, target));
  const [chosen = options[0], ...others] = fitting;
  if (chosen?.caller.workload.generated) noteAssumedPod(mesh, chosen.caller.workload, trace);
  const other = others.find(({ caller }) => caller.workload.namespace !== chosen?.caller.workload.namespace);
  if (chosen !== undefined && other !== undefined) {
    const { workload } = other.caller;
    trace.assume(
      `the request arrives at ${chosen.caller.workload.namespace}/${chosen.caller.workload.name}; ${workload.namespace}/${workload.name} serves the host as well`,
    );
  }
  return chosen;
}

const callers = new WeakMap<EffectiveMesh, readonly Caller[]>();

/** The pods of all gateways; of those whose deployment is not among the manifests, what the selector says of them. */
function gatewayCallers(mesh: EffectiveMesh): readonly Caller[] {
  let found = callers.get(mesh);
  if (found === undefined) {
    const pods = new Map<Workload, Caller>();
    for (const gateway of mesh.gateways) {
      const workloads = mesh.model.gatewayWorkloads(gateway);
      for (const workload of workloads) pods.set(workload, { workload, proxy: proxyOf(mesh, workload) });
      if (workloads.length > 0) continue;
      const assumed = assumedPod(mesh, gateway.spec.selector ?? {}, gateway.namespace);
      pods.set(assumed.workload, assumed);
    }
    found = [...pods.values()];
    callers.set(mesh, found);
  }
  return found;
}

function serves(mesh: EffectiveMesh, proxy: MeshProxy, port: number, target: Target): boolean {
  const ports = mesh.memo('gateway ports', proxy, () => gatewayPorts(mesh, proxy));
  return (ports.get(port)?.servers ?? []).some(({ hosts }) =>
    hosts.some(
      ({ host }) =>
        host === '*' || host === target.host || (host.startsWith('*') && target.host.endsWith(host.slice(1))),
    ),
  );
}

/** The pod's port behind the port of the gateway's Service; the same number where no Service stands before it. */
function listenerPort(mesh: EffectiveMesh, proxy: MeshProxy, { pod }: Workload, port: number): number {
  for (const service of mesh.memo('services before', proxy, () => servicesBefore(mesh, proxy))) {
    const found = portOf(service, port);
    if (found !== undefined) return targetPortOf(service, found, { ips: proxy.ips, pod }) || port;
  }
  return port;
}

const assumedPods = new WeakMap<EffectiveMesh, Map<string, Caller>>();

/** The pods of a Gateway whose deployment is not among the manifests. */
function assumedPod(mesh: EffectiveMesh, selector: { readonly [key: string]: string }, namespace: string): Caller {
  const pods = assumedPods.get(mesh) ?? new Map<string, Caller>();
  assumedPods.set(mesh, pods);
  const key = JSON.stringify([namespace, Object.entries(selector).sort()]);
  let caller = pods.get(key);
  if (caller === undefined) {
    const [resource] = mesh.gateways.filter(gateway => gateway.namespace === namespace);
    if (resource === undefined)
      throw new ConfigError(`Cannot find a Gateway in "${namespace}": wanted the one whose pods are sought`);
    const workload: Workload = assumedWorkload({
      resource,
      name: selector.istio ?? selector.app ?? 'gateway',
      namespace,
      labels: selector,
    });
    caller = { workload, proxy: { ...proxyOf(mesh, workload), type: 'gateway' } };
    pods.set(key, caller);
  }
  return caller;
}

function noteAssumedPod(mesh: EffectiveMesh, workload: Workload, trace: Trace): void {
  if (mesh.model.workloads.all.includes(workload)) return;
  trace.assume(
    `the pods of the gateway are not among the manifests: they are taken to run in ${workload.namespace} with the labels of the selector and the service account "default"`,
  );
}
