import { compareText } from '../../values/order';
import type { GoUrl } from '../go-url';

/** Thrown where evaluating an expression fails, in the words of the API server. */
export class CelError extends Error {
  public override readonly name = 'CelError';
}

/** A length of time, as `duration()` yields it. */
export class CelDuration {
  public constructor(public readonly milliseconds: number) {}
}

/** A URL, as `url()` yields it. */
export class CelUrl {
  public constructor(public readonly url: GoUrl) {}
}

/** The name of a value's type, as error messages give it. */
export function celTypeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null_type';
  if (Array.isArray(value)) return 'list';
  if (value instanceof CelDuration) return 'google.protobuf.Duration';
  if (value instanceof CelUrl) return 'kubernetes.URL';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'double';
    default:
      return 'map';
  }
}

/** Equality of JSON values, durations and URLs by content. */
export function celEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof CelDuration) return b instanceof CelDuration && a.milliseconds === b.milliseconds;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => celEquals(item, b[i]));
  }
  if (Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && celEquals(value, right.get(key)));
}

/** Order of two values of one type that has an order. */
export function celCompare(a: unknown, b: unknown): number {
  if (a instanceof CelDuration && b instanceof CelDuration) return a.milliseconds - b.milliseconds;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  throw new CelError('no such overload');
}
