import type { MeshModel } from '../../model/mesh-model';
import type { MeshService } from '../../model/mesh-service';
import { isBoundToMesh } from '../gateway-reference';
import type { Rule } from '../rule';

const USE_WAYPOINT = 'istio.io/use-waypoint';

/**
 * A VirtualService routes a service whose pods are in the ambient mesh, and which uses no waypoint. Ztunnel knows no
 * routes, so that callers in the ambient mesh pass by them.
 */
export const ambientRouteWithoutWaypoint: Rule = {
  name: 'ambient-route-without-waypoint',
  severity: 'warning',
  summary: 'In the ambient mesh the routes of a service need a waypoint.',
  equivalents: [],

  *check({ model }) {
    for (const resource of model.all('VirtualService')) {
      if (!isBoundToMesh(resource)) continue;
      for (const [i, host] of (resource.spec.hosts ?? []).entries()) {
        const service = model.hosts.named(model.fullHost(host, resource.namespace))[0];
        if (service === undefined || !isAmbientService(service, model) || usesWaypoint(service, model)) continue;
        yield {
          resource,
          field: `spec.hosts[${i}]`,
          problem: `"${service.host}" is in the ambient mesh and uses no waypoint, so that ambient callers pass by these routes`,
          fix: `define a waypoint, and label the Service or its namespace "${USE_WAYPOINT}: <waypoint>"`,
          related: [service.resource],
        };
      }
    }
  },
};

function isAmbientService(service: MeshService, model: MeshModel): boolean {
  const workloads = model.workloadsOf(service);
  return workloads.length > 0 && workloads.every(({ dataPlane }) => dataPlane === 'ambient');
}

function usesWaypoint({ resource, namespace }: MeshService, model: MeshModel): boolean {
  const waypoint = resource.labels[USE_WAYPOINT] ?? model.namespaces.get(namespace)?.labels[USE_WAYPOINT];
  return waypoint !== undefined && waypoint !== 'none';
}
