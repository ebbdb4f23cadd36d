import { hostsOverlap } from '../model/host-name';
import type { KindName } from '../model/kinds';
import { matchesSelector } from '../model/labels';
import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { callsOf, type WorkloadCall } from '../model/workload-calls';
import { compareAge } from './age';
import { assumedPodsOf } from './assumed-workload';
import { type ClientTlsSetting, clientTlsSettings } from './destinations/client-tls-settings';
import { DestinationRules } from './destinations/destination-rules';
import { extensionsOf, type ProxyExtension } from './extensions';
import { gatewaysOf } from './gateways/gateway-servers';
import { isWildcard } from './host-index';
import { type DeclaredPort, declaredPorts } from './inbound';
import { Memo } from './memo';
import type { MeshFacts } from './mesh-facts';
import { type MeshProxy, proxyFor } from './mesh-proxy';
import { type MeshSettings, meshSettingsOf } from './mesh-settings';
import { type PlaintextClient, plaintextClients, podsServing, refusalOf, type ServingPods } from './plaintext-clients';
import { PeerAuthentications } from './policies/peer-authentication';
import { AttachedPolicies, type WaypointTarget } from './policies/policy-attachment';
import { type PolicySet, readyPolicies } from './policies/policy-set';
import { ProxyView } from './proxy-view';
import { Release } from './release';
import { RouteLists } from './routes/route-list';
import { type VirtualService, virtualServicesOf, visibleVirtualServices } from './routes/virtual-services';
import { type RegisteredService, registeredServices } from './services/registered-service';
import { SeenServices } from './services/seen-services';
import { visibleServices } from './services/visibility';
import { type SidecarScope, sidecarScope, type Visible } from './sidecar-scope';
import { type Notes, Trace } from './trace';
import { meshConfigNotes, type NotModelled, unsupportedFields } from './unsupported-fields';
import { waypointBetween } from './waypoints';

/** What a namespace may see, with its VirtualServices by the gateways that they name. */
interface NamespaceView extends Visible {
  readonly byGateway: ReadonlyMap<string, readonly VirtualService[]>;
}

/**
 * What Istio makes of a set of manifests: everything that does not depend on a single request, worked out when it is
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
  public readonly authorizationPolicies: AttachedPolicies<Resource<'AuthorizationPolicy'>>;
  /** Gateways of `networking.istio.io`, the oldest first. */
  public readonly gateways: readonly Resource<'Gateway'>[];
  public readonly sidecars: readonly Resource<'Sidecar'>[];
  public readonly routes = new RouteLists();

  readonly #derived = new Map<unknown, unknown>();
  readonly #naming = new Map<string, VirtualService[]>();
  readonly #wildcards: readonly VirtualService[];
  readonly #relevantLabels: readonly string[];
  readonly #views = new Map<string, ProxyView>();
  readonly #viewOf = new WeakMap<MeshProxy, ProxyView>();
  readonly #namespaces = new Memo((namespace: string): NamespaceView => this.#visibleTo(namespace));
  readonly #scopes = new Map<Resource<'Sidecar'> | undefined, Map<string, SidecarScope>>();
  readonly #proxies = new Memo((workload: Workload): MeshProxy => this.#makeProxy(workload));
  readonly #assumed = new Memo((service: RegisteredService) => assumedPodsOf(this.model, service));
  readonly #principals = new Memo(
    ({ namespace, serviceAccount }: Workload) => `${this.settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
  );
  readonly #policies = new Memo((workload: Workload) => this.#findPolicies(workload));
  readonly #ports = new Memo((workload: Workload) => declaredPorts(this, this.proxyOf(workload), workload.pod));
  readonly #workloadNotes = new Memo((workload: Workload) => this.#describeWorkload(workload));
  readonly #extensions = new Memo((workload: Workload) => extensionsOf(this, workload));
  #plaintextClients: readonly PlaintextClient[] | undefined;
  #clientTlsSettings: readonly ClientTlsSetting[] | undefined;
  readonly #waypointPolicies = new Map<string, PolicySet>();
  readonly #fields = new Memo(unsupportedFields);
  readonly #fieldsOf = (resource: Resource): readonly NotModelled[] => this.#fields.get(resource);
  readonly #aboutMeshConfig = new Memo((mesh: EffectiveMesh) => meshConfigNotes(mesh.model.meshConfig));

  public constructor(
    public readonly model: MeshModel,
    settings: Partial<MeshSettings> = {},
  ) {
    this.settings = meshSettingsOf(model, settings);
    this.release = new Release(model.istioVersion);
    const all = <K extends KindName>(kind: K) =>
      model.all(kind).filter(({ namespace }) => this.isDiscovered(namespace));
    this.services = registeredServices(model).filter(({ namespace }) => this.isDiscovered(namespace));
    this.seen = new SeenServices(this.services);
    this.virtualServices = virtualServicesOf(model, this.settings).filter(({ resource }) =>
      this.isDiscovered(resource.namespace),
    );
    this.destinationRules = new DestinationRules(all('DestinationRule'), this.settings);
    const { rootNamespace } = this.settings;
    this.peerAuthentications = new PeerAuthentications(all('PeerAuthentication'), rootNamespace);
    this.requestAuthentications = new AttachedPolicies(all('RequestAuthentication'), rootNamespace);
    this.authorizationPolicies = new AttachedPolicies(all('AuthorizationPolicy'), rootNamespace);
    this.gateways = all('Gateway').sort(compareAge);
    this.sidecars = all('Sidecar').sort(compareAge);
    this.#relevantLabels = relevantLabels(model);
    this.#wildcards = this.virtualServices.filter(({ hosts }) => hosts.some(isWildcard));
    for (const virtualService of this.virtualServices) {
      for (const host of new Set(virtualService.hosts)) {
        const list = this.#naming.get(host);
        if (list === undefined) this.#naming.set(host, [virtualService]);
        else list.push(virtualService);
      }
    }
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
    return this.#naming.get(host) ?? [];
  }

  /** The VirtualServices with a host that overlaps this one. */
  public virtualServicesOverlapping(host: string): readonly VirtualService[] {
    const overlapping = (all: readonly VirtualService[]) =>
      all.filter(({ hosts }) => hosts.some(own => hostsOverlap(own, host)));
    if (isWildcard(host)) return overlapping(this.virtualServices);
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
  public scopeUnder(sidecar: Resource<'Sidecar'> | undefined, namespace: string): SidecarScope {
    const ofSidecar = this.#scopes.get(sidecar) ?? new Map<string, SidecarScope>();
    this.#scopes.set(sidecar, ofSidecar);
    let scope = ofSidecar.get(namespace);
    if (scope === undefined) {
      const named = (host: string) => this.servicesNamed(host);
      scope = sidecarScope(sidecar, this.visible(namespace), named, namespace, this.settings.outboundTrafficPolicy);
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
    return this.#policies.get(workload);
  }

  /** Everybody whom the manifests show to send plaintext to pods of the set. */
  public get plaintextClients(): readonly PlaintextClient[] {
    this.#plaintextClients ??= plaintextClients(this);
    return this.#plaintextClients;
  }

  /** The pods that take connections to a port of a Kubernetes Service; empty where the set has neither. */
  public podsServing(host: string, port: number): readonly ServingPods[] {
    const service = this.kubernetesService(host)?.service;
    const found = service?.ports.find(({ number }) => number === port);
    return service === undefined || found === undefined ? [] : podsServing(this, service, found);
  }

  /** Whether the requests of a client to a Kubernetes Service pass a waypoint; `gateway` is one of which no pod is known. */
  public passesWaypoint(client: Workload | 'gateway', host: string): boolean {
    const service = this.kubernetesService(host);
    return service !== undefined && waypointBetween(this, client, service).state === 'used';
  }

  /** By what all pods behind a connection refuse plaintext; undefined if there are pods that may answer. */
  public refusalOf(pods: readonly ServingPods[]): ReturnType<typeof refusalOf> {
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
    const { gateway, service } = target;
    const key = `${gateway.namespace}/${gateway.name} ${service.kind} ${service.namespace}/${service.name}`;
    let found = this.#waypointPolicies.get(key);
    if (found === undefined) {
      const trace = this.newTrace();
      const authentications = this.requestAuthentications.forWaypoint(target, trace);
      const authorizations = this.authorizationPolicies.forWaypoint(target, trace);
      const ready = readyPolicies(authorizations, this.settings);
      found = { authentications, authorizations, ready, notes: trace };
      this.#waypointPolicies.set(key, found);
    }
    return found;
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

  #findPolicies(workload: Workload): PolicySet {
    const trace = this.newTrace();
    const authentications = this.requestAuthentications.for(workload, trace);
    let authorizations = this.authorizationPolicies.for(workload, trace);
    if (workload.dataPlane === 'ambient') {
      const custom = authorizations.filter(({ spec }) => spec.action === 'CUSTOM');
      for (const policy of custom) trace.ruledOut(policy, 'spec.action', 'ztunnel does not know CUSTOM');
      authorizations = authorizations.filter(policy => !custom.includes(policy));
    }
    return { authentications, authorizations, ready: readyPolicies(authorizations, this.settings), notes: trace };
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
    return proxyFor(workload, domain, proxy =>
      gatewaysOf(this, proxy).some(({ spec }) => Object.keys(spec.selector ?? {}).length > 0),
    );
  }
}

/** What Istio makes of a model, worked out when it is first asked for. */
export function effectiveMeshOf(model: MeshModel): EffectiveMesh {
  return model.once(makeMesh);
}

function makeMesh(model: MeshModel): EffectiveMesh {
  return new EffectiveMesh(model);
}

/** Label keys that some object tells clients apart by. */
function relevantLabels(model: MeshModel): readonly string[] {
  const keys = new Set<string>();
  const addAll = (labels: { readonly [key: string]: string } = {}) => {
    for (const key of Object.keys(labels)) keys.add(key);
  };
  for (const { spec } of model.all('VirtualService')) {
    for (const { match = [] } of [...(spec.http ?? []), ...(spec.tls ?? []), ...(spec.tcp ?? [])]) {
      for (const { sourceLabels } of match) addAll(sourceLabels);
    }
  }
  for (const { spec } of model.all('DestinationRule')) addAll(spec.workloadSelector?.matchLabels);
  for (const { spec } of model.all('Sidecar')) addAll(spec.workloadSelector?.labels);
  return [...keys].sort();
}
