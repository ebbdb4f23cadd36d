import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { assumedWorkload } from './assumed-workload';
import type { Caller } from './caller';
import { noteAttachedRoutes } from './extensions';
import type { RegisteredService } from './registry/services';
import type { World } from './registry/world';
import type { Trace } from './trace';

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
export function waypointOf(world: World, service: RegisteredService, trace: Trace): Waypoint | undefined {
  const { resource, namespace } = service.service;
  const defined = world.model.namespaces.get(namespace);
  const [source, labels] =
    resource.labels[USE] !== undefined ? [resource, resource.labels] : [defined?.resource, defined?.labels ?? {}];
  const name = labels[USE];
  if (source === undefined || name === undefined || name === 'none') return undefined;
  const own = labels[USE_NAMESPACE] ?? namespace;
  const gateway = world.model.find('KubernetesGateway', own, name);
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
  noteAttachedRoutes(world, gateway, trace);
  trace.step(
    'waypoint',
    `ztunnel sends requests to ${service.host} through ${gateway}`,
    source,
    `metadata.labels["${USE}"]`,
  );
  return { gateway, source, caller: waypointCaller(world, gateway) };
}

const callers = new WeakMap<Resource, Caller>();

/** The waypoint as a client of what is behind it. */
function waypointCaller(world: World, gateway: Resource<'KubernetesGateway'>): Caller {
  let caller = callers.get(gateway);
  if (caller === undefined) {
    const { name, namespace } = gateway;
    const labels = { 'gateway.networking.k8s.io/gateway-name': name };
    const workload: Workload =
      world.model.workloads.selectedBy(labels, namespace)[0] ??
      assumedWorkload({
        resource: gateway,
        name,
        namespace,
        labels,
        serviceAccount: name,
      });
    const domain = world.settings.domain === '' ? world.model.hosts.domain : world.settings.domain;
    const proxy = { type: 'sidecar' as const, namespace, labels, ips: [], dnsDomain: `${namespace}.svc.${domain}` };
    caller = { workload, proxy };
    callers.set(gateway, caller);
  }
  return caller;
}
