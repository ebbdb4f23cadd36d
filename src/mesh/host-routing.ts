import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { HTTPRoute, VirtualService, VirtualServiceSpec } from '../../imports/networking.istio.io';
import { needsSource, planHost, planWhole, type RoutesOptions } from '../routing/host-routes';
import type { ServicePort, VersionRef } from '../routing/refs';
import { type ManifestMatch, type RequestMatch, toManifestMatch } from '../routing/request-match';
import { orderProblems } from '../routing/route-conflicts';
import type { PlannedRoute, PlannedRule } from '../routing/route-plan';
import {
  type ConnectionRule,
  checkShares,
  type DefaultSplit,
  type Destination,
  type RouteRule,
  type RouteSettings,
} from '../routing/route-rule';
import { namesOf, writeConnectionRoutes, writeRoute } from '../routing/route-writing';
import type { DeclaredWay } from '../tree/declared-access';
import { ConfigError } from '../values/config-error';
import { byText } from '../values/order';
import { canonicalJson } from '../values/plain-data';
import { Contributions, describe } from './contributions';
import { waysOf } from './declared-ways';
import { KubernetesDocument } from './kubernetes-document';
import type { Mesh } from './mesh';
import type { MeshServiceRef } from './references';
import { RouteDocument, type RouteWriter } from './route-document';

interface ContributedSplit {
  readonly by: IConstruct;
  split: DefaultSplit;
}

interface ContributedOverlay {
  readonly name: string;
  readonly written: readonly ManifestMatch[];
  readonly settings: Contributions<RouteSettings>;
}

/** A host of a gateway under which the service is reached. */
export interface HostExposure {
  /** The gateway, as routes name it. */
  readonly gateway: string;
  readonly host: string;
  /** What writes the routes of that host. */
  readonly document: RouteWriter;
  /** Whether every request for the host goes to this service as it is. */
  readonly isWhole: () => boolean;
}

/**
 * The routes to the host of one service, contributed to by any number of constructs and written by one VirtualService, or
 * by routes of the Gateway API where the mesh uses that.
 * Gateways that expose the service apply the same routes.
 */
export class HostRouting {
  private readonly rules: PlannedRule[] = [];
  private readonly splits: ContributedSplit[] = [];
  private readonly overlays = new Map<string, ContributedOverlay>();
  private readonly connectionRules: { readonly by: IConstruct; readonly rule: ConnectionRule }[] = [];
  private readonly settings = new Contributions<RouteSettings>();
  private readonly reachedBy: HostExposure[] = [];
  private readonly connectedBy: RouteWriter[] = [];
  private readonly used = new Set<VersionRef>();
  private own: RouteWriter | undefined;
  private faulty = false;
  private controller: IConstruct | undefined;

  public constructor(
    private readonly service: MeshServiceRef,
    private readonly mesh: Mesh,
  ) {
    service.node.addValidation({ validate: () => [...this.conflicts()] });
  }

  /** The VirtualService, once something was contributed and unless a controller or routes of the Gateway API write it. */
  public get virtualService(): VirtualService | undefined {
    return this.own instanceof RouteDocument ? this.own.object : undefined;
  }

  /** The objects that write these routes for callers in the mesh. */
  public get meshDocuments(): readonly ApiObject[] {
    return this.own?.objects ?? [];
  }

  /** Every object that writes these routes: for callers in the mesh, and for those of gateways. */
  public get documents(): readonly ApiObject[] {
    const atGateways = this.exposures.flatMap(({ document }) => document.objects);
    return [...new Set([...this.meshDocuments, ...atGateways])];
  }

  /** The construct whose controller writes the routes instead of the library, if one does. */
  public get handedTo(): IConstruct | undefined {
    return this.controller;
  }

  /** What holds for every route of the host, as contributed so far. */
  public get commonSettings(): RouteSettings {
    return this.settings.merged();
  }

  /** The shares of the requests that no rule takes; the whole service where nothing splits it. */
  public get defaultDestinations(): readonly Destination[] {
    return this.splits[0]?.split.destinations ?? [{ service: this.service }];
  }

  /** Paths of the constructs that treat some requests or connections otherwise than the rest, sorted. */
  public get ruleContributors(): readonly string[] {
    const contributors = [
      ...this.rules.map(({ by }) => by),
      ...[...this.splits, ...this.connectionRules].map(({ by }) => by.node.path),
      ...[...this.overlays.values()].flatMap(({ settings }) => settings.contributors),
    ];
    return [...new Set(contributors)].sort();
  }

  /** The ways that requests on HTTP ports, or connections, are declared to take. */
  public declaredWays(http: boolean): readonly DeclaredWay[] {
    const hosts = [...new Set([this.service.host, ...this.service.routedHosts])];
    const [split] = this.splits;
    // Where another document sends them is up to that one.
    if (this.rules.some(({ delegate }) => delegate !== undefined)) return [{}];
    const isOpen = this.controller !== undefined || !http || split === undefined;
    const ruled = this.rules.flatMap(({ destinations = [] }) => destinations);
    return waysOf({ hosts, split: isOpen ? undefined : { ...split.split, by: split.by }, ruled });
  }

  /** Whether some route names this version, so that its pods are a load-balancing set of their own. */
  public names(version: VersionRef): boolean {
    const actions = [
      ...this.rules,
      ...this.connectionRules.map(({ rule }) => rule),
      ...this.splits.flatMap(({ split }) => [split, ...(split.choices ?? [])]),
    ];
    return actions.some(({ destinations }) => destinations?.some(to => to.version === version));
  }

  /** Treats some requests otherwise. More specific matches come first, whatever the order of contribution. */
  public addRule(by: IConstruct, rule: RouteRule, order: 'specific-first' | 'as-written' = 'specific-first'): void {
    this.require(by, true);
    const where = by.node.path;
    if (rule.matches.length === 0) {
      throw new ConfigError(
        `Cannot route requests to "${this.service.host}" at ${where}: wanted at least one match, got none`,
      );
    }
    if (rule.destinations !== undefined) this.useDestinations(rule.destinations, where);
    const written = this.write(rule.matches, where);
    this.rules.push({ ...rule, by: where, written, asWritten: order === 'as-written' });
    this.noteFaults(rule.settings);
  }

  /**
   * Splits all requests, and connections on other ports, that no rule takes. Only one construct may split a host.
   *
   * @param choices requests that take another way wherever a route leads to the default
   */
  public splitDefault(
    by: IConstruct,
    destinations: readonly Destination[],
    rest: Omit<DefaultSplit, 'destinations'> = {},
  ): void {
    this.require(by, false);
    const split = { destinations, ...rest };
    this.checkSplit(split, by.node.path);
    for (const port of this.service.ports) {
      if (!port.http && port.protocol !== 'udp') this.own?.admitConnections?.(port);
    }
    this.splits.push({ by, split });
  }

  /** What `run` returns when it looks at the routes as they would be if `by` had split the host otherwise. */
  public withSplit<T>(by: IConstruct, split: DefaultSplit, run: () => T): T {
    const own = this.splits.find(contributed => contributed.by === by);
    if (own === undefined) throw new ConfigError(`Cannot preview a split at ${by.node.path}: wanted one, got none`);
    const before = own.split;
    own.split = split;
    try {
      return run();
    } finally {
      own.split = before;
    }
  }

  /** Makes sure that routes can name this version. */
  public use(version: VersionRef): void {
    this.used.add(version);
    for (const writer of this.writers) writer.admitVersion(version);
  }

  /** Applies settings to every route of the host. */
  public apply(by: IConstruct, settings: RouteSettings): void {
    this.require(by, true);
    this.settings.add(by, settings);
    this.noteFaults(settings);
  }

  /** Applies settings to those requests that fit one of the matches, whichever route they take. */
  public overlay(by: IConstruct, name: string, matches: readonly RequestMatch[], settings: RouteSettings): void {
    this.require(by, true);
    const written = this.write(matches, by.node.path);
    const key = canonicalJson(written);
    const overlay = this.overlays.get(key) ?? { name, written, settings: new Contributions<RouteSettings>() };
    this.overlays.set(key, name < overlay.name ? { ...overlay, name } : overlay);
    overlay.settings.add(by, settings);
    this.noteFaults(settings);
  }

  /** Sends some connections on a port that is not HTTP another way. */
  public addConnectionRule(by: IConstruct, rule: ConnectionRule): void {
    this.require(by, false);
    this.useDestinations(rule.destinations, by.node.path);
    this.own?.admitConnections?.(rule.port);
    this.connectionRules.push({ by, rule });
  }

  /** Notes a gateway that applies these routes. */
  public addExposure(exposure: HostExposure): void {
    this.reachedBy.push(exposure);
    if (this.faulty) exposure.document.admitFaults?.();
    for (const version of this.used) exposure.document.admitVersion(version);
    if (this.controller !== undefined && exposure.isWhole()) exposure.document.remove();
  }

  /** Notes a route of a gateway that hands on connections by the split of the host. */
  public addConnections(document: RouteWriter): void {
    this.connectedBy.push(document);
    for (const version of this.used) document.admitVersion(version);
  }

  /** The gateways that apply these routes, as declared so far, by gateway and host. */
  public get exposures(): readonly HostExposure[] {
    const key = ({ gateway, host }: HostExposure): string => `${gateway} ${host}`;
    return [...this.reachedBy].sort(byText(key));
  }

  /** Whether some routes inject faults: the documents that write them are then kept apart from the rest. */
  public get injectsFaults(): boolean {
    return this.faulty;
  }

  /** Leaves it to a controller to write the routes; its construct must write what was contributed. */
  public handOver(by: IConstruct): void {
    if (this.controller !== undefined) {
      throw new ConfigError(
        `Cannot hand the routes of "${this.service.host}" to a controller at ${by.node.path}: ${this.controller.node.path} has them already`,
      );
    }
    this.controller = by;
    this.own?.remove();
    for (const { document, isWhole } of this.reachedBy) if (isWhole()) document.remove();
  }

  /** The routes as Istio writes them. */
  public routes(port: ServicePort, options: RoutesOptions): HTTPRoute[] {
    return this.plannedRoutes(options).map(route => writeRoute(route, this.service, port));
  }

  /** One route to the service as a whole, for callers whose requests pass a waypoint that applies the others. */
  public plainRoutes(port: ServicePort, options: RoutesOptions): HTTPRoute[] {
    return [writeRoute(planWhole(this.service, options), this.service, port)];
  }

  /** The routes in the order in which they are considered, before they are written. */
  public plannedRoutes(options: RoutesOptions): readonly PlannedRoute[] {
    const { service, rules } = this;
    const overlays = [...this.overlays]
      .sort(byText(([key]) => key))
      .map(([, overlay]) => ({ ...overlay, settings: overlay.settings.merged() }));
    const split = this.splits[0]?.split;
    return planHost({ service, rules, split, overlays, settings: this.settings.merged() }, options);
  }

  private noteFaults(settings: RouteSettings | undefined): void {
    if (settings?.fault === undefined) return;
    this.faulty = true;
    for (const writer of this.writers) writer.admitFaults?.();
    this.mesh.chart('faults');
  }

  private require(by: IConstruct, http: boolean): void {
    const { service } = this;
    if (http && service.httpPorts.length === 0) {
      throw new ConfigError(
        `Cannot route requests to "${service.host}" at ${by.node.path}: wanted an HTTP port, got ${service.ports.map(port => `${port.port} (${port.protocol})`).join(', ')}`,
      );
    }
    if (service.namespace.dataPlane.mode === 'ambient') service.namespace.requireWaypoint(by);
    if (this.own !== undefined) return;
    const api = this.mesh.api ?? (service.namespace.dataPlane.mode === 'ambient' ? 'gateway-api' : 'istio');
    this.own = api === 'gateway-api' ? this.kubernetesDocument() : this.virtualServiceDocument();
    for (const version of this.used) this.own.admitVersion(version);
    if (this.controller !== undefined) this.own.remove();
  }

  private get writers(): readonly RouteWriter[] {
    const atGateways = [...this.reachedBy.map(({ document }) => document), ...this.connectedBy];
    return this.own === undefined ? atGateways : [this.own, ...atGateways];
  }

  private virtualServiceDocument(): RouteWriter {
    const { mesh, service } = this;
    const { name, namespace } = service;
    const spec = () => this.spec();
    const injectsFaults = () => this.faulty;
    return new RouteDocument({ mesh, by: service, namespace: namespace.name, name, spec, injectsFaults });
  }

  private kubernetesDocument(): RouteWriter {
    const { mesh, service } = this;
    return new KubernetesDocument({
      mesh,
      service,
      routesOf: port => this.routes(port, { fromMesh: true, where: service.node.path }),
      connections: () => this.connectionRoutes(),
    });
  }

  private connectionRoutes(): ReturnType<typeof writeConnectionRoutes> {
    const rules = this.connectionRules.map(({ rule }) => rule);
    return writeConnectionRoutes(this.service, rules, this.splits[0]?.split.destinations);
  }

  private spec(): VirtualServiceSpec {
    const { httpPorts, host, node } = this.service;
    const http = httpPorts.flatMap(port => {
      const within = httpPorts.length > 1 ? [{ port: port.port }] : [];
      return this.routes(port, { fromMesh: true, where: node.path, within });
    });
    const { tcp, tls } = this.connectionRoutes();
    return {
      hosts: [host, ...namesOf(tls, host)],
      http: http.length === 0 ? undefined : http,
      tls: tls.length === 0 ? undefined : tls,
      tcp: tcp.length === 0 ? undefined : tcp,
    };
  }

  private write(matches: readonly RequestMatch[], where: string): readonly ManifestMatch[] {
    const written = matches.map(match => toManifestMatch(match, where));
    if (this.service.namespace.dataPlane.mode === 'ambient' && written.some(needsSource)) {
      throw new ConfigError(
        `Cannot route requests to "${this.service.host}" at ${where}: wanted conditions on the request alone, since the waypoint of the ambient namespace "${this.service.namespace.name}" does not know the labels and namespace of callers, got ${canonicalJson(written.find(needsSource))}`,
      );
    }
    return written;
  }

  private checkSplit({ destinations, choices = [] }: DefaultSplit, where: string): void {
    this.useDestinations(destinations, where);
    for (const choice of choices) {
      this.useDestinations(choice.destinations, where);
      this.write(choice.matches, where);
    }
  }

  private useDestinations(destinations: readonly Destination[], where: string): void {
    checkShares(this.service.host, destinations, where);
    for (const { version } of destinations) if (version !== undefined) this.use(version);
  }

  private *conflicts(): Iterable<string> {
    const { host } = this.service;
    for (const contradiction of this.settings.contradictions()) yield describe(`Cannot route "${host}"`, contradiction);
    for (const { written, settings } of this.overlays.values()) {
      for (const contradiction of settings.contradictions()) {
        yield describe(`Cannot route "${host}" for requests that match ${canonicalJson(written)}`, contradiction);
      }
    }
    if (this.splits.length > 1) {
      const claims = this.splits.map(({ split, by }) => `${shares(split)} at ${by.node.path}`).sort();
      yield `Cannot split traffic to "${host}": wanted one split, got ${claims.join(' and ')}`;
    }
    yield* orderProblems(host, this.rules);
  }
}

function shares(split: DefaultSplit): string {
  return split.destinations.map(to => `${to.version?.name ?? to.service.label} ${to.weight ?? 100}`).join(', ');
}
