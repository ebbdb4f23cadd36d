import { DEFAULT_ISTIO_VERSION, parseIstioVersion } from '../values/istio-version';
import type { LocatedManifest } from '../values/manifest';
import { addTo } from '../values/multimap';
import { buildWorkloads } from './build-workloads';
import {
  compatibilityVersionOf,
  controlPlanesOf,
  type InstalledRevision,
  installsCni,
  installsZtunnel,
  istiodVariables,
} from './control-planes';
import { CredentialIndex } from './credential-index';
import {
  automatedGateways,
  builtInGateway,
  chartGateways,
  type GeneratedGateway,
  operatorGateways,
} from './generated-gateways';
import { CLUSTER_DOMAIN, serviceOfHost } from './host-name';
import { HostRegistry } from './host-registry';
import { type IdentifiedObjects, identify } from './identities';
import type { InjectionModel } from './injection';
import {
  type ChartInstallation,
  chartInstallations,
  type OperatorInstallation,
  operatorInstallations,
  parseValues,
  valueAt,
} from './installations';
import { installedRelease } from './installed-release';
import type { KindName } from './kinds';
import { parentOfListenerSet, takesListenerSets } from './listener-sets';
import { type MeshConfig, type MeshConfigDefaults, meshConfigOf } from './mesh-config';
import { type MeshHost, serviceEntryHosts, serviceFrom } from './mesh-host';
import { NamespaceIndex } from './namespaces';
import { Resource } from './resource';
import { istioOperatorSpec } from './shapes/kubernetes';
import type { Workload } from './workload';
import { WorkloadIndex } from './workload-index';

/** How a set of manifests is read. */
export interface MeshModelOptions {
  /**
   * Mesh configuration that is not in the set; laid over what the set holds.
   *
   * @default - what the ConfigMap `istio`, an IstioOperator or the values of an istiod release in the set say, else
   * Istio's defaults
   */
  readonly meshConfig?: { readonly [key: string]: unknown };

  /** What holds where neither the set nor `meshConfig` says anything of it. @default - Istio's defaults */
  readonly defaults?: MeshConfigDefaults;

  /** Networks of a multi-network mesh, as in the ConfigMap `istio`. @default - the mesh has one network */
  readonly meshNetworks?: { readonly [key: string]: unknown };

  /** Where objects without a namespace are created. @default 'default' */
  readonly defaultNamespace?: string;

  /** Objects that the cluster has without the set, unless the set has them too. @default - none */
  readonly assumed?: readonly LocatedManifest[];

  /**
   * The Istio release that runs.
   *
   * @default - the one that the set installs, else the one that the library deploys
   */
  readonly istioVersion?: string;

  /** The DNS domain of the cluster. @default 'cluster.local' */
  readonly clusterDomain?: string;

  /**
   * Reads the set as `istioctl analyze` does: pods are Pod objects only, nothing that a controller would make exists,
   * and the mesh has the ingress gateway that istioctl assumes.
   *
   * @default false
   */
  readonly istioParity?: boolean;
}

/**
 * A set of manifests, indexed for questions about the mesh. It never changes, and every question is answered without
 * looking at all objects.
 */
export class MeshModel {
  /** All objects, in the order of the input. Of several with one identity the last counts, as when they are applied. */
  public readonly resources: readonly Resource[];
  /** Objects that a later one of the same kind, namespace and name replaces, with the one that replaces them. */
  public readonly replaced: readonly { readonly resource: Resource; readonly by: Resource }[];
  public readonly meshConfig: MeshConfig;
  /** Networks of a multi-network mesh. */
  public readonly meshNetworks: { readonly [key: string]: unknown };
  public readonly namespaces: NamespaceIndex;
  public readonly workloads: WorkloadIndex;
  /** The pod templates of Deployments, also where workloads are Pods only. */
  public readonly deploymentWorkloads: readonly Workload[];
  public readonly hosts: HostRegistry;
  public readonly credentials: CredentialIndex;
  /** The control planes that the set installs; empty if it installs none. */
  public readonly controlPlanes: readonly InstalledRevision[];
  /** The Helm charts that the set installs. */
  public readonly charts: readonly ChartInstallation[];
  /** The IstioOperators of the set. */
  public readonly operators: readonly OperatorInstallation[];
  /** The environment of istiod by variable, as far as the set tells it. */
  public readonly istiodEnvironment: ReadonlyMap<string, string>;
  /** The minor that istiod is told to behave like, such as `1.28`, as far as the set tells it. */
  public readonly compatibilityVersion: string | undefined;
  /** Whether the set installs the CNI plugin, which redirects traffic in place of an init container. */
  public readonly usesCni: boolean;
  /** Whether the set installs ztunnel, without which there is no ambient mesh. */
  public readonly usesZtunnel: boolean;
  public readonly istioParity: boolean;

  /** The Istio release that runs. */
  public readonly istioVersion: string;

  readonly #derived = new Map<unknown, unknown>();
  readonly #byKind: ReadonlyMap<KindName, readonly Resource[]>;
  readonly #identities: IdentifiedObjects['identities'];
  readonly #groups = new Map<string, Map<string, Resource[]>>();
  readonly #servicesOf = new Map<Workload, MeshHost[]>();
  readonly #deployments: WorkloadIndex;
  readonly #workloadsOf = new Map<MeshHost, readonly Workload[]>();
  readonly #servicesIn = new Map<string, MeshHost[]>();

  public constructor(manifests: readonly LocatedManifest[], options: MeshModelOptions = {}) {
    this.istioParity = options.istioParity ?? false;
    if (options.istioVersion !== undefined) parseIstioVersion(options.istioVersion);
    const { defaultNamespace = this.istioParity ? '' : 'default', clusterDomain = CLUSTER_DOMAIN } = options;
    const identified = identify(manifests, options.assumed ?? [], defaultNamespace, this.istioParity);
    this.resources = identified.resources;
    this.replaced = identified.replaced;
    this.#identities = identified.identities;
    this.#byKind = groupByKind(this.resources);

    const all = <K extends KindName>(kind: K) => this.all(kind);
    const charts = chartInstallations(all);
    const operators = operatorInstallations(all, text => istioOperatorSpec(parseValues(text)?.spec));
    this.charts = charts;
    this.operators = operators;
    const installed = this.istioParity ? undefined : installedRelease(operators, charts, this.all('Deployment'));
    this.istioVersion = options.istioVersion ?? installed ?? DEFAULT_ISTIO_VERSION;
    // Istioctl takes mesh configuration from a file of its own only.
    this.meshConfig = this.istioParity
      ? meshConfigOf(options, [], [], [])
      : meshConfigOf(options, this.all('ConfigMap'), operators, charts);
    this.meshNetworks = options.meshNetworks ?? this.#networksInSet();
    this.controlPlanes = controlPlanesOf(
      operators,
      charts,
      this.all('Deployment'),
      this.all('MutatingWebhookConfiguration'),
      this.resources.filter(({ kind }) => kind === 'IstioRevisionTag'),
    );
    this.istiodEnvironment = new Map(
      istiodVariables(operators, charts, this.all('Deployment')).map(({ name, value }) => [name, value]),
    );
    this.compatibilityVersion = compatibilityVersionOf(operators, charts);
    this.usesCni = installsCni(this.resources, operators, charts);
    this.usesZtunnel = installsZtunnel(this.resources, operators, charts);
    this.namespaces = new NamespaceIndex(this.all('Namespace'), this.resources);
    const injection: InjectionModel = {
      revisions: this.controlPlanes.length === 0 ? undefined : new Set(this.controlPlanes.map(plane => plane.revision)),
      enabledByDefault: charts.some(
        ({ values }) => valueAt(values, 'sidecarInjectorWebhook.enableNamespacesByDefault') === true,
      ),
    };

    const gateways = this.istioParity
      ? this.#assumedGateway()
      : [
          ...chartGateways(charts),
          ...operatorGateways(operators),
          ...automatedGateways(
            this.all('KubernetesGateway'),
            name => this.find('GatewayClass', '', name),
            gateway =>
              this.listenerSetsOf(gateway).filter(set => takesListenerSets(gateway, set.namespace, this.namespaces)),
          ),
        ];
    const source = { namespaces: this.namespaces, injection, podsOnly: this.istioParity };
    const made = gateways.map(({ workload }) => workload);
    this.workloads = new WorkloadIndex(withoutReplaced(buildWorkloads(this.resources, made, source)));
    this.deploymentWorkloads = this.istioParity
      ? buildWorkloads(this.all('Deployment'), [], { ...source, podsOnly: false })
      : this.workloads.all.filter(({ resource }) => resource.type === 'Deployment');
    this.#deployments = this.istioParity ? new WorkloadIndex(this.deploymentWorkloads) : this.workloads;
    const defaults = { exportTo: this.meshConfig.defaultServiceExportTo, domain: clusterDomain };
    const services = [
      ...this.all('Service').map(resource => serviceFrom({ resource, spec: resource.spec }, defaults)),
      ...gateways
        .map(({ service }) => service)
        .filter(({ namespace, name }) => this.find('Service', namespace, name) === undefined)
        .map(service => serviceFrom(service, defaults)),
      ...this.all('ServiceEntry').flatMap(resource => serviceEntryHosts(resource, defaults)),
    ];
    this.hosts = new HostRegistry(services, clusterDomain);
    this.credentials = new CredentialIndex(
      this.all('Secret'),
      this.all('Certificate'),
      this.all('ExternalSecret'),
      this.all('SealedSecret'),
    );
    for (const service of services) addTo(this.#servicesIn, service.namespace, service);
    Object.freeze(this);
  }

  /** What a function makes of the model, worked out once. */
  public once<T>(make: (model: MeshModel) => T): T {
    let made = this.#derived.get(make) as T | undefined;
    if (made === undefined) {
      made = make(this);
      this.#derived.set(make, made);
    }
    return made;
  }

  /** All objects of a kind, in the order of the input. */
  public all<K extends KindName>(kind: K): readonly Resource<K>[] {
    return (this.#byKind.get(kind) ?? []) as readonly Resource[] as readonly Resource<K>[];
  }

  /** The object of this kind and name, if the set holds it. */
  public find<K extends KindName>(kind: K, namespace: string, name: string): Resource<K> | undefined {
    return this.#identities.find(kind, namespace, name) as Resource<K> | undefined;
  }

  /** The objects of this kind and name in all namespaces. */
  public named<K extends KindName>(kind: K, name: string): readonly Resource<K>[] {
    return this.#grouped(kind, `${kind} by name`, resource => resource.name).get(name) ?? [];
  }

  /** The objects of this kind in a namespace. */
  public inNamespace<K extends KindName>(kind: K, namespace: string): readonly Resource<K>[] {
    return this.#grouped(kind, `${kind} by namespace`, resource => resource.namespace).get(namespace) ?? [];
  }

  /** The full name of a host that is written in an object of `namespace`. */
  public fullHost(host: string, namespace: string): string {
    return this.hosts.fullHost(host, namespace);
  }

  /** Name and namespace of the Kubernetes Service that a full host means, if it means one. */
  public serviceOfHost(host: string): { readonly name: string; readonly namespace: string } | undefined {
    return serviceOfHost(host, this.hosts.domain);
  }

  /** The pods behind a service. */
  public workloadsOf(service: MeshHost): readonly Workload[] {
    let found = this.#workloadsOf.get(service);
    if (found === undefined) {
      found = service.selector === undefined ? [] : this.workloads.selectedBy(service.selector, service.namespace);
      this.#workloadsOf.set(service, found);
    }
    return found;
  }

  /** The services that send to a workload, in the order of the input. */
  public servicesOf(workload: Workload): readonly MeshHost[] {
    if (this.#servicesOf.size === 0) {
      for (const service of this.hosts.services) {
        if (service.source !== 'Service') continue;
        for (const selected of this.workloadsOf(service)) addTo(this.#servicesOf, selected, service);
        if (!this.istioParity || service.selector === undefined) continue;
        for (const workload of this.#deployments.selectedBy(service.selector, service.namespace)) {
          addTo(this.#servicesOf, workload, service);
        }
      }
    }
    return this.#servicesOf.get(workload) ?? [];
  }

  /** The services that a namespace defines. */
  public servicesIn(namespace: string): readonly MeshHost[] {
    return this.#servicesIn.get(namespace) ?? [];
  }

  /** The ListenerSets that name a Gateway, whether it takes them or not. */
  public listenerSetsOf(gateway: Resource<'KubernetesGateway'>): readonly Resource<'ListenerSet'>[] {
    const groups = this.#grouped('ListenerSet', 'ListenerSet by Gateway', set => parentOfListenerSet(set) ?? '');
    return groups.get(gateway.fullName) ?? [];
  }

  /** The pods that serve a Gateway of `networking.istio.io`, wherever they are. */
  public gatewayWorkloads(gateway: Resource<'Gateway'>): readonly Workload[] {
    return this.workloads.selectedBy(gateway.spec.selector);
  }

  #grouped<K extends KindName>(kind: K, index: string, keyOf: (resource: Resource<K>) => string) {
    let groups = this.#groups.get(index);
    if (groups === undefined) {
      groups = new Map<string, Resource[]>();
      for (const resource of this.all(kind)) addTo(groups, keyOf(resource), resource as Resource);
      this.#groups.set(index, groups);
    }
    return groups as ReadonlyMap<string, readonly Resource[]> as ReadonlyMap<string, readonly Resource<K>[]>;
  }

  #networksInSet(): { readonly [key: string]: unknown } {
    const configs = this.istioParity ? [] : this.all('ConfigMap').filter(({ name }) => name === 'istio');
    return configs.map(({ spec }) => parseValues(spec.data?.meshNetworks)).find(found => found !== undefined) ?? {};
  }

  #assumedGateway(): GeneratedGateway[] {
    const { ingressControllerMode, ingressService } = this.meshConfig;
    if (ingressControllerMode === 'OFF') return [];
    const manifest = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: ingressService, namespace: 'istio-system' },
    };
    const resource = new Resource({ manifest, origin: {} }, '', -1);
    return [builtInGateway(resource, ingressService, 'istio-system')];
  }
}

/** Reads a set of manifests into a model. */
export function buildModel(manifests: readonly LocatedManifest[], options: MeshModelOptions = {}): MeshModel {
  return new MeshModel(manifests, options);
}

function groupByKind(resources: readonly Resource[]): ReadonlyMap<KindName, readonly Resource[]> {
  const groups = new Map<KindName, Resource[]>();
  for (const resource of resources) {
    if (resource.type !== undefined) addTo(groups, resource.type, resource);
  }
  return groups;
}

/** Pods that were only assumed count as long as the set has none with their labels. */
function withoutReplaced(workloads: readonly Workload[]): readonly Workload[] {
  const isAssumed = ({ resource }: Workload) => resource.assumed;
  if (!workloads.some(isAssumed)) return workloads;
  const real = new WorkloadIndex(workloads.filter(workload => !isAssumed(workload)));
  return workloads.filter(one => !isAssumed(one) || real.selectedBy(one.labels, one.namespace).length === 0);
}
