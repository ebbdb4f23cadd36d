import { Construct } from 'constructs';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import { type CorsOptions, writeCors } from '../routing/cors-options';
import { type DirectResponse, writeDirectResponse } from '../routing/direct-response';
import { checkHeaders, type HeaderChanges, writeHeaders } from '../routing/header-changes';
import { type Redirect, writeRedirect } from '../routing/redirect';
import type { RequestMatch } from '../routing/request-match';
import { type RequestRewrite, requirePrefixes, writeRewrite } from '../routing/request-rewrite';
import { type RetryOptions, writeRetries } from '../routing/retry-options';
import type { DelegateRef, Destination, RouteAction, RouteSettings } from '../routing/route-rule';
import { ConfigError } from '../values/config-error';
import { type Duration, durationMilliseconds } from '../values/duration';

/** A copy of requests, whose answers are thrown away. */
export interface MirrorTo {
  /** Who gets the copies. */
  readonly to: ServiceVersion | Destination;
  /** Share of the requests that are copied, in percent above 0 up to 100. */
  readonly percent: number;
}

/** What a route does besides forwarding. */
export interface ForwardingOptions {
  /** Time for the whole answer, retries included; at least 1 ms. @default - that of the service, else none */
  readonly timeout?: Duration | undefined;
  /**
   * When a failed request is sent again; `Retries` decides it for all requests of a service.
   *
   * @default - those of the service, else Istio's own
   */
  readonly retries?: RetryOptions | undefined;
  /** Changes the path or host before the request is forwarded. @default - nothing */
  readonly rewrite?: RequestRewrite | undefined;
  /** Changes headers of requests. @default - none */
  readonly requestHeaders?: HeaderChanges | undefined;
  /** Changes headers of answers. @default - none */
  readonly responseHeaders?: HeaderChanges | undefined;
  /** Which pages of other origins may read the answers. @default - the service decides */
  readonly cors?: CorsOptions | undefined;
  /** Copies of the requests. @default - none */
  readonly mirrors?: readonly MirrorTo[] | undefined;
}

/**
 * Requests that are treated otherwise than the rest: forwarded, sent elsewhere by the client (`redirect`), answered by the
 * proxy (`directResponse`), or left to another VirtualService, one without hosts (`delegate`).
 */
export type RoutingRule = {
  /** Name of the route, seen in access logs; one of its own for each. */
  readonly name: string;
  /** Conditions that all hold; of a list, one suffices. */
  readonly match: RequestMatch | readonly RequestMatch[];
} & (
  | (ForwardingOptions & {
      /**
       * Where they go: one destination, or several whose weights add up to 100.
       *
       * @default - the default way of the host, with the canary or test that splits it
       */
      readonly to?: ServiceVersion | Destination | readonly Destination[] | undefined;
      readonly redirect?: never;
      readonly directResponse?: never;
      readonly delegate?: never;
    })
  | { readonly redirect: Redirect; readonly directResponse?: never; readonly delegate?: never; readonly to?: never }
  | {
      readonly directResponse: DirectResponse;
      readonly redirect?: never;
      readonly delegate?: never;
      readonly to?: never;
    }
  | { readonly delegate: DelegateRef; readonly redirect?: never; readonly directResponse?: never; readonly to?: never }
);

/** Connections that go another way than the rest, on a port that is not HTTP. */
export interface ConnectionRoute {
  /** Port of the service, by number or name. */
  readonly port: number | string;
  /**
   * Names that the client asks for when it begins TLS; only for ports of protocol `https` or `tls`.
   *
   * @default - any
   */
  readonly sniHosts?: readonly string[] | undefined;
  /** Address ranges that the connection goes to, as CIDR. @default - any */
  readonly destinationSubnets?: readonly string[] | undefined;
  /** The service whose pods connect. @default - anybody */
  readonly source?: MeshService | undefined;
  /** Where they go: one destination, or several whose weights add up to 100. */
  readonly to: ServiceVersion | Destination | readonly Destination[];
}

/** Properties of `Routing`. */
export interface RoutingProps {
  /** The service whose requests are routed. */
  readonly service: MeshService;

  /** Requests that are treated otherwise than the rest. @default - none */
  readonly rules?: readonly RoutingRule[] | undefined;

  /**
   * `specific-first` considers exact paths, then expressions, then longer before shorter prefixes, then the rest; more
   * conditions before fewer. `as-written` keeps the order of the list, behind the rules of other constructs; rules that
   * are then never reached are refused.
   *
   * @default "specific-first"
   */
  readonly order?: 'specific-first' | 'as-written' | undefined;

  /**
   * Where requests go that no rule takes.
   *
   * @default - the whole service, or what a canary or test makes of it
   */
  readonly defaultTo?: ServiceVersion | Destination | readonly Destination[] | undefined;

  /** Connections that go another way than the rest, on ports that are not HTTP. @default - none */
  readonly connections?: readonly ConnectionRoute[] | undefined;

  /** What every route of the host does besides forwarding. @default - nothing */
  readonly everywhere?: Omit<ForwardingOptions, 'rewrite'> | undefined;
}

/**
 * Decides over single requests: where they go, and what happens to them on the way.
 *
 * Contributes routes to the VirtualService of the host; callers in the mesh and requests from gateways meet the same.
 * Faults are injected by `FaultInjection`, apart from the rest.
 *
 * A rule without `to` keeps to the default way of the host: the canary that splits it still holds there.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 *
 * @example
 * new Routing(mesh, 'backend-routes', {
 *   service: backend,
 *   rules: [
 *     { name: 'jason', match: { headers: { 'end-user': TextMatch.exact('jason') } }, to: backend.version('v3') },
 *     { name: 'export', match: { path: PathMatch.prefix('/export') }, timeout: '60s' },
 *     { name: 'old', match: { path: PathMatch.exact('/old') }, redirect: { path: '/new', status: 308 } },
 *   ],
 * });
 */
export class Routing extends Construct {
  private readonly service: MeshService;

  public constructor(scope: Construct, id: string, props: RoutingProps) {
    super(scope, id);
    const { service, rules = [], connections = [], order = 'specific-first', defaultTo, everywhere } = props;
    this.service = service;
    if (rules.length + connections.length === 0 && defaultTo === undefined && everywhere === undefined) {
      this.fail('wanted rules, connections, defaultTo or everywhere, got none');
    }
    const names = new Set<string>();
    for (const rule of rules) {
      if (names.has(rule.name)) this.fail(`wanted rules with unique names, got "${rule.name}" twice`);
      names.add(rule.name);
      const { name, match } = rule;
      const matches: readonly RequestMatch[] = isList(match) ? match : [match];
      service.routing.addRule(this, { name, matches, ...this.actionOf(rule, matches) }, order);
    }
    for (const route of connections) this.addConnections(route);
    if (defaultTo !== undefined) service.routing.splitDefault(this, this.destinations(defaultTo));
    if (everywhere !== undefined)
      service.routing.apply(
        this,
        this.settings(everywhere, wanted => this.fail(wanted)),
      );
  }

  private actionOf(rule: RoutingRule, matches: readonly RequestMatch[]): RouteAction {
    const fail = (wanted: string): never => this.fail(`${wanted}, for rule "${rule.name}"`);
    if (rule.redirect !== undefined) {
      if (rule.redirect.prefix !== undefined) requirePrefixes(matches, 'the redirect', fail);
      return { redirect: writeRedirect(rule.redirect, fail) };
    }
    if (rule.directResponse !== undefined) return { directResponse: writeDirectResponse(rule.directResponse, fail) };
    if (rule.delegate !== undefined) return { delegate: rule.delegate };
    const rewrite = rule.rewrite && writeRewrite(rule.rewrite, matches, fail);
    return { destinations: rule.to && this.destinations(rule.to), settings: { ...this.settings(rule, fail), rewrite } };
  }

  private settings(options: Omit<ForwardingOptions, 'rewrite'>, fail: (wanted: string) => never): RouteSettings {
    const { timeout, retries, cors, mirrors } = options;
    if (timeout !== undefined && !((durationMilliseconds(timeout) ?? 0) >= 1)) {
      fail(`wanted the timeout to be at least 1 ms, such as "10s", got "${timeout}"`);
    }
    checkHeaders(options, fail);
    return {
      timeout,
      retries: retries && writeRetries(retries, fail),
      headers: writeHeaders(options),
      corsPolicy: cors && writeCors(cors, fail),
      mirrors: mirrors?.map(mirror => this.mirror(mirror)),
    };
  }

  private mirror({ to, percent }: MirrorTo): NonNullable<RouteSettings['mirrors']>[number] {
    if (!(percent > 0 && percent <= 100)) {
      this.fail(`wanted to mirror more than 0 and at most 100 percent, got ${percent}`);
    }
    const { service, version, port } = toDestination(to);
    if (version !== undefined) this.service.routing.use(version);
    return {
      destination: { host: service.host, subset: version?.subset, port: port && { number: port.port } },
      percentage: { value: percent },
    };
  }

  private addConnections({ port: chosen, sniHosts, destinationSubnets, source, to }: ConnectionRoute): void {
    const port = this.service.port(chosen);
    if (port.http || port.protocol === 'udp') {
      this.fail(`wanted a port for connections that is neither HTTP nor UDP, got ${port.port} (${port.protocol})`);
    }
    if (sniHosts !== undefined && port.protocol !== 'https' && port.protocol !== 'tls') {
      this.fail(`wanted sniHosts on a port of protocol https or tls, got ${port.port} (${port.protocol})`);
    }
    this.service.routing.addConnectionRule(this, {
      port,
      sniHosts,
      destinationSubnets,
      sourceLabels: source?.selector,
      sourceNamespace: source?.namespace.name,
      destinations: this.destinations(to),
    });
  }

  private destinations(to: ServiceVersion | Destination | readonly Destination[]): readonly Destination[] {
    return isList(to) ? to : [toDestination(to)];
  }

  private fail(wanted: string): never {
    throw new ConfigError(`Cannot route requests to "${this.service.host}" at ${this.node.path}: ${wanted}`);
  }
}

function toDestination(to: ServiceVersion | Destination): Destination {
  return 'subset' in to ? { service: to.service, version: to } : to;
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
