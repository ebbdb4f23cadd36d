import type { Claims } from './jwt-claim';
import { withoutQuery } from './path-normalization';

/** An HTTP request as a proxy sees it, its path already normalised. */
export interface HttpRequest {
  readonly method: string;
  readonly scheme: string;
  /** The host as sent, with the port if written. */
  readonly authority: string;
  /** The path with its query. */
  readonly path: string;
  /** The path without its query. */
  readonly pathname: string;
  /** Headers by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Claims of an accepted token. */
  readonly claims?: Claims;
}

/** What is known of a request before its defaults are filled in. */
export interface HttpRequestInit {
  readonly method?: string;
  readonly scheme?: string;
  readonly authority?: string;
  readonly path?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly claims?: Claims;
}

/** Fills in the defaults of a request; pseudo-headers among the headers count as what they stand for. */
export function httpRequest(init: HttpRequestInit): HttpRequest {
  const headers = new Map<string, string>();
  for (const name in init.headers) {
    const value = init.headers[name];
    if (value !== undefined) headers.set(name.toLowerCase(), value);
  }
  const method = init.method ?? headers.get(':method') ?? 'GET';
  const scheme = init.scheme ?? headers.get(':scheme') ?? 'http';
  const authority = headers.get(':authority') ?? headers.get('host') ?? init.authority ?? '';
  const path = init.path ?? headers.get(':path') ?? '/';
  const claims = init.claims === undefined ? {} : { claims: init.claims };
  return { method, scheme, authority, path, pathname: withoutQuery(path), headers, ...claims };
}

/** The value of a header or pseudo-header. */
export function headerOf(request: HttpRequest, lowerCaseName: string): string | undefined {
  switch (lowerCaseName) {
    case ':method':
      return request.method;
    case ':authority':
    case 'host':
      return request.authority;
    case ':path':
      return request.path;
    case ':scheme':
      return request.scheme;
    default:
      return request.headers.get(lowerCaseName);
  }
}

/** The first value of a query parameter, without decoding. */
export function queryParameter(request: HttpRequest, name: string): string | undefined {
  const question = request.path.indexOf('?');
  if (question < 0) return undefined;
  for (const pair of request.path.slice(question + 1).split('&')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (key === name) return equals < 0 ? '' : pair.slice(equals + 1);
  }
  return undefined;
}
