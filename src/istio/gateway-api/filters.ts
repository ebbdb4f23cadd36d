import type { RouteFilter } from '../../model/shapes/gateway-api';
import type { HttpRoute } from '../../model/shapes/traffic';
import { backendOf, type RouteContext } from './backends';
import type { Refusal } from './facts';

type Headers = NonNullable<HttpRoute['headers']>;
type Mirrors = NonNullable<HttpRoute['mirrors']>;

/** What the filters of a rule or backend become in an entry of a VirtualService. */
export interface ConvertedFilters {
  headers: { request?: NonNullable<Headers['request']>; response?: NonNullable<Headers['response']> } | undefined;
  redirect: HttpRoute['redirect'];
  rewrite: HttpRoute['rewrite'];
  mirrors: Mirrors[number][];
  corsPolicy: unknown;
  /** Where each part is written, by its path in the entry. */
  readonly places: (readonly [part: string, field: string])[];
  readonly refusals: Refusal[];
  /** The reason why istiod leaves out the whole route. */
  invalid: Refusal | undefined;
}

const ON_RULES: ReadonlySet<string> = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestRedirect',
  'RequestMirror',
  'URLRewrite',
  'CORS',
]);
const ON_GRPC_RULES: ReadonlySet<string> = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
]);
const ON_BACKENDS: ReadonlySet<string> = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier']);

/** Converts the filters of a rule. */
export function ruleFilters(context: RouteContext, filters: readonly RouteFilter[], at: string): ConvertedFilters {
  return convert(context, filters, at, context.kind === 'GRPCRoute' ? ON_GRPC_RULES : ON_RULES);
}

/** Converts the filters of a backend, of which Istio knows those on headers. */
export function backendFilters(context: RouteContext, filters: readonly RouteFilter[], at: string): ConvertedFilters {
  return convert(context, filters, at, ON_BACKENDS);
}

function convert(
  context: RouteContext,
  filters: readonly RouteFilter[],
  at: string,
  known: ReadonlySet<string>,
): ConvertedFilters {
  const out: ConvertedFilters = {
    headers: undefined,
    redirect: undefined,
    rewrite: undefined,
    mirrors: [],
    corsPolicy: undefined,
    places: [],
    refusals: [],
    invalid: undefined,
  };
  for (const [i, filter] of filters.entries()) {
    const { type = '' } = filter;
    const field = `${at}.filters[${i}]`;
    if (!known.has(type)) {
      out.invalid = { reason: 'InvalidFilter', message: `Istio does not know the filter ${type} here`, field };
      return out;
    }
    apply(context, filter, field, out);
    if (out.invalid !== undefined) return out;
  }
  return out;
}

function apply(context: RouteContext, filter: RouteFilter, field: string, out: ConvertedFilters): void {
  switch (filter.type) {
    case 'RequestHeaderModifier':
    case 'ResponseHeaderModifier': {
      const direction = filter.type === 'RequestHeaderModifier' ? 'request' : 'response';
      const modifier = direction === 'request' ? filter.requestHeaderModifier : filter.responseHeaderModifier;
      if (modifier === undefined) return;
      const wrong = [...(modifier.set ?? []), ...(modifier.add ?? [])].find(({ value = '' }) => !isHeaderValue(value));
      if (wrong !== undefined) {
        const message = `the value of the header "${wrong.name}" holds characters that no header may have`;
        out.invalid = { reason: 'InvalidFilter', message, field };
        return;
      }
      const operations = {
        set: firstOfEach(modifier.set),
        add: firstOfEach(modifier.add),
        ...(modifier.remove === undefined ? {} : { remove: modifier.remove }),
      };
      out.headers = { ...out.headers, [direction]: operations };
      out.places.push([`headers.${direction}`, field]);
      return;
    }
    case 'RequestRedirect':
      if (filter.requestRedirect === undefined) return;
      out.redirect = redirectFrom(filter.requestRedirect);
      out.places.push(['redirect', field]);
      return;
    case 'URLRewrite':
      if (filter.urlRewrite === undefined) return;
      out.rewrite = rewriteFrom(filter.urlRewrite);
      out.places.push(['rewrite', field]);
      return;
    case 'RequestMirror':
      mirror(context, filter, field, out);
      return;
    case 'CORS':
      if (filter.cors === undefined) return;
      out.corsPolicy = corsFrom(filter.cors);
      out.places.push(['corsPolicy', field]);
      return;
    default:
      return;
  }
}

/** Only tabs and visible characters make up a header. */
function isHeaderValue(value: string): boolean {
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (code !== 9 && (code < 32 || code === 127)) return false;
  }
  return true;
}

/** Of several entries for one header the first counts. */
function firstOfEach(headers: readonly { readonly name?: string; readonly value?: string }[] = []): {
  readonly [name: string]: string;
} {
  const found = new Map<string, string>();
  for (const { name = '', value = '' } of headers) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, value);
  }
  return Object.fromEntries(found);
}

function redirectFrom({
  scheme,
  hostname,
  port,
  statusCode,
  path,
}: NonNullable<RouteFilter['requestRedirect']>): NonNullable<HttpRoute['redirect']> {
  const derivePort = scheme === undefined ? 'FROM_REQUEST_PORT' : 'FROM_PROTOCOL_DEFAULT';
  return {
    redirectCode: statusCode ?? 302,
    ...(hostname === undefined ? {} : { authority: hostname }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(port === undefined ? { derivePort } : { port }),
    ...(path?.type === 'ReplaceFullPath' && path.replaceFullPath !== undefined ? { uri: path.replaceFullPath } : {}),
    ...(path?.type === 'ReplacePrefixMatch' && path.replacePrefixMatch !== undefined
      ? { prefixRewrite: path.replacePrefixMatch }
      : {}),
  };
}

function rewriteFrom({ hostname, path }: NonNullable<RouteFilter['urlRewrite']>): HttpRoute['rewrite'] {
  const authority = hostname === undefined ? {} : { authority: hostname };
  if (path?.type === 'ReplacePrefixMatch') {
    const by = (path.replacePrefixMatch ?? '').replace(/\/$/, '');
    return { ...authority, uri: by === '' ? '/' : by };
  }
  if (path?.type === 'ReplaceFullPath') {
    return { ...authority, uriRegexRewrite: { match: '/.*', rewrite: path.replaceFullPath ?? '' } };
  }
  return hostname === undefined ? undefined : authority;
}

function mirror(context: RouteContext, { requestMirror }: RouteFilter, field: string, out: ConvertedFilters): void {
  if (requestMirror === undefined) return;
  const { backendRef = {}, percent, fraction } = requestMirror;
  const found = backendOf(context, backendRef, `${field}.requestMirror.backendRef`);
  if (found.state !== 'found') {
    // A mirror that leads nowhere makes a GRPCRoute invalid; an HTTPRoute goes on without it.
    if (context.kind === 'GRPCRoute') out.invalid = found.refusal;
    else out.refusals.push(found.refusal);
    return;
  }
  const value = fraction !== undefined ? (100 * (fraction.numerator ?? 0)) / (fraction.denominator ?? 100) : percent;
  out.mirrors.push({ destination: found.destination, ...(value === undefined ? {} : { percentage: { value } }) });
  out.places.push([`mirrors[${out.mirrors.length - 1}]`, field]);
}

/** The policy as a VirtualService would write it. */
function corsFrom(cors: NonNullable<RouteFilter['cors']>): object {
  const { allowOrigins = [], allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge = 5 } = cors;
  return {
    allowOrigins: allowOrigins.filter(origin => origin !== '').map(originMatch),
    ...(allowMethods === undefined ? {} : { allowMethods }),
    ...(allowHeaders === undefined ? {} : { allowHeaders }),
    ...(exposeHeaders === undefined ? {} : { exposeHeaders }),
    ...(allowCredentials === true ? { allowCredentials } : {}),
    ...(maxAge > 0 ? { maxAge: `${maxAge}s` } : {}),
    unmatchedPreflights: 'IGNORE',
  };
}

function originMatch(origin: string): { readonly exact?: string; readonly prefix?: string; readonly regex?: string } {
  if (origin === '*') return { regex: '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$' };
  const star = origin.indexOf('*');
  if (star < 0) return { exact: origin };
  if (star === origin.length - 1) return { prefix: origin.slice(0, -1) };
  const escaped = origin.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return { regex: `^${escaped}$` };
}
