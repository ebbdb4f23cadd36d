import type { Release } from '../istio/release';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import type { JwtRule } from '../model/shapes/policy';
import { headerAttribute, METHOD, tokenAttribute } from '../requests/attribute';
import type { Claims } from '../requests/claims';
import { type Judged, judgeTokens } from '../requests/judge-tokens';
import type { RequestFacts } from '../requests/request-facts';
import { exact, PRESENT, tokenState } from '../requests/test';
import type { Token, TokenPlace, TokenRule } from '../requests/token';
import { toBase64, toBase64Url } from '../text/base64';

/** What happens to a request with tokens. */
export interface AuthenticationResult {
  /** 401 or 403 when the request is refused. */
  readonly status: 401 | 403 | undefined;
  /** Claims of the accepted token. */
  readonly claims: Claims | undefined;
  readonly spaceDelimitedClaims: readonly string[];
  /** Headers that the application gets because of the token; null for one that is removed. */
  readonly headers: { readonly [name: string]: string | null };
  /** The claims that headers are made of, by the name of the header. */
  readonly claimHeaders: { readonly [name: string]: readonly string[] };
}

/** What happens to a request without a token that is looked at. */
export const NO_TOKEN: AuthenticationResult = {
  status: undefined,
  claims: undefined,
  spaceDelimitedClaims: [],
  headers: {},
  claimHeaders: {},
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
  let refusal: { readonly judged: Judged; readonly owner: OwnedRule } | undefined;
  const removed: { [name: string]: null } = {};
  for (const owner of rules) {
    const { rule, policy, field } = owner;
    const wanted = tokenRuleOf(rule);
    // Nobody but the proxy writes these headers, so that what was sent in them goes first.
    for (const header of headersWritten(rule)) removed[header] = null;
    const judged = judgeTokens(facts.tokens, wanted);
    const { state, token } = judged;
    facts.judge(
      tokenAttribute(`${policy.fullName} ${field}`, facts.droppedHeaders),
      tokenState(state, wanted, token?.in),
    );
    if (token !== undefined) {
      trace.step('request authentication', `the token of "${rule.issuer ?? ''}" is accepted`, policy, field);
      if (accepted !== undefined && accepted.token !== token) {
        trace.unsupported(policy, `${field}.presence`, 'which of several accepted tokens policies see is not known');
      }
      accepted ??= { owner, token };
      // One accepted token is enough, whatever the others are, unless a certain one has to be there.
      if (!anyRequired) break;
    } else if (isRequired(owner)) {
      return refused(trace, owner, judged);
    } else if (state !== 'absent' && (refusal === undefined || refusal.judged.state === 'unknown issuer')) {
      refusal = { judged, owner };
    }
  }
  if (accepted !== undefined) {
    const { owner, token } = accepted;
    if (anyRequired && refusal !== undefined) {
      const { policy, field } = refusal.owner;
      trace.unsupported(policy, field, 'what an invalid token beside a required one leads to is not known');
    }
    return {
      status: undefined,
      claims: token.claims,
      spaceDelimitedClaims: owner.rule.spaceDelimitedClaims ?? [],
      headers: { ...removed, ...outputHeaders(token, owner.rule) },
      claimHeaders: claimHeaders(token, owner.rule),
    };
  }
  if (refusal !== undefined) return refused(trace, refusal.owner, refusal.judged);
  trace.step('request authentication', 'the request carries no token where one is looked for');
  return Object.keys(removed).length === 0 ? NO_TOKEN : { ...NO_TOKEN, headers: removed };
}

function headersWritten({ outputPayloadToHeader, outputClaimToHeaders = [] }: JwtRule): readonly string[] {
  const payload = outputPayloadToHeader === undefined ? [] : [outputPayloadToHeader.toLowerCase()];
  return [...payload, ...outputClaimToHeaders.map(({ header = '' }) => header.toLowerCase())];
}

/** A request that is answered for the token that it has, or lacks. */
function refused(trace: Trace, { rule, policy, field }: OwnedRule, { state, reason }: Judged): AuthenticationResult {
  const status = state === 'refused with 403' ? 403 : 401;
  const [why, at] =
    state === 'absent'
      ? [`the request carries no token of "${rule.issuer ?? ''}", which is required`, `${field}.presence`]
      : [reason, field];
  trace.step('request authentication', `${status}: ${why}`, policy, at);
  return { ...NO_TOKEN, status };
}

/** Without a place, tokens are looked for where clients usually send them. */
const USUAL: readonly TokenPlace[] = [{ header: 'Authorization', prefix: 'Bearer ' }, { param: 'access_token' }];

/** Where a rule looks for tokens, and what it wants of them. */
export function tokenRuleOf({
  issuer = '',
  audiences = [],
  fromHeaders = [],
  fromParams = [],
  fromCookies = [],
}: JwtRule): TokenRule {
  const places: TokenPlace[] = [
    ...fromHeaders.map(({ name = '', prefix = '' }) => ({ header: name, prefix })),
    ...fromParams.map(param => ({ param })),
    ...fromCookies.map(cookie => ({ cookie })),
  ];
  return { issuer, audiences, places: places.length === 0 ? USUAL : places };
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

function outputHeaders(token: Token, rule: JwtRule): { readonly [name: string]: string | null } {
  const headers: { [name: string]: string | null } = {};
  if ('header' in token.in && rule.forwardOriginalToken !== true) headers[token.in.header.toLowerCase()] = null;
  if (rule.outputPayloadToHeader !== undefined) {
    headers[rule.outputPayloadToHeader.toLowerCase()] = toBase64Url(JSON.stringify(token.claims));
  }
  for (const { header = '', claim = '' } of rule.outputClaimToHeaders ?? []) {
    const value = claimText(token.claims, claim);
    if (value !== undefined) headers[header.toLowerCase()] = value;
  }
  return headers;
}

function claimHeaders({ claims }: Token, { outputClaimToHeaders = [] }: JwtRule): AuthenticationResult['claimHeaders'] {
  return Object.fromEntries(
    outputClaimToHeaders.map(({ header = '', claim = '' }) => [header.toLowerCase(), claimPath(claims, claim)]),
  );
}

/** Dots descend into nested claims, unless a claim has precisely this name. */
function claimPath(claims: Claims, name: string): readonly string[] {
  return Object.hasOwn(claims, name) ? [name] : name.split('.');
}

/** A claim as the text of a header. */
function claimText(claims: Claims, path: string): string | undefined {
  let value: unknown = claims;
  for (const key of claimPath(claims, path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Claims)[key];
  }
  if (typeof value === 'object' && value !== null) return toBase64(JSON.stringify(value));
  return value === undefined || value === null ? undefined : String(value);
}
