import type { Attribute } from '../attribute';
import type { Claims } from '../claims';
import { judgeTokens } from '../judge-tokens';
import type { Token, TokenPlace, TokenRule } from '../token';
import { domainOf } from './domains';
import { attributeOf, type Literal } from './literal';
import type { Found, TextSolver } from './solve-text';

/** The most ways to send tokens that are tried. */
const MOST_WAYS = 5000;

/** What is asked of one rule: which of its answers are left. */
interface AskedRule {
  readonly rule: TokenRule;
  /** Lower-case names of headers whose tokens are gone by then. */
  readonly dropped: readonly string[];
  readonly literals: readonly Literal[];
}

/** Tokens of which rules, and conditions on claims, have the wanted answers, in the order in which they are to be tried. */
export function* solveTokens(literals: readonly Literal[], texts: TextSolver): Iterable<Found<readonly Token[]>> {
  const rules = new Map<string, AskedRule & { readonly literals: Literal[] }>();
  const claims: Literal[] = [];
  for (const literal of literals) {
    const { term, test } = literal;
    if (test.kind !== 'token') {
      claims.push(literal);
      continue;
    }
    const { id = '', key = [] } = attributeOf(term) ?? {};
    const held = rules.get(id) ?? { rule: test.rule, dropped: key.slice(1), literals: [] };
    held.literals.push(literal);
    rules.set(id, held);
  }
  const asked = [...rules.values()];
  const options = placesOf(asked).map(place => optionsAt(place, asked));
  if (options.reduce((product, { length }) => product * length, 1) > MOST_WAYS) {
    yield 'unknown';
    return;
  }
  for (const chosen of combined(options)) {
    const tokens = chosen.filter(token => token !== undefined);
    if (asked.every(one => answersOf(one, tokens))) yield withClaims(tokens, asked, claims, texts);
  }
}

/** Whether the rule makes of the tokens what its literals want. */
function answersOf({ rule, dropped, literals }: AskedRule, tokens: readonly Token[]): boolean {
  const { state, token } = judgeTokens(leftOf(tokens, dropped), rule);
  return literals.every(({ test, answer }) => {
    if (test.kind !== 'token') return false;
    const isSo =
      test.state === state && (test.place === undefined || token === undefined || isSame(test.place, token.in));
    return isSo === answer;
  });
}

function leftOf(tokens: readonly Token[], dropped: readonly string[]): readonly Token[] {
  return tokens.filter(({ in: place }) => !('header' in place && dropped.includes(place.header.toLowerCase())));
}

function placesOf(asked: readonly AskedRule[]): readonly TokenPlace[] {
  const places = asked.flatMap(({ rule: { places: own } }) => own);
  return [...new Map(places.map(place => [JSON.stringify(place), place])).values()];
}

/** What may be sent at one place: no token, and tokens that its rules judge differently. */
function optionsAt(place: TokenPlace, asked: readonly AskedRule[]): readonly (Token | undefined)[] {
  const here = asked.map(({ rule }) => rule).filter(({ places }) => places.some(own => isSame(own, place)));
  const issuers = [...new Set(here.map(({ issuer }) => issuer))];
  const options: (Token | undefined)[] = [undefined];
  for (const issuer of issuers) {
    const claims = { iss: issuer, sub: 'x' };
    const audiences = [...new Set(here.filter(one => one.issuer === issuer).flatMap(one => one.audiences))];
    for (const aud of audiencesToTry(audiences)) {
      options.push({
        claims: aud.length === 0 ? claims : { ...claims, aud: aud.length === 1 ? aud[0] : aud },
        in: place,
      });
    }
    options.push({ claims, in: place, expired: true });
  }
  return [...options, { claims: { iss: 'https://nobody.invalid', sub: 'x' }, in: place }];
}

/** All audiences, each of them, and none. */
function audiencesToTry(audiences: readonly string[]): readonly (readonly string[])[] {
  if (audiences.length === 0) return [[]];
  return [...audiences.map(audience => [audience]), ...(audiences.length === 1 ? [] : [audiences]), []];
}

function isSame(a: TokenPlace, b: TokenPlace): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function* combined<T>([first, ...others]: readonly (readonly T[])[]): Iterable<readonly T[]> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const rest of combined(others)) yield [one, ...rest];
}

/** The tokens with claims in the one that is accepted, so that the conditions on them have the wanted answers. */
function withClaims(
  tokens: readonly Token[],
  asked: readonly AskedRule[],
  conditions: readonly Literal[],
  texts: TextSolver,
): Found<readonly Token[]> {
  if (conditions.length === 0) return { value: tokens };
  const accepting = asked
    .map(({ rule, dropped }) => ({ rule, token: judgeTokens(leftOf(tokens, dropped), rule).token }))
    .find(({ token }) => token !== undefined);
  // Without an accepted token there are no claims.
  if (accepting?.token === undefined) return conditions.some(({ answer }) => answer) ? 'none' : { value: tokens };
  const { rule, token } = accepting;
  const claims = claimsFor(rule, token.claims, conditions, texts);
  if (typeof claims !== 'object') return claims;
  return { value: tokens.map(one => (one === token ? { ...one, claims: claims.value } : one)) };
}

/** The claims of a token that a rule accepts and on which the conditions have the wanted answers. */
function claimsFor(rule: TokenRule, given: Claims, conditions: readonly Literal[], texts: TextSolver): Found<Claims> {
  const claims: { [name: string]: unknown } = { ...given };
  for (const [attribute, own] of byClaim(conditions)) {
    const { key } = attribute;
    const [name = ''] = key;
    const audience = key.length === 1 && name === 'aud' ? claims.aud : undefined;
    const items = name === 'iss' ? issuerFor(rule, own) : itemsFor(attribute, own, texts, audience);
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
  const items: string[] = given === undefined ? [] : [given].flat().map(String);
  if (items.some(item => refused.some(({ test }) => test.fits(item)))) return 'none';
  const domain = { ...domainOf(attribute), optional: false };
  const wanted = literals.filter(({ answer, test }) => answer && !items.some(item => test.fits(item)));
  if (wanted.length === 0) return { value: items };
  // One text for all is closer to what issuers write, and can be copied into a header.
  const single = texts.solve(domain, [...wanted, ...refused]);
  if (typeof single === 'object') return { value: [...items, single.value ?? ''] };
  for (const literal of wanted) {
    if (items.some(item => literal.test.fits(item))) continue;
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
