import type { StringMatch } from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import { canonicalJson } from '../values/plain-data';
import { coversPath, coversText, literalStart, lowerCase } from './match-cover';
import type { ManifestMatch } from './request-match';

/** Stands for two conditions that no request meets together. */
const NONE = Symbol('none');

interface Place {
  readonly field: string;
  readonly where: string;
}

/** Combines two conditions on one field; throws where one condition cannot say what both do. */
type Combine<V> = (one: V, other: V, place: Place) => V | typeof NONE;

type Named<V> = { readonly [name: string]: V };

const texts: Combine<StringMatch> = (one, other, place) => {
  if (coversText(one, other)) return other;
  if (coversText(other, one)) return one;
  return areDisjoint(one, other) ? NONE : cannot(one, other, place);
};

/** What fits neither does not fit the wider one; of two others a match can name one only. */
const neither: Combine<StringMatch> = (one, other, place) => {
  if (coversText(one, other)) return one;
  return coversText(other, one) ? other : cannot(one, other, place);
};

const same = <V>(one: V, other: V): V | typeof NONE => (one === other ? one : NONE);

const common: Combine<readonly string[]> = (one, other) => {
  const both = one.filter(name => other.includes(name));
  return both.length === 0 ? NONE : both;
};

const each =
  <V>(combine: Combine<V>): Combine<Named<V>> =>
  (one, other, { field, where }) => {
    const merged: { [name: string]: V } = { ...one, ...other };
    for (const [name, value] of Object.entries(one)) {
      const second = other[name];
      const both = second === undefined ? value : combine(value, second, { field: `${field}.${name}`, where });
      if (both === NONE) return NONE;
      merged[name] = both;
    }
    return merged;
  };

type Conditions = Omit<ManifestMatch, 'uri' | 'ignoreUriCase'>;

const COMBINE: { readonly [K in keyof Conditions]-?: Combine<NonNullable<Conditions[K]>> } = {
  method: texts,
  authority: texts,
  scheme: texts,
  headers: each(texts),
  queryParams: each(texts),
  withoutHeaders: each(neither),
  sourceLabels: each(same),
  sourceNamespace: same,
  port: same,
  gateways: common,
};

/** Both matches at once, or `undefined` where no request can meet both; throws where one match cannot say it. */
export function intersectMatches(a: ManifestMatch, b: ManifestMatch, where: string): ManifestMatch | undefined {
  const path = intersectPaths(a, b, where);
  if (path === NONE) return undefined;
  const merged: { [field: string]: unknown } = { ...a, ...b, ...path };
  for (const [field, combine] of Object.entries(COMBINE) as [keyof Conditions, Combine<unknown>][]) {
    const [one, other] = [a[field], b[field]];
    const both = one === undefined || other === undefined ? (one ?? other) : combine(one, other, { field, where });
    if (both === NONE) return undefined;
    if (both !== undefined) merged[field] = both;
  }
  return merged as ManifestMatch;
}

type PathCondition = Pick<ManifestMatch, 'uri' | 'ignoreUriCase'>;

function intersectPaths(a: ManifestMatch, b: ManifestMatch, where: string): PathCondition | typeof NONE {
  const pathOf = ({ uri, ignoreUriCase }: ManifestMatch): PathCondition => ({ uri, ignoreUriCase });
  if (a.uri === undefined || (b.uri !== undefined && coversPath(a, b))) return pathOf(b);
  if (b.uri === undefined || coversPath(b, a)) return pathOf(a);
  const anyCase = a.ignoreUriCase === true || b.ignoreUriCase === true;
  const [one, other] = anyCase ? [lowerCase(a.uri), lowerCase(b.uri)] : [a.uri, b.uri];
  return areDisjoint(one, other) ? NONE : cannot(a.uri, b.uri, { field: 'uri', where });
}

/** Whether surely no text fits both, as far as their beginnings tell. */
function areDisjoint(a: StringMatch, b: StringMatch): boolean {
  const startOf = ({ exact, prefix, regex }: StringMatch): string => exact ?? prefix ?? literalStart(regex ?? '');
  const [start, other] = [startOf(a), startOf(b)];
  const [longer, shorter, ending] = start.length > other.length ? [start, other, b] : [other, start, a];
  return !longer.startsWith(shorter) || (ending.exact !== undefined && longer !== shorter);
}

function cannot(one: StringMatch, other: StringMatch, { field, where }: Place): never {
  throw new ConfigError(
    `Cannot combine two conditions on ${field} at ${where}: wanted two of which one match can say both, got ${canonicalJson(one)} and ${canonicalJson(other)}`,
  );
}
