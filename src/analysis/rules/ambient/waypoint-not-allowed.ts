import { waypointOfService } from '../../../istio/waypoints';
import { CallerChecks, httpFieldsOf } from '../../policies';
import type { Finding, Rule } from '../../rule';

/**
 * Requests to a service go through its waypoint, which then calls the pods under its own identity. A policy that selects
 * the pods sees the waypoint as the caller, and refuses what it does not allow to the waypoint.
 */
export const waypointNotAllowed: Rule = {
  name: 'waypoint-not-allowed',
  severity: 'warning',
  summary: 'Policies for pods behind a waypoint must allow the waypoint as a caller.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model, services } = mesh;
    if (model.all('AuthorizationPolicy').length === 0) return findings;
    for (const service of services) {
      const found = waypointOfService(mesh, service);
      if (found.state !== 'used') continue;
      const { workload: waypoint, gateway } = found.waypoint;
      const pods = model.workloadsOf(service.service).filter(({ dataPlane }) => dataPlane === 'ambient');
      const closed = pods.find(workload => mesh.once(CallerChecks).refuses(workload, [waypoint]));
      const policies = closed === undefined ? [] : mesh.policiesOf(closed).ready.allow.map(({ policy }) => policy);
      const [policy, ...others] = policies;
      if (closed === undefined || policy === undefined) continue;
      // What ztunnel cannot check at all is for another rule to say.
      if (policies.some(one => httpFieldsOf(one, mesh).length > 0)) continue;
      findings.push({
        resource: policy,
        field: 'spec.rules',
        problem: `requests to "${service.host}" reach "${closed.name}" from waypoint "${gateway.fullName}", which no policy of the pods allows`,
        fix: `allow principal "${mesh.principalOf(waypoint)}" here, and attach the policy for callers to the waypoint by targetRefs`,
        related: [service.resource, ...others.slice(0, 2)],
      });
    }
    return findings;
  },
};
