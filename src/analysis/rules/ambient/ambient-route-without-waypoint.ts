import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { MESH } from '../../../istio/references';
import type { RegisteredService } from '../../../istio/services/registered-service';
import { waypointOfService } from '../../../istio/waypoints';
import type { Finding, Rule } from '../../rule';

/**
 * A VirtualService or HTTPRoute routes a service whose pods are in the ambient mesh, and which uses no waypoint. Ztunnel knows no
 * routes, so that callers in the ambient mesh pass by them.
 */
export const ambientRouteWithoutWaypoint: Rule = {
  name: 'ambient-route-without-waypoint',
  severity: 'warning',
  summary: 'In the ambient mesh the routes of a service need a waypoint.',
  equivalents: ['KIA1113', 'KIA1109', 'KIA1114'],

  check(mesh) {
    const findings: Finding[] = [];
    if (!mesh.model.workloads.all.some(({ dataPlane }) => dataPlane === 'ambient')) return findings;
    const said = new Set<string>();
    for (const { resource, gateways, hosts, api, hostField } of mesh.virtualServices) {
      if (!gateways.has(MESH)) continue;
      for (const [i, host] of hosts.entries()) {
        const [service] = mesh.seen.named(host);
        if (service === undefined || !isInAmbientMesh(service, mesh)) continue;
        const without = withoutWaypoint(service, mesh);
        if (without === undefined) continue;
        // Of a route of the Gateway API istiod makes several objects, one for each parent.
        const key = `${resource} ${service.host}`;
        if (api === 'gateway-api' && said.has(key)) continue;
        said.add(key);
        findings.push({
          resource,
          field: api === 'gateway-api' ? hostField : `spec.hosts[${i}]`,
          problem: `"${service.host}" is in the ambient mesh and ${without}, so that ambient callers bypass these routes`,
          fix: 'define a waypoint, and label the Service or its namespace "istio.io/use-waypoint: <waypoint>"',
          related: [service.resource],
        });
      }
    }
    return findings;
  },
};

/** Why no waypoint stands before a service; undefined where one does, or where that cannot be told. */
export function withoutWaypoint(service: RegisteredService, mesh: EffectiveMesh): string | undefined {
  const found = waypointOfService(mesh, service);
  if (found.state === 'none') return 'uses no waypoint';
  return found.state === 'ignored' ? `does not use the waypoint that is named for it: ${found.reason}` : undefined;
}

/** Whether all pods of a service are in the ambient mesh. */
export function isInAmbientMesh({ service }: RegisteredService, { model }: EffectiveMesh): boolean {
  const workloads = model.workloadsOf(service);
  return workloads.length > 0 && workloads.every(({ dataPlane }) => dataPlane === 'ambient');
}
