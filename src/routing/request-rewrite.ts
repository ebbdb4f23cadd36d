import type { HTTPRewrite } from '../../imports/networking.istio.io';
import type { RequestMatch } from './request-match';
import { type PathMatch, requireRe2, segmentsOf } from './string-match';

/**
 * Changes to the request line before a request is forwarded.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export interface RequestRewrite {
  /** The host that the request goes on with. @default - it stays */
  readonly host?: string | undefined;
  /** The whole path, for rules that match paths, but not by prefix. @default - it stays */
  readonly path?: string | undefined;
  /** What takes the place of the prefix that the rule matches, for rules that match paths by prefix. @default - it stays */
  readonly prefix?: string | undefined;
  /**
   * Changes every part of the path that fits an RE2 expression; `\\1` in `by` stands for its first group. `path`, `prefix`
   * and `expression` exclude each other.
   *
   * @default - none
   */
  readonly expression?: { readonly match: string; readonly by: string } | undefined;
}

/** A rewrite as Istio writes it; fails unless it suits the matches of its rule. */
export function writeRewrite(
  { host, path, prefix, expression }: RequestRewrite,
  matches: readonly RequestMatch[],
  fail: (wanted: string) => never,
): HTTPRewrite {
  const given = Object.entries({ path, prefix, expression }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    fail(`wanted one of path, prefix and expression in the rewrite, got ${given.map(([name]) => name).join(' and ')}`);
  }
  if (given.length === 0 && host === undefined) fail('wanted the rewrite to change the host or path, got neither');
  if (prefix !== undefined) requirePrefixes(matches, 'the rewrite', fail);
  if (path !== undefined && matches.some(({ path: own }) => own === undefined || isPrefix(own))) {
    fail(
      'wanted matches of whole paths for a rewrite of the whole path, got a prefix: `prefix` takes the place of that',
    );
  }
  if (expression !== undefined) requireRe2(expression.match, 'rewrite paths');
  return {
    authority: host,
    uri: path ?? prefix,
    uriRegexRewrite: expression && { match: expression.match, rewrite: expression.by },
  } as HTTPRewrite;
}

/** Fails unless each match is about a prefix of the path, which something can take the place of. */
export function requirePrefixes(matches: readonly RequestMatch[], what: string, fail: (wanted: string) => never): void {
  const wrong = matches.find(({ path }) => path !== undefined && !isPrefix(path));
  if (wrong !== undefined) {
    const { exact, regex = '' } = wrong.path?.value ?? {};
    const got = exact === undefined ? `the expression "${regex}"` : `the whole path "${exact}"`;
    const segments = segmentsOf(regex);
    const hint = segments === undefined ? '' : `, which PathMatch.segments("${segments}") is to Istio`;
    fail(`wanted matches by PathMatch.prefix for the prefix of ${what}, got ${got}${hint}`);
  }
}

function isPrefix({ value }: PathMatch): boolean {
  return value.prefix !== undefined;
}
