import type {
  CorsPolicy,
  Headers,
  HTTPDirectResponse,
  HTTPRedirect,
  HTTPRetry,
  HTTPRewrite,
  StringMatch,
} from '../../../imports/networking.istio.io';
import { type Code, type CodeRecord, call, imported, literal } from '../code';
import { inexpressible, onlyFields } from '../unit';
import type { TextOrSegments } from './kubernetes-routes';

/** How a text is compared. */
export function textCode(type: 'PathMatch' | 'TextMatch', match: TextOrSegments): Code {
  for (const kind of ['exact', 'prefix', 'regex', 'segments'] as const) {
    const value = match[kind];
    if (typeof value === 'string') return call(imported(type), kind, value);
  }
  return inexpressible('no construct writes a match for any value');
}

/** Changes of headers, as routes and destinations have them. */
export function headersCode(headers: Headers | undefined): CodeRecord {
  const { request, response, ...rest } = headers ?? {};
  onlyFields(rest, [], 'headers');
  for (const part of [request, response]) onlyFields(part, ['set', 'add', 'remove'], 'headers');
  return { requestHeaders: request && literal(request), responseHeaders: response && literal(response) };
}

/** Retries, under the conditions that are given or those of Istio. */
export function retriesCode(retries: HTTPRetry): CodeRecord {
  const { attempts, perTryTimeout, retryOn, backoff, retryIgnorePreviousHosts, retryRemoteLocalities, ...rest } =
    retries;
  onlyFields(rest, [], 'retries');
  if (attempts === undefined || attempts === 0) {
    const other = Object.keys(retries).find(field => field !== 'attempts');
    if (other !== undefined) inexpressible(`retries.${other} means nothing without attempts`);
    return { attempts: 0 };
  }
  const conditions = conditionsOf(retryOn);
  return {
    attempts,
    perTryTimeout,
    on: retryOnCode(conditions),
    backoff,
    otherHosts: retryIgnorePreviousHosts,
    otherLocalities: retryRemoteLocalities,
  };
}

/** What routes of the Gateway API always retry on. */
const CONNECTION_FAILURES = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function retryOnCode(conditions: readonly string[]): Code {
  if (conditions.length === 0) return call('RetryOn', 'istioDefault');
  const [names, codes] = [
    conditions.slice(0, CONNECTION_FAILURES.length),
    conditions.slice(CONNECTION_FAILURES.length),
  ];
  if (names.join() !== CONNECTION_FAILURES.join() || codes.some(code => !/^[45]\d\d$/.test(code))) {
    return call('RetryOn', 'of', ...conditions);
  }
  return codes.length === 0
    ? call('RetryOn', 'connectionFailures')
    : call('RetryOn', 'statusCodes', ...codes.map(Number));
}

/** The conditions of retries, one by one. */
export function conditionsOf(retryOn: string | undefined): readonly string[] {
  return (retryOn ?? '')
    .split(',')
    .map(condition => condition.trim())
    .filter(condition => condition !== '');
}

/** Changes of the request line; what takes the place of the path depends on what the route matches. */
export function rewriteCode(rewrite: HTTPRewrite, paths: readonly (StringMatch | undefined)[]): CodeRecord {
  const { authority, uri, uriRegexRewrite, ...rest } = rewrite;
  onlyFields(rest, [], 'rewrite');
  const prefixes = paths.filter(path => path === undefined || path.prefix !== undefined).length;
  if (uri !== undefined && prefixes > 0 && prefixes < paths.length) {
    inexpressible('a rewrite replaces prefixes of some paths and the whole of others');
  }
  const { match, rewrite: by } = uriRegexRewrite ?? {};
  return {
    host: authority,
    ...(prefixes === 0 && paths.length > 0 ? { path: uri } : { prefix: uri }),
    expression: uriRegexRewrite && { match: match ?? '', by: by ?? '' },
  };
}

/** Where clients are sent. A port that is derived from the scheme is what they derive by themselves. */
export function redirectCode(redirect: HTTPRedirect): CodeRecord {
  const { authority, scheme, port, derivePort, uri, prefixRewrite, redirectCode: status, ...rest } = redirect;
  onlyFields(rest, [], 'redirect');
  return {
    host: authority,
    scheme,
    port: derivePort === 'FROM_REQUEST_PORT' ? 'of-request' : port,
    path: uri,
    prefix: prefixRewrite,
    status,
  };
}

/** The answer of the proxy. */
export function directResponseCode({ status, body, ...rest }: HTTPDirectResponse): CodeRecord {
  onlyFields(rest, [], 'directResponse');
  const { string, bytes } = body ?? {};
  const decoded = bytes && call(imported('Buffer', 'node:buffer'), 'from', bytes, 'base64');
  return { status, body: string ?? decoded };
}

/** Which pages of other origins may read the answers. */
export function corsCode(policy: CorsPolicy): CodeRecord {
  const { allowOrigin = [], allowOrigins, unmatchedPreflights, maxAge, ...rest } = policy;
  const { allowMethods, allowHeaders, exposeHeaders, allowCredentials, ...others } = rest;
  onlyFields(others, [], 'corsPolicy');
  const origins: readonly StringMatch[] = allowOrigins ?? allowOrigin.map(exact => ({ exact }));
  return {
    allowOrigins: origins.map(origin => textCode('TextMatch', origin)),
    allowMethods,
    allowHeaders,
    exposeHeaders,
    allowCredentials,
    maxAge,
    unmatchedPreflights: PREFLIGHTS[unmatchedPreflights ?? 'UNSPECIFIED'],
  };
}

const PREFLIGHTS = { UNSPECIFIED: undefined, FORWARD: 'forward', IGNORE: 'ignore' } as const;
