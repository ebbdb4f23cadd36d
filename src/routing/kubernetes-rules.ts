import type {
  HTTPRouteBackendRef,
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRetry,
  HTTPRouteRule,
} from '../../imports/gateway.networking.k8s.io';
import type { Headers, HTTPRetry, HTTPRoute, StringMatch } from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';
import { inMeantOrder } from './kubernetes-order';
import { literally, segmentsOf } from './string-match';

type IstioMatch = NonNullable<HTTPRoute['match']>[number];
type IstioDestination = NonNullable<HTTPRoute['route']>[number];
type Target = Pick<HTTPRouteBackendRef, 'name' | 'namespace' | 'port'>;

/** What routes of the Gateway API are written with. */
export interface KubernetesRulesOptions {
  /** Path of the construct that asks for the routes. */
  readonly where: string;
  /** The release of Istio that reads the routes. */
  readonly istioVersion: string;
  /** The Service, with its port, that a destination is; calls `refuse` where there is none. */
  readonly targetOf: (destination: IstioDestination['destination'], refuse: (what: string) => never) => Target;
}

/** Istio's routes as rules of the Gateway API that do the same; throws where these cannot say it. */
export function kubernetesRules(
  routes: readonly HTTPRoute[],
  { where, istioVersion, targetOf }: KubernetesRulesOptions,
): readonly HTTPRouteRule[] {
  const refuse = (what: string): never => {
    throw new ConfigError(
      `Cannot write routes of the Gateway API at ${where}: wanted what they can say, or api "istio", got ${what}`,
    );
  };
  const requireRelease = (since: string, what: string): void => {
    if (!isAtLeast(istioVersion, since)) refuse(`${what}, which Istio reads from ${since} on, for ${istioVersion}`);
  };
  const writer = new RuleWriter(targetOf, refuse, requireRelease);
  return inMeantOrder(
    routes.flatMap(route => writer.rulesOf(route)),
    refuse,
  );
}

class RuleWriter {
  public constructor(
    private readonly targetOf: KubernetesRulesOptions['targetOf'],
    private readonly refuse: (what: string) => never,
    private readonly requireRelease: (since: string, what: string) => void,
  ) {}

  /** The rules of one route: several where a path is taken away, since each then changes otherwise. */
  public rulesOf(route: HTTPRoute): readonly HTTPRouteRule[] {
    const { name, match = [], route: destinations, redirect, timeout, retries, headers, mirrors, rewrite } = route;
    this.requireKnown(route);
    const filters: HTTPRouteFilter[] = [...headerFilters(headers), ...this.mirrorFilters(mirrors)];
    if (route.corsPolicy !== undefined) filters.push(this.corsFilter(route.corsPolicy, name));
    if (redirect !== undefined) filters.push(redirectFilter(redirect));
    const common = {
      backendRefs: destinations?.map(to => this.backendOf(to)),
      timeouts: this.timeoutsOf(timeout, retries),
      retry: retries && this.retryOf(retries, name),
    };
    const rule = (matches: readonly IstioMatch[], more: readonly HTTPRouteFilter[]): HTTPRouteRule => {
      const all = [...filters, ...more];
      const written = matches.length === 0 ? undefined : matches.map(each => this.matchOf(each, match));
      return { matches: written, filters: all.length === 0 ? undefined : all, ...common };
    };
    if (rewrite === undefined) return [rule(match, [])];
    const stripped = strippedPrefix(rewrite.uriRegexRewrite);
    if (stripped !== undefined) return match.map(each => rule([each], [strip(each.uri, stripped)]));
    if (rewrite.uriRegexRewrite !== undefined) this.refuse(`a rewrite by expression on route "${name}"`);
    const { uri, authority } = rewrite;
    if (uri !== undefined && (match.length === 0 || match.some(each => !isWholePath(each.uri)))) {
      this.refuse(
        `a rewrite of a prefix of the path on route "${name}"; it joins what is left of the path in another way than Istio's own routes`,
      );
    }
    return [rule(match, [rewriteFilter(authority, uri, 'ReplaceFullPath')])];
  }

  private requireKnown(route: HTTPRoute): void {
    const [unknown] = Object.entries(route).filter(([field, value]) => value !== undefined && !KNOWN.has(field));
    if (unknown !== undefined) this.refuse(`${unknown[0]} on route "${route.name}"`);
  }

  private timeoutsOf(request: string | undefined, retries: HTTPRetry | undefined): HTTPRouteRule['timeouts'] {
    const backendRequest = retries?.perTryTimeout;
    return request === undefined && backendRequest === undefined ? undefined : { request, backendRequest };
  }

  /** Retries under the conditions that the Gateway API always has, and on status codes. */
  private retryOf(retries: HTTPRetry, name: string | undefined): HTTPRouteRetry {
    const { attempts, retryOn, perTryTimeout: _, backoff, ...rest } = retries;
    this.requireRelease('1.25', `retries on route "${name}"`);
    const [unknown] = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (unknown !== undefined) this.refuse(`${unknown[0]} in the retries of route "${name}"`);
    if (attempts === 0) return { attempts: 0 };
    const conditions = retryOn?.split(',') ?? [];
    const codes = conditions.filter(one => /^[45]\d\d$/.test(one)).map(Number);
    const names = conditions.filter(one => !/^[45]\d\d$/.test(one) && one !== 'retriable-status-codes');
    if (names.length !== ALWAYS.length || !ALWAYS.every(one => names.includes(one))) {
      this.refuse(
        `retries on ${names.join(', ') || 'the conditions of Istio'} on route "${name}"; it retries on ${ALWAYS.join(', ')} and on status codes`,
      );
    }
    return { attempts, codes: codes.length === 0 ? undefined : codes, backoff };
  }

  private matchOf(match: IstioMatch, all: readonly IstioMatch[]): HTTPRouteMatch {
    const { uri, headers, queryParams, method, ...rest } = match;
    const [unknown] = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (unknown !== undefined) this.refuse(`a condition on ${unknown[0]}`);
    if (method !== undefined && method.exact === undefined) this.refuse('a condition on a part of the method');
    const claim = Object.keys(headers ?? {}).find(name => name.startsWith('@'));
    if (claim !== undefined) this.refuse('a condition on claims of a token');
    return {
      path: uri && this.pathOf(uri, match, all),
      headers: headers && textsOf(headers),
      queryParams: queryParams && textsOf(queryParams),
      method: method?.exact as 'GET' | undefined,
    };
  }

  /** A prefix means whole segments here: `/api` takes `/api` and `/api/notes`, but not `/apis`. */
  private pathOf(uri: StringMatch, match: IstioMatch, all: readonly IstioMatch[]): NonNullable<HTTPRouteMatch['path']> {
    if (uri.exact !== undefined) return { type: 'Exact', value: uri.exact };
    if (uri.regex !== undefined) {
      const segments = segmentsOf(uri.regex);
      return segments === undefined
        ? { type: 'RegularExpression', value: uri.regex }
        : { type: 'PathPrefix', value: segments };
    }
    const { prefix = '/' } = uri;
    if (prefix === '/') return { type: 'PathPrefix', value: '/' };
    const trimmed = prefix.replace(/\/$/, '');
    const others = JSON.stringify({ ...match, uri: undefined });
    const isWhole =
      trimmed !== prefix &&
      all.some(one => one.uri?.exact === trimmed && JSON.stringify({ ...one, uri: undefined }) === others);
    if (!isWhole) {
      this.refuse(
        `the path prefix "${prefix}", while it knows whole segments only; PathMatch.segments("${trimmed}") says these`,
      );
    }
    return { type: 'PathPrefix', value: trimmed };
  }

  private backendOf({ destination, weight, headers }: IstioDestination): HTTPRouteBackendRef {
    const filters = headerFilters(headers);
    const target = this.targetOf(destination, this.refuse);
    return { ...target, weight, filters: filters.length === 0 ? undefined : filters };
  }

  private mirrorFilters(mirrors: HTTPRoute['mirrors'] = []): readonly HTTPRouteFilter[] {
    return mirrors.map(({ destination, percentage }) => {
      const backendRef = this.targetOf(destination, this.refuse);
      const percent = percentage?.value;
      if (percent !== undefined && percent !== 100) this.requireRelease('1.24', 'copies of a part of the requests');
      const share =
        percent === undefined || Number.isInteger(percent)
          ? { percent }
          : { fraction: { numerator: Math.round(percent * 10_000), denominator: 1_000_000 } };
      return { type: 'RequestMirror' as const, requestMirror: { backendRef, ...share } };
    });
  }

  private corsFilter(policy: NonNullable<HTTPRoute['corsPolicy']>, name: string | undefined): HTTPRouteFilter {
    const { allowOrigins = [], allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge, ...rest } = policy;
    const { unmatchedPreflights, ...unknown } = rest;
    this.requireRelease('1.26', `a CORS policy on route "${name}"`);
    const [other] = Object.entries(unknown).filter(([, value]) => value !== undefined);
    if (other !== undefined) this.refuse(`${other[0]} in the CORS policy of route "${name}"`);
    if (unmatchedPreflights !== 'IGNORE') {
      this.refuse(
        `a CORS policy on route "${name}" that sends preflight requests of other origins on; it answers them (unmatchedPreflights: "IGNORE")`,
      );
    }
    const origins = allowOrigins.map(
      ({ exact }) => exact ?? this.refuse(`an origin of the CORS policy on route "${name}" that is not exact`),
    );
    return {
      type: 'CORS',
      cors: {
        allowOrigins: origins,
        allowMethods: allowMethods as readonly 'GET'[] | undefined,
        allowHeaders,
        exposeHeaders,
        allowCredentials,
        maxAge: maxAge === undefined ? undefined : this.secondsOf(maxAge, name),
      },
    } as HTTPRouteFilter;
  }

  private secondsOf(duration: string, name: string | undefined): number {
    const seconds = /^(\d+)s$/.exec(duration)?.[1];
    return seconds === undefined
      ? this.refuse(`a maxAge of "${duration}" on route "${name}", while it counts whole seconds`)
      : Number(seconds);
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  'name',
  'match',
  'route',
  'redirect',
  'timeout',
  'retries',
  'headers',
  'mirrors',
  'rewrite',
  'corsPolicy',
]);

/** The conditions under which Istio retries requests by routes of the Gateway API, besides status codes. */
const ALWAYS: readonly string[] = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function redirectFilter({
  authority,
  scheme,
  redirectCode,
  uri,
  port,
}: NonNullable<HTTPRoute['redirect']>): HTTPRouteFilter {
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

/** Whether a rewrite replaces the whole path, as it does where the match is no prefix. */
function isWholePath(uri: StringMatch | undefined): boolean {
  return uri?.exact !== undefined || (uri?.regex !== undefined && segmentsOf(uri.regex) === undefined);
}

function rewriteFilter(
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

function headerFilters(headers: Headers | undefined): HTTPRouteFilter[] {
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

function textsOf(matches: { readonly [name: string]: StringMatch }) {
  return Object.entries(matches).map(([name, { exact, prefix, regex }]) =>
    exact !== undefined
      ? { name, value: exact }
      : { name, type: 'RegularExpression' as const, value: regex ?? `${literally(prefix ?? '')}.*` },
  );
}

function strip(uri: StringMatch | undefined, prefix: string): HTTPRouteFilter {
  const below = (path: string): string => path.slice(prefix.length).replace(/(.)\/$/, '$1') || '/';
  return uri?.exact === undefined
    ? rewriteFilter(undefined, below(segmentsOf(uri?.regex ?? '') ?? uri?.prefix ?? prefix), 'ReplacePrefixMatch')
    : rewriteFilter(undefined, below(uri.exact), 'ReplaceFullPath');
}

/** The prefix that our own rewrite takes away. */
function strippedPrefix(rewrite: { readonly match?: string | undefined } | undefined): string | undefined {
  const quoted = /^\^(.*)\/\?$/.exec(rewrite?.match ?? '')?.[1];
  const prefix = quoted?.replace(/\\(.)/g, '$1');
  return prefix !== undefined && literally(prefix) === quoted ? prefix : undefined;
}
