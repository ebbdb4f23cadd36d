import { durationMilliseconds } from '../../values/duration';
import { isRequestUrl, parseGoUrl } from '../go-url';
import { compileRe2 } from '../re2';
import { CelDuration, CelError, CelUrl, celCompare, celEquals, celTypeOf } from './values';

type Implementation = (...values: readonly unknown[]) => unknown;

/** A function or method: the numbers of arguments it takes (a method's value counts), and what it does. */
interface CelFunction {
  readonly takes: readonly number[];
  readonly call: Implementation;
}

/** Functions that are called as `name(a, b)`. */
export const CEL_FUNCTIONS: { readonly [name: string]: CelFunction } = {
  size: { takes: [1], call: size },
  int: { takes: [1], call: toInt },
  double: { takes: [1], call: toDouble },
  string: { takes: [1], call: toText },
  bool: { takes: [1], call: toBool },
  duration: { takes: [1], call: toDuration },
  matches: { takes: [2], call: matches },
  isURL: { takes: [1], call: value => isRequestUrl(text(value)) },
  url: { takes: [1], call: toUrl },
};

/** Methods that are called as `a.name(b)`. */
export const CEL_METHODS: { readonly [name: string]: CelFunction } = {
  size: { takes: [1], call: size },
  contains: { takes: [2], call: (value, part) => text(value).includes(text(part)) },
  startsWith: { takes: [2], call: (value, part) => text(value).startsWith(text(part)) },
  endsWith: { takes: [2], call: (value, part) => text(value).endsWith(text(part)) },
  matches: { takes: [2], call: matches },
  substring: { takes: [2, 3], call: substring },
  charAt: {
    takes: [2],
    call: (value, index) => substring(value, index, Math.min(whole(index) + 1, [...text(value)].length)),
  },
  indexOf: { takes: [2], call: indexOf },
  lastIndexOf: { takes: [2], call: lastIndexOf },
  lowerAscii: { takes: [1], call: value => text(value).replace(/[A-Z]/g, letter => letter.toLowerCase()) },
  upperAscii: { takes: [1], call: value => text(value).replace(/[a-z]/g, letter => letter.toUpperCase()) },
  trim: { takes: [1], call: value => text(value).trim() },
  replace: { takes: [3, 4], call: replace },
  split: { takes: [2, 3], call: split },
  join: { takes: [1, 2], call: (value, between = '') => list(value).map(text).join(text(between)) },
  find: { takes: [2], call: (value, pattern) => regularExpression(pattern).exec(text(value))?.[0] ?? '' },
  isSorted: {
    takes: [1],
    call: value => list(value).every((item, i, all) => i === 0 || celCompare(all[i - 1], item) <= 0),
  },
  sum: { takes: [1], call: value => list(value).reduce((total: number, item) => total + number(item), 0) },
  min: { takes: [1], call: value => extreme(value, -1, 'min') },
  max: { takes: [1], call: value => extreme(value, 1, 'max') },
  getScheme: { takes: [1], call: value => parts(value).scheme },
  getHost: { takes: [1], call: value => parts(value).host },
  getHostname: { takes: [1], call: value => parts(value).hostname },
  getPort: { takes: [1], call: value => parts(value).port },
  getEscapedPath: { takes: [1], call: value => parts(value).path },
  getHours: { takes: [1], call: value => Math.trunc(milliseconds(value) / 3.6e6) },
  getMinutes: { takes: [1], call: value => Math.trunc(milliseconds(value) / 6e4) },
  getSeconds: { takes: [1], call: value => Math.trunc(milliseconds(value) / 1e3) },
  getMilliseconds: { takes: [1], call: value => Math.trunc(milliseconds(value)) },
};

const compiled = new Map<string, RegExp>();

function regularExpression(pattern: unknown): RegExp {
  const source = text(pattern);
  let expression = compiled.get(source);
  if (expression === undefined) {
    expression = compileRe2(source);
    compiled.set(source, expression);
  }
  return expression;
}

function matches(value: unknown, pattern: unknown): boolean {
  return regularExpression(pattern).test(text(value));
}

function size(value: unknown): number {
  if (typeof value === 'string') return length(value);
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  throw new CelError('no such overload');
}

/** The length in characters, not in UTF-16 units. */
function length(value: string): number {
  return /[\ud800-\udbff]/.test(value) ? [...value].length : value.length;
}

function substring(value: unknown, from: unknown, to?: unknown): string {
  const characters = [...text(value)];
  const start = whole(from);
  const end = to === undefined ? characters.length : whole(to);
  if (start < 0 || start > characters.length) throw new CelError(`index out of range: ${start}`);
  if (end < 0 || end > characters.length) throw new CelError(`index out of range: ${end}`);
  if (start > end) throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  return characters.slice(start, end).join('');
}

function indexOf(value: unknown, part: unknown): number {
  return Array.isArray(value) ? value.findIndex(item => celEquals(item, part)) : text(value).indexOf(text(part));
}

function lastIndexOf(value: unknown, part: unknown): number {
  return Array.isArray(value)
    ? value.findLastIndex(item => celEquals(item, part))
    : text(value).lastIndexOf(text(part));
}

function replace(value: unknown, part: unknown, by: unknown, count?: unknown): string {
  const pieces = text(value).split(text(part));
  const limit = count === undefined || whole(count) < 0 ? pieces.length : whole(count);
  return pieces.reduce((sum, piece, i) => sum + (i <= limit ? text(by) : text(part)) + piece);
}

function split(value: unknown, separator: unknown, count?: unknown): string[] {
  const pieces = text(value).split(text(separator));
  const limit = count === undefined ? -1 : whole(count);
  if (limit < 0 || limit >= pieces.length) return pieces;
  return limit === 0 ? [] : [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(text(separator))];
}

function extreme(value: unknown, sign: number, name: string): unknown {
  const [first, ...rest] = list(value);
  if (first === undefined) throw new CelError(`${name} called on empty list`);
  return rest.reduce((best, item) => (celCompare(item, best) * sign > 0 ? item : best), first);
}

function toInt(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string' && /^[-+]?[0-9]+$/.test(value) && Math.abs(Number(value)) < 2 ** 63)
    return Number(value);
  throw conversionError(value, 'int');
}

function toDouble(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return Number(value);
  throw conversionError(value, 'double');
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof CelDuration) return `${value.milliseconds / 1000}s`;
  throw conversionError(value, 'string');
}

function toBool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (typeof value === 'string' && /^(0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw conversionError(value, 'bool');
}

function toDuration(value: unknown): CelDuration {
  if (value instanceof CelDuration) return value;
  const length = typeof value === 'string' ? durationMilliseconds(value) : undefined;
  if (length === undefined) throw conversionError(value, 'google.protobuf.Duration');
  return new CelDuration(length);
}

function toUrl(value: unknown): CelUrl {
  if (value instanceof CelUrl) return value;
  try {
    // A request URL has no fragment, so that the second reading finds the parts.
    parseGoUrl(text(value), true);
    return new CelUrl(parseGoUrl(text(value), false));
  } catch (error) {
    if (error instanceof CelError) throw error;
    throw new CelError(
      `URL parse error during conversion from string: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function conversionError(value: unknown, wanted: string): CelError {
  return new CelError(`type conversion error from '${celTypeOf(value)}' to '${wanted}'`);
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new CelError('no such overload');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new CelError('no such overload');
  return value;
}

function whole(value: unknown): number {
  return Math.trunc(number(value));
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new CelError('no such overload');
  return value;
}

function parts(value: unknown): CelUrl['url'] {
  if (!(value instanceof CelUrl)) throw new CelError('no such overload');
  return value.url;
}

function milliseconds(value: unknown): number {
  if (!(value instanceof CelDuration)) throw new CelError('no such overload');
  return value.milliseconds;
}
