import { canonicalJson } from '../values/plain-data';
import type { ManifestMatch } from './request-match';
import type { StringMatchValue } from './string-match';

/**
 * Whether every request that fits `narrow` surely fits `wide` too, so that a route for `narrow` behind one for `wide`
 * is never taken. Expressions are compared as text: `false` may also mean that it is not known.
 */
export function coversMatch(wide: ManifestMatch, narrow: ManifestMatch): boolean {
  for (const [field, value] of Object.entries(wide)) {
    if (field === 'ignoreUriCase') continue;
    if (field === 'uri') {
      if (!coversPath(wide, narrow)) return false;
      continue;
    }
    const other = (narrow as Record<string, unknown>)[field];
    if (canonicalJson(value) === canonicalJson(other)) continue;
    if (other === undefined || typeof value !== 'object' || Array.isArray(value)) return false;
    if (isStringMatch(value)) {
      if (!coversText(value, other as StringMatchValue)) return false;
    } else if (!coversMap(field, value as Record<string, unknown>, other as Record<string, unknown>)) return false;
  }
  return true;
}

function coversMap(field: string, wide: Record<string, unknown>, narrow: Record<string, unknown>): boolean {
  return Object.entries(wide).every(([key, value]) => {
    const other = narrow[key];
    if (canonicalJson(value) === canonicalJson(other)) return true;
    // That a header is not "a" does not follow from its not beginning with "ab".
    if (other === undefined || field === 'withoutHeaders' || !isStringMatch(value)) return false;
    return coversText(value, other as StringMatchValue);
  });
}

function coversPath(wide: ManifestMatch, narrow: ManifestMatch): boolean {
  const value = wide.uri as StringMatchValue;
  if ('prefix' in value && value.prefix === '/') return true;
  if (narrow.uri === undefined) return false;
  if (wide.ignoreUriCase === true) return coversText(lowerCase(value), lowerCase(narrow.uri));
  return narrow.ignoreUriCase !== true && coversText(value, narrow.uri);
}

function coversText(wide: StringMatchValue, narrow: StringMatchValue): boolean {
  if ('regex' in wide) return wide.regex === '.*' || ('regex' in narrow && narrow.regex === wide.regex);
  if ('exact' in wide) return 'exact' in narrow && narrow.exact === wide.exact;
  if ('exact' in narrow) return narrow.exact.startsWith(wide.prefix);
  return 'prefix' in narrow && narrow.prefix.startsWith(wide.prefix);
}

function lowerCase(value: StringMatchValue): StringMatchValue {
  if ('exact' in value) return { exact: value.exact.toLowerCase() };
  return 'prefix' in value ? { prefix: value.prefix.toLowerCase() } : value;
}

function isStringMatch(value: unknown): value is StringMatchValue {
  return typeof value === 'object' && value !== null && ('exact' in value || 'prefix' in value || 'regex' in value);
}
