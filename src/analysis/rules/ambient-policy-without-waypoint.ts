import type { Resource } from '../../model/resource';
import { hasTargets, httpFieldsOf, workloadsOfPolicy } from '../policies-in-force';
import type { Rule } from '../rule';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/**
 * In the ambient mesh a policy that selects pods is enforced by ztunnel, which sees connections only. What it cannot
 * check it treats as not met: an ALLOW rule allows nothing, a DENY rule denies everything else.
 */
export const ambientPolicyWithoutWaypoint: Rule = {
  name: 'ambient-policy-without-waypoint',
  severity: 'error',
  summary: 'In the ambient mesh a policy about requests must be attached to a waypoint by targetRefs.',
  equivalents: [],

  *check({ model }) {
    const policies: readonly Policy[] = [...model.all('AuthorizationPolicy'), ...model.all('RequestAuthentication')];
    for (const resource of policies) {
      if (hasTargets(resource.spec)) continue;
      const field = isAuthorization(resource) ? [...httpFieldsOf(resource)][0]?.field : 'spec.jwtRules';
      if (field === undefined) continue;
      const workload = workloadsOfPolicy(resource, model).find(({ dataPlane }) => dataPlane === 'ambient');
      if (workload === undefined) continue;
      yield {
        resource,
        field,
        problem: `the pods of "${workload.name}" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests`,
        fix: 'define a waypoint for the namespace, and name the Service or the waypoint in targetRefs',
        related: [workload.resource],
      };
    }
  },
};

function isAuthorization(policy: Policy): policy is Resource<'AuthorizationPolicy'> {
  return policy.type === 'AuthorizationPolicy';
}
