import type { Resource } from '../../model/resource';
import type { Questioned } from '../../requests/request-facts';
import type { MeshSettings } from '../mesh-settings';
import type { Notes } from '../trace';
import { type CompiledRule, compileRule, type Enforcer, matchRule, type RuleContext } from './authorization-rule';

type Policy = Resource<'AuthorizationPolicy'>;

/** A policy with its rules made ready. */
export interface ReadyPolicy {
  readonly policy: Policy;
  readonly rules: readonly ReadyRule[];
}

/** A rule made ready, with what is said when it decides. */
export interface ReadyRule {
  readonly compiled: CompiledRule;
  readonly policy: Policy;
  /** Where the rule is written, such as `spec.rules[0]`. */
  readonly field: string;
  readonly reason: string;
}

/** The policies of a proxy made ready for many requests: those that decide, by action, and the others. */
export interface ReadyPolicies {
  readonly custom: readonly ReadyPolicy[];
  readonly deny: readonly ReadyPolicy[];
  readonly allow: readonly ReadyPolicy[];
  readonly audit: readonly Policy[];
  /** Policies on trial, which do not even count as being there. */
  readonly onTrial: readonly Policy[];
  /** What is said when no ALLOW policy matches. */
  readonly noneAllows: string;
}

const DRY_RUN = 'istio.io/dry-run';
export const DRY_RUN_FIELD = `metadata.annotations["${DRY_RUN}"]`;

/** Makes a policy ready for what enforces it. */
export function readyPolicy(policy: Policy, settings: MeshSettings, enforcer: Enforcer): ReadyPolicy {
  const action = actionOf(policy);
  const trustDomains = [settings.trustDomain, ...settings.trustDomainAliases];
  const context = { action, policyNamespace: policy.namespace, trustDomains, enforcer };
  const reason = `${policy} ${action === 'DENY' ? 'denies' : 'allows'} the request`;
  const rules = (policy.spec.rules ?? []).map((rule, i): ReadyRule => {
    return { compiled: compileRule(rule, context), policy, field: `spec.rules[${i}]`, reason };
  });
  return { policy, rules };
}

/** Whether a policy is on trial, so that it decides nothing. */
export function isOnTrial({ annotations }: Policy): boolean {
  return /^(?:1|t|true)$/i.test(annotations[DRY_RUN] ?? '');
}

function actionOf({ spec }: Policy): RuleContext['action'] {
  const { action } = spec;
  return action === 'DENY' || action === 'CUSTOM' || action === 'AUDIT' ? action : 'ALLOW';
}

/** The policies of a proxy by what they decide. */
export function readyPolicies(policies: readonly Policy[], make: (policy: Policy) => ReadyPolicy): ReadyPolicies {
  const enforced = policies.filter(policy => !isOnTrial(policy));
  const having = (action: RuleContext['action']) => enforced.filter(policy => actionOf(policy) === action);
  const ready = (action: RuleContext['action']) => having(action).map(make);
  const allow = ready('ALLOW');
  return {
    custom: ready('CUSTOM'),
    deny: ready('DENY'),
    allow,
    audit: having('AUDIT'),
    onTrial: policies.filter(isOnTrial),
    noneAllows: `no rule of ${allow.map(({ policy }) => String(policy)).join(', ')} allows the request`,
  };
}

/**
 * Whether the ALLOW policies of a proxy leave a way for requests of which some things are known. What they leave open is
 * taken to be as the policies want it.
 */
export function mayBeAllowed({ allow }: ReadyPolicies, known: Questioned): boolean {
  return (
    allow.length === 0 ||
    allow.some(({ rules }) => rules.some(({ compiled }) => matchRule(compiled, known, true).matches !== false))
  );
}

/** What a proxy enforces for one target, and what is to be said of the objects behind it. */
export interface PolicySet {
  readonly authentications: readonly Resource<'RequestAuthentication'>[];
  readonly authorizations: readonly Policy[];
  readonly ready: ReadyPolicies;
  readonly notes: Notes;
}
