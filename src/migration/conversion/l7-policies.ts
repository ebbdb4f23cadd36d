import type { EffectiveMesh } from '../../istio/effective-mesh';
import { isOnTrial } from '../../istio/policies/policy-set';
import { writtenConditions } from '../../istio/policies/written-conditions';
import { isSeenByZtunnel } from '../../istio/policies/ztunnel-rule';
import type { Resource } from '../../model/resource';
import type { AuthorizationRule } from '../../model/shapes/policy';
import type { Workload } from '../../model/workload';

type Authorization = Resource<'AuthorizationPolicy'>;

/** Whether a policy asks what only a proxy that reads requests can answer. */
export function needsRequests({ spec }: Authorization): boolean {
  return spec.action === 'CUSTOM' || (spec.rules ?? []).some(ruleNeedsRequests);
}

/** Whether a rule has a condition that ztunnel does not check. */
export function ruleNeedsRequests(rule: AuthorizationRule): boolean {
  const { from, to, when } = writtenConditions(rule);
  return [...from.flat(), ...to.flat(), ...when].some(one => !isSeenByZtunnel(one));
}

/** Whether an enforced policy makes everything that no ALLOW rule takes be refused. */
export function closes(policy: Authorization): boolean {
  const { action = 'ALLOW' } = policy.spec;
  return action === 'ALLOW' && !isOnTrial(policy);
}

/** What the sidecars of some pods ask of single requests: who reads them in their place must ask it, too. */
export function readersOfRequests(mesh: EffectiveMesh, pods: readonly Workload[]): readonly Resource[] {
  return [
    ...new Set<Resource>(
      pods.flatMap(pod => [
        ...mesh.authorizationPolicies.for(pod).filter(needsRequests),
        ...mesh.requestAuthentications.for(pod),
      ]),
    ),
  ];
}
