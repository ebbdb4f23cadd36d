import type { RouteDestination } from '../model/shapes/traffic';
import { isWildcard } from '../values/host-pattern';
import { type Cluster, clusterName } from './destinations/cluster';
import { type ClusterPlanResult, planCluster } from './destinations/cluster-plan';
import type { ConsolidatedRule } from './destinations/destination-rules';
import { type HashPolicy, hashPolicyOf } from './destinations/traffic-policy';
import { type GatewayListener, gatewayListener, listenerOf } from './gateways/gateway-listener';
import { type GatewayPort, gatewayPorts } from './gateways/gateway-servers';
import { HostIndex } from './host-index';
import { Memo } from './memo';
import type { MeshFacts, ProxyFacts } from './mesh-facts';
import type { MeshProxy } from './mesh-proxy';
import { type OutboundListeners, outboundListeners } from './routes/outbound-listeners';
import {
  type ActionContext,
  actionOf,
  defaultAction,
  type ForwardAction,
  type RouteAction,
} from './routes/route-action';
import type { Route } from './routes/route-list';
import { type ServicesOfPort, servicesOfPort, sidecarVirtualHosts } from './routes/sidecar-virtual-hosts';
import { VirtualHostTable } from './routes/virtual-host';
import { NameLookup } from './services/name-lookup';
import { type Dialled, resolveName } from './services/name-resolution';
import type { RegisteredService } from './services/registered-service';
import { isExportedTo } from './services/visibility';
import { gatewayScope, type ProxyScope } from './sidecar-scope';
import type { Notes, Trace } from './trace';

/** What istiod sends to one proxy, and to all that cannot be told apart from it. */
export class ProxyView implements ProxyFacts {
  public readonly scope: ProxyScope;
  /** Where the proxy sends requests whose host it looks up by itself, because nothing routes them. */
  public readonly names: NameLookup;

  readonly #listeners: Memo<number, OutboundListeners>;
  readonly #services: Memo<number, ServicesOfPort>;
  readonly #virtualHosts: Memo<number, VirtualHostTable>;
  readonly #rules: Memo<string, { readonly rule: ConsolidatedRule | undefined }>;
  readonly #plans = new WeakMap<Cluster, ClusterPlanResult>();
  readonly #plansByName = new Map<string, ClusterPlanResult>();
  readonly #actions: Memo<Route, RouteAction>;
  readonly #defaults = new Map<string, ForwardAction>();
  readonly #gatewayListeners: Memo<number, GatewayListener>;
  readonly #notes = new Map<object, Notes>();
  readonly #dialled = new Map<string, Dialled>();
  #gatewayPorts: ReadonlyMap<number, GatewayPort> | undefined;
  #wildcards: HostIndex<RegisteredService> | undefined;

  public constructor(
    private readonly mesh: MeshFacts,
    public readonly proxy: MeshProxy,
  ) {
    const { namespace } = proxy;
    this.names = new NameLookup(mesh, this);
    this.scope =
      proxy.type === 'sidecar'
        ? mesh.scopeUnder(mesh.sidecars.of(proxy), namespace)
        : gatewayScope(mesh.visible(namespace));
    const { scope } = this;
    this.#listeners = new Memo(port => outboundListeners(mesh, scope, proxy, port));
    this.#services = new Memo(port => {
      const listener = scope.egress(port);
      return listener === undefined ? new Map() : servicesOfPort(listener, port);
    });
    this.#virtualHosts = new Memo(port => {
      const listener = scope.egress(port);
      if (listener === undefined) return new VirtualHostTable();
      return sidecarVirtualHosts(listener, this.#services.get(port), port, proxy, mesh.routes);
    });
    this.#rules = new Memo(host => ({ rule: this.#findRule(host) }));
    this.#actions = new Memo(route => actionOf(route, this.#contextOf(route)));
    this.#gatewayListeners = new Memo(port => this.#gatewayListener(port));
  }

  /** The listeners of a sidecar on a port. */
  public listeners(port: number): OutboundListeners {
    return this.#listeners.get(port);
  }

  /** The route table of a sidecar for a port. */
  public virtualHosts(port: number): VirtualHostTable {
    return this.#virtualHosts.get(port);
  }

  /** The servers of a gateway by the port on which its pods listen. */
  public get gatewayPorts(): ReadonlyMap<number, GatewayPort> {
    this.#gatewayPorts ??= gatewayPorts(this.mesh, this.proxy);
    return this.#gatewayPorts;
  }

  /** What a gateway listens with on a port. */
  public gatewayListener(port: number): GatewayListener {
    return this.#gatewayListeners.get(port);
  }

  /** What there is to say about something that concerns the proxy, whatever the request. */
  public noted(subject: object, say: (trace: Trace) => void): Notes {
    let notes = this.#notes.get(subject);
    if (notes === undefined) {
      const trace = this.mesh.newTrace();
      say(trace);
      notes = trace;
      this.#notes.set(subject, notes);
    }
    return notes;
  }

  /** Where a name that the application dials leads. */
  public dial(name: string): Dialled {
    let found = this.#dialled.get(name);
    if (found === undefined) {
      found = resolveName(this.mesh, name, this);
      // There is no end of names outside the cluster.
      if (found.service !== undefined) this.#dialled.set(name, found);
    }
    return found;
  }

  /** The service that a host means to the proxy: one of this name, else one whose wildcard covers it. */
  public serviceNamed(host: string): RegisteredService | undefined {
    const exact = this.scope.services.get(host);
    if (exact !== undefined) return exact;
    if (this.#wildcards === undefined) {
      this.#wildcards = new HostIndex();
      for (const service of this.scope.services.values()) {
        if (isWildcard(service.host)) this.#wildcards.add(service.host, service);
      }
    }
    return this.#wildcards.mostSpecific(host);
  }

  /** The DestinationRule that the proxy follows for a host that it knows. */
  public destinationRule(host: string): ConsolidatedRule | undefined {
    return this.#rules.get(host).rule;
  }

  /** What is behind a cluster, and how the proxy reaches it. */
  public cluster(cluster: Cluster): ClusterPlanResult {
    let plan = this.#plans.get(cluster);
    if (plan === undefined) {
      const name = clusterName(cluster);
      plan = this.#plansByName.get(name) ?? planCluster(this.mesh, this, cluster);
      this.#plansByName.set(name, plan);
      this.#plans.set(cluster, plan);
    }
    return plan;
  }

  /** What a route does with requests. */
  public action(route: Route): RouteAction {
    return this.#actions.get(route);
  }

  /** What happens to requests to a service that no VirtualService routes. */
  public defaultAction(service: RegisteredService, port: number): ForwardAction {
    const cluster = { host: service.host, port, subset: '' };
    const key = clusterName(cluster);
    let action = this.#defaults.get(key);
    if (action === undefined) {
      const hash = this.#hashPolicy({ host: service.host, port: { number: port } });
      const { settings, release } = this.mesh;
      action = defaultAction(cluster, hash, { meshRetries: settings.defaultHttpRetryPolicy, release });
      this.#defaults.set(key, action);
    }
    return action;
  }

  /**
   * The cluster of a destination: the port that it names, else the only port of the service, else that of the listener.
   * Routes of a sidecar look only at services with the port of the listener, those of connections and gateways at all.
   */
  public clusterOf(
    destination: RouteDestination,
    listenerPort: number,
    service: RegisteredService | undefined,
  ): Cluster {
    const { host = '', subset = '', port } = destination;
    const [only, ...others] = service?.ports ?? [];
    const inferred = only !== undefined && others.length === 0 ? only.number : listenerPort;
    return { host: service?.aliasOf ?? host, port: port?.number ?? inferred, subset };
  }

  #contextOf({ port, virtualService }: Route): ActionContext {
    const lookUp =
      this.proxy.type === 'gateway'
        ? (host: string) => this.#preferringNamespace(host, virtualService.resource.namespace)
        : this.proxy.type === 'waypoint'
          ? (host: string) => this.scope.services.get(host)
          : (host: string) => this.#services.get(port).get(host.toLowerCase());
    return {
      clusterOf: destination => this.clusterOf(destination, port, lookUp(destination.host ?? '')),
      hashPolicyOf: destination => this.#hashPolicy(destination),
      meshRetries: this.mesh.settings.defaultHttpRetryPolicy,
      release: this.mesh.release,
    };
  }

  /** The service of a host at a gateway: that of the VirtualService's namespace where the gateway sees it. */
  #preferringNamespace(host: string, namespace: string): RegisteredService | undefined {
    const own = this.mesh
      .servicesNamed(host)
      .find(one => one.namespace === namespace && isExportedTo(one.service.exportTo, this.proxy.namespace));
    return own ?? this.scope.services.get(host);
  }

  #findRule(host: string): ConsolidatedRule | undefined {
    const service = this.scope.services.get(host);
    return service === undefined ? undefined : this.mesh.destinationRules.ruleFor(this.proxy, host, service.namespace);
  }

  #hashPolicy({ host = '', subset, port }: RouteDestination): HashPolicy | undefined {
    const rule = this.destinationRule(host);
    return rule === undefined ? undefined : hashPolicyOf(rule, subset, port?.number);
  }

  #gatewayListener(port: number): GatewayListener {
    const servers = this.gatewayPorts.get(port);
    return servers === undefined ? listenerOf([]) : gatewayListener(this.mesh, this.proxy, servers);
  }
}
