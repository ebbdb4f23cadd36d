import { durationMilliseconds } from '../../values/duration';
import { isInRange, isIpAddress } from '../../values/ip-range';
import { isRequestUrl, parseGoUrl } from '../go-url';
import { compileRe2 } from '../re2';
import { CelDuration, CelError, CelUrl, celTypeOf } from './values';

/** Addresses of IPv4 in the form of IPv6, which Kubernetes takes for none. */
const IPV4_AS_IPV6 = '::ffff:0:0/96';

type Implementation = (...values: readonly unknown[]) => unknown;

/** A function or method: the numbers of arguments it takes (a method's value counts), and what it does. */
interface CelFunction {
  readonly takes: readonly number[];
  readonly call: Implementation;
}

/** Functions that are called as `name(a, b)`. */
export const CEL_FUNCTIONS: { readonly [name: string]: CelFunction } = {
  duration: { takes: [1], call: toDuration },
  int: { takes: [1], call: toInt },
  isIP: { takes: [1], call: value => isIpAddress(text(value)) && !isInRange(text(value), IPV4_AS_IPV6) },
  isURL: { takes: [1], call: value => isRequestUrl(text(value)) },
  size: { takes: [1], call: size },
  url: { takes: [1], call: toUrl },
};

/** Methods that are called as `a.name(b)`. */
export const CEL_METHODS: { readonly [name: string]: CelFunction } = {
  contains: { takes: [2], call: (value, part) => text(value).includes(text(part)) },
  endsWith: { takes: [2], call: (value, part) => text(value).endsWith(text(part)) },
  getScheme: { takes: [1], call: scheme },
  matches: { takes: [2], call: (value, pattern) => compileRe2(text(pattern)).find(text(value)) },
  size: { takes: [1], call: size },
  split: { takes: [2], call: (value, separator) => text(value).split(text(separator)) },
  startsWith: { takes: [2], call: (value, part) => text(value).startsWith(text(part)) },
  substring: { takes: [2, 3], call: substring },
};

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

function toInt(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string' && /^[-+]?[0-9]+$/.test(value) && Math.abs(Number(value)) < 2 ** 63)
    return Number(value);
  throw conversionError(value, 'int');
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

function whole(value: unknown): number {
  if (typeof value !== 'number') throw new CelError('no such overload');
  return Math.trunc(value);
}

function scheme(value: unknown): string {
  if (!(value instanceof CelUrl)) throw new CelError('no such overload');
  return value.url.scheme;
}
