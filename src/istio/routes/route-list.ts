import { matchesLabels } from '../../model/labels';
import { isMapping } from '../../model/shape';
import type { HttpMatch, StringMatch } from '../../model/shapes/traffic';
import {
  type Attribute,
  AUTHORITY,
  claimAttribute,
  headerAttribute,
  METHOD,
  PATH,
  parameterAttribute,
  SCHEME,
} from '../../requests/attribute';
import { claimPathOf } from '../../requests/claims';
import type { RequestFacts } from '../../requests/request-facts';
import { anyOf, exact, orEmpty, PRESENT, prefix, stringMatch, type Test } from '../../requests/test';
import { byText } from '../../values/order';
import type { MeshProxy } from '../mesh-proxy';
import { type HttpEntry, placeOf, type VirtualService } from './virtual-services';

/** One condition on a request. */
export interface Condition {
  readonly field: string;
  readonly wanted: string;
  readonly attribute: Attribute;
  readonly test: Test;
  /** The answer that the route wants. */
  readonly holds: boolean;
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
  /** Number of the port for which it was made; that of destinations that name none. */
  readonly port: number;
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

/** The routes of a mesh by VirtualService, made once for all clients that a VirtualService does not tell apart. */
export class RouteLists {
  readonly #shared = new Map<VirtualService, Map<string, readonly Route[]>>();

  public of(virtualService: VirtualService, context: RouteContext): readonly Route[] {
    if (virtualService.tellsClientsApart) return routesOf(virtualService, context);
    const known = this.#shared.get(virtualService) ?? new Map<string, readonly Route[]>();
    this.#shared.set(virtualService, known);
    const key = `${context.port} ${context.gateway}`;
    const routes = known.get(key) ?? routesOf(virtualService, context);
    known.set(key, routes);
    return routes;
  }
}

/** The routes of one VirtualService that a proxy holds, in order. They end after the first that takes everything. */
export function routesOf(virtualService: VirtualService, context: RouteContext): readonly Route[] {
  const routes: Route[] = [];
  for (const entry of virtualService.http) {
    const matches = entry.spec.match ?? [];
    if (matches.length === 0) {
      routes.push(routeFrom(virtualService, entry, undefined, context.port));
      return routes;
    }
    for (const [i, match] of matches.entries()) {
      if (!appliesTo(match, context)) continue;
      const route = routeFrom(virtualService, entry, { match, part: `match[${i}]` }, context.port);
      routes.push(route);
      if (route.catchAll) return routes;
    }
  }
  return routes;
}

/** The conditions of a match of an entry, for whatever proxy and port. */
export function conditionsOfMatch(
  entry: HttpEntry,
  match: HttpMatch,
  index: number,
  api: VirtualService['api'],
): readonly Condition[] {
  const compiler = new ConditionCompiler(entry, `match[${index}]`, api);
  compiler.add(match);
  return compiler.conditions;
}

/** Why a request does not take a route: the first condition that it fails; undefined when it takes it. */
export function mismatch(route: Route, facts: RequestFacts): Condition | undefined {
  for (const condition of route.conditions) {
    if (facts.ask(condition.attribute, condition.test) !== condition.holds) return condition;
  }
  return undefined;
}

/** Whether a match is for this proxy and port, whatever the request. */
export function appliesTo(match: HttpMatch, { proxy, gateway, port }: RouteContext): boolean {
  if ((match.port ?? 0) !== 0 && match.port !== port) return false;
  // A waypoint does not tell clients apart by their labels.
  if (proxy.type === 'waypoint' && Object.keys(match.sourceLabels ?? {}).length > 0) return false;
  // With gateways named, istiod looks neither at the labels nor at the namespace of the source.
  if ((match.gateways ?? []).length > 0) return match.gateways?.includes(gateway) ?? false;
  if (!matchesLabels(match.sourceLabels, proxy.labels)) return false;
  return (match.sourceNamespace ?? '') === '' || match.sourceNamespace === proxy.namespace;
}

function routeFrom(
  virtualService: VirtualService,
  entry: HttpEntry,
  written: { readonly match: HttpMatch; readonly part: string } | undefined,
  port: number,
): Route {
  const match = written?.match;
  const compiler = new ConditionCompiler(entry, written?.part ?? '', virtualService.api);
  if (match !== undefined) compiler.add(match);
  const { conditions, problem } = compiler;
  const name = (entry.spec.name ?? '') + ((match?.name ?? '') === '' ? '' : `.${match?.name}`);
  return {
    name,
    virtualService,
    entry,
    match,
    field: written === undefined ? entry.field : placeOf(entry, written.part),
    port,
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

  public constructor(
    private readonly entry: HttpEntry,
    /** The match within the entry. */
    private readonly part: string,
    private readonly api: VirtualService['api'],
  ) {}

  public add(match: HttpMatch): void {
    if (match.uri !== undefined) this.uri(match.uri, match.ignoreUriCase ?? false);
    if (match.method !== undefined) this.text('method', METHOD, match.method);
    if (match.authority !== undefined) this.text('authority', AUTHORITY, match.authority);
    if (match.scheme !== undefined) this.text('scheme', SCHEME, match.scheme);
    for (const [name, value] of sorted(match.headers)) this.header(name, value, false);
    for (const [name, value] of sorted(match.withoutHeaders)) this.header(name, value, true);
    for (const [name, value] of sorted(match.queryParams)) {
      const attribute = parameterAttribute(name);
      if (asksForPresence(value)) this.push(`queryParams.${name}`, 'presence', attribute, PRESENT, true);
      else this.text(`queryParams.${name}`, attribute, value);
    }
  }

  /** The prefix of a route of the Gateway API ends where a segment of the path does. */
  private uri(match: StringMatch, ignoreCase: boolean): void {
    if (this.api === 'istio' || match.prefix === undefined || match.prefix === '/') {
      this.text('uri', PATH, match, ignoreCase);
      return;
    }
    const wanted = match.prefix.replace(/\/$/, '');
    this.push('uri', `path ${wanted} and what is below`, PATH, anyOf([exact(wanted), prefix(`${wanted}/`)]), true);
  }

  private text(field: string, attribute: Attribute, match: StringMatch, ignoreCase = false): void {
    const test = this.compile(field, match, ignoreCase);
    if (test !== undefined) this.push(field, describeStringMatch(match), attribute, test, true);
  }

  private header(name: string, match: StringMatch, negated: boolean): void {
    const field = `${negated ? 'withoutHeaders' : 'headers'}.${name}`;
    const wanted = `${negated ? 'not ' : ''}${describeStringMatch(match)}`;
    const test = asksForPresence(match) ? PRESENT : this.compile(field, match);
    if (test === undefined) return;
    const claim = claimPathOf(name);
    if (claim !== undefined) this.push(field, wanted, claimAttribute(claim), test, !negated);
    // A header that is absent counts as empty where its value is compared and must not be this one.
    else this.push(field, wanted, headerAttribute(name), negated && test !== PRESENT ? orEmpty(test) : test, !negated);
  }

  private compile(field: string, match: StringMatch, ignoreCase = false): Test | undefined {
    try {
      return stringMatch(match, ignoreCase) ?? PRESENT;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.problem ??= { field: this.api === 'istio' ? `${this.place(field)}.regex` : this.place(field), reason };
      return undefined;
    }
  }

  private push(field: string, wanted: string, attribute: Attribute, test: Test, holds: boolean): void {
    this.conditions.push({ field: this.place(field), wanted, attribute, test, holds });
  }

  private place(field: string): string {
    return placeOf(this.entry, `${this.part}.${field}`);
  }
}

/** Whether a header or query match only asks for presence: null, `{}`, or the regex `*`. */
function asksForPresence({ exact, prefix, regex }: StringMatch): boolean {
  return exact === undefined && prefix === undefined && (regex === undefined || regex === '*');
}

/** A StringMatch in words, such as `prefix "/api"`. */
function describeStringMatch(match: StringMatch): string {
  if (match.exact !== undefined) return `exact "${match.exact}"`;
  if (match.prefix !== undefined) return `prefix "${match.prefix}"`;
  return asksForPresence(match) ? 'presence' : `regex "${match.regex ?? ''}"`;
}

function sorted(map: { readonly [name: string]: unknown } = {}): readonly (readonly [string, StringMatch])[] {
  return Object.entries(map)
    .sort(byText(([key]) => key))
    .map(([name, value]) => [name, isMapping(value) ? (value as StringMatch) : {}] as const);
}
