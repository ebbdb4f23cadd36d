import { canonicalJson } from '../values/plain-data';
import type { ManifestMatch } from './request-match';
import type { StringMatchValue } from './string-match';

/**
 * Orders routes so that none hides a more specific one behind it: exact paths first, then regular expressions, then
 * prefixes by falling length, then no path; at the same path, more conditions first, and of these the more precise. A route with alternatives counts
 * as its least specific one. Equal ranks are ordered by their text, so that the order of construction does not matter.
 */
export function compareMatches(a: readonly ManifestMatch[], b: readonly ManifestMatch[]): number {
  const [rankA, rankB] = [leastSpecific(a), leastSpecific(b)];
  for (const [i, value] of rankA.entries()) {
    const other = rankB[i] ?? 0;
    if (value !== other) return other - value;
  }
  const [textA, textB] = [textOf(a), textOf(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

const TEXTS = new WeakMap<ManifestMatch, string>();

function textOf(matches: readonly ManifestMatch[]): string {
  return matches
    .map(match => {
      const text = TEXTS.get(match) ?? canonicalJson(match);
      TEXTS.set(match, text);
      return text;
    })
    .join();
}

type Rank = readonly [pathKind: number, pathLength: number, conditions: number, precision: number];

function leastSpecific(matches: readonly ManifestMatch[]): Rank {
  const ranks = matches.map(rank).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
  return ranks[0] ?? [0, 0, 0, 0];
}

function rank(match: ManifestMatch): Rank {
  const { uri, ignoreUriCase, ...others } = match;
  let conditions = 0;
  let precision = ignoreUriCase === true ? 0 : 1;
  for (const value of Object.values(others)) {
    for (const single of isMap(value) ? Object.values(value) : [value]) {
      conditions++;
      precision += precisionOf(single);
    }
  }
  return [...pathRank(uri), conditions, precision];
}

/** An exact value is more precise than any prefix, and a longer prefix than a shorter one. */
function precisionOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if ('exact' in value) return 100_000;
  return 'prefix' in value ? String(value.prefix).length : 0;
}

function pathRank(uri: StringMatchValue | undefined): readonly [number, number] {
  if (uri === undefined) return [0, 0];
  if ('exact' in uri) return [3, uri.exact.length];
  if ('regex' in uri) return [2, uri.regex.length];
  return uri.prefix === '/' ? [0, 0] : [1, uri.prefix.length];
}

function isMap(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !('exact' in value) && !('prefix' in value) && !('regex' in value)
  );
}
