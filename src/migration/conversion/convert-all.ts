import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { Conversion } from './conversion';
import { convertNetworkPolicies } from './network-policies';
import { convertPolicies } from './policies';
import { type NamespaceWaypoint, waypointObjects } from './waypoints';

/** All that is written otherwise for the ambient mesh. */
export function convertAll(
  mesh: EffectiveMesh,
  waypoints: readonly NamespaceWaypoint[],
  moving: ReadonlySet<string>,
): Conversion {
  const uses = waypoints.flatMap(waypoint => waypoint.uses);
  const parts: readonly Conversion[] = [
    convertPolicies(mesh, uses, moving),
    convertNetworkPolicies(mesh, waypoints, moving),
  ];
  return {
    beside: [...waypointObjects(mesh, waypoints), ...parts.flatMap(({ beside }) => beside)],
    withPods: parts.flatMap(({ withPods }) => withPods),
    left: parts.flatMap(({ left }) => left),
    gone: parts.flatMap(({ gone }) => gone),
  };
}
