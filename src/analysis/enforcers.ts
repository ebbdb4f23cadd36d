import type { EffectiveMesh } from '../istio/effective-mesh';
import type { PolicySet } from '../istio/policies/policy-set';
import { waypointOfService } from '../istio/waypoints';
import type { Resource } from '../model/resource';

/** A proxy that enforces policies: that of a workload, or a waypoint for one of the services behind it. */
export interface Enforcer {
  /** How problems name it. */
  readonly name: string;
  readonly resource: Resource;
  readonly policies: PolicySet;
}

/** Every proxy of a mesh that enforces policies. */
export function enforcersOf(mesh: EffectiveMesh): readonly Enforcer[] {
  const list: Enforcer[] = [];
  for (const workload of mesh.model.workloads.all) {
    const { dataPlane, namespace, name, resource } = workload;
    if (dataPlane === 'none' || dataPlane === 'unknown') continue;
    list.push({ name: `${namespace}/${name}`, resource, policies: mesh.policiesOf(workload) });
  }
  for (const service of mesh.services) {
    const found = waypointOfService(mesh, service);
    if (found.state !== 'used') continue;
    const { gateway } = found.waypoint;
    const { resource, namespace } = service;
    const target = { gateway, service: { kind: resource.kind, namespace, name: resource.name } };
    list.push({
      name: `${gateway.fullName}, the waypoint of ${service.host}`,
      resource,
      policies: mesh.policiesOfWaypoint(target),
    });
  }
  return list;
}
