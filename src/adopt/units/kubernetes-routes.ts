import type {
  HTTPRouteBackendRef,
  HTTPRouteFilter,
  HTTPRouteMatch,
  HTTPRouteRetry,
  HTTPRouteRule,
} from '../../../imports/gateway.networking.k8s.io';
import type { Headers, HTTPRoute, StringMatch } from '../../../imports/networking.istio.io';
import { inexpressible, onlyFields } from '../unit';

/** A match by text, or by whole segments of a path. */
export type TextOrSegments = StringMatch & { readonly segments?: string };

type IstioMatch = NonNullable<HTTPRoute['match']>[number];
type IstioDestination = NonNullable<HTTPRoute['route']>[number];
type Mirror = NonNullable<HTTPRoute['mirrors']>[number];

/** The rules of an HTTPRoute as routes of a VirtualService, whose parts the constructs are told in. */
export class IstioRoutes {
  /** @param hostOf the full host of a Service of a namespace */
  public constructor(
    private readonly namespace: string,
    private readonly hostOf: (name: string, namespace: string) => string,
  ) {}

  public of(rules: readonly HTTPRouteRule[]): readonly HTTPRoute[] {
    return rules.map((rule, i) => this.routeOf(rule, i));
  }

  private routeOf(rule: HTTPRouteRule, i: number): HTTPRoute {
    onlyFields(rule, ['name', 'matches', 'filters', 'backendRefs', 'timeouts', 'retry'], 'rules');
    const { name = `route-${i + 1}`, matches = [], filters = [], backendRefs = [], timeouts, retry } = rule;
    onlyFields(timeouts, ['request', 'backendRequest'], 'rules.timeouts');
    if (timeouts?.backendRequest !== undefined && retry === undefined) {
      inexpressible('no construct writes timeouts.backendRequest without retries');
    }
    const { redirect, ...parts } = this.filtersOf(filters);
    const match = matches.map(matchOf).filter(one => Object.keys(one).length > 0);
    const isWhole = match.length > 0 && match.every(({ uri }) => uri?.exact !== undefined || uri?.regex !== undefined);
    if (parts.rewrite?.uri !== undefined && !isWhole) {
      inexpressible('no construct writes a rewrite of the whole path for what a prefix matches');
    }
    return {
      name,
      ...(match.length === matches.length && match.length > 0 ? { match } : {}),
      ...(redirect === undefined ? { route: this.destinationsOf(backendRefs) } : { redirect }),
      ...parts,
      ...(timeouts?.request === undefined ? {} : { timeout: timeouts.request as HTTPRoute['timeout'] }),
      ...(retry === undefined ? {} : { retries: retriesOf(retry, timeouts?.backendRequest) }),
    } as HTTPRoute;
  }

  private destinationsOf(backends: readonly HTTPRouteBackendRef[]): readonly IstioDestination[] {
    const weights = backends.map(({ weight = 1 }) => weight);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (sum === 0) inexpressible('a rule leads nowhere');
    return backends.map((backend, i) => {
      onlyFields(backend, ['group', 'kind', 'name', 'namespace', 'port', 'weight', 'filters'], 'backendRefs');
      const share = ((weights[i] ?? 0) * 100) / sum;
      if (!Number.isInteger(share)) inexpressible('the weights of a rule are no whole percent');
      const { redirect, rewrite, mirrors, corsPolicy, headers } = this.filtersOf(backend.filters ?? []);
      if ([redirect, rewrite, mirrors, corsPolicy].some(part => part !== undefined)) {
        inexpressible('no construct writes filters of backends other than those of headers');
      }
      return {
        destination: this.destinationOf(backend),
        ...(backends.length === 1 ? {} : { weight: share }),
        ...(headers === undefined ? {} : { headers }),
      };
    });
  }

  private destinationOf({ group, kind, name, namespace = this.namespace, port }: HTTPRouteBackendRef) {
    if ((group ?? '') !== '' || (kind ?? 'Service') !== 'Service') inexpressible(`a backend is ${kind} "${name}"`);
    return { host: this.hostOf(name, namespace), ...(port === undefined ? {} : { port: { number: port } }) };
  }

  private filtersOf(filters: readonly HTTPRouteFilter[]) {
    let headers: Headers | undefined;
    let redirect: HTTPRoute['redirect'];
    let rewrite: HTTPRoute['rewrite'];
    let corsPolicy: HTTPRoute['corsPolicy'];
    const mirrors: Mirror[] = [];
    for (const filter of filters) {
      const { type, requestHeaderModifier, responseHeaderModifier, requestMirror, requestRedirect, urlRewrite } =
        filter;
      if (type === 'RequestHeaderModifier') headers = { ...headers, request: changesOf(requestHeaderModifier) };
      else if (type === 'ResponseHeaderModifier') headers = { ...headers, response: changesOf(responseHeaderModifier) };
      else if (type === 'RequestMirror' && requestMirror !== undefined) {
        const { backendRef, percent, fraction } = requestMirror;
        const value =
          fraction === undefined ? (percent ?? 100) : (fraction.numerator * 100) / (fraction.denominator ?? 100);
        mirrors.push({ destination: this.destinationOf(backendRef), percentage: { value } });
      } else if (type === 'RequestRedirect' && requestRedirect !== undefined) redirect = redirectOf(requestRedirect);
      else if (type === 'URLRewrite' && urlRewrite !== undefined) rewrite = rewriteOf(urlRewrite);
      else if (type === 'CORS' && filter.cors !== undefined) corsPolicy = corsOf(filter.cors);
      else inexpressible(`no construct writes a filter of type ${type}`);
    }
    return {
      ...(headers === undefined ? {} : { headers }),
      ...(redirect === undefined ? {} : { redirect }),
      ...(rewrite === undefined ? {} : { rewrite }),
      ...(corsPolicy === undefined ? {} : { corsPolicy }),
      ...(mirrors.length === 0 ? {} : { mirrors }),
    };
  }
}

function matchOf(match: HTTPRouteMatch): IstioMatch {
  onlyFields(match, ['path', 'headers', 'queryParams', 'method'], 'matches');
  const { path, headers, queryParams, method } = match;
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const uri: TextOrSegments | undefined =
    type === 'Exact'
      ? { exact: value }
      : type === 'RegularExpression'
        ? { regex: value }
        : value === '/'
          ? undefined
          : ({ segments: value.replace(/\/$/, '') } as unknown as TextOrSegments);
  return {
    ...(uri === undefined ? {} : { uri }),
    ...(headers === undefined ? {} : { headers: textsOf(headers) }),
    ...(queryParams === undefined ? {} : { queryParams: textsOf(queryParams) }),
    ...(method === undefined ? {} : { method: { exact: method } }),
  };
}

function textsOf(
  matches: readonly { readonly type?: string | undefined; readonly name: string; readonly value: string }[],
): {
  readonly [name: string]: StringMatch;
} {
  return Object.fromEntries(
    matches.map(({ type = 'Exact', name, value }) => [name, type === 'Exact' ? { exact: value } : { regex: value }]),
  );
}

type Modifier = NonNullable<HTTPRouteFilter['requestHeaderModifier']>;

function changesOf({ set, add, remove }: Modifier = {}): NonNullable<Headers['request']> {
  const pairs = (values: Modifier['set']) => Object.fromEntries((values ?? []).map(({ name, value }) => [name, value]));
  return {
    ...(set === undefined ? {} : { set: pairs(set) }),
    ...(add === undefined ? {} : { add: pairs(add) }),
    ...(remove === undefined ? {} : { remove }),
  };
}

function redirectOf(redirect: NonNullable<HTTPRouteFilter['requestRedirect']>): NonNullable<HTTPRoute['redirect']> {
  const { scheme, hostname, path, port, statusCode = 302, ...rest } = redirect;
  onlyFields(rest, [], 'requestRedirect');
  if (path !== undefined && path.type !== 'ReplaceFullPath') {
    inexpressible('no construct writes a redirect that replaces a prefix of the path');
  }
  return {
    ...(hostname === undefined ? {} : { authority: hostname }),
    ...(scheme === undefined ? {} : { scheme }),
    // Without a scheme, clients come back to the port that they have called.
    ...(port !== undefined ? { port } : scheme === undefined ? { derivePort: 'FROM_REQUEST_PORT' } : {}),
    ...(path === undefined ? {} : { uri: path.replaceFullPath }),
    redirectCode: statusCode,
  } as NonNullable<HTTPRoute['redirect']>;
}

function rewriteOf({ hostname, path }: NonNullable<HTTPRouteFilter['urlRewrite']>): NonNullable<HTTPRoute['rewrite']> {
  if (path !== undefined && path.type !== 'ReplaceFullPath') {
    inexpressible('no construct writes this rewrite of a prefix of the path');
  }
  return {
    ...(hostname === undefined ? {} : { authority: hostname }),
    ...(path === undefined ? {} : { uri: path.replaceFullPath }),
  } as NonNullable<HTTPRoute['rewrite']>;
}

function corsOf(cors: NonNullable<HTTPRouteFilter['cors']>): NonNullable<HTTPRoute['corsPolicy']> {
  const { allowOrigins = [], allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge } = cors;
  if (allowOrigins.some(origin => origin.includes('*'))) inexpressible('no construct writes origins with a star');
  return {
    allowOrigins: allowOrigins.map(exact => ({ exact })),
    ...(allowMethods === undefined ? {} : { allowMethods: [...allowMethods] }),
    ...(allowHeaders === undefined ? {} : { allowHeaders }),
    ...(exposeHeaders === undefined ? {} : { exposeHeaders }),
    ...(allowCredentials === undefined ? {} : { allowCredentials }),
    ...(maxAge === undefined ? {} : { maxAge: `${maxAge}s` }),
    unmatchedPreflights: 'IGNORE',
  } as NonNullable<HTTPRoute['corsPolicy']>;
}

/** What routes of the Gateway API are always tried again on. */
const CONNECTION_FAILURES = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function retriesOf(
  { attempts = 1, codes = [], backoff, ...rest }: HTTPRouteRetry,
  perTryTimeout: string | undefined,
): NonNullable<HTTPRoute['retries']> {
  onlyFields(rest, [], 'retry');
  if (attempts === 0) return { attempts: 0 };
  return {
    attempts,
    retryOn: [...CONNECTION_FAILURES, ...codes].join(','),
    ...(backoff === undefined ? {} : { backoff }),
    ...(perTryTimeout === undefined ? {} : { perTryTimeout }),
  } as NonNullable<HTTPRoute['retries']>;
}
