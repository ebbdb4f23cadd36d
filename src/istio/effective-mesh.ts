import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { RouteDestination } from '../model/shapes/traffic';
import { compareAge } from './age';
import { type ConsolidatedRule, DestinationRules } from './destinations/destination-rules';
import { type HashPolicy, hashPolicyOf } from './destinations/traffic-policy';
import type { MeshProxy } from './mesh-proxy';
import { type MeshSettings, meshSettingsOf } from './mesh-settings';
import { PeerAuthentications } from './policies/peer-authentication';
import { AttachedPolicies } from './policies/policy-attachment';
import { type VirtualService, virtualServicesOf, visibleVirtualServices } from './routes/virtual-services';
import { type RegisteredService, registeredServices, servicesByHost, visibleServices } from './services/services';
import { type SidecarScope, sidecarOf, sidecarScope } from './sidecar-scope';

/** What was worked out for proxies that cannot be told apart. */
interface Known {
  readonly memos: Map<string, unknown>;
  scope: SidecarScope | undefined;
}

/** A mesh prepared for requests: everything that does not depend on one of them, worked out once. */
export class EffectiveMesh {
  public readonly settings: MeshSettings;
  /** All services, the oldest first. */
  public readonly services: readonly RegisteredService[];
  public readonly virtualServices: readonly VirtualService[];
  public readonly destinationRules: DestinationRules;
  public readonly peerAuthentications: PeerAuthentications;
  public readonly requestAuthentications: AttachedPolicies<Resource<'RequestAuthentication'>>;
  public readonly authorizationPolicies: AttachedPolicies<Resource<'AuthorizationPolicy'>>;
  /** Gateways of `networking.istio.io`, the oldest first. */
  public readonly gateways: readonly Resource<'Gateway'>[];

  readonly #naming = new Map<string, VirtualService[]>();
  readonly #relevantLabels: readonly string[];
  readonly #visible = new Map<
    string,
    { readonly services: readonly RegisteredService[]; readonly virtualServices: readonly VirtualService[] }
  >();
  readonly #byHost = new Map<string, ReadonlyMap<string, RegisteredService>>();
  readonly #known = new WeakMap<MeshProxy, Known>();
  readonly #knownByKey = new Map<string, Known>();

  public constructor(
    public readonly model: MeshModel,
    settings: Partial<MeshSettings> = {},
  ) {
    this.settings = meshSettingsOf(model, settings);
    this.services = registeredServices(model);
    this.virtualServices = virtualServicesOf(model, this.settings);
    this.destinationRules = new DestinationRules(model.all('DestinationRule'), this.settings);
    const { rootNamespace } = this.settings;
    this.peerAuthentications = new PeerAuthentications(model, rootNamespace);
    this.requestAuthentications = new AttachedPolicies(model.all('RequestAuthentication'), rootNamespace);
    this.authorizationPolicies = new AttachedPolicies(model.all('AuthorizationPolicy'), rootNamespace);
    this.gateways = [...model.all('Gateway')].sort(compareAge);
    this.#relevantLabels = relevantLabels(model);
    for (const virtualService of this.virtualServices) {
      for (const host of new Set(virtualService.hosts)) {
        const list = this.#naming.get(host);
        if (list === undefined) this.#naming.set(host, [virtualService]);
        else list.push(virtualService);
      }
    }
  }

  /** What clients of a namespace may see. */
  public visible(namespace: string): {
    readonly services: readonly RegisteredService[];
    readonly virtualServices: readonly VirtualService[];
  } {
    let found = this.#visible.get(namespace);
    if (found === undefined) {
      found = {
        services: visibleServices(this.services, namespace),
        virtualServices: visibleVirtualServices(this.virtualServices, namespace),
      };
      this.#visible.set(namespace, found);
    }
    return found;
  }

  /** The services that a namespace sees, by host. */
  public servicesSeenFrom(namespace: string): ReadonlyMap<string, RegisteredService> {
    let found = this.#byHost.get(namespace);
    if (found === undefined) {
      found = servicesByHost(this.visible(namespace).services, namespace);
      this.#byHost.set(namespace, found);
    }
    return found;
  }

  /** The VirtualServices that name precisely this host, the oldest first. */
  public virtualServicesNaming(host: string): readonly VirtualService[] {
    return this.#naming.get(host) ?? [];
  }

  /** What a proxy knows. */
  public scopeOf(proxy: MeshProxy): SidecarScope {
    const known = this.#knownOf(proxy);
    if (known.scope === undefined) {
      const sidecar = sidecarOf(this.model.all('Sidecar'), proxy, this.settings.rootNamespace);
      known.scope = sidecarScope(
        sidecar,
        this.visible(proxy.namespace),
        proxy.namespace,
        this.settings.outboundTrafficPolicy,
      );
    }
    return known.scope;
  }

  /** Works something out once for all proxies that cannot be told apart by any object of the mesh. */
  public memo<T>(topic: string, proxy: MeshProxy, make: () => T): T {
    const memos = this.#knownOf(proxy).memos;
    let found = memos.get(topic);
    if (found === undefined) {
      found = make();
      memos.set(topic, found);
    }
    return found as T;
  }

  /** Whether no object of the mesh tells the two proxies apart as clients. */
  public areAlike(a: MeshProxy, b: MeshProxy): boolean {
    return this.#knownOf(a) === this.#knownOf(b);
  }

  /** What is known of all proxies with this type, namespace, domain and labels that some object selects clients by. */
  #knownOf(proxy: MeshProxy): Known {
    let known = this.#known.get(proxy);
    if (known === undefined) {
      const { type, namespace, dnsDomain, labels, ips } = proxy;
      const key =
        type === 'gateway'
          ? JSON.stringify([type, namespace, dnsDomain, Object.entries(labels).sort(), ips])
          : JSON.stringify([type, namespace, dnsDomain, this.#relevantLabels.map(name => labels[name])]);
      known = this.#knownByKey.get(key) ?? { memos: new Map(), scope: undefined };
      this.#knownByKey.set(key, known);
      this.#known.set(proxy, known);
    }
    return known;
  }

  /** The service that a host means to a proxy. */
  public serviceOf(host: string, proxy: MeshProxy): RegisteredService | undefined {
    return this.scopeOf(proxy).services.get(host) ?? this.servicesSeenFrom(proxy.namespace).get(host);
  }

  /** The DestinationRule that a proxy follows for a known host. */
  public destinationRuleFor(host: string, proxy: MeshProxy): ConsolidatedRule | undefined {
    const service = this.serviceOf(host, proxy);
    return service === undefined ? undefined : this.destinationRules.ruleFor(proxy, host, service.namespace);
  }

  /** How hosts of a route destination are picked by hash, if they are. */
  public hashPolicyFor({ host = '', subset, port }: RouteDestination, proxy: MeshProxy): HashPolicy | undefined {
    const rule = this.destinationRuleFor(host, proxy);
    return rule === undefined ? undefined : hashPolicyOf(rule, subset, port?.number);
  }
}

const meshes = new WeakMap<MeshModel, EffectiveMesh>();

/** The prepared form of a model, made when it is first asked for. */
export function effectiveMeshOf(model: MeshModel): EffectiveMesh {
  let mesh = meshes.get(model);
  if (mesh === undefined) {
    mesh = new EffectiveMesh(model);
    meshes.set(model, mesh);
  }
  return mesh;
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
