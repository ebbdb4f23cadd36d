import { ApiObject, type ApiObjectMetadata, Chart, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { addCheck } from '../tree/check';
import { type DeclaredAccess, declareAccess } from '../tree/declared-access';
import { declareBy } from '../tree/declared-by';
import { setMeshDefaults } from '../tree/mesh-defaults';
import { writePlaced } from '../tree/placement';
import { unsupportedRelease } from '../tree/release-support';
import { setTargetVersion, targetVersionOf } from '../tree/target-version';
import { ConfigError } from '../values/config-error';
import { parseIstioVersion } from '../values/istio-version';
import { addTo } from '../values/multimap';
import { requireDnsLabel, requireDnsSubdomain } from '../values/names';
import { type NamespaceName, nameOfNamespace } from '../values/namespace-name';
import { byText } from '../values/order';
import type { PathNormalization } from '../values/path-normalization';
import { type AddedMetadata, MetadataAdditions } from './added-metadata';
import { accessOfCall } from './declared-calls';
import type { MeshProps, RoutingApi } from './mesh-props';
import { PHASES, type Phase } from './phase';
import type {
  Call,
  Caller,
  ExternalServiceRef,
  GatewayCaller,
  MeshServiceRef,
  NamespaceRef,
  PodCaller,
  WaypointRef,
} from './references';
import { undeclaredCalls } from './undeclared-calls';
import { undefinedNamespaces } from './undefined-namespaces';

/** The metadata of an object in a namespace. */
export type NamespacedMetadata = Omit<ApiObjectMetadata, 'name' | 'namespace'> & {
  readonly name: string;
  readonly namespace: NamespaceName;
};

/** A generated kind whose objects have a spec. */
export interface SpecifiedKind<S, T extends ApiObject> {
  readonly kind: string;
  new (scope: Construct, id: string, props: { readonly metadata: ApiObjectMetadata; readonly spec: S }): T;
}

/** What a construct wants to hear of the mesh, of all that was declared before and of all that comes. */
export interface MeshListener {
  service?(service: MeshServiceRef): void;
  /** Of services too, which call as well. */
  pods?(pods: PodCaller): void;
  call?(call: Call): void;
  gateway?(gateway: GatewayCaller): void;
  waypoint?(waypoint: WaypointRef): void;
  externalCall?(caller: Caller, callee: ExternalServiceRef): void;
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
 * const mesh = new Mesh(app, 'mesh', { istioVersion: '1.31.4' });
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
  /** The API that routes and gateways are written in; undefined where the data plane of each namespace decides. */
  public readonly api: RoutingApi | undefined;
  public readonly pathNormalization: PathNormalization | undefined;

  private readonly namespacesByName = new Map<string, NamespaceRef>();
  private readonly servicesByHost = new Map<string, MeshServiceRef>();
  private readonly podsByLabel = new Map<string, PodCaller>();
  private readonly declaredCalls: Call[] = [];
  private readonly callsByCallee = new Map<MeshServiceRef, Call[]>();
  private readonly callsByCaller = new Map<Caller, Call[]>();
  private readonly declaredGateways: GatewayCaller[] = [];
  private readonly externalByHost = new Map<string, ExternalServiceRef>();
  private readonly declaredWaypoints: WaypointRef[] = [];
  private readonly expectedNamespaces = new Set<string>();
  private readonly writers = new Map<string, string>();
  private readonly listeners: MeshListener[] = [];
  private readonly additions = new MetadataAdditions(this);

  public constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id);
    const where = this.node.path;
    this.istioVersion = props.istioVersion ?? targetVersionOf(scope);
    parseIstioVersion(this.istioVersion, where);
    this.trustDomain = requireDnsSubdomain(props.trustDomain ?? 'cluster.local', 'trust domain', where);
    this.rootNamespace = requireDnsLabel(props.rootNamespace ?? 'istio-system', 'root namespace', where);
    this.clusterDomain = requireDnsSubdomain(props.clusterDomain ?? 'cluster.local', 'cluster domain', where);

    this.api = props.api;
    this.pathNormalization = props.pathNormalization;

    const marked = scope as { [MESH]?: Mesh };
    if (marked[MESH] !== undefined) {
      throw new ConfigError(
        `Cannot declare a second mesh at ${where}: ${marked[MESH].node.path} serves ${scope.node.path === '' ? 'the app' : `"${scope.node.path}"`} already`,
      );
    }
    marked[MESH] = this;
    (this as { [MESH]?: Mesh })[MESH] = this;
    setTargetVersion(scope, this.istioVersion);
    if (props.labels !== undefined) this.addMetadata({ labels: props.labels });
    const { clusterDomain, trustDomain, rootNamespace, pathNormalization } = this;
    setMeshDefaults(this, { clusterDomain, trustDomain, rootNamespace, pathNormalization });
    declareAccess(this, () => ({ access: this.declaredAccess() }));
    addCheck(this, {
      name: 'undeclared-call-in-env',
      severity: 'warning',
      check: effective => undeclaredCalls(this, effective),
    });
    addCheck(this, {
      name: 'undefined-namespace',
      severity: 'warning',
      check: ({ model }) =>
        undefinedNamespaces([this.rootNamespace, ...this.namespacesByName.keys(), ...this.expectedNamespaces], model),
    });
    addCheck(this, {
      name: 'unsupported-release',
      severity: 'warning',
      check: () => unsupportedRelease(this.istioVersion),
    });
  }

  /**
   * Adds labels and annotations to objects of the app, whichever construct writes them: to all, or to those of a kind, a
   * namespace or a name. What an object has already stays; pods and selectors are left alone.
   *
   * The narrower of two additions counts. One that no object fits is reported (`unmatched-metadata`).
   *
   * @throws ConfigError if nothing is added, or a key has another value for the same objects;
   * when objects are rendered, if two that are as narrow have different values for one object
   *
   * @example
   * mesh.addMetadata({ kind: 'VirtualService', annotations: { 'argocd.argoproj.io/sync-wave': '3' } });
   */
  public addMetadata(metadata: AddedMetadata): this {
    this.additions.add(metadata);
    return this;
  }

  /** The namespaces declared so far, by name. */
  public get namespaces(): readonly NamespaceRef[] {
    return sortedValues(this.namespacesByName);
  }

  /** The services declared so far, by host. */
  public get services(): readonly MeshServiceRef[] {
    return sortedValues(this.servicesByHost);
  }

  /** Who calls whom, as declared so far. */
  public get calls(): readonly Call[] {
    return this.declaredCalls;
  }

  /** Who calls `service`, as declared so far. */
  public callsTo(service: MeshServiceRef): readonly Call[] {
    return this.callsByCallee.get(service) ?? [];
  }

  /** Whom `caller` calls, as declared so far. */
  public callsFrom(caller: Caller): readonly Call[] {
    return this.callsByCaller.get(caller) ?? [];
  }

  /** The declared service with this full host name, if any. */
  public serviceAt(host: string): MeshServiceRef | undefined {
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
    writePlaced(chart);
    return chart;
  }

  /** The gateways declared so far. */
  public get gateways(): readonly GatewayCaller[] {
    return this.declaredGateways;
  }

  /**
   * Takes a namespace into the mesh; throws if another construct declared it.
   *
   * @internal
   */
  public addNamespace(namespace: NamespaceRef): void {
    claim(this.namespacesByName, namespace.name, namespace, 'namespace');
  }

  /**
   * Notes that somebody else creates a namespace which is not declared.
   *
   * @internal
   */
  public expectNamespace(name: string): void {
    this.expectedNamespaces.add(name);
  }

  /**
   * Takes a service into the mesh; throws if another construct declared its host.
   *
   * @internal
   */
  public addService(service: MeshServiceRef): void {
    claim(this.servicesByHost, service.host, service, 'service');
    claim(this.podsByLabel, service.label, service, 'service');
    for (const listener of this.listeners) {
      listener.service?.(service);
      listener.pods?.(service);
    }
  }

  /**
   * Takes a workload without ports into the mesh; throws if something else has its name.
   *
   * @internal
   */
  public addWorkload(workload: PodCaller): void {
    claim(this.podsByLabel, workload.label, workload, 'workload');
    for (const listener of this.listeners) listener.pods?.(workload);
  }

  /** The services, and the workloads without ports, that are declared so far, by namespace and name. */
  public get pods(): readonly PodCaller[] {
    return sortedValues(this.podsByLabel);
  }

  /** What is declared outside of the mesh so far, by host. */
  public get externalServices(): readonly ExternalServiceRef[] {
    return [...new Set(sortedValues(this.externalByHost))];
  }

  /**
   * Takes in something outside of the mesh; throws if another construct declared one of its hosts.
   *
   * @internal
   */
  public addExternalService(service: ExternalServiceRef): void {
    for (const host of service.hosts) claim(this.externalByHost, host, service, 'external service');
  }

  /**
   * Notes that a caller uses a service.
   *
   * @internal
   */
  public addCall(call: Call): void {
    this.declaredCalls.push(call);
    addTo(this.callsByCallee, call.callee, call);
    addTo(this.callsByCaller, call.caller, call);
    for (const listener of this.listeners) listener.call?.(call);
  }

  /**
   * Takes a gateway into the mesh.
   *
   * @internal
   */
  public addGateway(gateway: GatewayCaller): void {
    this.declaredGateways.push(gateway);
    for (const listener of this.listeners) listener.gateway?.(gateway);
  }

  /**
   * Notes that a caller uses something outside of the mesh.
   *
   * @internal
   */
  public addExternalCall(caller: Caller, callee: ExternalServiceRef): void {
    for (const listener of this.listeners) listener.externalCall?.(caller, callee);
  }

  /**
   * Takes the waypoint of an ambient namespace into the mesh.
   *
   * @internal
   */
  public addWaypoint(waypoint: WaypointRef): void {
    this.declaredWaypoints.push(waypoint);
    for (const listener of this.listeners) listener.waypoint?.(waypoint);
  }

  private declaredAccess(): readonly DeclaredAccess[] {
    const gateways = new Set<Caller>(this.declaredGateways);
    return this.declaredCalls.flatMap(call => [...accessOfCall(call, gateways.has(call.caller))]);
  }

  /** Tells `listener` of everything declared so far, and from now on of everything that is declared. */
  public listen(listener: MeshListener): void {
    for (const service of this.servicesByHost.values()) listener.service?.(service);
    for (const pods of this.podsByLabel.values()) listener.pods?.(pods);
    for (const call of this.declaredCalls) listener.call?.(call);
    for (const gateway of this.declaredGateways) listener.gateway?.(gateway);
    for (const waypoint of this.declaredWaypoints) listener.waypoint?.(waypoint);
    for (const callee of this.externalServices) {
      for (const { caller } of callee.calls) listener.externalCall?.(caller, callee);
    }
    this.listeners.push(listener);
  }

  /**
   * Defines an object of a generated kind, which `by` alone may write, in the chart of its phase: for what no construct
   * says. It is checked, simulated and proven like the objects of constructs.
   *
   * @param spec its spec, or what makes it whenever it is rendered
   * @param what what `by` claims to write, where kinds of several groups share a name
   * @throws ConfigError if another construct writes it
   * @example
   * import { EnvoyFilter } from 'cdk8s-istio/imports/networking.istio.io';
   * mesh.define(mesh, 'policies', EnvoyFilter, { name: 'idle', namespace: shop }, { configPatches: [] });
   */
  public define<S, T extends ApiObject>(
    by: IConstruct,
    phase: Phase,
    type: SpecifiedKind<S, T>,
    metadata: NamespacedMetadata,
    spec: NoInfer<S> | (() => NoInfer<S>),
    what: string = type.kind,
  ): T {
    const namespace = nameOfNamespace(metadata.namespace);
    const id = this.claimObject(by, what, namespace, metadata.name);
    const rendered = typeof spec === 'function' ? (Lazy.any({ produce: spec as () => S }) as S) : spec;
    const object = new type(this.chartFor(by, phase), id, { metadata: { ...metadata, namespace }, spec: rendered });
    declareBy(object, by);
    return object;
  }

  /** Defines an object of any other kind, which `by` alone may write, in the chart of its phase. */
  public defineObject(
    by: IConstruct,
    phase: Phase,
    props: {
      readonly apiVersion: string;
      readonly kind: string;
      readonly metadata: NamespacedMetadata;
      readonly [field: string]: unknown;
    },
  ): ApiObject {
    const namespace = nameOfNamespace(props.metadata.namespace);
    const id = this.claimObject(by, props.kind, namespace, props.metadata.name);
    const object = new ApiObject(this.chartFor(by, phase), id, {
      ...props,
      metadata: { ...props.metadata, namespace },
    });
    declareBy(object, by);
    return object;
  }

  /**
   * Reserves the right to write one object for `by` and returns the id for it in its chart; throws if another construct
   * has it.
   *
   * @internal
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
  return [...map].sort(byText(([key]) => key)).map(([, value]) => value);
}
