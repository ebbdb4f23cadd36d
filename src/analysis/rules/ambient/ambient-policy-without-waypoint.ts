import { targetRefsOf } from '../../../istio/policies/policy-attachment';
import { fieldOfCondition } from '../../../istio/policies/policy-conditions';
import { isKind } from '../../../model/resource';
import { firstServiceOf, whoGetsBy } from '../../passing-request';
import { unseenByZtunnel, workloadsOfPolicy } from '../../policies';
import type { Finding, Rule } from '../../rule';

/**
 * In the ambient mesh a policy that selects pods is enforced by ztunnel, which sees connections only. An ALLOW rule about
 * anything else allows nothing. Of a DENY rule the rest is left, which denies too much, or nothing at all.
 */
export const ambientPolicyWithoutWaypoint: Rule = {
  name: 'ambient-policy-without-waypoint',
  severity: 'error',
  summary: 'In the ambient mesh a policy about requests must be attached to a waypoint by targetRefs.',
  equivalents: ['KIA0109', 'KIA0110', 'KIA1110', 'KIA1115', 'KIA1317'],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    if (!model.workloads.all.some(({ dataPlane }) => dataPlane === 'ambient')) return findings;
    for (const resource of [...model.all('AuthorizationPolicy'), ...model.all('RequestAuthentication')]) {
      if (targetRefsOf(resource.spec).length > 0) continue;
      const [first] = isKind(resource, 'AuthorizationPolicy')
        ? unseenByZtunnel(resource, mesh).map(fieldOfCondition)
        : ['spec.jwtRules'];
      if (first === undefined) continue;
      const isPolicy = isKind(resource, 'AuthorizationPolicy');
      const workload = workloadsOfPolicy(resource, mesh).find(({ dataPlane }) => dataPlane === 'ambient');
      if (workload === undefined) continue;
      findings.push({
        resource,
        field: first,
        problem: `the pods of "${workload.name}" are in the ambient mesh, where a policy without targetRefs is enforced by ztunnel, which sees no requests${whoGetsBy(mesh, resource, firstServiceOf(workload, mesh))}`,
        fix: 'define a waypoint for the namespace, and name the Service or the waypoint in targetRefs',
        related: [workload.resource],
        code: isPolicy ? 'KIA0110' : 'KIA1115',
      });
    }
    return findings;
  },
};
