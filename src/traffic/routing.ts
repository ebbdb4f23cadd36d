import { Construct } from 'constructs';
import type {
  CorsPolicy,
  Headers,
  HTTPDirectResponse,
  HTTPRedirect,
  HTTPRetry,
  HTTPRewrite,
} from '../../imports/networking.istio.io';
import type { MeshService, ServiceVersion } from '../mesh/mesh-service';
import type { RequestMatch } from '../routing/request-match';
import type { DelegateRef, Destination, RouteAction, RouteSettings } from '../routing/route-rule';
import { ConfigError } from '../values/config-error';
import type { Duration } from '../values/duration';

/** A copy of requests, whose answers are thrown away. */
export interface MirrorTo {
  /** Who gets the copies. */
  readonly to: ServiceVersion | Destination;
  /** Share of the requests that are copied, in percent above 0 up to 100. */
  readonly percent: number;
}

/** What a route does besides forwarding, in the words of Istio where they are messages of its own. */
export interface ForwardingOptions {
  /** Time for the whole answer, retries included. @default - that of the service, else none */
  readonly timeout?: Duration | undefined;
  /**
   * When a failed request is sent again, in Istio's words; `Retries` decides it for all requests of a service.
   *
   * @default - those of the service, else Istio's own
   */
  readonly retries?: HTTPRetry | undefined;
  /** Changes the path or host before the request is forwarded. @default - none */
  readonly rewrite?: HTTPRewrite | undefined;
  /** Changes headers of requests and answers. @default - none */
  readonly headers?: Headers | undefined;
  /** Which pages of other origins may read the answers. @default - none */
  readonly cors?: CorsPolicy | undefined;
  /** Copies of the requests. @default - none */
  readonly mirrors?: readonly MirrorTo[] | undefined;
}

export interface CommonRule {
  /** Name of the route, seen in access logs; one of its own for each. */
  readonly name: string;
  /** Conditions that all hold; of a list, one suffices. */
  readonly match: RequestMatch | readonly RequestMatch[];
}

/** Requests that are forwarded. */
export interface ForwardingRule extends CommonRule, ForwardingOptions {
  /**
   * Where they go: one destination, or several whose weights add up to 100.
   *
   * @default - the default way of the host, with the canary or test that splits it
   */
  readonly to?: ServiceVersion | Destination | readonly Destination[] | undefined;
  readonly redirect?: never;
  readonly directResponse?: never;
  readonly delegate?: never;
}

/** Requests that are sent elsewhere by the client. */
export interface RedirectRule extends CommonRule {
  readonly redirect: HTTPRedirect;
  readonly directResponse?: never;
  readonly delegate?: never;
  readonly to?: never;
}

/** Requests that the proxy answers. */
export interface DirectResponseRule extends CommonRule {
  readonly directResponse: HTTPDirectResponse;
  readonly redirect?: never;
  readonly delegate?: never;
  readonly to?: never;
}

/** Requests that another VirtualService, one without hosts, decides over. */
export interface DelegateRule extends CommonRule {
  readonly delegate: DelegateRef;
  readonly redirect?: never;
  readonly directResponse?: never;
  readonly to?: never;
}

/** Requests that are treated otherwise than the rest. */
export type RoutingRule = ForwardingRule | RedirectRule | DirectResponseRule | DelegateRule;

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
  readonly everywhere?: Pick<ForwardingOptions, 'headers' | 'cors' | 'timeout' | 'retries' | 'mirrors'> | undefined;
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
 *     { name: 'old', match: { path: PathMatch.exact('/old') }, redirect: { uri: '/new', redirectCode: 308 } },
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
      service.routing.addRule(this, { name, matches, ...this.actionOf(rule) }, order);
    }
    for (const route of connections) this.addConnections(route);
    if (defaultTo !== undefined) service.routing.splitDefault(this, this.destinations(defaultTo));
    if (everywhere !== undefined) service.routing.apply(this, this.settings(everywhere));
  }

  private actionOf(rule: RoutingRule): RouteAction {
    if (rule.redirect !== undefined) return { redirect: this.checkRedirect(rule.name, rule.redirect) };
    if (rule.directResponse !== undefined) {
      const { status } = rule.directResponse;
      if (!Number.isInteger(status) || status < 200 || status > 599) {
        this.fail(`wanted a status from 200 to 599 for rule "${rule.name}", got ${status}`);
      }
      return { directResponse: rule.directResponse };
    }
    if (rule.delegate !== undefined) return { delegate: rule.delegate };
    return { destinations: rule.to && this.destinations(rule.to), settings: this.settings(rule) };
  }

  private checkRedirect(name: string, redirect: HTTPRedirect): HTTPRedirect {
    if (Object.values(redirect).every(value => value === undefined)) {
      this.fail(`wanted the redirect of rule "${name}" to change something, got nothing`);
    }
    const { redirectCode } = redirect;
    if (redirectCode !== undefined && ![301, 302, 303, 307, 308].includes(redirectCode)) {
      this.fail(`wanted a redirectCode of 301, 302, 303, 307 or 308 for rule "${name}", got ${redirectCode}`);
    }
    return redirect;
  }

  private settings(options: ForwardingOptions): RouteSettings {
    const { timeout, retries, rewrite, headers, cors, mirrors } = options;
    const copies = mirrors?.map(mirror => this.mirror(mirror));
    return { timeout, retries, rewrite, headers, corsPolicy: cors, mirrors: copies };
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
