import type { MeshState } from '../mesh-state';
import type { Conversion } from './conversion';
import { convertNetworkPolicies } from './network-policies';
import { convertPolicies } from './policies';
import { convertRoutes } from './routes';
import { unfollowedSidecars } from './sidecars';
import type { VersionService } from './version-services';
import { type NamespaceWaypoint, type WaypointUse, waypointObjects } from './waypoints';

/** All that is written otherwise for the ambient mesh. */
export function convertAll(
  before: MeshState,
  waypoints: readonly NamespaceWaypoint[],
  moving: ReadonlySet<string>,
): Conversion {
  const uses = waypoints.flatMap(waypoint => waypoint.uses);
  const { versions, ...routes } = convertRoutes(before.mesh, uses);
  const named = versions.flatMap(({ manifests }) => manifests);
  const all = withVersions(before.with(named), waypoints, versions);
  const policies = convertPolicies(
    before.mesh,
    all.flatMap(waypoint => waypoint.uses),
    moving,
  );
  // Services of versions get their labels last.
  const parts: readonly Conversion[] = [
    routes,
    policies,
    convertNetworkPolicies(before.mesh, waypoints, moving),
    unfollowedSidecars(before.mesh, moving),
  ];
  return {
    beside: [...parts.flatMap(({ beside }) => beside), ...waypointObjects(before.mesh, all)],
    goneBeside: parts.flatMap(({ goneBeside }) => goneBeside),
    withPods: parts.flatMap(({ withPods }) => withPods),
    left: parts.flatMap(({ left }) => left),
    gone: parts.flatMap(({ gone }) => gone),
  };
}

/** The Services of versions stand behind the waypoints of their services. */
function withVersions(
  { mesh }: MeshState,
  waypoints: readonly NamespaceWaypoint[],
  versions: readonly VersionService[],
): readonly NamespaceWaypoint[] {
  return waypoints.map(waypoint => {
    const own = waypoint.uses.flatMap(use =>
      versions
        .filter(version => version.of === use.service)
        .flatMap((version): WaypointUse[] => {
          const [service] = mesh.servicesNamed(version.host);
          if (service === undefined) return [];
          const pods = mesh.model.workloadsOf(service.service);
          return [{ ...use, service, pods, forGateways: false, isVersion: true }];
        }),
    );
    return { ...waypoint, uses: [...waypoint.uses, ...own] };
  });
}
