import type { EffectiveMesh } from '../istio/effective-mesh';
import { Memo } from '../istio/memo';
import type { PolicyCondition } from '../istio/policies/policy-conditions';
import { mayBeAllowed, type ReadyPolicies } from '../istio/policies/policy-set';
import { isSeenByZtunnel } from '../istio/policies/ztunnel-rule';
import { isKind, type Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { PRINCIPAL } from '../requests/attribute';
import { knowing } from '../requests/request-facts';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** The pods whose own proxies enforce a policy. */
export function workloadsOfPolicy(policy: Policy, mesh: EffectiveMesh): readonly Workload[] {
  const { workloads } = mesh.model;
  return isKind(policy, 'AuthorizationPolicy')
    ? mesh.authorizationPolicies.workloadsOf(policy, workloads)
    : mesh.requestAuthentications.workloadsOf(policy as Resource<'RequestAuthentication'>, workloads);
}

/** Where a policy asks for what only requests have, and connections have not. */
export function httpFieldsOf(policy: Resource<'AuthorizationPolicy'>, mesh: EffectiveMesh): readonly PolicyCondition[] {
  return mesh.policyConditions.of(policy).filter(({ condition }) => condition.attribute.http);
}

/** Where a policy asks for what ztunnel cannot see. */
export function unseenByZtunnel(
  policy: Resource<'AuthorizationPolicy'>,
  mesh: EffectiveMesh,
): readonly PolicyCondition[] {
  return mesh.policyConditions.of(policy).filter(({ condition }) => !isSeenByZtunnel(condition));
}

/** Answers whether policies leave a way for callers, whatever they ask for. */
export class CallerChecks {
  readonly #refused = new Memo((principal: string) => new Memo((ready: ReadyPolicies) => isRefused(ready, principal)));

  public constructor(private readonly mesh: EffectiveMesh) {}

  /** Whether the ALLOW policies of a workload leave no way for any of some callers. */
  public refuses(workload: Workload, callers: readonly Workload[]): boolean {
    if (workload.dataPlane === 'none') return false;
    const { ready } = this.mesh.policiesOf(workload);
    return callers.every(caller => this.#refused.get(this.mesh.principalOf(caller)).get(ready));
  }
}

function isRefused(ready: ReadyPolicies, principal: string): boolean {
  return !mayBeAllowed(ready, knowing(PRINCIPAL, principal));
}
