import { ConfigError } from '../values/config-error';
import { canonicalJson } from '../values/plain-data';
import type { ManifestMatch } from './request-match';
import type { StringMatchValue } from './string-match';

/** Both matches at once, or `undefined` where no request can meet both; throws where that cannot be decided. */
export function intersectMatches(a: ManifestMatch, b: ManifestMatch, where: string): ManifestMatch | undefined {
  const merged: Record<string, unknown> = { ...a };
  for (const [field, value] of Object.entries(b)) {
    const other = merged[field];
    if (other === undefined || canonicalJson(other) === canonicalJson(value)) {
      merged[field] = value;
      continue;
    }
    const both =
      field === 'uri' || field === 'method' || field === 'authority' || field === 'scheme'
        ? intersectValues(other as StringMatchValue, value as StringMatchValue, field, where)
        : intersectMaps(other as Record<string, unknown>, value as Record<string, unknown>, field, where);
    if (both === undefined) return undefined;
    merged[field] = both;
  }
  return merged as ManifestMatch;
}

function intersectMaps(
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  field: string,
  where: string,
): Record<string, unknown> | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) || Array.isArray(b)) return undefined;
  const merged: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = merged[key];
    if (other === undefined || canonicalJson(other) === canonicalJson(value)) merged[key] = value;
    else if (typeof other === 'string' || typeof value === 'string') return undefined;
    else {
      const both = intersectValues(other as StringMatchValue, value as StringMatchValue, `${field}.${key}`, where);
      if (both === undefined) return undefined;
      merged[key] = both;
    }
  }
  return merged;
}

function intersectValues(
  a: StringMatchValue,
  b: StringMatchValue,
  field: string,
  where: string,
): StringMatchValue | undefined {
  if ('regex' in a !== 'regex' in b) {
    const [regex, literal] = 'regex' in a ? [a, b] : ([b, a] as const);
    const start = literalStart('regex' in regex ? regex.regex : '');
    if ('prefix' in literal) {
      if (start.startsWith(literal.prefix)) return regex;
      if (!literal.prefix.startsWith(start)) return undefined;
    }
    if ('exact' in literal && !literal.exact.startsWith(start)) return undefined;
  }
  if ('regex' in a || 'regex' in b) {
    throw new ConfigError(
      `Cannot combine two conditions on ${field} at ${where}: wanted at most one regular expression among them, got ${canonicalJson(a)} and ${canonicalJson(b)}`,
    );
  }
  if ('exact' in a) return ('exact' in b ? a.exact === b.exact : a.exact.startsWith(b.prefix)) ? a : undefined;
  if ('exact' in b) return b.exact.startsWith(a.prefix) ? b : undefined;
  if (a.prefix.startsWith(b.prefix)) return a;
  return b.prefix.startsWith(a.prefix) ? b : undefined;
}

/** The text with which everything that fits the expression begins. */
export function literalStart(regex: string): string {
  const anchored = regex.startsWith('^') ? regex.slice(1) : regex;
  const literal = /^[A-Za-z0-9/_~%=&,:;@-]*/.exec(anchored)?.[0] ?? '';
  const next = anchored[literal.length];
  // Alternatives make the start of one branch say nothing; a repetition makes the character before it optional.
  if (anchored.includes('|')) return '';
  return next === '*' || next === '?' || next === '{' ? literal.slice(0, -1) : literal;
}
