import type { Release } from '../istio/release';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import type { JwtRule } from '../model/shapes/policy';
import { headerAttribute, METHOD, tokenAttribute } from '../requests/attribute';
import type { Claims } from '../requests/claims';
import type { RequestFacts } from '../requests/request-facts';
import { exact, PRESENT, tokenState } from '../requests/test';
import type { Token, TokenPlace } from '../requests/token';

/** What becomes of a request with tokens. */
export interface AuthenticationResult {
  /** 401 or 403 when the request is refused. */
  readonly status: 401 | 403 | undefined;
  /** Claims of the accepted token. */
  readonly claims: Claims | undefined;
  readonly spaceDelimitedClaims: readonly string[];
  /** Headers that the application gets because of the token; null for one that is removed. */
  readonly headers: { readonly [name: string]: string | null };
}

/** What becomes of a request without a token that is looked at. */
export const NO_TOKEN: AuthenticationResult = {
  status: undefined,
  claims: undefined,
  spaceDelimitedClaims: [],
  headers: {},
};

interface OwnedRule {
  readonly rule: JwtRule;
  readonly policy: Resource<'RequestAuthentication'>;
  readonly field: string;
}

/**
 * Checks the tokens of a request against the rules of all RequestAuthentications that apply. A request without a token
 * passes unless a rule requires one; refusing it is otherwise up to an AuthorizationPolicy.
 *
 * @see https://istio.io/latest/docs/concepts/security/#request-authentication
 */
export function authenticate(
  policies: readonly Resource<'RequestAuthentication'>[],
  facts: RequestFacts,
  trace: Trace,
  release: Release,
): AuthenticationResult {
  const rules: OwnedRule[] = policies.flatMap(policy =>
    (policy.spec.jwtRules ?? []).map((rule, i) => ({ rule, policy, field: `spec.jwtRules[${i}]` })),
  );
  if (rules.length === 0) return NO_TOKEN;
  if (isPreflight(facts)) {
    trace.step('request authentication', 'a CORS preflight request is not checked');
    return NO_TOKEN;
  }
  const isRequired = ({ rule }: OwnedRule) => rule.presence === 'REQUIRED' && release.has('tokenPresence');
  const anyRequired = rules.some(isRequired);
  let accepted: { readonly owner: OwnedRule; readonly token: Token } | undefined;
  let refusal: { status: 401 | 403; reason: string; owner: OwnedRule; unknownIssuer: boolean } | undefined;
  for (const owner of rules) {
    const { rule, policy, field } = owner;
    const judged = judge(facts.tokens, rule);
    facts.judge(tokenAttribute(`${policy.fullName} ${field}`), tokenState(judged.state));
    if (judged.state === 'accepted') {
      trace.step('request authentication', `the token of "${rule.issuer ?? ''}" is accepted`, policy, field);
      if (accepted !== undefined && accepted.token !== judged.token) {
        trace.unsupported(policy, `${field}.presence`, 'which of several accepted tokens policies see is not known');
      }
      accepted ??= { owner, token: judged.token };
      // One accepted token is enough, whatever the others are, unless a certain one has to be there.
      if (!anyRequired) break;
    } else if (isRequired(owner)) {
      const { status, reason } = judged.state === 'absent' ? missing(rule) : judged.problem;
      trace.step('request authentication', `${status}: ${reason}`, policy, `${field}.presence`);
      return { ...NO_TOKEN, status };
    } else if (judged.state === 'refused' && (refusal === undefined || refusal.unknownIssuer)) {
      refusal = { ...judged.problem, owner };
    }
  }
  if (accepted !== undefined) {
    if (anyRequired && refusal !== undefined) {
      const { policy, field } = refusal.owner;
      trace.unsupported(policy, field, 'what an invalid token beside a required one leads to is not known');
    }
    const { rule } = accepted.owner;
    return {
      status: undefined,
      claims: accepted.token.claims,
      spaceDelimitedClaims: rule.spaceDelimitedClaims ?? [],
      headers: outputHeaders(accepted.token, rule),
    };
  }
  if (refusal === undefined) {
    trace.step('request authentication', 'the request carries no token where one is looked for');
    return NO_TOKEN;
  }
  const { owner, status, reason } = refusal;
  trace.step('request authentication', `${status}: ${reason}`, owner.policy, owner.field);
  return { ...NO_TOKEN, status };
}

function missing({ issuer = '' }: JwtRule): Pick<Problem, 'status' | 'reason'> {
  return { status: 401, reason: `the request carries no token of "${issuer}", which is required` };
}

/** What a rule makes of the tokens of a request. */
type Judged =
  | { readonly state: 'absent' }
  | { readonly state: 'accepted'; readonly token: Token }
  | { readonly state: 'refused'; readonly problem: Problem };

function judge(tokens: readonly Token[], rule: JwtRule): Judged {
  const found = tokens.filter(token => isPlaceOf(token.in, rule));
  const [token] = found;
  if (token === undefined) return { state: 'absent' };
  const problem = found.map(one => problemOf(one, rule, !isExactPlace(one.in, rule))).find(one => one !== undefined);
  return problem === undefined ? { state: 'accepted', token } : { state: 'refused', problem };
}

interface Problem {
  readonly status: 401 | 403;
  readonly reason: string;
  readonly unknownIssuer: boolean;
}

const PREFLIGHT = [
  { attribute: METHOD, test: exact('OPTIONS') },
  { attribute: headerAttribute('origin'), test: PRESENT },
  { attribute: headerAttribute('access-control-request-method'), test: PRESENT },
];

/** Whether a request is one that a browser sends ahead to ask what it may do. */
export function isPreflight(facts: RequestFacts): boolean {
  return PREFLIGHT.every(({ attribute, test }) => facts.ask(attribute, test) === true);
}

function isPlaceOf(place: TokenPlace, { fromHeaders = [], fromParams = [], fromCookies = [] }: JwtRule): boolean {
  const anywhere = fromHeaders.length + fromParams.length + fromCookies.length === 0;
  if ('param' in place) return anywhere ? place.param === 'access_token' : fromParams.includes(place.param);
  if ('cookie' in place) return fromCookies.includes(place.cookie);
  const places = anywhere ? [{ name: 'Authorization', prefix: 'Bearer ' }] : fromHeaders;
  return places.some(
    ({ name = '', prefix = '' }) =>
      name.toLowerCase() === place.header.toLowerCase() && (place.prefix ?? '').startsWith(prefix),
  );
}

/** Whether the header holds nothing but the token after the prefix of the rule. */
function isExactPlace(place: TokenPlace, { fromHeaders = [] }: JwtRule): boolean {
  if (!('header' in place) || fromHeaders.length === 0) return true;
  return fromHeaders.some(
    ({ name = '', prefix = '' }) =>
      name.toLowerCase() === place.header.toLowerCase() && (place.prefix ?? '') === prefix,
  );
}

function problemOf(
  { claims, signatureValid = true, expired = false }: Token,
  { issuer = '', audiences = [] }: JwtRule,
  malformed: boolean,
): Problem | undefined {
  const problem = (status: 401 | 403, reason: string, unknownIssuer = false) => ({ status, reason, unknownIssuer });
  if (claims.iss !== issuer) return problem(401, `the token is not of "${issuer}"`, true);
  if (malformed) return problem(401, 'what follows the prefix of the header is no token');
  if (expired) return problem(401, 'the token has expired');
  if (!signatureValid) return problem(401, 'the signature of the token is wrong');
  if (audiences.length === 0) return undefined;
  const own = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  const fits = audiences.some(audience => own.includes(audience));
  return fits ? undefined : problem(403, `the token is not for ${audiences.map(one => `"${one}"`).join(', ')}`);
}

function outputHeaders(token: Token, rule: JwtRule): { readonly [name: string]: string | null } {
  const headers: { [name: string]: string | null } = {};
  if ('header' in token.in && rule.forwardOriginalToken !== true) headers[token.in.header.toLowerCase()] = null;
  if (rule.outputPayloadToHeader !== undefined) {
    headers[rule.outputPayloadToHeader.toLowerCase()] = Buffer.from(JSON.stringify(token.claims)).toString('base64url');
  }
  for (const { header = '', claim = '' } of rule.outputClaimToHeaders ?? []) {
    const value = claimText(token.claims, claim);
    if (value !== undefined) headers[header.toLowerCase()] = value;
  }
  return headers;
}

/** A claim as the text of a header; dots descend into nested claims. */
function claimText(claims: Claims, path: string): string | undefined {
  let value: unknown = claims;
  for (const key of Object.hasOwn(claims, path) ? [path] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Claims)[key];
  }
  if (typeof value === 'object' && value !== null) return Buffer.from(JSON.stringify(value)).toString('base64');
  return value === undefined || value === null ? undefined : String(value);
}
