import type { HTTPRouteFilter } from '../../imports/gateway.networking.k8s.io';
import type { Headers, HTTPRoute, StringMatch } from '../../imports/networking.istio.io';
import { refuse } from './cannot-say';
import { literally, segmentsOf } from './string-match';

const REDIRECT_CODES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The filter that answers with a redirect. */
export function redirectFilter({
  authority,
  scheme,
  redirectCode,
  uri,
  port,
  derivePort,
  prefixRewrite,
}: NonNullable<HTTPRoute['redirect']>): HTTPRouteFilter {
  if (prefixRewrite !== undefined) refuse('a redirect that replaces a prefix of the path');
  const derived = scheme === undefined ? 'FROM_REQUEST_PORT' : 'FROM_PROTOCOL_DEFAULT';
  if (derivePort !== undefined && derivePort !== derived) refuse(`a redirect with derivePort "${derivePort}"`);
  if (redirectCode !== undefined && !REDIRECT_CODES.has(redirectCode)) refuse(`a redirect with code ${redirectCode}`);
  return {
    type: 'RequestRedirect',
    requestRedirect: {
      hostname: authority,
      scheme: scheme as 'http' | 'https' | undefined,
      port,
      path: uri === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: uri },
      statusCode: (redirectCode ?? 301) as 301,
    },
  };
}

/** The filter that changes the host, or all or a prefix of the path. */
export function rewriteFilter(
  hostname: string | undefined,
  uri: string | undefined,
  type: 'ReplacePrefixMatch' | 'ReplaceFullPath',
): HTTPRouteFilter {
  const path =
    uri === undefined
      ? undefined
      : type === 'ReplacePrefixMatch'
        ? { type, replacePrefixMatch: uri }
        : { type, replaceFullPath: uri };
  return { type: 'URLRewrite', urlRewrite: { hostname, path } };
}

/** The filters that change headers. */
export function headerFilters(headers: Headers | undefined): HTTPRouteFilter[] {
  const changes = ({ add, set, remove }: NonNullable<Headers['request']>) => ({
    add: add && pairs(add),
    set: set && pairs(set),
    remove,
  });
  const { request, response } = headers ?? {};
  const filters: HTTPRouteFilter[] = [];
  if (request) filters.push({ type: 'RequestHeaderModifier', requestHeaderModifier: changes(request) });
  if (response) filters.push({ type: 'ResponseHeaderModifier', responseHeaderModifier: changes(response) });
  return filters;
}

function pairs(values: { readonly [name: string]: string }): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** The filter that takes a prefix of the path away. */
export function strip(uri: StringMatch | undefined, prefix: string): HTTPRouteFilter {
  const below = (path: string): string => path.slice(prefix.length).replace(/(.)\/$/, '$1') || '/';
  return uri?.exact === undefined
    ? rewriteFilter(undefined, below(segmentsOf(uri?.regex ?? '') ?? uri?.prefix ?? prefix), 'ReplacePrefixMatch')
    : rewriteFilter(undefined, below(uri.exact), 'ReplaceFullPath');
}

/** The prefix that our own rewrite takes away. */
export function strippedPrefix(rewrite: { readonly match?: string | undefined } | undefined): string | undefined {
  const quoted = /^\^(.*)\/\?$/.exec(rewrite?.match ?? '')?.[1];
  const prefix = quoted?.replace(/\\(.)/g, '$1');
  return prefix !== undefined && literally(prefix) === quoted ? prefix : undefined;
}
