import { isKind, type Resource } from '../../model/resource';
import type {
  GrpcRouteMatch,
  GrpcRouteRule,
  HttpRouteMatch,
  HttpRouteRule,
  RouteFilter,
} from '../../model/shapes/gateway-api';
import type { HttpMatch, HttpRoute, StringMatch } from '../../model/shapes/traffic';
import { durationMilliseconds } from '../../values/duration';
import type { HttpEntry } from '../routes/virtual-services';
import { destinationsOf, type RouteContext, weightOf } from './backends';
import type { Refusal } from './facts';
import { backendFilters, ruleFilters } from './filters';

/** The rules of a route as entries of a VirtualService, one for each match. */
export interface ConvertedRules<T> extends RuleProblems {
  readonly entries: readonly T[];
}

/** What of the rules of a route does not count. */
export interface RuleProblems {
  /** References that lead to nothing; the rest of the route counts. */
  readonly refusals: readonly Refusal[];
  /** The reason why istiod leaves out the whole route. */
  readonly invalid: Refusal | undefined;
}

type RequestRoute = Resource<'HTTPRoute'> | Resource<'GRPCRoute'>;
type Rule = HttpRouteRule | GrpcRouteRule;

/** A match as a VirtualService would write it, and where its parts are written. */
interface ConvertedMatch {
  readonly match: HttpMatch;
  readonly field: string;
  readonly places: readonly (readonly [part: string, field: string])[];
  readonly invalid?: Refusal;
}

const ANY_PATH: HttpRouteMatch = { path: { type: 'PathPrefix', value: '/' } };

/** Converts the rules of an HTTPRoute or GRPCRoute. One invalid rule makes istiod leave out all of them. */
export function requestRules(context: RouteContext, route: RequestRoute): ConvertedRules<HttpEntry> {
  const entries: HttpEntry[] = [];
  const refusals: Refusal[] = [];
  for (const [i, { rule, matches }] of rulesOf(route).entries()) {
    const converted = convertRule(context, route, rule, i);
    const invalid = matches.find(one => one.invalid !== undefined)?.invalid ?? converted.invalid;
    if (invalid !== undefined) return { entries: [], refusals: [], invalid };
    refusals.push(...converted.refusals);
    if (matches.length === 0) entries.push(entryOf(route, converted, undefined, i));
    for (const match of matches) entries.push(entryOf(route, converted, match, i));
  }
  return { entries, refusals, invalid: undefined };
}

function rulesOf(route: RequestRoute): { readonly rule: Rule; readonly matches: readonly ConvertedMatch[] }[] {
  if (isKind(route, 'HTTPRoute')) {
    // What is left out the API server fills in: every path.
    return (route.spec.rules ?? [{}]).map((rule, i) => ({
      rule,
      matches: (rule.matches ?? [ANY_PATH]).map((match, j) =>
        httpMatch(match, rule.matches === undefined ? `spec.rules[${i}]` : `spec.rules[${i}].matches[${j}]`),
      ),
    }));
  }
  return ((route as Resource<'GRPCRoute'>).spec.rules ?? []).map((rule, i) => ({
    rule,
    matches: (rule.matches ?? []).map((match, j) => grpcMatch(match, `spec.rules[${i}].matches[${j}]`)),
  }));
}

interface ConvertedRule {
  readonly spec: HttpRoute;
  readonly places: readonly (readonly [part: string, field: string])[];
  readonly refused: ReadonlyMap<number, string> | undefined;
  readonly refusals: readonly Refusal[];
  readonly invalid: Refusal | undefined;
}

function entryOf(route: RequestRoute, rule: ConvertedRule, match: ConvertedMatch | undefined, i: number): HttpEntry {
  return {
    spec: match === undefined ? rule.spec : { ...withoutPrefix(rule.spec, match.match), match: [match.match] },
    resource: route,
    field: `spec.rules[${i}]`,
    places: new Map([
      ...rule.places,
      ...(match?.places ?? []).map(([part, field]) => [`match[0].${part}`, field] as const),
      ...(match === undefined ? [] : [['match[0]', match.field] as const]),
    ]),
    refused: rule.refused,
  };
}

/** A prefix that `/` takes the place of goes, with the slash behind it. */
function withoutPrefix(spec: HttpRoute, { uri }: HttpMatch): HttpRoute {
  if (spec.rewrite?.uri !== '/') return spec;
  const { uri: _, ...rewrite } = spec.rewrite;
  const prefix = uri?.prefix === undefined || uri.prefix === '/' ? '' : uri.prefix;
  const match = `^${prefix.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')}(/?)(.*)`;
  return { ...spec, rewrite: { ...rewrite, uriRegexRewrite: { match, rewrite: '/\\2' } } };
}

function convertRule(context: RouteContext, route: RequestRoute, rule: Rule, i: number): ConvertedRule {
  const at = `spec.rules[${i}]`;
  const name = rule.name ?? `${route.namespace}.${route.name}.${i}`;
  const filters = ruleFilters(context, rule.filters ?? [], at);
  const { headers, redirect, rewrite, mirrors, corsPolicy } = filters;
  const backends = rule.backendRefs ?? [];
  const { retries, timeout } = isHttpRule(route, rule) ? limitsOf(rule) : NO_LIMITS;
  const shared: HttpRoute = {
    name,
    ...(headers === undefined ? {} : { headers }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(rewrite === undefined ? {} : { rewrite }),
    ...(mirrors.length === 0 ? {} : { mirrors }),
    ...(corsPolicy === undefined ? {} : { corsPolicy }),
    ...(retries === undefined ? {} : { retries }),
    ...(timeout === undefined ? {} : { timeout }),
  };
  const failed = { spec: shared, places: filters.places, refused: undefined, refusals: filters.refusals };
  if (filters.invalid !== undefined) return { ...failed, invalid: filters.invalid };
  if (weightOf(backends) === 0 && redirect === undefined) {
    const isUnknown =
      context.kind === 'HTTPRoute' && backends.length === 0 && context.facts.release.has('emptyRulesUnknown');
    const status = isUnknown ? 404 : 500;
    const places = [...filters.places, ['directResponse', `${at}.backendRefs`] as const];
    return { ...failed, spec: { ...shared, directResponse: { status } }, places, invalid: undefined };
  }
  const { route: chosen, refused, refusals, invalid } = destinationsOf(context, backends, at);
  const places = [...filters.places];
  const destinations: NonNullable<HttpRoute['route']>[number][] = [];
  let wrongFilter: Refusal | undefined;
  for (const [position, { destination, weight, index }] of chosen.entries()) {
    const field = `${at}.backendRefs[${index}]`;
    const own: readonly RouteFilter[] = rule.backendRefs?.[index]?.filters ?? [];
    const changes = backendFilters(context, own, field);
    wrongFilter ??= changes.invalid;
    places.push([`route[${position}]`, field]);
    destinations.push({
      destination,
      weight,
      ...(changes.headers === undefined ? {} : { headers: changes.headers }),
    });
  }
  return {
    spec: { ...shared, route: destinations },
    places,
    refused,
    refusals: [...refusals, ...filters.refusals],
    invalid: invalid ?? wrongFilter,
  };
}

function isHttpRule(route: RequestRoute, _: Rule): _ is HttpRouteRule {
  return isKind(route, 'HTTPRoute');
}

const NO_LIMITS: Pick<HttpRoute, 'retries' | 'timeout'> = {};

const RETRY_ON = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function limitsOf({ retry, timeouts }: HttpRouteRule): Pick<HttpRoute, 'retries' | 'timeout'> {
  const request = isPositive(timeouts?.request) ? timeouts?.request : undefined;
  const ofBackend = isPositive(timeouts?.backendRequest) ? timeouts?.backendRequest : undefined;
  if (retry === undefined) {
    // Without retries the time of the one try counts, also before that of the request.
    const timeout = ofBackend ?? request;
    return timeout === undefined ? {} : { timeout };
  }
  // The standard definitions fill in one attempt.
  const { attempts = 1, codes = [], backoff } = retry;
  return {
    retries: {
      attempts,
      retryOn: attempts === 0 ? '' : [...RETRY_ON, ...codes].join(','),
      ...(ofBackend === undefined ? {} : { perTryTimeout: ofBackend }),
      ...(backoff === undefined ? {} : { backoff }),
    },
    ...(request === undefined ? {} : { timeout: request }),
  };
}

function isPositive(duration: string | undefined): boolean {
  return duration !== undefined && (durationMilliseconds(duration) ?? 0) > 0;
}

function httpMatch({ path, headers, queryParams, method }: HttpRouteMatch, field: string): ConvertedMatch {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const uri = pathMatch(type, value);
  const problem = (what: string, at: string): Refusal => ({
    reason: 'InvalidConfiguration',
    message: `"${what}" is no type of a match`,
    field: at,
  });
  const byHeader = valueMatches(headers, 'headers', field);
  const byParameter = valueMatches(queryParams, 'queryParams', field);
  const wrong = [...byHeader.wrong, ...byParameter.wrong][0];
  return {
    match: {
      ...(uri === undefined ? {} : { uri }),
      ...(byHeader.matches === undefined ? {} : { headers: byHeader.matches }),
      ...(byParameter.matches === undefined ? {} : { queryParams: byParameter.matches }),
      ...(method === undefined ? {} : { method: { exact: method } }),
    },
    field,
    places: [['uri', `${field}.path`], ['method', `${field}.method`], ...byHeader.places, ...byParameter.places],
    ...(uri === undefined
      ? { invalid: problem(type, `${field}.path.type`) }
      : wrong === undefined
        ? {}
        : { invalid: problem(wrong.type, wrong.field) }),
  };
}

function pathMatch(type: string, value: string): StringMatch | undefined {
  switch (type) {
    case 'Exact':
      return { exact: value };
    case 'PathPrefix':
      return { prefix: value === '/' ? value : value.replace(/\/$/, '') };
    case 'RegularExpression':
      return { regex: value };
    default:
      return undefined;
  }
}

interface ValueMatches {
  readonly matches: { readonly [name: string]: StringMatch } | undefined;
  readonly places: readonly (readonly [part: string, field: string])[];
  readonly wrong: readonly { readonly type: string; readonly field: string }[];
}

function valueMatches(
  written: readonly { readonly type?: string; readonly name?: string; readonly value?: string }[] = [],
  part: 'headers' | 'queryParams',
  field: string,
): ValueMatches {
  const matches = new Map<string, StringMatch>();
  const places: (readonly [string, string])[] = [];
  const wrong: { type: string; field: string }[] = [];
  for (const [i, { type = 'Exact', name = '', value = '' }] of written.entries()) {
    const at = `${field}.${part}[${i}]`;
    if (type === 'Exact') matches.set(name, { exact: value });
    else if (type === 'RegularExpression') matches.set(name, { regex: value });
    else wrong.push({ type, field: `${at}.type` });
    places.push([`${part}.${name}`, at]);
  }
  return { matches: matches.size === 0 ? undefined : Object.fromEntries(matches), places, wrong };
}

/** A call of gRPC is a path: `/service/method`. */
function grpcMatch({ method, headers }: GrpcRouteMatch, field: string): ConvertedMatch {
  const byHeader = valueMatches(headers, 'headers', field);
  const uri = method === undefined ? undefined : grpcPath(method);
  const [wrong] = byHeader.wrong;
  const invalid =
    method !== undefined && uri === undefined
      ? { message: 'a match by method wants a service or a method', field: `${field}.method` }
      : wrong === undefined
        ? undefined
        : { message: `"${wrong.type}" is no type of a match`, field: wrong.field };
  return {
    match: {
      ...(uri === undefined ? {} : { uri }),
      ...(byHeader.matches === undefined ? {} : { headers: byHeader.matches }),
    },
    field,
    places: [['uri', `${field}.method`], ...byHeader.places],
    ...(invalid === undefined ? {} : { invalid: { reason: 'InvalidConfiguration', ...invalid } }),
  };
}

function grpcPath({ type = 'Exact', service, method }: NonNullable<GrpcRouteMatch['method']>): StringMatch | undefined {
  if (service === undefined && method === undefined) return undefined;
  if (type === 'Exact') {
    if (method === undefined) return { prefix: `/${service}/` };
    return service === undefined ? { regex: `/[^/]+/${method}` } : { exact: `/${service}/${method}` };
  }
  if (type !== 'RegularExpression') return undefined;
  return { regex: `/${service ?? '[^/]+'}/${method ?? '.+'}` };
}
