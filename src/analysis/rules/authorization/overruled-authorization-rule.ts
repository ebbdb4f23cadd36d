import type { EffectiveMesh } from '../../../istio/effective-mesh';
import { isOnTrial } from '../../../istio/policies/policy-set';
import { RuleCover } from '../../../istio/policies/rule-cover';
import type { WrittenConditions } from '../../../istio/policies/written-conditions';
import type { Resource } from '../../../model/resource';
import { workloadsOfPolicy } from '../../policies';
import type { Finding, Rule } from '../../rule';

type Policy = Resource<'AuthorizationPolicy'>;

/**
 * A rule that allows decides nothing: another one allows everything, so that it limits nobody, or one that denies takes all
 * that it would allow.
 */
export const overruledAuthorizationRule: Rule = {
  name: 'overruled-authorization-rule',
  severity: 'warning',
  summary:
    'What a rule of an AuthorizationPolicy allows must be neither denied nor allowed to everybody by another rule.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const policies = mesh.model.all('AuthorizationPolicy');
    const open = new Set(policies.filter(isOpen));
    const denying = new Set(policies.filter(one => one.spec.action === 'DENY' && !isOnTrial(one)));
    if (open.size + denying.size === 0) return findings;
    const namespaces = new Set([...open, ...denying].map(({ namespace }) => namespace));
    const isOfMesh = namespaces.has(mesh.model.meshConfig.rootNamespace);
    for (const policy of policies) {
      if (!isAllow(policy) || isOnTrial(policy)) continue;
      // Pods follow the policies of their namespace and those of the mesh.
      if (isOfMesh || namespaces.has(policy.namespace)) findings.push(...judge(policy, open, denying, mesh));
    }
    return findings;
  },
};

function judge(
  policy: Policy,
  open: ReadonlySet<Policy>,
  denying: ReadonlySet<Policy>,
  mesh: EffectiveMesh,
): readonly Finding[] {
  const findings: Finding[] = [];
  const rules = rulesOf(policy, mesh);
  const [first, ...others] = workloadsOfPolicy(policy, mesh);
  // What ztunnel makes of conditions about requests is another thing.
  if (rules.length === 0 || first === undefined || first.dataPlane === 'ambient') return findings;
  const shared = (one: Policy) => others.every(other => mesh.policiesOf(other).authorizations.includes(one));
  const beside = mesh.policiesOf(first).authorizations;
  const opening = open.has(policy) ? undefined : beside.find(one => open.has(one) && shared(one));
  if (opening !== undefined) {
    findings.push({
      resource: policy,
      field: 'spec.rules',
      problem: `the policy limits nobody: ${opening} allows everything to the same pods, and one rule that allows is enough`,
      fix: 'limit the other policy, or deny what is not to be allowed',
      related: [opening],
    });
  }
  const against = beside.filter(one => denying.has(one));
  if (against.length === 0) return findings;
  const cover = mesh.once(RuleCover);
  for (const { rule, i } of rules) {
    const by = against.find(
      one =>
        rulesOf(one, mesh).some(deny => cover.covers(deny.rule, one.namespace, rule, policy.namespace)) && shared(one),
    );
    if (by === undefined) continue;
    findings.push({
      resource: policy,
      field: `spec.rules[${i}]`,
      problem: `rules[${i}] never allows anything: ${by} denies all that it matches`,
      fix: 'leave out of what is denied what is to be allowed, or remove the rule',
      related: [by],
    });
  }
  return findings;
}

/** The rules of a policy of which all conditions are known, each with its position. */
function rulesOf(
  policy: Policy,
  mesh: EffectiveMesh,
): readonly { readonly rule: WrittenConditions; readonly i: number }[] {
  return mesh.policyConditions
    .rulesOf(policy)
    .map((rule, i) => ({ rule, i }))
    .filter(({ rule, i }) => rule.when.length === (policy.spec.rules?.[i]?.when ?? []).length);
}

/** Whether a policy allows everything. */
function isOpen(policy: Policy): boolean {
  const { rules = [] } = policy.spec;
  const isEmpty = rules.some(({ from = [], to = [], when = [] }) => from.length + to.length + when.length === 0);
  return isEmpty && isAllow(policy) && !isOnTrial(policy);
}

function isAllow({ spec: { action = 'ALLOW' } }: Policy): boolean {
  return action === 'ALLOW';
}
