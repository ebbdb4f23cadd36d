import type { HttpMatch, HttpRoute } from '../../model/shapes/traffic';
import type { HttpRequest } from '../../requests/http-request';
import { compileRe2 } from '../../text/re2';

/** What a route changes in the request line. */
export interface Rewrite {
  readonly authority?: string;
  readonly uri?: string;
  readonly regex?: { readonly match: string; readonly rewrite: string };
}

/** The path that goes upstream, or why it cannot be told. */
export type UpstreamPath = { readonly path: string } | { readonly problem: string };

/** The rewrite of a route; an authority set by header operations counts where `rewrite` names none. */
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

/** The path of the request after the rewrite. */
export function upstreamPath(rewrite: Rewrite, match: HttpMatch | undefined, request: HttpRequest): UpstreamPath {
  const query = request.path.slice(request.pathname.length);
  if (rewrite.regex !== undefined) {
    try {
      const { match, rewrite: replacement } = rewrite.regex;
      return { path: compileRe2(match).replaceAll(request.pathname, replacement) + query };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }
  if (rewrite.uri === undefined) return { path: request.path };
  if (match?.uri?.exact !== undefined) return { path: rewrite.uri + query };
  if (match?.uri?.regex !== undefined) return { problem: 'uri rewrites a path that was matched by regex' };
  const prefix = match?.uri?.prefix ?? '/';
  return { path: rewrite.uri + request.pathname.slice(prefix.length) + query };
}
