import { matchesLabels } from '../../model/labels';
import { isMapping } from '../../model/shape';
import type { HttpMatch, StringMatch } from '../../model/shapes/traffic';
import { type HttpRequest, headerOf, queryParameter } from '../../requests/http-request';
import { claimMatches, claimPathOf } from '../../requests/jwt-claim';
import { asksForPresence, compileStringMatch, describeStringMatch, type TextTest } from '../../requests/string-match';
import type { MeshProxy } from '../mesh-proxy';
import type { HttpEntry, VirtualService } from './virtual-services';

/** One condition on a request. */
interface Condition {
  readonly field: string;
  readonly wanted: string;
  readonly test: (request: HttpRequest) => boolean;
}

/** One route that a proxy holds: one `match` of one `http` entry. */
export interface Route {
  /** `http.name`, with `.` and `match.name` where the match is named. */
  readonly name: string;
  readonly virtualService: VirtualService;
  readonly entry: HttpEntry;
  readonly match: HttpMatch | undefined;
  /** Where the match is written, such as `spec.http[0].match[1]`; the entry itself if it has none. */
  readonly field: string;
  /** Whether the route takes every request, so that none after it is ever reached. */
  readonly catchAll: boolean;
  readonly conditions: readonly Condition[];
  /** A condition that cannot be evaluated. */
  readonly problem?: { readonly field: string; readonly reason: string };
}

/** For which proxy and listener routes are made. */
export interface RouteContext {
  readonly proxy: MeshProxy;
  /** The gateway that is built: `mesh` at a sidecar. */
  readonly gateway: string;
  /** Number of the listener port, at a gateway that of the server. */
  readonly port: number;
}

/** The routes of one VirtualService that a proxy holds, in order. They end after the first that takes everything. */
export function routesOf(virtualService: VirtualService, context: RouteContext): readonly Route[] {
  const routes: Route[] = [];
  for (const entry of virtualService.http) {
    const matches = entry.spec.match ?? [];
    if (matches.length === 0) {
      routes.push(routeFrom(virtualService, entry, undefined, entry.field));
      return routes;
    }
    for (const [i, match] of matches.entries()) {
      if (!appliesTo(match, context)) continue;
      const route = routeFrom(virtualService, entry, match, `${entry.field}.match[${i}]`);
      routes.push(route);
      if (route.catchAll) return routes;
    }
  }
  return routes;
}

/** Why a request does not take a route: the first condition that it fails; undefined when it takes it. */
export function mismatch(route: Route, request: HttpRequest): Condition | undefined {
  for (const condition of route.conditions) {
    if (!condition.test(request)) return condition;
  }
  return undefined;
}

/** Whether a match is for this proxy and port, whatever the request. */
function appliesTo(match: HttpMatch, { proxy, gateway, port }: RouteContext): boolean {
  if ((match.port ?? 0) !== 0 && match.port !== port) return false;
  // With gateways named, istiod looks neither at the labels nor at the namespace of the source.
  if ((match.gateways ?? []).length > 0) return match.gateways?.includes(gateway) ?? false;
  if (!matchesLabels(match.sourceLabels, proxy.labels)) return false;
  return (match.sourceNamespace ?? '') === '' || match.sourceNamespace === proxy.namespace;
}

function routeFrom(
  virtualService: VirtualService,
  entry: HttpEntry,
  match: HttpMatch | undefined,
  field: string,
): Route {
  const compiler = new ConditionCompiler(field);
  if (match !== undefined) compiler.add(match);
  const { conditions, problem } = compiler;
  const name = (entry.spec.name ?? '') + ((match?.name ?? '') === '' ? '' : `.${match?.name}`);
  return {
    name,
    virtualService,
    entry,
    match,
    field,
    catchAll: match === undefined || takesEverything(match),
    conditions,
    ...(problem === undefined ? {} : { problem }),
  };
}

function takesEverything(match: HttpMatch): boolean {
  const { uri, headers = {}, withoutHeaders = {}, queryParams = {} } = match;
  const anyPath = uri === undefined || uri.prefix === '/' || uri.regex === '.*' || Object.keys(uri).length === 0;
  const maps = Object.keys(headers).length + Object.keys(withoutHeaders).length + Object.keys(queryParams).length;
  return (
    anyPath && maps === 0 && match.method === undefined && match.authority === undefined && match.scheme === undefined
  );
}

/** Turns the fields of a match into conditions on a request. */
class ConditionCompiler {
  public readonly conditions: Condition[] = [];
  public problem: { readonly field: string; readonly reason: string } | undefined;

  public constructor(private readonly field: string) {}

  public add(match: HttpMatch): void {
    if (match.uri !== undefined) this.text('uri', match.uri, request => request.pathname, match.ignoreUriCase ?? false);
    if (match.method !== undefined) this.text('method', match.method, request => request.method);
    if (match.authority !== undefined) this.text('authority', match.authority, request => request.authority);
    if (match.scheme !== undefined) this.text('scheme', match.scheme, request => request.scheme);
    for (const [name, value] of sorted(match.headers)) this.header(name, value, false);
    for (const [name, value] of sorted(match.withoutHeaders)) this.header(name, value, true);
    for (const [name, value] of sorted(match.queryParams)) {
      const field = `queryParams.${name}`;
      if (asksForPresence(value)) {
        this.push(field, 'presence', request => queryParameter(request, name) !== undefined);
      } else {
        this.text(field, value, request => queryParameter(request, name));
      }
    }
  }

  private text(
    field: string,
    match: StringMatch,
    read: (request: HttpRequest) => string | undefined,
    ignoreCase = false,
  ): void {
    const compiled = this.compile(field, compileStringMatch(match, ignoreCase));
    if (compiled === undefined) return;
    this.push(field, describeStringMatch(match), request => {
      const value = read(request);
      return value !== undefined && compiled(value);
    });
  }

  private header(name: string, match: StringMatch, negated: boolean): void {
    const field = `${negated ? 'withoutHeaders' : 'headers'}.${name}`;
    const wanted = `${negated ? 'not ' : ''}${describeStringMatch(match)}`;
    const presence = asksForPresence(match);
    const test = presence ? () => true : this.compile(field, compileStringMatch(match));
    if (test === undefined) return;
    const claim = claimPathOf(name);
    if (claim !== undefined) {
      this.push(field, wanted, ({ claims }) => claimMatches(claims, claim, test) !== negated);
      return;
    }
    const lower = name.toLowerCase();
    this.push(field, wanted, request => {
      const value = headerOf(request, lower);
      if (!negated) return value !== undefined && test(value);
      // A header that is absent counts as empty where its value is compared.
      return presence ? value === undefined : !test(value ?? '');
    });
  }

  private compile(field: string, compiled: TextTest): ((value: string) => boolean) | undefined {
    if ('test' in compiled) return compiled.test;
    this.problem ??= { field: `${this.field}.${field}.regex`, reason: compiled.problem };
    return undefined;
  }

  private push(field: string, wanted: string, test: (request: HttpRequest) => boolean): void {
    this.conditions.push({ field: `${this.field}.${field}`, wanted, test });
  }
}

function sorted(map: { readonly [name: string]: unknown } = {}): readonly (readonly [string, StringMatch])[] {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, isMapping(value) ? (value as StringMatch) : {}] as const);
}
