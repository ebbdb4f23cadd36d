import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { setTargetVersion } from '../tree/target-version';
import { ConfigError } from '../values/config-error';
import { DEFAULT_ISTIO_VERSION, parseIstioVersion } from '../values/istio-version';
import { requireDnsLabel, requireDnsSubdomain } from '../values/names';
import type { Call, Caller, GatewayCaller } from './call';
import type { ExternalService } from './external-service';
import type { MeshNamespace } from './mesh-namespace';
import type { MeshService } from './mesh-service';
import { PHASES, type Phase } from './phase';
import type { Waypoint } from './waypoint';

/** Properties of `Mesh`. */
export interface MeshProps {
  /**
   * The Istio release that serves the manifests, from 1.19 to 1.31: it decides the `apiVersion` of every Istio object
   * and which fields may be used.
   *
   * @default - the release that the library deploys
   */
  readonly istioVersion?: string | undefined;

  /**
   * The trust domain in which workloads have their identities.
   *
   * @default "cluster.local"
   */
  readonly trustDomain?: string | undefined;

  /**
   * The namespace whose policies hold for the whole mesh.
   *
   * @default "istio-system"
   */
  readonly rootNamespace?: string | undefined;

  /**
   * The DNS domain of the cluster.
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string | undefined;
}

/** What a construct wants to hear of the mesh, of all that was declared before and of all that comes. */
export interface MeshListener {
  service?(service: MeshService): void;
  call?(call: Call): void;
  gateway?(gateway: GatewayCaller): void;
  waypoint?(waypoint: Waypoint): void;
  externalCall?(caller: Caller, callee: ExternalService): void;
}

const MESH = Symbol.for('cdk8s-istio.Mesh');

/**
 * Holds everything that is declared of one mesh: its namespaces, services, gateways and calls.
 *
 * Serves all constructs under the scope it is created in; they find it by `Mesh.of`. Objects land in the chart that
 * encloses the construct which asks for them, or else in one chart per step of the apply order (`40-destination-rules`).
 *
 * @see https://istio.io/latest/docs/concepts/what-is-istio/
 *
 * @example
 * const app = new App();
 * const mesh = new Mesh(app, 'mesh', { istioVersion: '1.30.5' });
 */
export class Mesh extends Construct {
  /** The mesh that serves `scope`; throws where none is declared on it or above it. */
  public static of(scope: IConstruct): Mesh {
    for (const construct of [...scope.node.scopes].reverse()) {
      const mesh = (construct as { [MESH]?: Mesh })[MESH];
      if (mesh !== undefined) return mesh;
    }
    throw new ConfigError(
      `Cannot find the mesh of "${scope.node.path}": wanted a Mesh on it or on one of the constructs above it, got none`,
    );
  }

  public readonly istioVersion: string;
  public readonly trustDomain: string;
  public readonly rootNamespace: string;
  public readonly clusterDomain: string;

  private readonly namespacesByName = new Map<string, MeshNamespace>();
  private readonly servicesByHost = new Map<string, MeshService>();
  private readonly declaredCalls: Call[] = [];
  private readonly callsByCallee = new Map<MeshService, Call[]>();
  private readonly callsByCaller = new Map<Caller, Call[]>();
  private readonly declaredGateways: GatewayCaller[] = [];
  private readonly externalByHost = new Map<string, ExternalService>();
  private readonly declaredWaypoints: Waypoint[] = [];
  private readonly writers = new Map<string, string>();
  private readonly listeners: MeshListener[] = [];

  public constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id);
    const where = this.node.path;
    this.istioVersion = props.istioVersion ?? DEFAULT_ISTIO_VERSION;
    parseIstioVersion(this.istioVersion, where);
    this.trustDomain = requireDnsSubdomain(props.trustDomain ?? 'cluster.local', 'trust domain', where);
    this.rootNamespace = requireDnsLabel(props.rootNamespace ?? 'istio-system', 'root namespace', where);
    this.clusterDomain = requireDnsSubdomain(props.clusterDomain ?? 'cluster.local', 'cluster domain', where);

    const marked = scope as { [MESH]?: Mesh };
    if (marked[MESH] !== undefined) {
      throw new ConfigError(
        `Cannot declare a second mesh at ${where}: ${marked[MESH].node.path} serves ${scope.node.path === '' ? 'the app' : `"${scope.node.path}"`} already`,
      );
    }
    marked[MESH] = this;
    (this as { [MESH]?: Mesh })[MESH] = this;
    setTargetVersion(scope, this.istioVersion);
  }

  /** The namespaces declared so far, by name. */
  public get namespaces(): readonly MeshNamespace[] {
    return sortedValues(this.namespacesByName);
  }

  /** The services declared so far, by host. */
  public get services(): readonly MeshService[] {
    return sortedValues(this.servicesByHost);
  }

  /** Who calls whom, as declared so far. */
  public get calls(): readonly Call[] {
    return this.declaredCalls;
  }

  /** Who calls `service`, as declared so far. */
  public callsTo(service: MeshService): readonly Call[] {
    return this.callsByCallee.get(service) ?? [];
  }

  /** Whom `caller` calls, as declared so far. */
  public callsFrom(caller: Caller): readonly Call[] {
    return this.callsByCaller.get(caller) ?? [];
  }

  /** The declared service with this full host name, if any. */
  public serviceAt(host: string): MeshService | undefined {
    return this.servicesByHost.get(host);
  }

  /** The chart that takes an object of `phase` which `construct` asks for. */
  public chartFor(construct: IConstruct, phase: Phase): Chart {
    const enclosing = construct.node.scopes.findLast(scope => Chart.isChart(scope));
    return (enclosing as Chart | undefined) ?? this.chart(phase);
  }

  /** The chart of a step of the apply order, created when it is first asked for. */
  public chart(phase: Phase): Chart {
    const id = PHASES[phase];
    const found = this.node.root.node.tryFindChild(id);
    if (Chart.isChart(found)) return found;
    const chart = new Chart(this.node.root as Construct, id, { disableResourceNameHashes: true });
    setTargetVersion(chart, this.istioVersion);
    return chart;
  }

  /** The gateways declared so far. */
  public get gateways(): readonly GatewayCaller[] {
    return this.declaredGateways;
  }

  /** Takes a namespace into the mesh; throws if another construct declared it. */
  public addNamespace(namespace: MeshNamespace): void {
    claim(this.namespacesByName, namespace.name, namespace, 'namespace');
  }

  /** Takes a service into the mesh; throws if another construct declared its host. */
  public addService(service: MeshService): void {
    claim(this.servicesByHost, service.host, service, 'service');
    for (const listener of this.listeners) listener.service?.(service);
  }

  /** What is declared outside of the mesh so far, by host. */
  public get externalServices(): readonly ExternalService[] {
    return [...new Set(sortedValues(this.externalByHost))];
  }

  /** Takes in something outside of the mesh; throws if another construct declared one of its hosts. */
  public addExternalService(service: ExternalService): void {
    for (const host of service.hosts) claim(this.externalByHost, host, service, 'external service');
  }

  /** Notes that a caller uses a service. */
  public addCall(call: Call): void {
    this.declaredCalls.push(call);
    const toCallee = this.callsByCallee.get(call.callee);
    if (toCallee === undefined) this.callsByCallee.set(call.callee, [call]);
    else toCallee.push(call);
    const fromCaller = this.callsByCaller.get(call.caller);
    if (fromCaller === undefined) this.callsByCaller.set(call.caller, [call]);
    else fromCaller.push(call);
    for (const listener of this.listeners) listener.call?.(call);
  }

  /** Takes a gateway into the mesh. */
  public addGateway(gateway: GatewayCaller): void {
    this.declaredGateways.push(gateway);
    for (const listener of this.listeners) listener.gateway?.(gateway);
  }

  /** Notes that a caller uses something outside of the mesh. */
  public addExternalCall(caller: Caller, callee: ExternalService): void {
    for (const listener of this.listeners) listener.externalCall?.(caller, callee);
  }

  /** Takes the waypoint of an ambient namespace into the mesh. */
  public addWaypoint(waypoint: Waypoint): void {
    this.declaredWaypoints.push(waypoint);
    for (const listener of this.listeners) listener.waypoint?.(waypoint);
  }

  /** Tells `listener` of everything declared so far, and from now on of everything that is declared. */
  public listen(listener: MeshListener): void {
    for (const service of this.servicesByHost.values()) listener.service?.(service);
    for (const call of this.declaredCalls) listener.call?.(call);
    for (const gateway of this.declaredGateways) listener.gateway?.(gateway);
    for (const waypoint of this.declaredWaypoints) listener.waypoint?.(waypoint);
    for (const callee of this.externalServices) {
      for (const { caller } of callee.calls) listener.externalCall?.(caller, callee);
    }
    this.listeners.push(listener);
  }

  /**
   * Reserves the right to write one object for `by` and returns the id for it in its chart; throws if another construct
   * has it.
   */
  public claimObject(by: IConstruct, kind: string, namespace: string, name: string): string {
    const id = `${kind}-${namespace}-${name}`;
    const other = this.writers.get(id);
    if (other !== undefined) {
      throw new ConfigError(
        `Cannot write ${kind} "${namespace}/${name}" at ${by.node.path}: ${other} writes it already, and of two only one would take effect`,
      );
    }
    this.writers.set(id, by.node.path);
    return id;
  }
}

function claim<T extends IConstruct>(taken: Map<string, T>, key: string, construct: T, what: string): void {
  const other = taken.get(key);
  if (other !== undefined) {
    throw new ConfigError(
      `Cannot declare ${what} "${key}" at ${construct.node.path}: ${other.node.path} declares it already; pass that object instead`,
    );
  }
  taken.set(key, construct);
}

function sortedValues<T>(map: ReadonlyMap<string, T>): readonly T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
