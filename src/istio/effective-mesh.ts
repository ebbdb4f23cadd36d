import type { KindName } from '../model/kinds';
import { matchesSelector } from '../model/labels';
import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { callsOf, type WorkloadCall } from '../model/workload-calls';
import { hostsOverlap, isWildcard } from '../values/host-pattern';
import { compareMade } from './age';
import { assumedPodsOf } from './assumed-workload';
import { type ClientTlsSetting, clientTlsSettings } from './destinations/client-tls-settings';
import { DestinationRules } from './destinations/destination-rules';
import { writtenRule } from './destinations/rule-source';
import { extensionsOf, type ProxyExtension } from './extensions';
import { GatewayApi } from './gateway-api/gateway-api';
import { type GatewayConfig, gatewayConfigOf } from './gateways/gateway-config';
import { isServedBy, namesItsPods, podsOf } from './gateways/gateway-pods';
import { type DeclaredPort, declaredPorts } from './inbound';
import { Memo } from './memo';
import type { MeshFacts } from './mesh-facts';
import { type MeshProxy, proxyFor } from './mesh-proxy';
import { type MeshSettings, meshSettingsOf } from './mesh-settings';
import {
  type PlaintextClient,
  type PlaintextRefusal,
  plaintextClients,
  podsServing,
  refusalOf,
  type ServingPods,
} from './plaintext-clients';
import { PeerAuthentications } from './policies/peer-authentication';
import { AttachedPolicies, type WaypointTarget } from './policies/policy-attachment';
import { PolicyConditions } from './policies/policy-conditions';
import type { PolicySet } from './policies/policy-set';
import { PolicySets } from './policies/policy-sets';
import { ProxyView } from './proxy-view';
import { Release } from './release';
import { RouteLists } from './routes/route-list';
import {
  type VirtualService,
  virtualServicesByHost,
  virtualServicesOf,
  visibleVirtualServices,
} from './routes/virtual-services';
import { entriesByAddress, type RegisteredService, registeredServices } from './services/registered-service';
import { SeenServices } from './services/seen-services';
import { ServicesByPod } from './services/services-by-pod';
import { visibleServices } from './services/visibility';
import { type ProxyScope, sidecarScope, type Visible } from './sidecar-scope';
import { Sidecars } from './sidecars';
import { tellingLabelKeys } from './telling-labels';
import { type Notes, Trace } from './trace';
import { meshConfigNotes, type NotModelled, unsupportedFields } from './unsupported-fields';
import { waypointBetween } from './waypoints';

/** What a namespace may see, with its VirtualServices by the gateways that they name. */
interface NamespaceView extends Visible {
  readonly byGateway: ReadonlyMap<string, readonly VirtualService[]>;
}

/**
 * How Istio interprets a set of manifests: everything that does not depend on a single request, worked out when it is
 * first asked for and once.
 *
 * Analysis, simulation, proof, plan and the checks of constructs ask it; how Istio decides something is written nowhere
 * else.
 */
export class EffectiveMesh implements MeshFacts {
  public readonly settings: MeshSettings;
  public readonly release: Release;
  /** All services, the oldest first. */
  public readonly services: readonly RegisteredService[];
  /** The services by who sees them. */
  public readonly seen: SeenServices;
  public readonly virtualServices: readonly VirtualService[];
  public readonly destinationRules: DestinationRules;
  public readonly peerAuthentications: PeerAuthentications;
  public readonly requestAuthentications: AttachedPolicies<Resource<'RequestAuthentication'>>;
  /** The conditions of AuthorizationPolicies as they are written. */
  public readonly policyConditions: PolicyConditions;
  public readonly authorizationPolicies: AttachedPolicies<Resource<'AuthorizationPolicy'>>;
  /** What istiod generates from the objects of the Gateway API. */
  public readonly gatewayApi: GatewayApi;
  /** Gateways of `networking.istio.io` and listeners of the Gateway API, the oldest first. */
  public readonly gatewayConfigs: readonly GatewayConfig[];
  public readonly sidecars: Sidecars;
  public readonly routes = new RouteLists();

  readonly #derived = new Map<unknown, unknown>();
  #byPod: ServicesByPod | undefined;
  #entries: ReadonlyMap<string, RegisteredService> | undefined;
  #naming: ReadonlyMap<string, readonly VirtualService[]> | undefined;
  #wildcards: readonly VirtualService[] | undefined;
  #labelKeys: readonly string[] | undefined;
  readonly #views = new Map<string, ProxyView>();
  readonly #viewOf = new WeakMap<MeshProxy, ProxyView>();
  readonly #namespaces = new Memo((namespace: string): NamespaceView => this.#visibleTo(namespace));
  readonly #scopes = new Map<Resource<'Sidecar'> | undefined, Map<string, ProxyScope>>();
  readonly #proxies = new Memo((workload: Workload): MeshProxy => this.#makeProxy(workload));
  #selected: ReadonlySet<Workload> | undefined;
  readonly #assumed = new Memo((service: RegisteredService) => assumedPodsOf(this.model, service));
  readonly #principals = new Memo(
    ({ namespace, serviceAccount }: Workload) => `${this.settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
  );
  readonly #policies: PolicySets;
  readonly #ports = new Memo((workload: Workload) => declaredPorts(this, this.proxyOf(workload), workload.pod));
  readonly #workloadNotes = new Memo((workload: Workload) => this.#describeWorkload(workload));
  readonly #extensions = new Memo((workload: Workload) => extensionsOf(this, workload));
  #plaintextClients: readonly PlaintextClient[] | undefined;
  #clientTlsSettings: readonly ClientTlsSetting[] | undefined;
  readonly #fields = new Memo((resource: Resource) => unsupportedFields(resource, this.release));
  readonly #fieldsOf = (resource: Resource): readonly NotModelled[] => this.#fields.get(resource);
  readonly #aboutMeshConfig = new Memo((mesh: EffectiveMesh) => meshConfigNotes(mesh.model.meshConfig, mesh.release));

  public constructor(
    public readonly model: MeshModel,
    settings: Partial<MeshSettings> = {},
  ) {
    this.settings = meshSettingsOf(model, settings);
    this.release = new Release(model.istioVersion, model.istiodEnvironment, model.compatibilityVersion);
    const scoped = this.release.has('resourceScoping');
    const isRead = (namespace: string) => !scoped || this.isDiscovered(namespace);
    const all = <K extends KindName>(kind: K) => model.all(kind).filter(({ namespace }) => isRead(namespace));
    this.services = registeredServices(model, this.settings, this.release).filter(({ namespace, isKubernetes }) =>
      isKubernetes ? this.isDiscovered(namespace) : isRead(namespace),
    );
    this.seen = new SeenServices(this.services, this.release);
    this.gatewayApi = new GatewayApi(this);
    const written = virtualServicesOf(model, this.settings);
    this.virtualServices = [...written, ...this.gatewayApi.virtualServices]
      .filter(({ resource }) => isRead(resource.namespace))
      .sort(compareMade);
    const rules = [...all('DestinationRule').map(writtenRule), ...this.gatewayApi.tlsPolicies.rules];
    this.destinationRules = new DestinationRules(rules, this.settings, this.release);
    const { rootNamespace } = this.settings;
    this.peerAuthentications = new PeerAuthentications(all('PeerAuthentication'), rootNamespace, this.#fieldsOf);
    const attached = <P extends Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>>(policies: P[]) =>
      new AttachedPolicies(policies, rootNamespace, this.release, this.#fieldsOf);
    this.requestAuthentications = attached(all('RequestAuthentication'));
    this.authorizationPolicies = attached(all('AuthorizationPolicy'));
    this.policyConditions = new PolicyConditions(model);
    const { requestAuthentications, authorizationPolicies, policyConditions } = this;
    this.#policies = new PolicySets(this, requestAuthentications, authorizationPolicies, policyConditions);
    this.gatewayConfigs = [...all('Gateway').map(gatewayConfigOf), ...this.gatewayApi.gatewayConfigs].sort(compareMade);
    this.sidecars = new Sidecars(all('Sidecar'), rootNamespace);
  }

  /** Whether istiod looks at the objects of a namespace; discovery selectors limit that. */
  public isDiscovered(namespace: string): boolean {
    const { discoverySelectors } = this.settings;
    if (discoverySelectors.length === 0) return true;
    const labels = { 'kubernetes.io/metadata.name': namespace, ...this.model.namespaces.get(namespace)?.labels };
    return discoverySelectors.some(selector => matchesSelector(selector, labels));
  }

  /** Whether the set installs gateways or Istio itself, so that it shows the gateway pods that there are. */
  public get showsItsGateways(): boolean {
    const { controlPlanes, workloads } = this.model;
    return (
      controlPlanes.length > 0 ||
      workloads.all.some(({ generated, resource }) => generated && resource.type !== 'KubernetesGateway')
    );
  }

  /** All services of a host, whoever sees them; the oldest first. */
  public servicesNamed(host: string): readonly RegisteredService[] {
    return this.seen.named(host);
  }

  /** The Kubernetes Service with a full name; the DNS of the cluster knows it whatever it is exported to. */
  public kubernetesService(host: string): RegisteredService | undefined {
    return this.seen.named(host).find(({ isKubernetes }) => isKubernetes);
  }

  /** The ServiceEntry that has an address for one of its hosts, whoever sees it; ztunnel knows them all. */
  public serviceEntryAt(address: string): RegisteredService | undefined {
    this.#entries ??= entriesByAddress(this.services);
    return this.#entries.get(address);
  }

  /** The services that send to the pods of a proxy, the oldest first. */
  public servicesBefore(proxy: MeshProxy): readonly RegisteredService[] {
    this.#byPod ??= new ServicesByPod(this.services);
    return this.#byPod.of(proxy);
  }

  /** What clients of a namespace may see. */
  public visible(namespace: string): Visible {
    return this.#namespaces.get(namespace);
  }

  /** The VirtualServices that name a gateway (`mesh` or `namespace/name`), in the order in which a namespace sees them. */
  public virtualServicesAt(gateway: string, namespace: string): readonly VirtualService[] {
    return this.#namespaces.get(namespace).byGateway.get(gateway) ?? [];
  }

  /** The VirtualServices that name precisely this host, the oldest first. */
  public virtualServicesNaming(host: string): readonly VirtualService[] {
    this.#naming ??= virtualServicesByHost(this.virtualServices);
    return this.#naming.get(host) ?? [];
  }

  /** The VirtualServices with a host that overlaps this one. */
  public virtualServicesOverlapping(host: string): readonly VirtualService[] {
    const overlapping = (all: readonly VirtualService[]) =>
      all.filter(({ hosts }) => hosts.some(own => hostsOverlap(own, host)));
    if (isWildcard(host)) return overlapping(this.virtualServices);
    this.#wildcards ??= this.virtualServices.filter(({ hosts }) => hosts.some(isWildcard));
    return [...this.virtualServicesNaming(host), ...overlapping(this.#wildcards)];
  }

  /** The proxy of a workload's pods. */
  public proxyOf(workload: Workload): MeshProxy {
    return this.#proxies.get(workload);
  }

  /** What a proxy makes of the mesh; the same for all proxies that no object of the mesh tells apart. */
  public viewOf(proxy: MeshProxy): ProxyView {
    let view = this.#viewOf.get(proxy);
    if (view === undefined) {
      const { type, namespace, dnsDomain, labels, ips } = proxy;
      const key =
        type === 'gateway'
          ? JSON.stringify([type, namespace, dnsDomain, Object.entries(labels).sort(), ips])
          : JSON.stringify([type, namespace, dnsDomain, this.tellingLabels(proxy)]);
      view = this.#views.get(key) ?? new ProxyView(this, proxy);
      this.#views.set(key, view);
      this.#viewOf.set(proxy, view);
    }
    return view;
  }

  /** The labels of a client by which some object of the mesh tells it from others. */
  public tellingLabels({ labels }: MeshProxy): readonly (readonly [string, string | undefined])[] {
    return this.#relevantLabels.map(name => [name, labels[name]]);
  }

  /** What a Sidecar object leaves of what a namespace may see; all of it without one. */
  public scopeUnder(sidecar: Resource<'Sidecar'> | undefined, namespace: string): ProxyScope {
    const ofSidecar = this.#scopes.get(sidecar) ?? new Map<string, ProxyScope>();
    this.#scopes.set(sidecar, ofSidecar);
    let scope = ofSidecar.get(namespace);
    if (scope === undefined) {
      const named = (host: string) => this.servicesNamed(host);
      scope = sidecarScope(sidecar, this.visible(namespace), named, namespace, this);
      ofSidecar.set(namespace, scope);
    }
    return scope;
  }

  /** Whether no object of the mesh tells the two proxies apart as clients. */
  public areAlike(a: MeshProxy, b: MeshProxy): boolean {
    return this.viewOf(a) === this.viewOf(b);
  }

  /** The pods of a Service that are not among the manifests, with what its selector says of them. */
  public assumedPods(service: RegisteredService): Workload {
    return this.#assumed.get(service);
  }

  /** What the proxy of a workload enforces; in the ambient mesh ztunnel, which asks no external authorizer. */
  public policiesOf(workload: Workload): PolicySet {
    return this.#policies.of(workload);
  }

  /** Everybody whom the manifests show to send plaintext to pods of the set. */
  public get plaintextClients(): readonly PlaintextClient[] {
    this.#plaintextClients ??= plaintextClients(this);
    return this.#plaintextClients;
  }

  /** The pods that take connections to a port of a Kubernetes Service; empty where the set has neither. */
  public podsServing(host: string, port: number): readonly ServingPods[] {
    const service = this.kubernetesService(host);
    const found = service?.ports.find(({ number }) => number === port);
    return service === undefined || found === undefined ? [] : podsServing(this, service, found);
  }

  /** Whether the requests of a client to a Kubernetes Service pass a waypoint; `gateway` is one of which no pod is known. */
  public passesWaypoint(client: Workload | 'gateway', host: string): boolean {
    const service = this.kubernetesService(host);
    return service !== undefined && waypointBetween(this, client, service).state === 'used';
  }

  /** By what all pods behind a connection refuse plaintext; undefined if there are pods that may answer. */
  public refusalOf(pods: readonly ServingPods[]): PlaintextRefusal | undefined {
    return refusalOf(pods);
  }

  /** The addresses that the pods of a workload are told to call. */
  public callsInSettings(workload: Workload): readonly WorkloadCall[] {
    return callsOf(workload, this.model);
  }

  /** Where DestinationRules say what clients send to Services. */
  public get clientTlsSettings(): readonly ClientTlsSetting[] {
    this.#clientTlsSettings ??= clientTlsSettings(this);
    return this.#clientTlsSettings;
  }

  /** The identity that the mesh gives to the proxy of a workload, `TRUST_DOMAIN/ns/NAMESPACE/sa/ACCOUNT`. */
  public principalOf(workload: Workload): string {
    return this.#principals.get(workload);
  }

  /** The ports of a workload's pods that a Service or a Sidecar declares. */
  public declaredPortsOf(workload: Workload): ReadonlyMap<number, DeclaredPort> {
    return this.#ports.get(workload);
  }

  /** What is to be said of a workload that bears on a request. */
  public notesOf(workload: Workload): Notes {
    return this.#workloadNotes.get(workload);
  }

  /** The objects that may change the proxies of a workload in ways that are not modelled. */
  public extensionsOf(workload: Workload): readonly ProxyExtension[] {
    return this.#extensions.get(workload);
  }

  /** What a waypoint enforces for a service. */
  public policiesOfWaypoint(target: WaypointTarget): PolicySet {
    return this.#policies.ofWaypoint(target);
  }

  /** What others make of the mesh once, for all requests. */
  public once<T>(Made: new (mesh: EffectiveMesh) => T): T {
    let made = this.#derived.get(Made) as T | undefined;
    if (made === undefined) {
      made = new Made(this);
      this.#derived.set(Made, made);
    }
    return made;
  }

  /** A trace for something that is worked out in this mesh. */
  public newTrace(): Trace {
    return new Trace(this.#fieldsOf);
  }

  /**
   * A trace for one request, which begins with what the mesh configuration holds that is not modelled.
   *
   * @param explains Whether it gets the steps that tell why.
   */
  public newRequestTrace(explains: boolean): Trace {
    const trace = new Trace(this.#fieldsOf, explains);
    for (const one of this.#aboutMeshConfig.get(this)) trace.notModelled.push(one);
    return trace;
  }

  #describeWorkload({ resource, dataPlane, namespace, name }: Workload): Notes {
    const trace = this.newTrace();
    trace.consult(resource);
    if (dataPlane === 'unknown') {
      trace.assume(
        `the pods of ${namespace}/${name} have a sidecar: the Namespace "${namespace}" is not among the manifests`,
      );
    }
    return trace;
  }

  #visibleTo(namespace: string): NamespaceView {
    const virtualServices = visibleVirtualServices(this.virtualServices, namespace);
    const byGateway = new Map<string, VirtualService[]>();
    for (const virtualService of virtualServices) {
      for (const gateway of virtualService.gateways) {
        const list = byGateway.get(gateway);
        if (list === undefined) byGateway.set(gateway, [virtualService]);
        else list.push(virtualService);
      }
    }
    return { services: visibleServices(this.services, namespace), virtualServices, byGateway };
  }

  #makeProxy(workload: Workload): MeshProxy {
    const domain = this.settings.domain === '' ? this.model.hosts.domain : this.settings.domain;
    return proxyFor(workload, domain, proxy => {
      if (this.#gatewayPods.has(workload)) return true;
      // Pods that are not in the set are not among those that the model finds by their labels.
      return workload.generated && this.#selecting.some(config => isServedBy(this, config, proxy));
    });
  }

  /** Label keys that some object tells clients apart by. */
  get #relevantLabels(): readonly string[] {
    this.#labelKeys ??= tellingLabelKeys(this.model);
    return this.#labelKeys;
  }

  get #gatewayPods(): ReadonlySet<Workload> {
    this.#selected ??= new Set(this.#selecting.flatMap(config => podsOf(this, config)));
    return this.#selected;
  }

  get #selecting(): readonly GatewayConfig[] {
    return this.gatewayConfigs.filter(namesItsPods);
  }
}

/** How Istio interprets a model, worked out when it is first asked for. */
export function effectiveMeshOf(model: MeshModel): EffectiveMesh {
  return model.once(makeMesh);
}

function makeMesh(model: MeshModel): EffectiveMesh {
  return new EffectiveMesh(model);
}
