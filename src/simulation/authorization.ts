import type { MeshSettings } from '../istio/mesh-settings';
import type { AuthorizationRequest } from '../istio/policies/authorization-attribute';
import { type CompiledRule, compileRule, matchRule, type RuleContext } from '../istio/policies/authorization-rule';
import type { Resource } from '../model/resource';
import type { Trace } from './trace';

type Policy = Resource<'AuthorizationPolicy'>;

/** How an external authorizer answers, by provider; `unknown` leaves the outcome to it. */
export type ExternalAnswers = { readonly [provider: string]: 'allow' | 'deny' | undefined };

/** What the policies of a pod say to a request. */
export interface AuthorizationResult {
  /** `custom` when it is up to the providers. */
  readonly outcome: 'allow' | 'deny' | 'custom';
  /** The providers whose answer decides. */
  readonly providers: readonly string[];
  readonly policy?: Policy;
  readonly field?: string;
  readonly reason: string;
}

/** Policies by what they do. */
export interface PoliciesByAction {
  readonly custom: readonly Policy[];
  readonly deny: readonly Policy[];
  readonly allow: readonly Policy[];
  readonly audit: readonly Policy[];
}

/** Sorts policies by action. */
export function byAction(policies: readonly Policy[]): PoliciesByAction {
  const having = (action: string) => policies.filter(({ spec }) => (spec.action ?? 'ALLOW') === action);
  return { custom: having('CUSTOM'), deny: having('DENY'), allow: having('ALLOW'), audit: having('AUDIT') };
}

/**
 * What the policies that apply to a pod say to a request: CUSTOM, then DENY, then ALLOW.
 *
 * @see https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
export function authorize(
  policies: readonly Policy[],
  request: AuthorizationRequest,
  settings: MeshSettings,
  trace: Trace,
  answers: ExternalAnswers = {},
): AuthorizationResult {
  const { custom, deny, allow, audit, onTrial } = enforcedPolicies(policies);
  for (const policy of onTrial) trace.ruledOut(policy, DRY_RUN_FIELD, 'the policy is on trial');
  for (const policy of audit) trace.ruledOut(policy, 'spec.action', 'AUDIT only records');
  const asked = askProviders(custom, request, settings, trace, answers);
  if (asked.outcome === 'deny') return asked;
  const denied = firstMatch(deny, 'DENY', request, settings, trace);
  if (denied !== undefined) {
    return finish(trace, { outcome: 'deny', providers: [], ...denied, reason: `${denied.policy} denies the request` });
  }
  const allowed = allow.length === 0 ? undefined : firstMatch(allow, 'ALLOW', request, settings, trace);
  if (allow.length > 0 && allowed === undefined) {
    const [policy] = allow;
    const reason = `no rule of ${allow.map(String).join(', ')} allows the request`;
    return finish(trace, { outcome: 'deny', providers: [], ...(policy === undefined ? {} : { policy }), reason });
  }
  if (asked.providers.length > 0) return asked;
  const reason =
    allowed === undefined ? 'no ALLOW policy applies, so all is allowed' : `${allowed.policy} allows the request`;
  return finish(trace, { outcome: 'allow', providers: [], ...allowed, reason });
}

function askProviders(
  policies: readonly Policy[],
  request: AuthorizationRequest,
  settings: MeshSettings,
  trace: Trace,
  answers: ExternalAnswers,
): AuthorizationResult {
  const names = [...new Set(policies.map(({ spec }) => spec.provider?.name ?? ''))].sort();
  const tooMany = names.length > 1 && !settings.multipleCustomProviders;
  const pending: string[] = [];
  let last: { policy: Policy; field: string } | undefined;
  for (const name of names) {
    const provider = settings.externalAuthorizers.find(one => one.name === name);
    const own = policies.filter(({ spec }) => (spec.provider?.name ?? '') === name);
    const usable = provider !== undefined && provider.type !== 'other' && provider.invalid !== true && !tooMany;
    if (usable && provider.type === 'http' && request.http === undefined) continue;
    const matched = firstMatch(own, 'CUSTOM', request, settings, trace);
    if (matched === undefined) continue;
    last = matched;
    if (!usable) {
      const why = tooMany ? `${names.length} providers on one workload` : `provider "${name}" is not usable`;
      return finish(trace, {
        outcome: 'deny',
        providers: [],
        ...matched,
        reason: `${why}, so ${matched.policy} denies`,
      });
    }
    const answer = answers[name];
    if (answer === 'deny') {
      return finish(trace, { outcome: 'deny', providers: [name], ...matched, reason: `provider "${name}" refuses` });
    }
    if (answer === undefined) pending.push(name);
  }
  const reason = pending.length === 0 ? '' : `it is up to ${pending.map(name => `"${name}"`).join(', ')}`;
  const result = {
    outcome: pending.length === 0 ? ('allow' as const) : ('custom' as const),
    providers: pending,
    reason,
  };
  return pending.length === 0 ? result : finish(trace, { ...result, ...last });
}

function firstMatch(
  policies: readonly Policy[],
  action: RuleContext['action'],
  request: AuthorizationRequest,
  settings: MeshSettings,
  trace: Trace,
): { readonly policy: Policy; readonly field: string } | undefined {
  for (const policy of policies) {
    const rules = compiledRules(policy, action, settings);
    for (const [i, rule] of rules.entries()) {
      const result = matchRule(rule, request);
      if (result.matches === true) return { policy, field: `spec.rules[${i}]` };
      const field = `spec.rules[${i}].${result.field}`;
      if (result.matches === 'unknown') trace.unsupported(policy, field, result.reason);
      else trace.ruledOut(policy, field, result.reason);
    }
    if (rules.length === 0) trace.ruledOut(policy, 'spec.rules', 'a policy without rules never matches');
  }
  return undefined;
}

const compiled = new WeakMap<MeshSettings, WeakMap<Policy, readonly CompiledRule[]>>();

function compiledRules(policy: Policy, action: RuleContext['action'], settings: MeshSettings): readonly CompiledRule[] {
  let ofMesh = compiled.get(settings);
  if (ofMesh === undefined) {
    ofMesh = new WeakMap();
    compiled.set(settings, ofMesh);
  }
  let rules = ofMesh.get(policy);
  if (rules === undefined) {
    const trustDomains = [settings.trustDomain, ...settings.trustDomainAliases];
    const context = { action, policyNamespace: policy.namespace, trustDomains };
    rules = (policy.spec.rules ?? []).map(rule => compileRule(rule, context));
    ofMesh.set(policy, rules);
  }
  return rules;
}

function finish(trace: Trace, result: AuthorizationResult): AuthorizationResult {
  trace.step('authorization', result.reason, result.policy, result.field);
  return result;
}

const DRY_RUN = 'istio.io/dry-run';
const DRY_RUN_FIELD = `metadata.annotations["${DRY_RUN}"]`;

const sorted = new WeakMap<readonly Policy[], PoliciesByAction & { readonly onTrial: readonly Policy[] }>();

/** The policies that decide, by action, and those on trial, which do not even count as being there. */
function enforcedPolicies(policies: readonly Policy[]): PoliciesByAction & { readonly onTrial: readonly Policy[] } {
  let found = sorted.get(policies);
  if (found === undefined) {
    const isOnTrial = ({ annotations }: Policy) => /^(?:1|t|true)$/i.test(annotations[DRY_RUN] ?? '');
    found = { ...byAction(policies.filter(policy => !isOnTrial(policy))), onTrial: policies.filter(isOnTrial) };
    sorted.set(policies, found);
  }
  return found;
}
