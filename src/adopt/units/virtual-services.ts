import type { HTTPRoute, VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { resolveGateway } from '../../istio/references';
import type { Resource } from '../../model/resource';
import { canonicalJson } from '../../values/plain-data';
import { type CodeLike, type CodeRecord, create, literal, type Statement, variable } from '../code';
import { type DeclaredService, MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, onlyFields, type Proposed } from '../unit';
import { RouteCode } from './route-code';
import { corsCode, directResponseCode, headersCode, redirectCode, retriesCode, rewriteCode } from './route-settings';

/** VirtualServices for callers in the mesh as what the constructs contribute to the routes of a service. */
export function virtualServiceUnits(scene: Scene): readonly Proposed[] {
  return scene.model
    .all('VirtualService')
    .filter(({ spec }) => (spec.gateways ?? ['mesh']).every(name => name === 'mesh'))
    .map(resource => ({
      resource,
      // In the order that the construct chooses by itself, where that is the given one; else as written; else in any.
      proposals: ROUTE_ORDERS.flatMap(([order, keepsOrder]) =>
        attempt(() => ({ ...new RoutingCode(scene, resource, order).candidate(), keepsOrder })),
      ),
    }));
}

/** The ways to put routes in order, and whether that must be the one in which they are given. */
export const ROUTE_ORDERS = [
  ['specific-first', true],
  ['as-written', true],
  ['specific-first', false],
] as const;

/** What a route does besides choosing where requests go. */
interface Settings {
  readonly timeout?: string;
  readonly retries?: CodeRecord;
  readonly rewrite?: CodeRecord;
  readonly requestHeaders?: CodeLike;
  readonly responseHeaders?: CodeLike;
  readonly cors?: CodeRecord;
  readonly mirrors?: CodeLike;
}

/** Routes for callers in the mesh as constructs of the service that they are for. */
export class RoutingCode {
  private readonly statements: Statement[] = [];
  private readonly ids: string[] = [];
  private readonly what = new Set<string>();
  private readonly code: RouteCode;

  public constructor(
    private readonly scene: Scene,
    private readonly resource: Resource<'VirtualService' | 'HTTPRoute'>,
    private readonly order: 'specific-first' | 'as-written',
  ) {
    this.code = new RouteCode(scene, resource.namespace);
  }

  public candidate(): Candidate {
    const spec = this.resource.manifest.spec as VirtualServiceSpec;
    onlyFields(spec, ['hosts', 'gateways', 'http', 'tcp', 'tls', 'exportTo'], 'spec');
    const { hosts = [], http = [], tcp = [], tls = [] } = spec;
    const [host] = hosts;
    if (host === undefined || hosts.length > 1) inexpressible('it is for several hosts');
    const service = this.code.service(host);
    const { name, namespace } = service.known.resource;
    if (namespace !== this.resource.namespace) inexpressible('it is not in the namespace of the service');
    this.ids.push(service.id);
    if (tls.length > 0) inexpressible('no construct writes spec.tls of this form');
    if (http.length > 0) this.requests(service, http);
    if (tcp.length > 0) this.connections(service, tcp, http.length > 0);
    return this.made((_, written) => written.find('VirtualService', 'networking.istio.io', namespace, name));
  }

  /** The constructs for routes of the Gateway API, told as those of a VirtualService. */
  public ofService(service: DeclaredService, http: readonly HTTPRoute[], finds: Candidate['finds']): Candidate {
    this.ids.push(service.id);
    this.requests(service, http);
    return this.made(finds);
  }

  private made(finds: Candidate['finds']): Candidate {
    const found = [...this.code.services].map(({ id }) => id);
    return {
      form: 'construct',
      what: [...this.what].join(', '),
      statements: this.statements,
      ids: [...new Set([...this.ids, ...found])],
      finds,
    };
  }

  private requests(service: DeclaredService, http: readonly HTTPRoute[]): void {
    const last = http.at(-1);
    if (last === undefined || !takesAll(last)) {
      inexpressible('requests that no route takes get 404; constructs send them to the service');
    }
    if (last.route === undefined) inexpressible('no construct writes a last route that does not forward');
    const rules = http.slice(0, -1).filter(route => route.fault === undefined);
    const faulty = http.slice(0, -1).filter(route => route.fault !== undefined);
    const defaults = this.settings(last);
    const forwarding = rules.filter(({ route }) => route !== undefined);
    const everywhere = this.shared(defaults, forwarding);
    this.split(service, last, rules, everywhere);
    this.timeoutsAndRetries(service, defaults);
    for (const [i, route] of faulty.entries()) this.faults(service, route, last, i);
    if (last.fault !== undefined) this.fault(service, last.fault, undefined, 'faults');
  }

  /** The settings of the default route hold for every route; each rule must have its own, or the same. */
  private shared(defaults: Settings, forwarding: readonly HTTPRoute[]): Settings {
    for (const route of forwarding) {
      const own = this.settings(route);
      for (const key of Object.keys(defaults) as (keyof Settings)[]) {
        if (own[key] === undefined) inexpressible(`the default route has ${key}, and another route has none`);
      }
    }
    if (defaults.rewrite !== undefined) inexpressible('no construct writes a rewrite of the default route');
    return defaults;
  }

  private split(
    service: DeclaredService,
    last: HTTPRoute,
    rules: readonly HTTPRoute[],
    { requestHeaders, responseHeaders, cors, mirrors }: Settings,
  ): void {
    const props: { [key: string]: CodeLike } = { service: variable(service.variable) };
    const to = last.route ?? [];
    const isCanary = to.length === 2 && to.every(one => this.isShareOf(service, one));
    if (isCanary) {
      const [stable, canary] = to.map(({ destination }) => this.code.version(service, destination.subset ?? ''));
      this.construct('Canary', this.idFor(service, 'canary'), { stable, canary, weight: to[1]?.weight ?? 0 });
    }
    const written = rules.map((rule, i) => this.rule(rule, i));
    if (written.length > 0) {
      props.rules = written;
      if (this.order === 'as-written' && written.length > 1) props.order = 'as-written';
    }
    const isWhole = to.length === 1 && to[0] !== undefined && this.isWhole(service, to[0]);
    if (!isCanary && !isWhole) props.defaultTo = this.code.destinations(to);
    const common = { requestHeaders, responseHeaders, cors, mirrors };
    if (Object.values(common).some(value => value !== undefined)) props.everywhere = common;
    const needed = Object.keys(props).length > 1;
    const others = isCanary || last.timeout !== undefined || last.retries !== undefined || last.fault !== undefined;
    if (!needed && !others) props.defaultTo = { service: variable(service.variable) };
    if (Object.keys(props).length > 1) this.construct('Routing', this.idFor(service, 'routes'), props);
  }

  private rule(rule: HTTPRoute, i: number): CodeRecord {
    const { name = `route-${i + 1}`, match = [], route, redirect, directResponse, delegate } = rule;
    const matches = match.map(one => this.code.match(one, ['mesh']));
    if (matches.length === 0 || matches.some(one => one === undefined)) {
      return inexpressible('a route before the last takes all requests');
    }
    const [only] = matches;
    const which = { name, match: matches.length === 1 ? only : matches };
    if (redirect !== undefined) return { ...which, redirect: redirectCode(redirect) };
    if (directResponse !== undefined) return { ...which, directResponse: directResponseCode(directResponse) };
    if (delegate !== undefined)
      return { ...which, delegate: literal({ namespace: this.resource.namespace, ...delegate }) };
    return { ...which, to: this.code.destinations(route ?? []), ...this.settings(rule) };
  }

  private timeoutsAndRetries(service: DeclaredService, { timeout, retries }: Settings): void {
    const of = variable(service.variable);
    if (timeout !== undefined) {
      this.construct('Timeout', this.idFor(service, 'timeout'), { service: of, request: timeout });
    }
    if (retries === undefined) return;
    const methods = retries.attempts === 0 ? undefined : 'all';
    this.construct('Retries', this.idFor(service, 'retries'), { service: of, ...retries, methods });
  }

  /** A route that differs from the default by its faults alone. */
  private faults(service: DeclaredService, route: HTTPRoute, last: HTTPRoute, i: number): void {
    const { match = [], fault, name: _, ...rest } = route;
    const { match: __, fault: ___, name: ____, ...others } = last;
    if (canonicalJson(rest) !== canonicalJson(others)) {
      inexpressible('a route with faults leads elsewhere than the last route');
    }
    const when = match.map(one => this.code.match(one, ['mesh']));
    if (when.length === 0 || when.some(one => one === undefined))
      inexpressible('a route before the last takes all requests');
    this.fault(service, fault, when, i === 0 ? 'faults' : `faults-${i + 1}`);
  }

  private fault(service: DeclaredService, fault: HTTPRoute['fault'], when: CodeLike, what: string): void {
    const { delay, abort, ...rest } = (fault ?? {}) as { readonly [part: string]: Fault | undefined };
    onlyFields(rest, [], 'fault');
    onlyFields(delay, ['percentage', 'fixedDelay'], 'fault.delay');
    onlyFields(abort, ['percentage', 'httpStatus', 'grpcStatus'], 'fault.abort');
    this.construct('FaultInjection', this.idFor(service, what), {
      service: variable(service.variable),
      delay: delay && { percent: delay.percentage?.value ?? 100, duration: delay.fixedDelay },
      abort: abort && {
        percent: abort.percentage?.value ?? 100,
        httpStatus: abort.httpStatus,
        grpcStatus: abort.grpcStatus,
      },
      when,
    });
  }

  private connections(service: DeclaredService, tcp: VirtualServiceSpec['tcp'], hasRequests: boolean): void {
    const props: { [key: string]: CodeLike } = { service: variable(service.variable) };
    const rules: CodeRecord[] = [];
    const ports = service.ports.filter(port => !port.http && port.protocol !== 'udp');
    for (const { match = [], route } of tcp ?? []) {
      const to = this.code.destinations(route ?? []);
      const [one, second] = match;
      if (second !== undefined) inexpressible('no construct writes tcp routes with alternatives');
      onlyFields(one, ['port', 'destinationSubnets'], 'tcp.match');
      const number = one?.port ?? ports[0]?.number;
      if (one?.port === undefined && ports.length !== 1) inexpressible('a tcp route is for several ports');
      if (!ports.some(port => port.number === number)) inexpressible(`port ${number} is none for connections`);
      if (one?.destinationSubnets === undefined && ports.length === 1 && !hasRequests) props.defaultTo = to;
      else rules.push({ port: number, destinationSubnets: one?.destinationSubnets, to });
    }
    if (rules.length > 0) props.connections = rules;
    this.construct('Routing', this.idFor(service, 'connections'), props);
  }

  private settings(route: HTTPRoute): Settings {
    const { timeout, retries, rewrite, headers, corsPolicy, mirror, mirrors, mirrorPercentage, ...rest } =
      route as HTTPRoute & {
        readonly mirror?: Mirror['destination'];
        readonly mirrorPercentage?: { readonly value?: number };
      };
    onlyFields(rest, ['name', 'match', 'route', 'redirect', 'directResponse', 'delegate', 'fault'], 'http');
    const copies: readonly Mirror[] = [
      ...(mirror === undefined ? [] : [{ destination: mirror, percentage: mirrorPercentage }]),
      ...(mirrors ?? []),
    ];
    const settings = {
      timeout,
      retries: retries && retriesCode(retries),
      rewrite:
        rewrite &&
        rewriteCode(
          rewrite,
          (route.match ?? []).map(({ uri }) => uri),
        ),
      ...headersCode(headers),
      cors: corsPolicy && corsCode(corsPolicy),
      mirrors: this.mirrors(copies),
    };
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given) as Settings;
  }

  private mirrors(copies: readonly Mirror[]): CodeLike {
    if (copies.length === 0) return undefined;
    return copies.map(({ destination, percentage }) => {
      const to = this.code.destinations([{ destination }]);
      return { to, percent: percentage?.value ?? 100 };
    });
  }

  /** Whether a share of the requests goes to a version of the service, as a canary writes it. */
  private isShareOf(
    service: DeclaredService,
    { destination, headers, weight }: NonNullable<HTTPRoute['route']>[number],
  ) {
    const { host, subset, port } = destination;
    const target = this.scene.serviceAt(host, this.resource.namespace);
    return (
      target === service && subset !== undefined && port === undefined && headers === undefined && weight !== undefined
    );
  }

  private isWhole(
    service: DeclaredService,
    { destination, headers }: NonNullable<HTTPRoute['route']>[number],
  ): boolean {
    const { host, subset, port } = destination;
    const own = service.ports.filter(({ http }) => http);
    const isPort = port?.number === undefined || (own.length === 1 && own[0]?.number === port.number);
    return (
      this.scene.serviceAt(host, this.resource.namespace) === service &&
      subset === undefined &&
      isPort &&
      headers === undefined
    );
  }

  private construct(type: string, id: string, props: CodeRecord): void {
    this.what.add(type);
    this.ids.push(id);
    this.statements.push({ code: create(type, MESH, id, props) });
  }

  private idFor(service: DeclaredService, what: string): string {
    return this.scene.idFor(this.resource, `${service.id}-${what}`);
  }
}

interface Fault {
  readonly percentage?: { readonly value: number };
  readonly fixedDelay?: string;
  readonly httpStatus?: number;
  readonly grpcStatus?: string;
}

type Mirror = Pick<NonNullable<HTTPRoute['mirrors']>[number], 'destination'> & {
  readonly percentage?: { readonly value?: number | undefined } | undefined;
};

/** Whether a route has no condition. */
export function takesAll({ match = [] }: HTTPRoute): boolean {
  return match.every(one => {
    const { uri, ...rest } = one;
    return Object.keys(rest).length === 0 && (uri === undefined || uri.prefix === '/');
  });
}

/** The Gateways that a VirtualService names, as `namespace/name`; `mesh` for callers in the mesh. */
export function gatewaysOf({ spec, namespace }: Resource<'VirtualService'>): readonly string[] {
  return (spec.gateways ?? ['mesh']).map(name => resolveGateway(name, namespace));
}
