import type { MeshModel } from '../model/mesh-model';
import type { MeshService } from '../model/mesh-service';

/** The label by which traffic is sent through a waypoint; `none` takes an object out of what its namespace says. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';

/** The waypoint through which requests to a service go; undefined if there is none. */
export function waypointOfService(
  { resource, namespace }: MeshService,
  model: MeshModel,
): { readonly namespace: string; readonly name: string } | undefined {
  const labelled = [resource.labels, model.namespaces.get(namespace)?.labels ?? {}];
  const labels = labelled.find(own => own[USE_WAYPOINT] !== undefined) ?? {};
  const name = labels[USE_WAYPOINT] ?? 'none';
  if (name === 'none' || name === '') return undefined;
  return { name, namespace: labels['istio.io/use-waypoint-namespace'] ?? namespace };
}

/** The label by which gateways send requests through the waypoint too. */
const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';

/** Whether requests from gateways go through the waypoint of a service, which then applies the routes of the mesh. */
export function gatewaysUseWaypoint(service: MeshService, model: MeshModel): boolean {
  if (waypointOfService(service, model) === undefined) return false;
  const labelled = [service.resource.labels, model.namespaces.get(service.namespace)?.labels ?? {}];
  return labelled.find(own => own[INGRESS_USE_WAYPOINT] !== undefined)?.[INGRESS_USE_WAYPOINT] === 'true';
}
