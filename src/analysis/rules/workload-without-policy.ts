import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import { hasTargets, workloadsOfPolicy } from '../policies-in-force';
import type { Rule } from '../rule';
import { waypointOfService } from '../waypoints';

/** No policy says who may call the pods: everybody may. */
export const workloadWithoutPolicy: Rule = {
  name: 'workload-without-policy',
  severity: 'info',
  summary: 'For all pods of the mesh an AuthorizationPolicy should say who may call them.',
  equivalents: ['KIA1301'],
  when: 'asked',

  *check({ model }) {
    const covering = new Map<Workload, Resource[]>();
    const attached = new Set<string>();
    for (const policy of model.all('AuthorizationPolicy')) {
      if (!hasTargets(policy.spec)) {
        for (const workload of workloadsOfPolicy(policy, model)) addTo(covering, workload, policy);
        continue;
      }
      for (const reference of [policy.spec.targetRef, ...(policy.spec.targetRefs ?? [])]) {
        attached.add(`${policy.namespace}/${reference?.name}`);
      }
    }
    for (const workload of model.workloads.all) {
      const { dataPlane, resource, generated, endsByItself } = workload;
      if (dataPlane === 'none' || dataPlane === 'unknown' || generated || endsByItself || covering.has(workload))
        continue;
      const services = model.servicesOf(workload);
      // A waypoint enforces what is attached to it or to the service.
      const guarded = services.some(service => {
        const waypoint = waypointOfService(service, model);
        return (
          attached.has(service.resource.fullName) ||
          (waypoint !== undefined && attached.has(`${waypoint.namespace}/${waypoint.name}`))
        );
      });
      if (services.length === 0 || guarded) continue;
      yield {
        resource,
        problem: `no AuthorizationPolicy is about the pods of "${workload.name}": everybody may call them`,
        fix: 'define a policy that lets in the callers, or one without rules for the namespace and exceptions from it',
      };
    }
  },
};
