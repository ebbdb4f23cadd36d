import type { HttpRoute } from '../../model/shapes/traffic';
import type { HttpRequest } from '../../requests/http-request';

/** The answer that sends the client elsewhere. */
export interface Redirect {
  readonly code: number;
  readonly scheme?: string;
  readonly authority?: string;
  readonly port?: number;
  /** The path that replaces the one of the request, literally. */
  readonly path?: string;
  /** Value of the `Location` header. */
  readonly location: string;
}

/** The redirect of a route for one request. */
export function redirectOf(
  { redirectCode, scheme, authority, uri, port, derivePort }: NonNullable<HttpRoute['redirect']>,
  request: HttpRequest,
  listenerPort: number,
): Redirect {
  const target = scheme ?? request.scheme;
  const wanted = derivePort === 'FROM_REQUEST_PORT' ? listenerPort : port;
  const shown = wanted === undefined || wanted === defaultPort(target) || wanted === 0 ? undefined : wanted;
  return {
    code: redirectCode === undefined || redirectCode === 0 ? 301 : redirectCode,
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { authority }),
    ...(shown === undefined ? {} : { port: shown }),
    ...(uri === undefined ? {} : { path: uri }),
    location: locationOf(request, target, authority, shown, uri),
  };
}

/** The redirect of a plaintext server with `httpsRedirect`. */
export function httpsRedirect(request: HttpRequest): Redirect {
  return { code: 301, scheme: 'https', location: locationOf(request, 'https', undefined, undefined, undefined) };
}

function locationOf(
  request: HttpRequest,
  scheme: string,
  authority: string | undefined,
  port: number | undefined,
  uri: string | undefined,
): string {
  const sent = request.authority;
  const bare = sent.replace(/:\d+$/, '');
  const keepsSent = authority === undefined && port === undefined && scheme === request.scheme;
  const host = authority ?? (keepsSent ? sent : bare);
  const question = request.path.indexOf('?');
  const query = question < 0 || uri?.includes('?') ? '' : request.path.slice(question);
  const path = uri === undefined ? request.path : uri + query;
  return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path}`;
}

function defaultPort(scheme: string): number {
  return scheme === 'https' ? 443 : 80;
}
