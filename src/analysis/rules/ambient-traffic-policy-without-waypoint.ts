import type { MeshModel } from '../../model/mesh-model';
import { destinationsOf } from '../destinations';
import { MESH } from '../gateway-reference';
import type { Rule } from '../rule';
import { waypointOfService } from '../waypoints';

/** A DestinationRule is about a service of the ambient mesh without a waypoint. Ztunnel knows no traffic policies. */
export const ambientTrafficPolicyWithoutWaypoint: Rule = {
  name: 'ambient-traffic-policy-without-waypoint',
  severity: 'warning',
  summary: 'In the ambient mesh the traffic policy and the subsets of a service need a waypoint.',
  equivalents: ['KIA0210', 'KIA0211', 'KIA0212'],

  *check({ model }) {
    // Sidecars and gateways use the policy for what they send to the service.
    if (model.workloads.all.some(({ dataPlane, pod }) => dataPlane === 'sidecar' && hasApplication(pod))) return;
    const exposed = exposedHosts(model);
    for (const resource of model.all('DestinationRule')) {
      const service = model.hosts.named(model.fullHost(resource.spec.host ?? '', resource.namespace))[0];
      if (service === undefined || waypointOfService(service, model) !== undefined) continue;
      const workloads = model.workloadsOf(service);
      if (workloads.length === 0 || workloads.some(({ dataPlane }) => dataPlane !== 'ambient')) continue;
      if (exposed.has(service.host)) continue;
      yield {
        resource,
        field: 'spec.host',
        problem: `"${service.host}" is in the ambient mesh and uses no waypoint, so that ambient callers pass by this policy`,
        fix: 'define a waypoint, and label the Service or its namespace "istio.io/use-waypoint: <waypoint>"',
        related: [service.resource],
      };
    }
  },
};

function hasApplication({ containers = [] }: { readonly containers?: readonly { readonly name?: string }[] }): boolean {
  return containers.some(({ name }) => name !== 'istio-proxy');
}

/** The hosts to which gateways send requests. */
function exposedHosts(model: MeshModel): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const route of model.all('VirtualService')) {
    if ((route.spec.gateways ?? []).every(name => name === MESH)) continue;
    for (const { destination } of destinationsOf(route))
      hosts.add(model.fullHost(destination.host ?? '', route.namespace));
  }
  for (const route of [...model.all('HTTPRoute'), ...model.all('GRPCRoute')]) {
    for (const { name = '', namespace = route.namespace } of (route.spec.rules ?? []).flatMap(
      r => r.backendRefs ?? [],
    )) {
      hosts.add(model.fullHost(name, namespace));
    }
  }
  return hosts;
}
