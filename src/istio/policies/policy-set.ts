import type { Resource } from '../../model/resource';
import type { Questioned } from '../../requests/request-facts';
import type { MeshSettings } from '../mesh-settings';
import type { Notes } from '../trace';
import { type CompiledRule, compileRule, type Enforcer, matchRule, type RuleContext } from './authorization-rule';
import type { WrittenConditions } from './written-conditions';

type Policy = Resource<'AuthorizationPolicy'>;

/** A policy with its rules made ready. */
export interface ReadyPolicy {
  readonly policy: Policy;
  readonly rules: readonly ReadyRule[];
}

/** A rule made ready, with what is said when it decides. Most are never asked, so that each is made ready at first use. */
export class ReadyRule {
  #compiled: CompiledRule | undefined;

  public constructor(
    public readonly policy: Policy,
    private readonly written: WrittenConditions,
    private readonly position: number,
    private readonly context: RuleContext,
  ) {}

  public get compiled(): CompiledRule {
    this.#compiled ??= this.#compile();
    return this.#compiled;
  }

  /** Whether the rule may match a request of which some things are known. Nothing is kept for further requests. */
  public mayMatch(known: Questioned): boolean {
    return matchRule(this.#compiled ?? this.#compile(), known, true).matches !== false;
  }

  #compile(): CompiledRule {
    return compileRule(this.policy.spec.rules?.[this.position] ?? {}, this.written, this.context);
  }

  /** Where the rule is written, such as `spec.rules[0]`. */
  public get field(): string {
    return `spec.rules[${this.position}]`;
  }

  public get reason(): string {
    return `${this.policy} ${this.context.action === 'DENY' ? 'denies' : 'allows'} the request`;
  }
}

/** The policies of a proxy made ready for many requests: those that decide, by action, and the others. */
export interface ReadyPolicies {
  readonly custom: readonly ReadyPolicy[];
  readonly deny: readonly ReadyPolicy[];
  readonly allow: readonly ReadyPolicy[];
  readonly audit: readonly Policy[];
  /** Policies on trial, which do not even count as being there. */
  readonly onTrial: readonly Policy[];
}

const DRY_RUN = 'istio.io/dry-run';
export const DRY_RUN_FIELD = `metadata.annotations["${DRY_RUN}"]`;

/** Makes a policy ready for what enforces it. */
export function readyPolicy(
  policy: Policy,
  settings: MeshSettings,
  enforcer: Enforcer,
  rules: readonly WrittenConditions[],
): ReadyPolicy {
  const action = actionOf(policy);
  const trustDomains = [settings.trustDomain, ...settings.trustDomainAliases];
  const context = { action, policyNamespace: policy.namespace, trustDomains, enforcer };
  return { policy, rules: rules.map((rule, i) => new ReadyRule(policy, rule, i, context)) };
}

/** Whether a policy is on trial, so that it decides nothing. */
export function isOnTrial({ annotations }: Policy): boolean {
  const written = annotations[DRY_RUN];
  return written !== undefined && /^(?:1|t|true)$/i.test(written);
}

const NO_POLICIES: readonly Policy[] = [];

function actionOf({ spec }: Policy): RuleContext['action'] {
  const { action } = spec;
  return action === 'DENY' || action === 'CUSTOM' || action === 'AUDIT' ? action : 'ALLOW';
}

/** The policies of a proxy by what they decide. */
export function readyPolicies(policies: readonly Policy[], make: (policy: Policy) => ReadyPolicy): ReadyPolicies {
  const enforced = policies.some(isOnTrial) ? policies.filter(one => !isOnTrial(one)) : policies;
  return {
    custom: withAction(enforced, 'CUSTOM').map(make),
    deny: withAction(enforced, 'DENY').map(make),
    allow: withAction(enforced, 'ALLOW').map(make),
    audit: withAction(enforced, 'AUDIT'),
    onTrial: enforced.length === policies.length ? NO_POLICIES : policies.filter(isOnTrial),
  };
}

function withAction(policies: readonly Policy[], action: RuleContext['action']): readonly Policy[] {
  return policies.some(one => actionOf(one) === action)
    ? policies.filter(one => actionOf(one) === action)
    : NO_POLICIES;
}

/**
 * Whether the ALLOW policies of a proxy leave a way for requests of which some things are known. What they leave open is
 * taken to be as the policies want it.
 */
export function mayBeAllowed({ allow }: ReadyPolicies, known: Questioned): boolean {
  return allow.length === 0 || allow.some(({ rules }) => rules.some(rule => rule.mayMatch(known)));
}

/** What a proxy enforces for one target, and what is to be said of the objects behind it. */
export interface PolicySet {
  readonly authentications: readonly Resource<'RequestAuthentication'>[];
  readonly authorizations: readonly Policy[];
  readonly ready: ReadyPolicies;
  readonly notes: Notes;
}
