import type { EffectiveMesh } from '../istio/effective-mesh';
import { type WrittenCondition, writtenConditions } from '../istio/policies/authorization-rule';
import { mayBeAllowed } from '../istio/policies/policy-set';
import { isKind, type Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { type Attribute, PRINCIPAL } from '../requests/attribute';
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
export interface PolicyCondition extends WrittenCondition {
  readonly rule: number;
  /** The ports to which its operation, or all operations of its rule, are limited; empty for all. */
  readonly ports: readonly number[];
}

/** All conditions of an AuthorizationPolicy, with full field paths. */
export function* conditionsOf({ spec }: Resource<'AuthorizationPolicy'>): Iterable<PolicyCondition> {
  for (const [rule, written] of (spec.rules ?? []).entries()) {
    const { from, to, when } = writtenConditions(written);
    const at = (condition: WrittenCondition, ports: readonly string[]): PolicyCondition => ({
      ...condition,
      rule,
      field: `spec.rules[${rule}].${condition.field}`,
      notField: `spec.rules[${rule}].${condition.notField}`,
      ports: ports.map(Number),
    });
    const limits = (written.to ?? []).map(({ operation }) => operation?.ports ?? []);
    const common = limits.length > 0 && limits.every(list => list.length > 0) ? limits.flat() : [];
    for (const condition of from.flat()) yield at(condition, common);
    for (const [i, conditions] of to.entries())
      for (const condition of conditions) yield at(condition, limits[i] ?? []);
    for (const condition of when) yield at(condition, common);
  }
}

/** The field of a condition in which values stand. */
export function fieldOf({ wanted, field, notField }: WrittenCondition): string {
  return wanted.length > 0 ? field : notField;
}

/** Whether a condition has values. */
export function isFilled({ wanted, unwanted }: WrittenCondition): boolean {
  return wanted.length + unwanted.length > 0;
}

/** Where a policy asks for what only requests have, and connections have not. */
export function httpFieldsOf(policy: Resource<'AuthorizationPolicy'>): readonly PolicyCondition[] {
  return [...conditionsOf(policy)].filter(condition => condition.attribute.http && isFilled(condition));
}

/** Whether a condition is about the identity that mutual TLS proves. */
export function isAboutPeer(condition: WrittenCondition): boolean {
  return attributeOf(condition) === PRINCIPAL;
}

/** Whether a condition is about an accepted token. */
export function isAboutToken(condition: WrittenCondition): boolean {
  return attributeOf(condition)?.name === 'claim';
}

/** What a condition asks for; of a request principal the issuer. */
export function attributeOf({ attribute }: WrittenCondition): Attribute | undefined {
  return attribute.predicatesOf('*', '')[0]?.attribute;
}

/** Whether the ALLOW policies of a workload leave no way for any of some callers, whatever they ask for. */
export function refusesCallers(mesh: EffectiveMesh, workload: Workload, callers: readonly Workload[]): boolean {
  if (workload.dataPlane === 'none') return false;
  const { ready } = mesh.policiesOf(workload);
  return callers.every(caller => !mayBeAllowed(ready, knowing(PRINCIPAL, mesh.principalOf(caller))));
}
