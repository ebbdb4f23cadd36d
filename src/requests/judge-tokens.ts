import type { Token, TokenPlace, TokenRule, TokenState } from './token';

/** What a rule makes of the tokens of a request. */
export interface Judged {
  readonly state: TokenState;
  /** The token that is accepted. */
  readonly token: Token | undefined;
  /** Why a token is refused. */
  readonly reason: string;
}

const ABSENT: Judged = { state: 'absent', token: undefined, reason: '' };

/** Looks for tokens in the places of a rule, and checks all that are there. */
export function judgeTokens(tokens: readonly Token[], rule: TokenRule): Judged {
  const found = tokens.filter(token => rule.places.some(place => isAt(token.in, place)));
  const [token] = found;
  if (token === undefined) return ABSENT;
  const problem = found.map(one => problemOf(one, rule)).find(one => one !== undefined);
  return problem ?? { state: 'accepted', token, reason: '' };
}

/** Whether something at a place is looked at by a rule for another place; the prefix may be longer than that of the rule. */
function isAt(place: TokenPlace, wanted: TokenPlace): boolean {
  if ('param' in place) return 'param' in wanted && place.param === wanted.param;
  if ('cookie' in place) return 'cookie' in wanted && place.cookie === wanted.cookie;
  if (!('header' in wanted) || wanted.header.toLowerCase() !== place.header.toLowerCase()) return false;
  return (place.prefix ?? '').startsWith(wanted.prefix ?? '');
}

/** Whether the header holds nothing but the token after the prefix of the rule. */
function isExact(place: TokenPlace, { places }: TokenRule): boolean {
  if (!('header' in place)) return true;
  return places.some(
    wanted =>
      'header' in wanted &&
      wanted.header.toLowerCase() === place.header.toLowerCase() &&
      (wanted.prefix ?? '') === (place.prefix ?? ''),
  );
}

function problemOf(token: Token, rule: TokenRule): Judged | undefined {
  const { claims, signatureValid = true, expired = false } = token;
  const { issuer, audiences } = rule;
  const problem = (state: TokenState, reason: string): Judged => ({ state, token: undefined, reason });
  if (claims.iss !== issuer) return problem('unknown issuer', `the token is not of "${issuer}"`);
  if (!isExact(token.in, rule)) {
    return problem('refused with 401', 'what follows the prefix of the header is no token');
  }
  if (expired) return problem('refused with 401', 'the token has expired');
  // Envoy fetches keys only for a token whose claims are right.
  if (!isFor(claims.aud, audiences)) {
    return problem('refused with 403', `the token is not for ${audiences.map(one => `"${one}"`).join(', ')}`);
  }
  return signatureValid ? undefined : problem('refused with 401', 'the signature of the token is wrong');
}

function isFor(own: unknown, audiences: readonly string[]): boolean {
  const all: readonly unknown[] = Array.isArray(own) ? own : [own];
  return audiences.length === 0 || audiences.some(audience => all.includes(audience));
}
