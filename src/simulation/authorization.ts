import type { MeshFacts } from '../istio/mesh-facts';
import { matchRule } from '../istio/policies/authorization-rule';
import { canBeAsked } from '../istio/policies/external-authorizer';
import { DRY_RUN_FIELD, type ReadyPolicies, type ReadyPolicy, type ReadyRule } from '../istio/policies/policy-set';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import { type Attribute, PEER_ADDRESS, REMOTE_ADDRESS } from '../requests/attribute';
import type { RequestFacts } from '../requests/request-facts';

type Policy = Resource<'AuthorizationPolicy'>;

/** How an external authorizer answers, by provider; `unknown` leaves the outcome to it. */
export type ExternalAnswers = { readonly [provider: string]: 'allow' | 'deny' | undefined };

/** What the policies of a pod say to a request. */
export interface AuthorizationResult {
  /** `custom` when it is up to the providers. */
  readonly outcome: 'allow' | 'deny' | 'custom';
  /** The providers whose answer decides. */
  readonly providers: readonly string[];
  readonly policy: Policy | undefined;
  readonly field: string | undefined;
  readonly reason: string;
}

/** What external authorizers say; their policies come before everything else. */
export function askProviders(
  { custom }: ReadyPolicies,
  facts: RequestFacts,
  http: boolean,
  mesh: MeshFacts,
  trace: Trace,
  answers: ExternalAnswers = {},
): AuthorizationResult {
  if (custom.length === 0) return NO_PROVIDER;
  const { settings } = mesh;
  const names = [...new Set(custom.map(({ policy }) => policy.spec.provider?.name ?? ''))].sort();
  const tooMany = names.length > 1 && !settings.multipleCustomProviders;
  const pending: string[] = [];
  let last: ReadyRule | undefined;
  for (const name of names) {
    const provider = settings.externalAuthorizers.find(one => one.name === name);
    const own = custom.filter(({ policy }) => (policy.spec.provider?.name ?? '') === name);
    const usable = provider !== undefined && canBeAsked(mesh, provider) && !tooMany;
    if (usable && provider.type === 'http' && !http) continue;
    const matched = firstMatch(own, facts, http, trace);
    if (matched === undefined) continue;
    last = matched;
    const { policy, field } = matched;
    if (!usable) {
      const why = tooMany ? `${names.length} providers on one workload` : `provider "${name}" is not usable`;
      return finish(trace, { outcome: 'deny', providers: [], policy, field, reason: `${why}, so ${policy} denies` });
    }
    const answer = answers[name];
    if (answer === 'deny') {
      return finish(trace, { outcome: 'deny', providers: [name], policy, field, reason: `provider "${name}" refuses` });
    }
    if (answer === undefined) pending.push(name);
  }
  if (pending.length === 0) return NO_PROVIDER;
  const reason = `it is up to ${pending.map(name => `"${name}"`).join(', ')}`;
  return finish(trace, { outcome: 'custom', providers: pending, policy: last?.policy, field: last?.field, reason });
}

/**
 * What the other policies of a pod say to a request: DENY, then ALLOW.
 *
 * @see https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
export function authorize(
  { deny, allow, audit, onTrial }: ReadyPolicies,
  facts: RequestFacts,
  http: boolean,
  trace: Trace,
): AuthorizationResult {
  for (const policy of onTrial) trace.ruledOut(policy, DRY_RUN_FIELD, 'the policy is on trial');
  for (const policy of audit) trace.ruledOut(policy, 'spec.action', 'AUDIT only records');
  const denied = firstMatch(deny, facts, http, trace);
  if (denied !== undefined) {
    const { policy, field, reason } = denied;
    return finish(trace, { outcome: 'deny', providers: [], policy, field, reason });
  }
  const [first] = allow;
  if (first === undefined) {
    return finish(trace, NO_POLICY);
  }
  const allowed = firstMatch(allow, facts, http, trace);
  if (allowed === undefined) {
    return finish(trace, {
      outcome: 'deny',
      providers: [],
      policy: first.policy,
      field: undefined,
      reason: `no rule of ${allow.map(({ policy }) => policy).join(', ')} allows the request`,
    });
  }
  const { policy, field, reason } = allowed;
  return finish(trace, { outcome: 'allow', providers: [], policy, field, reason });
}

const UNDECIDED = { outcome: 'allow', providers: [], policy: undefined, field: undefined } as const;
const NO_PROVIDER: AuthorizationResult = { ...UNDECIDED, reason: '' };
const NO_POLICY: AuthorizationResult = { ...UNDECIDED, reason: 'no ALLOW policy applies, so all is allowed' };

function firstMatch(
  policies: readonly ReadyPolicy[],
  facts: RequestFacts,
  http: boolean,
  trace: Trace,
): ReadyRule | undefined {
  for (const { policy, rules } of policies) {
    for (const rule of rules) {
      const result = matchRule(rule.compiled, facts, http);
      if (result.matches === true) return rule;
      if (result.matches === 'unknown') trace.unsupported(policy, `${rule.field}.${result.field}`, result.reason);
      else if (trace.explains) trace.ruledOut(policy, `${rule.field}.${result.field}`, result.reason);
    }
    if (rules.length === 0) trace.ruledOut(policy, 'spec.rules', 'a policy without rules never matches');
  }
  return undefined;
}

function finish(trace: Trace, result: AuthorizationResult): AuthorizationResult {
  trace.step('authorization', result.reason, result.policy, result.field);
  return result;
}

/** Says that a policy was judged for an address of which only the kind is known. */
export function noteAssumedAddress(facts: RequestFacts, policies: readonly Policy[], trace: Trace): void {
  const some = [PEER_ADDRESS, REMOTE_ADDRESS].some((attribute: Attribute) => facts.isSomePod(attribute));
  if (!some || !policies.some(comparesAddresses)) return;
  trace.assume('pods have addresses of the blocks that are set aside for private networks');
}

function comparesAddresses({ spec }: Policy): boolean {
  return (spec.rules ?? []).some(
    ({ from = [], when = [] }) =>
      from.some(({ source = {} }) =>
        [source.ipBlocks, source.notIpBlocks, source.remoteIpBlocks, source.notRemoteIpBlocks].some(
          list => list !== undefined,
        ),
      ) || when.some(({ key }) => key === 'source.ip' || key === 'remote.ip'),
  );
}
