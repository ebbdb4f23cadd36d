import type { MeshModel } from '../model/mesh-model';
import type { MeshService } from '../model/mesh-service';

/** The label by which traffic is sent through a waypoint; `none` takes an object out of what its namespace says. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';

/** The waypoint through which requests to a service go; undefined if there is none. */
export function waypointOfService(
  { resource, namespace }: MeshService,
  mesh: MeshModel,
): { readonly namespace: string; readonly name: string } | undefined {
  const labelled = [resource.labels, mesh.namespaces.get(namespace)?.labels ?? {}];
  const labels = labelled.find(own => own[USE_WAYPOINT] !== undefined) ?? {};
  const name = labels[USE_WAYPOINT] ?? 'none';
  if (name === 'none' || name === '') return undefined;
  return { name, namespace: labels['istio.io/use-waypoint-namespace'] ?? namespace };
}
