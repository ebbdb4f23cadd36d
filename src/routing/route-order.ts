import type { StringMatch } from '../../imports/networking.istio.io';
import { compareText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { literalStart, takesEveryPath } from './match-cover';
import type { ManifestMatch } from './request-match';

/**
 * Orders routes so that none hides a more specific one behind it: exact paths first, then regular expressions, then
 * prefixes by falling length, then no path; at the same path, more conditions first, and of these the more precise. A
 * route with alternatives counts as its least specific one. Equal ranks are ordered by their text, so that the order of construction does not matter.
 */
export function compareMatches(a: readonly ManifestMatch[], b: readonly ManifestMatch[]): number {
  const [rankA, rankB] = [leastSpecific(a), leastSpecific(b)];
  for (const [i, value] of rankA.entries()) {
    const other = rankB[i] ?? 0;
    if (value !== other) return other - value;
  }
  const [textA, textB] = [textOf(a), textOf(b)];
  return compareText(textA, textB);
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
  const { uri, ignoreUriCase, headers, withoutHeaders, queryParams, sourceLabels, ...single } = match;
  const named = [headers, queryParams, sourceLabels].flatMap(map => Object.values<unknown>(map ?? {}));
  const wanted = [...named, ...Object.values(single).filter(value => value !== undefined)];
  const unwanted = Object.values(withoutHeaders ?? {});
  const precision = sum(wanted.map(precisionOf)) + sum(unwanted.map(text => MOST_PRECISE - precisionOf(text)));
  const conditions = wanted.length + unwanted.length;
  return [...pathRank(uri), conditions, precision + (ignoreUriCase === true ? 0 : 1)];
}

/** The precision of an exact value. A longer prefix is more precise than a shorter one. */
const MOST_PRECISE = 100_000;

function precisionOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const { exact, prefix, regex } = value as StringMatch;
  if (exact !== undefined) return MOST_PRECISE;
  if (regex === undefined || regex === '.*') return prefix?.length ?? 0;
  // More precise than the prefix with which everything that fits begins.
  return literalStart(regex).length + 0.5;
}

function pathRank(uri: StringMatch = {}): readonly [number, number] {
  const { exact, prefix = '/', regex } = uri;
  if (exact !== undefined) return [3, exact.length];
  if (takesEveryPath(uri)) return [0, 0];
  if (regex !== undefined) return [2, regex.length];
  return prefix === '/' ? [0, 0] : [1, prefix.length];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
