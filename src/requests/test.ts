import { compileRe2 } from '../text/re2';
import { isInRange } from '../values/ip-range';
import type { TokenPlace, TokenRule, TokenState } from './token';

/** Value of an attribute: a text, several texts of which one has to fit, or undefined where there is none. */
export type Value = string | readonly string[] | undefined;

/** A predicate on the value of an attribute: what it wants, as data, and the function that decides it. */
export type Test = TestData & { readonly fits: (value: string | undefined) => boolean };

type TestData =
  | { readonly kind: 'present' }
  | { readonly kind: 'not-empty' }
  | { readonly kind: 'exact'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: 'prefix'; readonly text: string; readonly ignoreCase: boolean }
  | { readonly kind: 'suffix'; readonly text: string; readonly ignoreCase: boolean }
  /** An expression in RE2's syntax that takes the whole value. */
  | { readonly kind: 'regex'; readonly expression: string }
  /** `{*}` stands for one path segment that is not empty, `{**}` for anything. */
  | { readonly kind: 'template'; readonly template: string }
  /** A star stands for any text, or for any text without a slash. */
  | { readonly kind: 'glob'; readonly pattern: string; readonly withinSegment: boolean }
  /** An address, or a block of them in CIDR notation. */
  | { readonly kind: 'range'; readonly range: string }
  /** What a table has for the value; undefined where it has nothing. */
  | { readonly kind: 'chosen'; readonly name: string | undefined; readonly from: NamedChoice }
  /** A value that is absent counts as an empty one. */
  | { readonly kind: 'or-empty'; readonly test: Test }
  | { readonly kind: 'any-of'; readonly tests: readonly Test[] }
  /** What a rule for tokens makes of what the request carries. */
  | {
      readonly kind: 'token';
      readonly state: TokenState;
      readonly place: TokenPlace | undefined;
      readonly rule: TokenRule;
    };

/** There is a value, also an empty one. */
export const PRESENT: Test = { kind: 'present', fits: value => value !== undefined };

/** There is a value that is not empty. */
export const NOT_EMPTY: Test = { kind: 'not-empty', fits: value => value !== undefined && value !== '' };

export function exact(text: string, ignoreCase = false): Test {
  const wanted = ignoreCase ? text.toLowerCase() : text;
  return {
    kind: 'exact',
    text,
    ignoreCase,
    fits(value) {
      return (ignoreCase ? value?.toLowerCase() : value) === wanted;
    },
  };
}

export function prefix(text: string, ignoreCase = false): Test {
  const wanted = ignoreCase ? text.toLowerCase() : text;
  return {
    kind: 'prefix',
    text,
    ignoreCase,
    fits(value) {
      return value !== undefined && (ignoreCase ? value.toLowerCase() : value).startsWith(wanted);
    },
  };
}

export function suffix(text: string, ignoreCase = false): Test {
  const wanted = ignoreCase ? text.toLowerCase() : text;
  return {
    kind: 'suffix',
    text,
    ignoreCase,
    fits(value) {
      return value !== undefined && (ignoreCase ? value.toLowerCase() : value).endsWith(wanted);
    },
  };
}

/** @throws Re2SyntaxError if RE2 refuses the expression */
export function regex(expression: string): Test {
  const compiled = compileRe2(expression);
  return { kind: 'regex', expression, fits: value => value !== undefined && compiled.fullMatch(value) };
}

/** Whether a path of a policy is a template. */
export function isPathTemplate(path: string): boolean {
  return path.includes('{*}') || path.includes('{**}');
}

export function template(text: string): Test {
  const source = text
    .split(/(\{\*\*?\})/)
    .map(part => (part === '{*}' ? '[^/]+' : part === '{**}' ? '(?s:.*)' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return { kind: 'template', template: text, fits: regex(source).fits };
}

export function glob(pattern: string, withinSegment: boolean): Test {
  const parts = pattern.split('*');
  return {
    kind: 'glob',
    pattern,
    withinSegment,
    fits(value) {
      return value !== undefined && fitsParts(value, parts, withinSegment);
    },
  };
}

export function range(text: string): Test {
  return { kind: 'range', range: text, fits: value => value !== undefined && isInRange(value, text) };
}

export function orEmpty(test: Test): Test {
  return { kind: 'or-empty', test, fits: value => test.fits(value ?? '') };
}

export function anyOf(tests: readonly Test[]): Test {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return { kind: 'any-of', tests, fits: value => tests.some(test => test.fits(value)) };
}

/** The values for which a table has this answer. */
export function chosen<T>(from: NamedChoice<T>, found: T | undefined): Test {
  const name = nameIn(from, found);
  return { kind: 'chosen', name, from, fits: value => nameIn(from, from.find(value)) === name };
}

/** A table as far as tests know it. */
export interface NamedChoice<T = unknown> {
  find(value: string | undefined): T | undefined;
  nameOf(found: T): string;
  readonly patterns: readonly string[];
}

function nameIn<T>(from: NamedChoice<T>, found: T | undefined): string | undefined {
  return found === undefined ? undefined : from.nameOf(found);
}

/** What a rule makes of the tokens of a request, and where the token is that it accepts. */
export function tokenState(state: TokenState, rule: TokenRule, place?: TokenPlace): Test {
  return { kind: 'token', state, place, rule, fits: value => value === state };
}

/** A value of a policy: exact, `prefix*`, `*suffix`, or `*` for any that is not empty. */
export function policyValue(value: string, ignoreCase = false): Test {
  if (value === '*') return NOT_EMPTY;
  if (value.endsWith('*')) return prefix(value.slice(0, -1), ignoreCase);
  return value.startsWith('*') ? suffix(value.slice(1), ignoreCase) : exact(value, ignoreCase);
}

/** A StringMatch of a route; undefined asks for nothing. Case is never ignored by a regular expression. */
export function stringMatch(
  match: {
    readonly exact?: string | undefined;
    readonly prefix?: string | undefined;
    readonly regex?: string | undefined;
  },
  ignoreCase = false,
): Test | undefined {
  if (match.exact !== undefined) return exact(match.exact, ignoreCase);
  if (match.prefix !== undefined) return prefix(match.prefix, ignoreCase);
  return match.regex === undefined ? undefined : regex(match.regex);
}

/** Whether the parts follow each other in the text, the first at its start and the last at its end. */
function fitsParts(text: string, parts: readonly string[], withinSegment: boolean): boolean {
  const [first = ''] = parts;
  if (parts.length === 1) return text === first;
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || (withinSegment && text.slice(at, found).includes('/'))) return false;
    at = found + part.length;
  }
  return end >= at && text.endsWith(last) && !(withinSegment && text.slice(at, end).includes('/'));
}
