import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { assumedWorkload } from '../simulation/assumed-workload';
import type { Caller } from '../simulation/caller';
import { noteAttachedRoutes } from '../simulation/extensions';
import type { Trace } from '../simulation/trace';
import type { EffectiveMesh } from './effective-mesh';
import type { RegisteredService } from './services/services';

/** A waypoint that stands before a service. */
export interface Waypoint {
  readonly gateway: Resource<'KubernetesGateway'>;
  /** The field that sends requests to it. */
  readonly source: Resource;
  readonly caller: Caller;
}

const USE = 'istio.io/use-waypoint';
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';
const FOR = 'istio.io/waypoint-for';

/**
 * The waypoint through which ztunnel sends requests to a service: the one that the Service names, else its namespace.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export function waypointOf(mesh: EffectiveMesh, service: RegisteredService, trace: Trace): Waypoint | undefined {
  const { resource, namespace } = service.service;
  const defined = mesh.model.namespaces.get(namespace);
  const [source, labels] =
    resource.labels[USE] !== undefined ? [resource, resource.labels] : [defined?.resource, defined?.labels ?? {}];
  const name = labels[USE];
  if (source === undefined || name === undefined || name === 'none') return undefined;
  const own = labels[USE_NAMESPACE] ?? namespace;
  const gateway = mesh.model.find('KubernetesGateway', own, name);
  if (gateway === undefined) {
    trace.unsupported(source, `metadata.labels["${USE}"]`, `the waypoint ${own}/${name} is not among the manifests`);
    return undefined;
  }
  const kinds = gateway.labels[FOR] ?? 'service';
  if (kinds !== 'service' && kinds !== 'all') {
    trace.ruledOut(gateway, `metadata.labels["${FOR}"]`, `the waypoint is for "${kinds}", not for services`);
    return undefined;
  }
  trace.consult(gateway);
  noteAttachedRoutes(mesh, gateway, trace);
  trace.step(
    'waypoint',
    `ztunnel sends requests to ${service.host} through ${gateway}`,
    source,
    `metadata.labels["${USE}"]`,
  );
  return { gateway, source, caller: waypointCaller(mesh, gateway) };
}

const callers = new WeakMap<Resource, Caller>();

/** The waypoint as a client of what is behind it. */
function waypointCaller(mesh: EffectiveMesh, gateway: Resource<'KubernetesGateway'>): Caller {
  let caller = callers.get(gateway);
  if (caller === undefined) {
    const { name, namespace } = gateway;
    const labels = { 'gateway.networking.k8s.io/gateway-name': name };
    const workload: Workload =
      mesh.model.workloads.selectedBy(labels, namespace)[0] ??
      assumedWorkload({
        resource: gateway,
        name,
        namespace,
        labels,
        serviceAccount: name,
      });
    const domain = mesh.settings.domain === '' ? mesh.model.hosts.domain : mesh.settings.domain;
    const proxy = { type: 'sidecar' as const, namespace, labels, ips: [], dnsDomain: `${namespace}.svc.${domain}` };
    caller = { workload, proxy };
    callers.set(gateway, caller);
  }
  return caller;
}
