import type { HttpMatch, HttpRoute } from '../../model/shapes/traffic';
import { PATH, TARGET, type Term } from '../../requests/attribute';
import { withoutQuery } from '../../requests/path-normalization';
import type { RequestFacts } from '../../requests/request-facts';
import { compileRe2 } from '../../text/re2';

/** What a route changes in the request line. */
export interface Rewrite {
  /** The host that the request goes on with. @default - unchanged */
  readonly authority?: string;
  /** What replaces the path, or the prefix that was matched. @default - unchanged */
  readonly uri?: string;
  /** An expression by which the path is changed. @default - none */
  readonly regex?: { readonly match: string; readonly rewrite: string };
}

/** The path that goes upstream, with what it is made of, or why it cannot be told. */
export type UpstreamPath =
  | { readonly path: string; readonly target: string; readonly term: Term }
  | { readonly problem: string };

/** The rewrite of a route; an authority that header operations set counts where `rewrite` names none. */
export function rewriteOf(spec: HttpRoute['rewrite'], authorityHeader: string | undefined): Rewrite {
  const authority = spec?.authority ?? authorityHeader;
  const { match, rewrite } = spec?.uriRegexRewrite ?? {};
  return {
    ...(authority === undefined ? {} : { authority }),
    ...(spec?.uriRegexRewrite === undefined
      ? spec?.uri === undefined
        ? {}
        : { uri: spec.uri }
      : { regex: { match: match ?? '', rewrite: rewrite ?? '' } }),
  };
}

/** The path of the request after the rewrite; undefined where it stays. */
export function upstreamPath(
  rewrite: Rewrite,
  match: HttpMatch | undefined,
  facts: RequestFacts,
): UpstreamPath | undefined {
  const sent = facts.show(TARGET) ?? '';
  const path = withoutQuery(sent);
  const query = sent.slice(path.length);
  const of = facts.termOf(PATH);
  if (rewrite.regex !== undefined) {
    const { match: expression, rewrite: by } = rewrite.regex;
    try {
      const replaced = compileRe2(expression).replaceAll(path, by);
      return { path: replaced, target: replaced + query, term: { kind: 'regex-replaced', of, expression, by } };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
  const { uri } = rewrite;
  if (uri === undefined) return undefined;
  if (match?.uri?.exact !== undefined || match?.uri?.regex !== undefined) {
    return { path: uri, target: uri + query, term: { kind: 'constant', value: uri } };
  }
  const prefix = match?.uri?.prefix ?? '/';
  const replaced = uri + path.slice(prefix.length);
  return { path: replaced, target: replaced + query, term: { kind: 'prefix-replaced', of, prefix, by: uri } };
}
