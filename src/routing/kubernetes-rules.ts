import type {
  HTTPRouteBackendRef,
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRetry,
  HTTPRouteRule,
} from '../../imports/gateway.networking.k8s.io';
import type { HTTPRetry, HTTPRoute, StringMatch } from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';
import { isHeaderName } from '../values/names';
import { CannotSay, refuse } from './cannot-say';
import { headerFilters, redirectFilter, rewriteFilter, strip, strippedPrefix } from './kubernetes-filters';
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
  /**
   * What happens to a prefix that ends within a segment of the path: an expression says the same, but is slower and tried
   * later.
   *
   * @default 'refused'
   */
  readonly partialPrefixes?: 'refused' | 'as-expressions';
}

/** A part of routes that the Gateway API cannot say. */
export interface Unsayable {
  /** The route by its position; undefined for their order. */
  readonly route: number | undefined;
  /** Path of the part in the route, such as `match[0].sourceLabels`; empty for their order. */
  readonly field: string;
  /** The part in words. */
  readonly what: string;
}

/** Istio's routes as rules of the Gateway API that do the same; throws where these cannot say it. */
export function kubernetesRules(
  routes: readonly HTTPRoute[],
  options: KubernetesRulesOptions,
): readonly HTTPRouteRule[] {
  try {
    const writer = new RuleWriter(options);
    return inMeantOrder(
      routes.flatMap(route => writer.rulesOf(route)),
      refuse,
    );
  } catch (error) {
    if (!(error instanceof CannotSay)) throw error;
    throw new ConfigError(
      `Cannot write routes of the Gateway API at ${options.where}: wanted what they can say, or api "istio", got ${error.message}`,
    );
  }
}

/** All parts of Istio's routes that rules of the Gateway API cannot say; none where these do the same. */
export function unsayableParts(routes: readonly HTTPRoute[], options: KubernetesRulesOptions): readonly Unsayable[] {
  const writer = new RuleWriter(options);
  const found: Unsayable[] = [];
  const attempt = (route: number | undefined, field: string, write: () => unknown): void => {
    try {
      write();
    } catch (error) {
      if (!(error instanceof CannotSay)) throw error;
      found.push({ route, field, what: error.message });
    }
  };
  for (const [i, route] of routes.entries()) {
    for (const { field, write } of writer.partsOf(route)) attempt(i, field, write);
  }
  if (found.length > 0) return found;
  const rules = routes.flatMap(route => writer.rulesOf(route));
  attempt(undefined, '', () => inMeantOrder(rules, refuse));
  return found;
}

/** A part of a route that is written on its own. */
interface Part {
  readonly field: string;
  readonly write: () => unknown;
}

class RuleWriter {
  private readonly targetOf: KubernetesRulesOptions['targetOf'];

  public constructor(private readonly options: KubernetesRulesOptions) {
    this.targetOf = options.targetOf;
  }

  /** The parts of a route that may be unsayable. */
  public *partsOf(route: HTTPRoute): Iterable<Part> {
    const { name, match = [], route: destinations = [], retries, mirrors = [], corsPolicy } = route;
    for (const field of unknownFields(route)) yield { field, write: () => refuse(field) };
    for (const [i, each] of match.entries()) {
      for (const [key, value] of Object.entries(each)) {
        if (value === undefined) continue;
        yield { field: `match[${i}].${key}`, write: () => this.matchOf({ [key]: value }, match, each) };
      }
    }
    for (const [i, to] of destinations.entries()) {
      yield { field: `route[${i}].destination`, write: () => this.backendOf(to) };
    }
    for (const [i, mirror] of mirrors.entries()) {
      yield { field: `mirrors[${i}]`, write: () => this.mirrorFilters([mirror]) };
    }
    if (retries !== undefined) yield { field: 'retries', write: () => this.retryOf(retries, name) };
    if (corsPolicy !== undefined) yield { field: 'corsPolicy', write: () => this.corsFilter(corsPolicy, name) };
    const { redirect } = route;
    if (redirect !== undefined) yield { field: 'redirect', write: () => redirectFilter(redirect) };
    yield { field: 'rewrite', write: () => rewriteProblem(route) };
  }

  /** The rules of one route: several where a path is taken away, since each then changes otherwise. */
  public rulesOf(route: HTTPRoute): readonly HTTPRouteRule[] {
    const { name, match = [], route: destinations, redirect, timeout, retries, headers, mirrors, rewrite } = route;
    const [unknown] = unknownFields(route);
    if (unknown !== undefined) refuse(`${unknown}${onRoute(name)}`);
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
    rewriteProblem(route);
    return [rule(match, [rewriteFilter(rewrite.authority, rewrite.uri, 'ReplaceFullPath')])];
  }

  private requireRelease(since: string, what: string): void {
    const { istioVersion } = this.options;
    if (!isAtLeast(istioVersion, since)) refuse(`${what}, which Istio reads from ${since} on, for ${istioVersion}`);
  }

  private timeoutsOf(request: string | undefined, retries: HTTPRetry | undefined): HTTPRouteRule['timeouts'] {
    const backendRequest = retries?.perTryTimeout;
    return request === undefined && backendRequest === undefined ? undefined : { request, backendRequest };
  }

  /** Retries under the conditions that the Gateway API always has, and on status codes. */
  private retryOf(retries: HTTPRetry, name: string | undefined): HTTPRouteRetry {
    const { attempts, retryOn, perTryTimeout: _, backoff, ...rest } = retries;
    this.requireRelease('1.25', `retries${onRoute(name)}`);
    const [unknown] = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (unknown !== undefined) refuse(`${unknown[0]} in the retries${ofRoute(name)}`);
    if (attempts === 0) return { attempts: 0 };
    const conditions = retryOn?.split(',') ?? [];
    const codes = conditions.filter(one => /^[45]\d\d$/.test(one)).map(Number);
    const names = conditions.filter(one => !/^[45]\d\d$/.test(one) && one !== 'retriable-status-codes');
    if (names.length !== ISTIO_RETRY_CONDITIONS.length || !ISTIO_RETRY_CONDITIONS.every(one => names.includes(one))) {
      refuse(
        `retries on ${names.join(', ') || 'the conditions of Istio'}${onRoute(name)}; it retries on ${ISTIO_RETRY_CONDITIONS.join(', ')} and on status codes`,
      );
    }
    return { attempts, codes: codes.length === 0 ? undefined : codes, backoff };
  }

  /**
   * @param all the matches of the route, of which one may complete another
   * @param whole the match of which this may be a part
   */
  private matchOf(match: IstioMatch, all: readonly IstioMatch[], whole: IstioMatch = match): HTTPRouteMatch {
    const { uri, headers, queryParams, method, ...rest } = match;
    const [unknown] = Object.entries(rest).filter(([, value]) => value !== undefined);
    if (unknown !== undefined) refuse(`a condition on ${unknown[0]}`);
    if (method !== undefined && method.exact === undefined) refuse('a condition on a part of the method');
    for (const name of Object.keys(headers ?? {})) {
      if (name.startsWith('@')) refuse('a condition on claims of a token');
      if (!isHeaderName(name)) refuse(`a condition on "${name}", which is no name of a header`);
    }
    for (const [name, value] of Object.entries({ ...headers, ...queryParams })) {
      if (value.exact === '') refuse(`the empty value of "${name}"`);
    }
    return {
      path: uri && this.pathOf(uri, whole, all),
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
    if (!isWhole && this.options.partialPrefixes === 'as-expressions') {
      return { type: 'RegularExpression', value: `${literally(prefix)}.*` };
    }
    if (!isWhole) {
      refuse(
        `the path prefix "${prefix}", while it knows whole segments only; PathMatch.segments("${trimmed}") says these`,
      );
    }
    return { type: 'PathPrefix', value: trimmed };
  }

  private backendOf({ destination, weight, headers }: IstioDestination): HTTPRouteBackendRef {
    const filters = headerFilters(headers);
    const target = this.targetOf(destination, refuse);
    return { ...target, weight, filters: filters.length === 0 ? undefined : filters };
  }

  private mirrorFilters(mirrors: HTTPRoute['mirrors'] = []): readonly HTTPRouteFilter[] {
    return mirrors.map(({ destination, percentage }) => {
      const backendRef = this.targetOf(destination, refuse);
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
    this.requireRelease('1.26', `a CORS policy${onRoute(name)}`);
    const [other] = Object.entries(unknown).filter(([, value]) => value !== undefined);
    if (other !== undefined) refuse(`${other[0]} in the CORS policy${ofRoute(name)}`);
    if (unmatchedPreflights !== 'IGNORE') {
      refuse(
        `a CORS policy${onRoute(name)} that sends preflight requests of other origins on; it answers them (unmatchedPreflights: "IGNORE")`,
      );
    }
    const origins = allowOrigins.map(
      ({ exact }) => exact ?? refuse(`an origin of the CORS policy${onRoute(name)} that is not exact`),
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
      ? refuse(`a maxAge of "${duration}"${onRoute(name)}, while it counts whole seconds`)
      : Number(seconds);
  }
}

/** Throws for a rewrite that cannot be said; ours of `PathMatch.segments` can. */
function rewriteProblem({ name, match = [], rewrite }: HTTPRoute): void {
  if (rewrite === undefined || strippedPrefix(rewrite.uriRegexRewrite) !== undefined) return;
  if (rewrite.uriRegexRewrite !== undefined) refuse(`a rewrite by expression${onRoute(name)}`);
  if (rewrite.uri !== undefined && (match.length === 0 || match.some(each => !isWholePath(each.uri)))) {
    refuse(
      `a rewrite of a prefix of the path${onRoute(name)}; it joins what is left of the path in another way than Istio's own routes`,
    );
  }
}

function onRoute(name: string | undefined): string {
  return name === undefined ? '' : ` on route "${name}"`;
}

function ofRoute(name: string | undefined): string {
  return name === undefined ? '' : ` of route "${name}"`;
}

function unknownFields(route: HTTPRoute): readonly string[] {
  return Object.entries(route)
    .filter(([field, value]) => value !== undefined && !KNOWN.has(field))
    .map(([field]) => field);
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
export const ISTIO_RETRY_CONDITIONS: readonly string[] = [
  'connect-failure',
  'refused-stream',
  'unavailable',
  'cancelled',
];

/** Whether a rewrite replaces the whole path, as it does where the match is no prefix. */
function isWholePath(uri: StringMatch | undefined): boolean {
  return uri?.exact !== undefined || (uri?.regex !== undefined && segmentsOf(uri.regex) === undefined);
}

function textsOf(matches: { readonly [name: string]: StringMatch }) {
  return Object.entries(matches).map(([name, { exact, prefix, regex }]) =>
    exact !== undefined
      ? { name, value: exact }
      : { name, type: 'RegularExpression' as const, value: regex ?? `${literally(prefix ?? '')}.*` },
  );
}
