import type { Attribute } from '../attribute';
import type { Claims } from '../claims';
import type { Token, TokenPlace, TokenRule, TokenState } from '../token';
import { domainOf } from './domains';
import { attributeOf, type Literal } from './literal';
import type { Found, TextSolver } from './solve-text';

/** The states that a token of its own can bring about at a rule, other than its absence. */
const MADE: readonly TokenState[] = ['accepted', 'unknown issuer', 'refused with 401', 'refused with 403'];

/** The most ways to send tokens that are tried. */
const MOST_WAYS = 625;

/** Tokens of which rules, and conditions on claims, have the wanted answers, in the order in which they are to be tried. */
export function* solveTokens(literals: readonly Literal[], texts: TextSolver): Iterable<Found<readonly Token[]>> {
  const rules = new Map<string, { readonly rule: TokenRule; readonly literals: Literal[] }>();
  const claims: Literal[] = [];
  for (const literal of literals) {
    const { term, test } = literal;
    const { id = '' } = attributeOf(term) ?? {};
    if (test.kind !== 'token') claims.push(literal);
    else {
      const held = rules.get(id) ?? { rule: test.rule, literals: [] };
      held.literals.push(literal);
      rules.set(id, held);
    }
  }
  const all = [...rules.values()];
  if (5 ** all.length > MOST_WAYS) {
    yield 'unknown';
    return;
  }
  for (const states of waysOf(all.map(({ literals: own }) => statesFor(own))))
    yield tokensFor(all, states, claims, texts);
}

/** The states that the literals about one rule leave, its absence first. */
function statesFor(literals: readonly Literal[]): readonly TokenState[] {
  return (['absent', ...MADE] as const).filter(state =>
    literals.every(({ test, answer }) => test.kind === 'token' && (test.state === state) === answer),
  );
}

function* waysOf<T>([first, ...others]: readonly (readonly T[])[]): Iterable<readonly T[]> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const rest of waysOf(others)) yield [one, ...rest];
}

function tokensFor(
  rules: readonly { readonly rule: TokenRule }[],
  states: readonly TokenState[],
  conditions: readonly Literal[],
  texts: TextSolver,
): Found<readonly Token[]> {
  const tokens: Token[] = [];
  const at = (place: TokenPlace) => tokens.filter(token => JSON.stringify(token.in) === JSON.stringify(place));
  const inState = (...wanted: readonly TokenState[]) =>
    rules.filter((_, i) => wanted.includes(states[i] ?? 'absent')).map(({ rule }) => rule);
  for (const [i, { rule }] of rules.entries()) {
    const state = states[i] ?? 'absent';
    if (state === 'absent' || state === 'unknown issuer') continue;
    if (at(rule.place).length > 0) return 'none';
    const made = state === 'accepted' ? claimsFor(rule, conditions, texts) : { value: brokenClaims(rule, state) };
    if (typeof made !== 'object') return made;
    tokens.push({ claims: made.value, in: rule.place, expired: state === 'refused with 401' });
  }
  for (const { issuer, place } of inState('unknown issuer')) {
    const others = at(place);
    if (others.some(({ claims }) => claims.iss === issuer)) return 'none';
    if (others.length === 0) tokens.push({ claims: { iss: `not-${issuer}`, sub: 'x' }, in: place });
  }
  if (inState('absent').some(({ place }) => at(place).length > 0)) return 'none';
  const accepted = inState('accepted').length > 0;
  // Without an accepted token there are no claims.
  if (!accepted && conditions.some(({ answer }) => answer)) return 'none';
  return { value: tokens };
}

function brokenClaims({ issuer, audiences }: TokenRule, state: TokenState): Claims {
  return { iss: issuer, sub: 'x', ...(state === 'refused with 403' ? {} : audienceOf(audiences)) };
}

function audienceOf([first]: readonly string[]): Claims {
  return first === undefined ? {} : { aud: first };
}

/** The claims of a token that a rule accepts and on which the conditions have the wanted answers. */
function claimsFor(rule: TokenRule, conditions: readonly Literal[], texts: TextSolver): Found<Claims> {
  const claims: { [name: string]: unknown } = { iss: rule.issuer, sub: 'x', ...audienceOf(rule.audiences) };
  for (const [attribute, own] of byClaim(conditions)) {
    const { key } = attribute;
    const [name = ''] = key;
    const given = key.length === 1 ? claims[name] : undefined;
    const items =
      name === 'iss' ? issuerFor(rule, own) : itemsFor(attribute, own, texts, name === 'aud' ? given : undefined);
    if (typeof items !== 'object') return items;
    if (!put(claims, key, items.value)) return 'unknown';
  }
  return { value: claims };
}

function byClaim(conditions: readonly Literal[]): ReadonlyMap<Attribute, Literal[]> {
  const byId = new Map<string, { readonly attribute: Attribute; readonly own: Literal[] }>();
  for (const literal of conditions) {
    const attribute = attributeOf(literal.term);
    if (attribute === undefined) continue;
    const held = byId.get(attribute.id) ?? { attribute, own: [] };
    held.own.push(literal);
    byId.set(attribute.id, held);
  }
  return new Map([...byId.values()].map(({ attribute, own }) => [attribute, own]));
}

function issuerFor({ issuer }: TokenRule, literals: readonly Literal[]): Found<readonly string[]> {
  const holds = literals.every(({ test, answer }) => test.fits(issuer) === answer);
  return holds ? { value: [issuer] } : 'none';
}

/** Texts of which one passes each test that has to pass, and none a test that must not. */
function itemsFor(
  attribute: Attribute,
  literals: readonly Literal[],
  texts: TextSolver,
  given: unknown,
): Found<readonly string[]> {
  const refused = literals.filter(({ answer }) => !answer);
  const items = typeof given === 'string' ? [given] : [];
  if (items.some(item => refused.some(({ test }) => test.fits(item)))) return 'none';
  for (const literal of literals) {
    if (!literal.answer || items.some(item => literal.test.fits(item))) continue;
    const domain = { ...domainOf(attribute), optional: false };
    const found = texts.solve(domain, [literal, ...refused]);
    if (typeof found !== 'object') return found;
    if (found.value !== undefined) items.push(found.value);
  }
  return { value: items };
}

/** Writes a claim; whether there was a place for it. */
function put(claims: { [name: string]: unknown }, path: readonly string[], items: readonly string[]): boolean {
  let at = claims;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    const inner = at[key];
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return false;
    at = inner as { [name: string]: unknown };
  }
  const last = path.at(-1) ?? '';
  if (items.length === 0) delete at[last];
  else at[last] = items.length === 1 ? items[0] : items;
  return true;
}
