import { Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type HTTPRoute, VirtualService, type VirtualServiceSpec } from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import { declareBy } from '../values/declared-by';
import { type Contradiction, Contributions, canonicalJson } from './contributions';
import type { MeshService } from './mesh-service';
import { intersectMatches, type ManifestMatch, type RequestMatch, toManifestMatch } from './request-match';
import { compareMatches } from './route-order';
import type { ServicePort } from './service-port';
import type { ServiceVersion } from './service-version';

/** Where requests go: a service, or one version of it. */
export interface Destination {
  readonly service: MeshService;
  readonly version?: ServiceVersion | undefined;
  /** Share of the requests in percent, 0 to 100. All shares of a route add up to 100. */
  readonly weight?: number | undefined;
  /** The port to use, where it is not the one the request came for. */
  readonly port?: ServicePort | undefined;
}

/** What every route to a host does besides forwarding. */
export type RouteSettings = Pick<HTTPRoute, 'timeout' | 'retries' | 'fault' | 'mirrors' | 'headers' | 'corsPolicy'>;

/** Requests that go another way than the rest. */
export interface RouteRule {
  /** Name of the route, seen in access logs. */
  readonly name: string;
  /** Alternatives; a request takes this route when one of them fits. */
  readonly matches: readonly RequestMatch[];
  readonly destinations: readonly Destination[];
  /** Settings of this route alone, over those of the host. */
  readonly settings?: RouteSettings | undefined;
}

interface ContributedRule extends RouteRule {
  readonly by: IConstruct;
  readonly written: readonly ManifestMatch[];
}

interface Split {
  readonly by: IConstruct;
  readonly destinations: readonly Destination[];
}

/**
 * The routes to the host of one service, contributed to by any number of constructs and written by one VirtualService.
 * Gateways that expose the service apply the same routes.
 */
export class HostRouting {
  private readonly rules: ContributedRule[] = [];
  private readonly splits: Split[] = [];
  private readonly settings = new Contributions<RouteSettings>();
  private object: VirtualService | undefined;

  public constructor(private readonly service: MeshService) {
    service.node.addValidation({ validate: () => [...this.conflicts()] });
  }

  /** The VirtualService, once something was contributed. */
  public get virtualService(): VirtualService | undefined {
    return this.object;
  }

  /** Whether some route names this version, so that its pods are a load-balancing set of their own. */
  public names(version: ServiceVersion): boolean {
    return [...this.rules, ...this.splits].some(({ destinations }) => destinations.some(to => to.version === version));
  }

  /** Sends some requests another way. More specific matches come first, whatever the order of contribution. */
  public addRule(by: IConstruct, rule: RouteRule): void {
    this.require(by);
    const where = by.node.path;
    if (rule.matches.length === 0) {
      throw new ConfigError(
        `Cannot route requests to "${this.service.host}" at ${where}: wanted at least one match, got none`,
      );
    }
    this.useDestinations(rule.destinations, where);
    this.rules.push({ ...rule, by, written: rule.matches.map(match => toManifestMatch(match, where)) });
  }

  /** Splits all requests that no rule takes. Only one construct may split a host. */
  public splitDefault(by: IConstruct, destinations: readonly Destination[]): void {
    this.require(by);
    this.useDestinations(destinations, by.node.path);
    this.splits.push({ by, destinations });
  }

  /** Applies settings to every route of the host. */
  public apply(by: IConstruct, settings: RouteSettings): void {
    this.require(by);
    this.settings.add(by, settings);
  }

  /**
   * The routes as Istio writes them.
   *
   * @param options.port the port of the service that is routed
   * @param options.within a further condition of all routes, for a gateway that exposes the service under a path
   * @param options.fromMesh whether callers are workloads of the mesh, not a gateway
   */
  public routes(options: { port: ServicePort; within?: ManifestMatch; fromMesh: boolean; where: string }): HTTPRoute[] {
    const usable = options.fromMesh ? this.rules : this.rules.filter(rule => !needsSource(rule));
    const settings = this.settings.merged();
    const routes: HTTPRoute[] = [];
    for (const rule of this.sorted(usable)) {
      const match = rule.written
        .map(written =>
          options.within === undefined ? written : intersectMatches(options.within, written, options.where),
        )
        .filter(written => written !== undefined);
      if (match.length === 0) continue;
      routes.push({
        name: rule.name,
        match,
        route: this.writeDestinations(rule.destinations, options.port),
        ...settings,
        ...rule.settings,
      } as HTTPRoute);
    }
    const [split] = this.splits;
    routes.push({
      name: 'default',
      ...(options.within === undefined ? {} : { match: [options.within] }),
      route: this.writeDestinations(split?.destinations ?? [{ service: this.service }], options.port),
      ...settings,
    } as HTTPRoute);
    return routes;
  }

  private require(by: IConstruct): void {
    if (this.service.httpPorts.length === 0) {
      throw new ConfigError(
        `Cannot route requests to "${this.service.host}" at ${by.node.path}: wanted an HTTP port, got ${this.service.ports.map(port => `${port.port} (${port.protocol})`).join(', ')}`,
      );
    }
    if (this.object !== undefined) return;
    const { service } = this;
    this.object = new VirtualService(
      service.mesh.chartFor(service, 'routes'),
      service.mesh.claimObject(service, 'VirtualService', service.namespace.name, service.name),
      {
        metadata: { name: service.name, namespace: service.namespace.name },
        spec: Lazy.any({ produce: () => this.spec() }) as VirtualServiceSpec,
      },
    );
    declareBy(this.object, service);
  }

  private spec(): VirtualServiceSpec {
    const { httpPorts } = this.service;
    const several = httpPorts.length > 1;
    return {
      hosts: [this.service.host],
      http: httpPorts.flatMap(port =>
        this.routes({
          port,
          fromMesh: true,
          where: this.service.node.path,
          ...(several ? { within: { port: port.port } } : {}),
        }),
      ),
    };
  }

  private useDestinations(destinations: readonly Destination[], where: string): void {
    const fail = (wanted: string): never => {
      throw new ConfigError(`Cannot split traffic to "${this.service.host}" at ${where}: ${wanted}`);
    };
    if (destinations.length === 0) fail('wanted at least one destination, got none');
    for (const { version, weight } of destinations) {
      version?.service.policy.require();
      if (weight !== undefined && (!Number.isInteger(weight) || weight < 0 || weight > 100)) {
        fail(`wanted weights in whole percent from 0 to 100, got ${weight}`);
      }
    }
    if (destinations.length > 1 || destinations[0]?.weight !== undefined) {
      const total = destinations.reduce((sum, { weight = 0 }) => sum + weight, 0);
      const shares = destinations
        .map(to => `${to.version?.name ?? to.service.label} ${to.weight ?? 'none'}`)
        .join(', ');
      if (total !== 100) fail(`weights must add up to 100, got ${total} (${shares})`);
    }
  }

  private writeDestinations(destinations: readonly Destination[], port: ServicePort): unknown[] {
    return destinations.map(({ service, version, weight, port: chosen }) => ({
      destination: {
        host: service.host,
        ...(version === undefined ? {} : { subset: version.subset }),
        port: { number: (chosen ?? (service === this.service ? port : onlyHttpPort(service))).port },
      },
      ...(destinations.length > 1 ? { weight: weight ?? 0 } : {}),
    }));
  }

  private sorted(rules: readonly ContributedRule[]): readonly ContributedRule[] {
    return [...rules].sort((a, b) => compareMatches(a.written, b.written) || (a.name < b.name ? -1 : 1));
  }

  private *conflicts(): Iterable<string> {
    const { host } = this.service;
    for (const contradiction of this.settings.contradictions()) yield describe(`Cannot route "${host}"`, contradiction);
    const splits = new Map(this.splits.map(split => [splitKey(split), split]));
    if (splits.size > 1) {
      const claims = this.splits.map(split => `${shares(split)} at ${split.by.node.path}`).sort();
      yield `Cannot split traffic to "${host}": wanted one split, got ${claims.join(' and ')}`;
    }
    const byMatch = new Map<string, ContributedRule>();
    for (const rule of this.sorted(this.rules)) {
      for (const written of rule.written) {
        const key = canonicalJson(written);
        const other = byMatch.get(key);
        if (other === undefined) byMatch.set(key, rule);
        else if (other !== rule) {
          const [first, second] = [other.by.node.path, rule.by.node.path].sort();
          yield `Cannot route "${host}": ${first} and ${second} both route requests that match ${key}`;
        }
      }
    }
  }
}

/** The text of a contradiction, with the paths of all constructs that take part. */
export function describe(action: string, { field, claims }: Contradiction): string {
  const values = claims.map(({ by, value }) => `${JSON.stringify(value)} at ${by}`);
  return `${action}: wanted one value for ${field}, got ${values.join(' and ')}`;
}

function needsSource(rule: ContributedRule): boolean {
  return rule.written.some(match => match.sourceLabels !== undefined || match.sourceNamespace !== undefined);
}

function onlyHttpPort(service: MeshService): ServicePort {
  const [port, second] = service.httpPorts;
  if (port === undefined || second !== undefined) {
    throw new ConfigError(
      `Cannot route to "${service.host}": wanted the port to be named, got ${service.httpPorts.length} HTTP ports to choose from`,
    );
  }
  return port;
}

function splitKey(split: Split): string {
  return split.destinations.map(to => `${to.service.host} ${to.version?.name ?? ''} ${to.weight ?? ''}`).join(',');
}

function shares(split: Split): string {
  return split.destinations.map(to => `${to.version?.name ?? to.service.label} ${to.weight ?? 100}`).join(', ');
}
