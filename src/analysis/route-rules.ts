import type { Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { HttpMatch, StringMatch } from '../model/shapes/traffic';

/** One rule of a VirtualService, and what earlier rules leave of it. */
export interface RouteRule {
  readonly label: string;
  readonly field: string;
  /** Why the rule is never used, if it is not. */
  readonly unreachable: string | undefined;
  /** Its matches that an earlier match equals. */
  readonly duplicates: readonly { readonly match: string; readonly position: number; readonly first: string }[];
}

type Protocol = 'http' | 'tcp' | 'tls';

/** The rules of one protocol, in the order in which they are tried. */
export function* routeRules(resource: Resource<'VirtualService'>, protocol: Protocol): Iterable<RouteRule> {
  const seen = new Map<string, string>();
  let catchAll: string | undefined;
  for (const [i, rule] of (resource.spec[protocol] ?? []).entries()) {
    const label = labelOf('name' in rule ? rule.name : undefined, i);
    const field = `spec.${protocol}[${i}]`;
    const matches = rule.match ?? [];
    if (matches.length === 0) {
      yield {
        label,
        field,
        unreachable: catchAll === undefined ? undefined : `rule ${catchAll} before it matches everything as well`,
        duplicates: [],
      };
      catchAll = label;
      continue;
    }
    const duplicates: { match: string; position: number; first: string }[] = [];
    for (const [j, match] of matches.entries()) {
      if (catchAll !== undefined) continue;
      const key = meaningOf(match);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, label);
      else duplicates.push({ match: labelOf('name' in match ? match.name : undefined, j), position: j, first });
    }
    const nothingLeft = catchAll === undefined && duplicates.length === matches.length;
    yield {
      label,
      field,
      unreachable:
        catchAll !== undefined
          ? `rule ${catchAll} before it matches everything`
          : nothingLeft
            ? 'earlier rules match all that it matches'
            : undefined,
      duplicates,
    };
  }
}

interface PrefixMatch {
  readonly rule: string;
  readonly match: string;
  readonly field: string;
  readonly prefix: string;
  readonly conditions: HttpMatch;
}

/** Matches by prefix that an earlier, shorter prefix covers under conditions that are no narrower. */
export function* ineffectivePrefixes(
  resource: Resource<'VirtualService'>,
): Iterable<{ readonly field: string; readonly later: PrefixMatch; readonly earlier: PrefixMatch }> {
  const earlier: PrefixMatch[] = [];
  const seen = new Set<string>();
  for (const [i, { name, match = [] }] of (resource.spec.http ?? []).entries()) {
    for (const [j, conditions] of match.entries()) {
      const key = meaningOf(conditions);
      const prefix = conditions.uri?.prefix ?? '';
      if (seen.has(key)) continue;
      seen.add(key);
      if (prefix === '') continue;
      const own: PrefixMatch = {
        rule: labelOf(name, i),
        match: `${labelOf(conditions.name, j)} of prefix ${prefix}`,
        field: `spec.http[${i}].match[${j}].uri.prefix`,
        prefix,
        conditions,
      };
      for (const other of earlier) {
        if (other.prefix !== prefix && prefix.startsWith(other.prefix) && covers(other.conditions, conditions)) {
          yield { field: own.field, later: own, earlier: other };
        }
      }
      earlier.push(own);
    }
  }
}

function labelOf(name: string | undefined, i: number): string {
  return name === undefined || name === '' ? `#${i}` : `"${name}"`;
}

function covers(a: HttpMatch, b: HttpMatch): boolean {
  return (
    (a.port ?? 0) === (b.port ?? 0) &&
    coversText(textOf(a.method, 'exact:GET'), textOf(b.method, 'exact:GET')) &&
    coversText(textOf(a.authority), textOf(b.authority)) &&
    coversMap(a.headers, b.headers) &&
    coversMap(a.queryParams, b.queryParams) &&
    coversMap(a.withoutHeaders, b.withoutHeaders)
  );
}

type Map = { readonly [key: string]: unknown } | undefined;

function coversMap(a: Map, b: Map): boolean {
  const own = Object.entries(a ?? {});
  const other = b ?? {};
  if (own.length !== Object.keys(other).length) return false;
  return own.every(
    ([key, value]) =>
      Object.hasOwn(other, key) && coversText(textOf(value as StringMatch), textOf(other[key] as StringMatch)),
  );
}

function coversText(a: string, b: string): boolean {
  return a === b || a.startsWith(b);
}

/** A condition as text; one by regular expression is not compared. */
function textOf(match: StringMatch | null | undefined, absent = ''): string {
  if (match === undefined || match === null) return absent;
  if (match.exact !== undefined) return `exact:${match.exact}`;
  return match.prefix === undefined ? '' : `prefix:${match.prefix}`;
}

/** Several rules compare the same matches. */
const meanings = new WeakMap<object, string>();

/** One text for matches that mean the same: without their names, keys sorted, empty values left out. */
function meaningOf(match: object): string {
  const known = meanings.get(match);
  if (known !== undefined) return known;
  const meaning = textFor({ ...match, name: undefined }) ?? '';
  meanings.set(match, meaning);
  return meaning;
}

function textFor(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : `[${value.map(item => textFor(item) ?? 'null').join()}]`;
  }
  if (isMapping(value)) {
    let text = '';
    for (const key of Object.keys(value).sort()) {
      const content = textFor(value[key]);
      if (content !== undefined) text += `${JSON.stringify(key)}:${content},`;
    }
    return `{${text}}`;
  }
  const isEmpty = value === undefined || value === '' || value === 0 || value === false || value === null;
  return isEmpty ? undefined : JSON.stringify(value);
}
