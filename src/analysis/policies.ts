import type { EffectiveMesh } from '../istio/effective-mesh';
import { Memo } from '../istio/memo';
import { mayBeAllowed, type ReadyPolicies } from '../istio/policies/policy-set';
import { type WrittenCondition, type WrittenConditions, writtenConditions } from '../istio/policies/written-conditions';
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

/** A condition of a policy, and the rule that it stands in. */
export interface PolicyCondition {
  readonly condition: WrittenCondition;
  readonly rule: number;
  /** The ports to which its operation, or all operations of its rule, are limited; empty for all. */
  readonly ports: readonly string[];
}

/** The conditions of the policies of a mesh, at which several rules look. */
class PolicyConditions {
  public readonly rules = new Memo(({ spec }: Resource<'AuthorizationPolicy'>) =>
    (spec.rules ?? []).map(writtenConditions),
  );
  public readonly of = new Memo((policy: Resource<'AuthorizationPolicy'>) =>
    readConditions(policy, this.rules.get(policy)),
  );
}

/** The rules of an AuthorizationPolicy, each with its conditions that have values. */
export function writtenRulesOf(
  policy: Resource<'AuthorizationPolicy'>,
  mesh: EffectiveMesh,
): readonly WrittenConditions[] {
  return mesh.once(PolicyConditions).rules.get(policy);
}

/** All conditions of an AuthorizationPolicy that have values. */
export function conditionsOf(policy: Resource<'AuthorizationPolicy'>, mesh: EffectiveMesh): readonly PolicyCondition[] {
  return mesh.once(PolicyConditions).of.get(policy);
}

function readConditions(
  { spec }: Resource<'AuthorizationPolicy'>,
  rules: readonly WrittenConditions[],
): readonly PolicyCondition[] {
  const found: PolicyCondition[] = [];
  for (const [rule, { from, to, when }] of rules.entries()) {
    const limits = (spec.rules?.[rule]?.to ?? []).map(({ operation }) => operation?.ports ?? []);
    const common = limits.length > 0 && limits.every(list => list.length > 0) ? limits.flat() : [];
    for (const conditions of from) for (const condition of conditions) found.push({ condition, rule, ports: common });
    for (const [i, conditions] of to.entries()) {
      for (const condition of conditions) found.push({ condition, rule, ports: limits[i] ?? [] });
    }
    for (const condition of when) found.push({ condition, rule, ports: common });
  }
  return found;
}

/** The path of the field of a condition in which values stand. */
export function fieldOf({ condition, rule }: PolicyCondition): string {
  const { wanted, field, notField } = condition;
  return `spec.rules[${rule}].${wanted.length > 0 ? field : notField}`;
}

/** Where a policy asks for what only requests have, and connections have not. */
export function httpFieldsOf(policy: Resource<'AuthorizationPolicy'>, mesh: EffectiveMesh): readonly PolicyCondition[] {
  return conditionsOf(policy, mesh).filter(({ condition }) => condition.attribute.http);
}

/** Where a policy asks for what ztunnel cannot see. */
export function unseenByZtunnel(
  policy: Resource<'AuthorizationPolicy'>,
  mesh: EffectiveMesh,
): readonly PolicyCondition[] {
  return conditionsOf(policy, mesh).filter(({ condition }) => !isSeenByZtunnel(condition));
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
