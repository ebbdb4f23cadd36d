import type { HttpRoute } from '../../model/shapes/traffic';
import { AUTHORITY, PATH, SCHEME, TARGET, type Term } from '../../requests/attribute';
import { withoutQuery } from '../../requests/path-normalization';
import type { RequestFacts } from '../../requests/request-facts';

/** The answer that sends the client elsewhere. */
export interface Redirect {
  readonly code: number;
  readonly scheme?: string;
  readonly authority?: string;
  readonly port?: number;
  /** The path that replaces the one of the request, literally. */
  readonly path?: string;
  /** What the path of the answer is made of. */
  readonly pathTerm: Term;
  /** What the host of the answer is made of. */
  readonly hostTerm: Term;
  /** Value of the `Location` header. */
  readonly location: string;
}

/**
 * The redirect of a route for one request.
 *
 * @param matched The prefix that the route has matched; `prefixRewrite` takes its place.
 */
export function redirectOf(
  {
    redirectCode,
    scheme,
    authority,
    uri: written,
    port,
    derivePort,
    prefixRewrite = '',
  }: NonNullable<HttpRoute['redirect']>,
  facts: RequestFacts,
  listenerPort: number,
  matched: string,
): Redirect {
  const path = withoutQuery(facts.show(TARGET) ?? '');
  const uri = prefixRewrite === '' ? written : prefixRewrite + path.slice(matched.length);
  const of = facts.termOf(PATH);
  const pathTerm: Term =
    prefixRewrite !== ''
      ? { kind: 'prefix-replaced', of, prefix: matched, by: prefixRewrite }
      : uri === undefined
        ? of
        : { kind: 'constant', value: uri };
  const target = scheme ?? facts.show(SCHEME) ?? '';
  const wanted = derivePort === 'FROM_REQUEST_PORT' ? listenerPort : port;
  const shown = wanted === undefined || wanted === defaultPort(target) || wanted === 0 ? undefined : wanted;
  return {
    code: redirectCode === undefined || redirectCode === 0 ? 301 : redirectCode,
    ...(scheme === undefined ? {} : { scheme }),
    ...(authority === undefined ? {} : { authority }),
    ...(shown === undefined ? {} : { port: shown }),
    ...(uri === undefined ? {} : { path: uri }),
    pathTerm,
    hostTerm: authority === undefined ? facts.termOf(AUTHORITY) : { kind: 'constant', value: authority },
    location: locationOf(facts, target, authority ?? hostOf(facts, target, shown), shown, uri),
  };
}

/** Where a plaintext server with `httpsRedirect` sends a request: the host stays as it was sent, port included. */
export function httpsLocation(facts: RequestFacts): string {
  return locationOf(facts, 'https', facts.show(AUTHORITY) ?? '', undefined, undefined);
}

function locationOf(
  facts: RequestFacts,
  scheme: string,
  host: string,
  port: number | undefined,
  uri: string | undefined,
): string {
  const sent = facts.show(TARGET) ?? '';
  const question = sent.indexOf('?');
  const query = question < 0 || uri?.includes('?') ? '' : sent.slice(question);
  return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${uri === undefined ? sent : uri + query}`;
}

/** The host as it was sent. Its port goes when there is a new one, or when it is the default one of another scheme. */
function hostOf(facts: RequestFacts, scheme: string, port: number | undefined): string {
  const sent = facts.show(AUTHORITY) ?? '';
  const [, host = '', written] = /^(.*):(\d+)$/.exec(sent) ?? [];
  if (written === undefined) return sent;
  const own = facts.show(SCHEME) ?? '';
  const goes = port !== undefined || (scheme !== own && Number(written) === defaultPort(own));
  return goes ? host : sent;
}

function defaultPort(scheme: string): number {
  return scheme === 'https' ? 443 : 80;
}
