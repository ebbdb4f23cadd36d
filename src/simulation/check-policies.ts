import type { PolicySet } from '../istio/policies/policy-set';
import { claimAttribute, headerAttribute, type Term } from '../requests/attribute';
import type { Connection, RequestFacts } from '../requests/request-facts';
import { PRESENT } from '../requests/test';
import type { MutualTlsMode } from '../values/mutual-tls-mode';
import { type AuthorizationResult, askProviders, authorize, noteAssumedAddress } from './authorization';
import type { Hop } from './hop';
import { type AuthenticationResult, authenticate, NO_TOKEN } from './request-authentication';
import type { Outcome, TargetVerdict } from './verdict';

/** A request that a proxy has let through, as it leaves the checks, or the verdict that ends it. */
export interface Checked {
  readonly verdict: TargetVerdict;
  readonly facts: RequestFacts;
}

const ALWAYS_DELIMITED = ['scope', 'permission'];

/** What is known of a connection before its policies are asked. */
export interface Secured {
  /** Whether mutual TLS of the mesh secures it. */
  readonly mtls: boolean;
  readonly mtlsMode: MutualTlsMode | undefined;
}

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
  secured: Secured,
): Checked {
  const { mesh, trace, answers } = hop;
  const { ready, authentications, authorizations, notes } = policies;
  const { principal } = connection;
  const verdict = (outcome: Outcome, reason: string, by?: AuthorizationResult, status?: number): TargetVerdict => ({
    workload: name,
    port: connection.destinationPort,
    outcome,
    reason: `${name}${reason}`,
    status,
    mtls: secured.mtls,
    mtlsMode: secured.mtlsMode,
    principal,
    decidedBy: by?.policy === undefined ? undefined : { resource: by.policy.toString(), field: by.field },
  });
  const denied = (by: AuthorizationResult) => verdict('denied', `: ${by.reason}`, by, http ? 403 : undefined);
  trace.add(notes);
  const arrived = hop.facts.on(connection);
  noteAssumedAddress(arrived, authorizations, trace);
  const asked = askProviders(ready, arrived, http, mesh, trace, answers);
  if (asked.outcome === 'deny') return { verdict: denied(asked), facts: arrived };
  const pending = () => verdict('up-to-provider', `: ${asked.reason}`, asked);
  const tokens = http ? authenticate(authentications, arrived, trace, mesh.release) : NO_TOKEN;
  if (tokens.status !== undefined) {
    // The authorizer is asked before the token is looked at.
    const refused = () =>
      verdict('unauthenticated', ' refuses the request because of its tokens', undefined, tokens.status);
    return { verdict: asked.outcome === 'custom' ? pending() : refused(), facts: arrived };
  }
  const facts = withToken(arrived, tokens);
  const result = authorize(ready, facts, http, trace);
  if (result.outcome === 'deny') return { verdict: denied(result), facts };
  const passed = asked.outcome === 'custom' ? pending() : verdict('routed', `: ${result.reason}`, result);
  const { headers } = tokens;
  return { verdict: Object.keys(headers).length === 0 ? passed : { ...passed, tokenHeaders: headers }, facts };
}

/** The request with the claims of an accepted token, and with the headers that come from it or go with it. */
function withToken(facts: RequestFacts, tokens: AuthenticationResult): RequestFacts {
  const { claims, spaceDelimitedClaims, headers, claimHeaders } = tokens;
  const own =
    claims === undefined
      ? facts
      : facts.authenticatedBy({
          claims,
          spaceDelimited: new Set([...ALWAYS_DELIMITED, ...spaceDelimitedClaims]),
        });
  const termOf = (header: string, value: string | undefined): Term => {
    const claim = claimHeaders[header];
    if (claim !== undefined) return claimAttribute(claim);
    return value === undefined ? { kind: 'constant', value } : { kind: 'opaque' };
  };
  // Whether the token has the claim tells whether there is the header.
  for (const claim of Object.values(claimHeaders)) own.ask(claimAttribute(claim), PRESENT);
  const changed = Object.entries(headers).map(([header, text]) => {
    const value = text ?? undefined;
    return [headerAttribute(header), value, termOf(header, value)] as const;
  });
  return changed.length === 0 ? own : own.changed(changed);
}
