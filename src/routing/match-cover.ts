import type { StringMatch } from '../../imports/networking.istio.io';
import { compileRe2, re2Problem } from '../text/re2';
import { addTo } from '../values/multimap';
import type { ManifestMatch } from './request-match';

/** For each condition, whether requests that meet that of `narrow` surely meet that of `wide`. */
const COVERS: {
  readonly [K in keyof Required<ManifestMatch>]: (wide: ManifestMatch, narrow: ManifestMatch) => boolean;
} = {
  uri: coversPath,
  // Compared with the path.
  ignoreUriCase: () => true,
  method: (wide, narrow) => coversOne(wide.method, narrow.method),
  authority: (wide, narrow) => coversOne(wide.authority, narrow.authority),
  scheme: (wide, narrow) => coversOne(wide.scheme, narrow.scheme),
  headers: (wide, narrow) => coversAll(wide.headers, narrow.headers, coversValue),
  queryParams: (wide, narrow) => coversAll(wide.queryParams, narrow.queryParams, coversValue),
  // A value that none of many texts may be is none of a few of them either.
  withoutHeaders: (wide, narrow) => coversAll(wide.withoutHeaders, narrow.withoutHeaders, (a, b) => coversValue(b, a)),
  sourceLabels: (wide, narrow) => coversAll(wide.sourceLabels, narrow.sourceLabels, (a, b) => a === b),
  sourceNamespace: (wide, narrow) => isFreeOr(wide.sourceNamespace, narrow.sourceNamespace),
  port: (wide, narrow) => isFreeOr(wide.port, narrow.port),
  gateways: (wide, narrow) =>
    wide.gateways === undefined || narrow.gateways?.every(name => wide.gateways?.includes(name)) === true,
};

const CONDITIONS = Object.values(COVERS);

/**
 * Whether every request that fits `narrow` surely fits `wide` too, so that a route for `narrow` behind one for `wide`
 * is never taken. Expressions are compared as text: `false` may also mean that it is not known.
 */
export function coversMatch(wide: ManifestMatch, narrow: ManifestMatch): boolean {
  return CONDITIONS.every(covers => covers(wide, narrow));
}

/** Whether every text that fits `narrow` surely fits `wide` too. A comparison with nothing takes any text. */
export function coversText(wide: StringMatch, narrow: StringMatch): boolean {
  if (wide.exact !== undefined) return narrow.exact === wide.exact;
  if (wide.regex !== undefined && wide.regex !== '.*') return narrow.regex === wide.regex;
  if (wide.prefix === undefined) return true;
  return (narrow.exact ?? narrow.prefix ?? literalStart(narrow.regex ?? '')).startsWith(wide.prefix);
}

/** As `coversText`, for what is no path: of those an index knows the expressions as texts alone. */
function coversValue(wide: StringMatch, narrow: StringMatch): boolean {
  return coversText(wide, narrow) || (narrow.exact !== undefined && fitsExpression(narrow.exact, wide.regex));
}

/** Whether an expression takes a whole text; one that RE2 does not read takes none. */
function fitsExpression(text: string, regex: string | undefined): boolean {
  return regex !== undefined && re2Problem(regex) === undefined && compileRe2(regex).fullMatch(text);
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

/** Finds the first of many matches that covers another one, without looking at those for other paths. */
export class CoverIndex<T extends { readonly match: ManifestMatch }> {
  private readonly byPath = new Map<string, { readonly position: number; readonly entry: T }[]>();
  private readonly prefixLengths = new Set<number>();
  private size = 0;

  /** Adds a match behind those that were added before. */
  public add(entry: T): void {
    const { uri, ignoreUriCase } = entry.match;
    const key = takesEveryPath(uri) || uri === undefined ? ANY_PATH : pathKey(uri, ignoreUriCase === true);
    if (uri?.prefix !== undefined) this.prefixLengths.add(uri.prefix.length);
    addTo(this.byPath, key, { position: this.size++, entry });
  }

  /** The first match that was added and covers `narrow`. */
  public find(narrow: ManifestMatch): T | undefined {
    let first: { readonly position: number; readonly entry: T } | undefined;
    if (this.size === 0) return undefined;
    for (const key of this.pathsAround(narrow)) {
      const found = this.byPath.get(key)?.find(({ entry }) => coversMatch(entry.match, narrow));
      if (found !== undefined && found.position < (first?.position ?? Number.POSITIVE_INFINITY)) first = found;
    }
    return first?.entry;
  }

  private *pathsAround({ uri }: ManifestMatch): Iterable<string> {
    yield ANY_PATH;
    if (uri === undefined) return;
    for (const ignoreCase of [false, true]) {
      yield pathKey(uri, ignoreCase);
      const text = uri.exact ?? uri.prefix ?? literalStart(uri.regex ?? '');
      for (const length of this.prefixLengths) {
        if (length <= text.length) yield pathKey({ prefix: text.slice(0, length) }, ignoreCase);
      }
    }
  }
}

const ANY_PATH = '';

function pathKey({ exact, prefix, regex }: StringMatch, ignoreCase: boolean): string {
  const text = `${exact === undefined ? '' : 'exact'} ${exact ?? prefix ?? ''}`;
  return regex === undefined ? `${ignoreCase} ${ignoreCase ? text.toLowerCase() : text}` : `regex ${regex}`;
}

/** As `coversMatch`, for the paths alone. */
export function coversPath(wide: ManifestMatch, narrow: ManifestMatch): boolean {
  if (wide.uri === undefined || takesEveryPath(wide.uri)) return true;
  if (narrow.uri === undefined) return false;
  if (wide.ignoreUriCase === true) return coversText(lowerCase(wide.uri), lowerCase(narrow.uri));
  return narrow.ignoreUriCase !== true && coversText(wide.uri, narrow.uri);
}

/** Whether a comparison of paths takes each of them. */
export function takesEveryPath(uri: StringMatch | undefined): boolean {
  return uri?.prefix === '/' || uri?.regex === '.*';
}

/** A condition on what every request has. */
function coversOne(wide: StringMatch | undefined, narrow: StringMatch | undefined): boolean {
  return wide === undefined || (narrow !== undefined && coversValue(wide, narrow));
}

function coversAll<V>(
  wide: { readonly [name: string]: V } = {},
  narrow: { readonly [name: string]: V } = {},
  covers: (wide: V, narrow: V) => boolean,
): boolean {
  return Object.entries(wide).every(([name, value]) => {
    const other = narrow[name];
    return other !== undefined && covers(value, other);
  });
}

function isFreeOr<V>(wide: V | undefined, narrow: V | undefined): boolean {
  return wide === undefined || wide === narrow;
}

/** The same comparison of texts in lower case. */
export function lowerCase(text: StringMatch): StringMatch {
  if (text.exact !== undefined) return { exact: text.exact.toLowerCase() };
  return text.prefix === undefined ? text : { prefix: text.prefix.toLowerCase() };
}
