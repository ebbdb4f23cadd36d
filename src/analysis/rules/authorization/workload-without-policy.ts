import { PolicyScopes } from '../../../istio/policies/policy-scope';
import type { RegisteredService } from '../../../istio/services/registered-service';
import { waypointOfService } from '../../../istio/waypoints';
import type { Finding, Rule } from '../../rule';

/** No policy says who may call the pods: everybody may. */
export const workloadWithoutPolicy: Rule = {
  name: 'workload-without-policy',
  severity: 'info',
  summary: 'For all pods of the mesh an AuthorizationPolicy should say who may call them.',
  equivalents: ['KIA1301'],
  when: 'asked',

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const scopes = mesh.once(PolicyScopes);
    const isGuarded = (service: RegisteredService) => {
      const found = waypointOfService(mesh, service);
      if (found.state !== 'used') return false;
      const target = scopes.targetOf({ service, waypoint: found.waypoint });
      return mesh.policiesOfWaypoint(target).authorizations.length > 0;
    };
    const guarded = new Set(mesh.services.filter(isGuarded).map(({ service }) => service));
    for (const workload of model.workloads.all) {
      const { dataPlane, resource, generated, endsByItself } = workload;
      if (dataPlane === 'none' || dataPlane === 'unknown' || generated || endsByItself) continue;
      const services = model.servicesOf(workload);
      if (services.length === 0 || services.some(service => guarded.has(service))) continue;
      if (mesh.policiesOf(workload).authorizations.length > 0) continue;
      findings.push({
        resource,
        problem: `no AuthorizationPolicy applies to the pods of "${workload.name}": everybody may call them`,
        fix: 'define a policy that allows the callers, or one without rules for the namespace and policies for exceptions',
      });
    }
    return findings;
  },
};
