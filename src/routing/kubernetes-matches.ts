import type { HTTPRouteMatch } from '../../imports/gateway.networking.k8s.io';
import { compileRe2 } from '../text/re2';
import { segmentsOf } from './string-match';

/** `none`: no request meets both. `unsayable`: some may, and one match cannot say which. */
export type Unmet = 'none' | 'unsayable';

type Path = NonNullable<HTTPRouteMatch['path']>;
interface Value {
  readonly name: string;
  readonly value: string;
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
}

/** The match of those requests that meet two matches. */
export function intersectKubernetesMatches(a: HTTPRouteMatch, b: HTTPRouteMatch): HTTPRouteMatch | Unmet {
  const parts = {
    path: paths(a.path, b.path),
    method: a.method !== undefined && b.method !== undefined && a.method !== b.method ? 'none' : undefined,
    headers: values(a.headers, b.headers, name => name.toLowerCase()),
    queryParams: values(a.queryParams, b.queryParams, name => name),
  } as const;
  const found = Object.values(parts);
  if (found.includes('none')) return 'none';
  if (found.includes('unsayable')) return 'unsayable';
  return {
    path: parts.path as Path | undefined,
    method: a.method ?? b.method,
    headers: parts.headers as readonly Value[] | undefined,
    queryParams: parts.queryParams as readonly Value[] | undefined,
  };
}

/** The expression that fits every path. */
export const EVERYTHING = '/.*';

function paths(one: Path | undefined, other: Path | undefined): Path | undefined | Unmet {
  const [a, b] = [one && asPrefix(one), other && asPrefix(other)];
  if (a === undefined || isEverything(a)) return b;
  if (b === undefined || isEverything(b)) return a;
  const [wide, narrow] = a.type === 'PathPrefix' || a.type === 'RegularExpression' ? [a, b] : [b, a];
  const [wideText, narrowText] = [wide.value ?? '/', narrow.value ?? '/'];
  if (wide.type === narrow.type && wideText === narrowText) return a;
  if (narrow.type === 'Exact') return takes(wide, narrowText) ? narrow : 'none';
  if (wide.type === 'RegularExpression' || narrow.type === 'RegularExpression') return 'unsayable';
  if (isBelow(narrowText, wideText)) return narrow;
  return isBelow(wideText, narrowText) ? wide : 'none';
}

/** An expression that stands for whole segments as the prefix that it is. */
function asPrefix(path: Path): Path {
  const { type, value = '/' } = path;
  if (type !== 'RegularExpression') return path;
  const segments = value === EVERYTHING ? '/' : segmentsOf(value);
  return segments === undefined ? path : { type: 'PathPrefix', value: segments };
}

function isEverything({ type = 'PathPrefix', value = '/' }: Path): boolean {
  return type === 'PathPrefix' && value === '/';
}

function takes({ type, value = '/' }: Path, path: string): boolean {
  if (type === 'Exact') return value === path;
  return type === 'RegularExpression' ? fits(value, path) : isBelow(path, value);
}

/** Prefixes mean whole segments. */
function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function values(
  a: readonly Value[] | undefined,
  b: readonly Value[] | undefined,
  keyOf: (name: string) => string,
): readonly Value[] | undefined | Unmet {
  if (a === undefined || b === undefined) return a ?? b;
  const both = new Map(a.map(one => [keyOf(one.name), one]));
  for (const other of b) {
    const one = both.get(keyOf(other.name));
    const combined = one === undefined ? other : value(one, other);
    if (typeof combined === 'string') return combined;
    both.set(keyOf(other.name), combined);
  }
  return [...both.values()];
}

function value(a: Value, b: Value): Value | Unmet {
  const isExact = ({ type = 'Exact' }: Value) => type === 'Exact';
  if (isExact(a) && isExact(b)) return a.value === b.value ? a : 'none';
  if (isExact(a)) return fits(b.value, a.value) ? a : 'none';
  if (isExact(b)) return fits(a.value, b.value) ? b : 'none';
  return a.value === b.value ? a : 'unsayable';
}

function fits(expression: string, text: string): boolean {
  return compileRe2(expression).fullMatch(text);
}
