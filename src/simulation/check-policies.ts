import type { PolicySet } from '../istio/policies/policy-set';
import { headerAttribute } from '../requests/attribute';
import type { Connection, RequestFacts } from '../requests/request-facts';
import { type AuthorizationResult, askProviders, authorize, noteAssumedAddress } from './authorization';
import type { Hop } from './hop';
import { type AuthenticationResult, authenticate } from './request-authentication';
import type { Decision, TargetVerdict } from './verdict';

/** A request that a proxy has let through, as it leaves the checks, or the verdict that ends it. */
export interface Checked {
  readonly verdict: TargetVerdict;
  readonly facts: RequestFacts;
}

const ALWAYS_DELIMITED = ['scope', 'permission'];

/**
 * The checks of a proxy once a connection is accepted: external authorizers, then tokens, then the other policies.
 *
 * @param name `namespace/name` of the pods.
 * @param http Whether the proxy sees single requests.
 */
export function checkPolicies(
  hop: Hop,
  name: string,
  connection: Connection,
  http: boolean,
  policies: PolicySet,
  secured: Partial<TargetVerdict>,
): Checked {
  const { mesh, trace, answers } = hop;
  const { ready, authentications, authorizations, notes } = policies;
  const { principal } = connection;
  trace.add(notes);
  const base = { workload: name, mtls: false, ...secured, ...(principal === undefined ? {} : { principal }) };
  const arrived = hop.facts.on(connection);
  noteAssumedAddress(arrived, authorizations, trace);
  const asked = askProviders(ready, arrived, http, mesh.settings, trace, answers);
  if (asked.outcome === 'deny') return { verdict: denied(base, asked, name, http), facts: arrived };
  const tokens = http ? authenticate(authentications, arrived, trace) : undefined;
  if (tokens?.status !== undefined) {
    // The authorizer is asked before the token is looked at.
    if (asked.outcome === 'custom') return { verdict: upToProvider(base, asked, name), facts: arrived };
    const reason = `${name} refuses the token`;
    return { verdict: { ...base, outcome: 'unauthenticated', status: tokens.status, reason }, facts: arrived };
  }
  const facts = tokens === undefined ? arrived : withToken(arrived, tokens);
  const result = authorize(ready, facts, http, trace);
  if (result.outcome === 'deny') return { verdict: denied(base, result, name, http), facts };
  const headers =
    tokens === undefined || Object.keys(tokens.headers).length === 0 ? {} : { tokenHeaders: tokens.headers };
  if (asked.outcome === 'custom') return { verdict: { ...upToProvider(base, asked, name), ...headers }, facts };
  const reason = `${name}: ${result.reason}`;
  return { verdict: { ...base, ...decidedBy(result), ...headers, outcome: 'routed', reason }, facts };
}

function upToProvider(
  base: Pick<TargetVerdict, 'workload' | 'mtls'>,
  asked: AuthorizationResult,
  name: string,
): TargetVerdict {
  return { ...base, ...decidedBy(asked), outcome: 'up-to-provider', reason: `${name}: ${asked.reason}` };
}

function denied(
  base: Pick<TargetVerdict, 'workload' | 'mtls'>,
  result: AuthorizationResult,
  name: string,
  http: boolean,
): TargetVerdict {
  const status = http ? { status: 403 } : {};
  return { ...base, ...decidedBy(result), ...status, outcome: 'denied', reason: `${name}: ${result.reason}` };
}

function decidedBy({ policy, field }: AuthorizationResult): { readonly decidedBy?: Decision } {
  return policy === undefined ? {} : { decidedBy: decision(policy.toString(), field) };
}

/** The request with the claims of an accepted token, and with the headers that come from it or go with it. */
function withToken(facts: RequestFacts, tokens: AuthenticationResult): RequestFacts {
  const { claims, spaceDelimitedClaims, headers } = tokens;
  if (claims === undefined) return facts;
  const changed = Object.entries(headers).map(([header, text]) => {
    const value = text ?? undefined;
    return [headerAttribute(header), value, { kind: 'constant', value }] as const;
  });
  const own = facts.authenticatedBy({
    claims,
    spaceDelimited: new Set([...ALWAYS_DELIMITED, ...spaceDelimitedClaims]),
  });
  return changed.length === 0 ? own : own.changed(changed);
}

/** An object and field as they are shown. */
export function decision(resource: string, field: string | undefined): Decision {
  return field === undefined ? { resource } : { resource, field };
}
