import { isKind, type Resource } from '../../model/resource';
import type { RouteDestination } from '../../model/shapes/traffic';
import { addTo } from '../../values/multimap';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import type { MeshProxy } from '../mesh-proxy';
import { gatewayNamed, isInternalGateway, MESH } from '../references';
import { isWaypoint } from '../waypoints';
import type { VirtualService } from './virtual-services';

type Written = Resource<'VirtualService'>;

/** A place to which a VirtualService sends requests or connections, as it is written. */
export class WrittenDestination {
  public constructor(
    public readonly destination: RouteDestination,
    /** The full name of its host. */
    public readonly host: string,
    public readonly protocol: 'http' | 'tls' | 'tcp',
    private readonly position: number,
    private readonly list: 'route' | 'mirror' | 'mirrors',
    private readonly positionInList: number,
  ) {}

  /** Whether only copies of the requests go there. */
  public get isMirror(): boolean {
    return this.list !== 'route';
  }

  /** Field path of the rule that leads there. */
  public get rule(): string {
    return `spec.${this.protocol}[${this.position}]`;
  }

  /** Field path of the destination. */
  public get field(): string {
    const { list, positionInList } = this;
    return `${this.rule}.${list === 'mirror' ? list : `${list}[${positionInList}].destination`}`;
  }
}

/** A Gateway that a VirtualService names, and where. */
export interface BoundGateway {
  readonly gateway: Resource<'Gateway'>;
  readonly field: string;
}

/** A rule of a VirtualService as a root puts it into effect. */
interface EffectiveRule {
  readonly root: VirtualService;
  readonly matches: readonly RuleMatch[];
}

interface RuleMatch {
  readonly gateways?: readonly string[];
  readonly sourceNamespace?: string;
}

/** What each VirtualService is used for: where it sends, by which Gateways, and for which clients. */
export class RouteUse {
  readonly #destinations = new Memo((resource: Written) => this.#read(resource));
  readonly #clients = new Memo((resource: Written) =>
    this.#findClients(this.rootsOf(resource).map(root => ({ root, matches: [] }))),
  );
  readonly #gateways = new Memo((resource: Written) => this.#findGateways(resource));
  readonly #roots = new Map<Resource, VirtualService[]>();
  /** The rules that are for some of the clients only, by field. */
  readonly #limited = new Map<Resource, Map<string, EffectiveRule[]>>();
  readonly #limitedClients = new Memo((rules: readonly EffectiveRule[]) => this.#findClients(rules));
  #hosts: ReadonlySet<string> | undefined;
  readonly #widened = new Map<string, ReadonlySet<string>>();
  #namespaces: ReadonlySet<string> | undefined;
  #proxyNamespaces: ReadonlySet<string> | undefined;

  public constructor(private readonly mesh: EffectiveMesh) {
    for (const virtualService of mesh.virtualServices) {
      addTo(this.#roots, virtualService.resource, virtualService);
      for (const resource of new Set(virtualService.delegates)) {
        if (resource !== virtualService.resource) addTo(this.#roots, resource, virtualService);
      }
      for (const { resource, field, spec } of virtualService.http) this.#addRule(virtualService, resource, field, spec);
      for (const protocol of ['tls', 'tcp'] as const) {
        for (const { field, spec } of virtualService[protocol]) {
          this.#addRule(virtualService, virtualService.resource, field, spec);
        }
      }
    }
  }

  /** All places to which a VirtualService sends: those of its routes, then those of its mirrors. */
  public destinationsOf(resource: Written): readonly WrittenDestination[] {
    return this.#destinations.get(resource);
  }

  /** The full names of all hosts to which VirtualServices send. */
  public get routedHosts(): ReadonlySet<string> {
    this.#hosts ??= new Set(
      this.mesh.model.all('VirtualService').flatMap(route => this.destinationsOf(route).map(({ host }) => host)),
    );
    return this.#hosts;
  }

  /** The VirtualServices that put the routes of this one into effect: itself, or those that delegate to it. */
  public rootsOf(resource: Written): readonly VirtualService[] {
    return this.#roots.get(resource) ?? [];
  }

  /** Whether sidecars use the routes of a VirtualService. */
  public isForMesh(resource: Written): boolean {
    return this.rootsOf(resource).some(({ gateways }) => gateways.has(MESH));
  }

  /** The Gateways of the set that a VirtualService names. */
  public gatewaysOf(resource: Written): readonly BoundGateway[] {
    return this.#gateways.get(resource);
  }

  #findGateways(resource: Written): readonly BoundGateway[] {
    const found: BoundGateway[] = [];
    (resource.spec.gateways ?? []).forEach((reference, i) => {
      if (reference === MESH || isInternalGateway(reference)) return;
      const { namespace, name } = gatewayNamed(reference, resource.namespace);
      const gateway = this.mesh.model.find('Gateway', namespace, name);
      if (gateway !== undefined) found.push({ gateway, field: `spec.gateways[${i}]` });
    });
    return found;
  }

  /**
   * The namespaces of the proxies that follow a rule of a VirtualService: of sidecars and waypoints to which it is
   * exported, and of the gateways that it names. Where the set holds none of them, its own.
   *
   * @param place A destination of the rule
   */
  public clientsOf(resource: Written, place: WrittenDestination): ReadonlySet<string> {
    const limited = this.#limited.get(resource)?.get(place.rule);
    const clients = limited === undefined ? this.#clients.get(resource) : this.#limitedClients.get(limited);
    return clients.size === 0 ? new Set([resource.namespace]) : clients;
  }

  /** The namespaces that have sidecars or waypoints. */
  public get clientNamespaces(): ReadonlySet<string> {
    this.#namespaces ??= this.#namespacesWith('sidecar');
    return this.#namespaces;
  }

  /** The namespaces that have sidecars, waypoints or gateways. */
  public get proxyNamespaces(): ReadonlySet<string> {
    this.#proxyNamespaces ??= new Set([...this.clientNamespaces, ...this.#namespacesWith('gateway')]);
    return this.#proxyNamespaces;
  }

  #namespacesWith(type: MeshProxy['type']): ReadonlySet<string> {
    const { model } = this.mesh;
    const found = new Set<string>();
    for (const workload of model.workloads.all) {
      const { dataPlane, namespace } = workload;
      if (dataPlane === 'none' || dataPlane === 'ambient' || found.has(namespace)) continue;
      if (this.mesh.proxyOf(workload).type === type) found.add(namespace);
    }
    // A waypoint is a client like a sidecar.
    if (type === 'sidecar') {
      for (const one of model.all('KubernetesGateway')) if (isWaypoint(this.mesh, one)) found.add(one.namespace);
    }
    return found;
  }

  #addRule(
    root: VirtualService,
    resource: Resource,
    field: string,
    { match = [] }: { readonly match?: readonly RuleMatch[] },
  ): void {
    if (!match.some(isLimited)) return;
    const ofResource = this.#limited.get(resource) ?? new Map<string, EffectiveRule[]>();
    this.#limited.set(resource, ofResource);
    addTo(ofResource, field, { root, matches: match });
  }

  #findClients(rules: readonly EffectiveRule[]): ReadonlySet<string> {
    const found = new Set<string>();
    let isForAll = false;
    for (const { root, matches } of rules) {
      if (root.gateways.has(MESH) && isTakenAt(matches, MESH)) {
        // With gateways named, Istio does not look at the namespace of the source.
        const sources = matches.map(({ gateways = [], sourceNamespace = '' }) =>
          gateways.length > 0 ? '' : sourceNamespace,
        );
        const isPartial = sources.length > 0 && !sources.includes('');
        const isOpen = root.exportTo.includes('*') && root.hosts.some(host => this.#isSeenByAll(host));
        if (isOpen && !isPartial) isForAll = true;
        else for (const one of this.#sidecarsOf(root)) if (!isPartial || sources.includes(one)) found.add(one);
      }
      for (const { gateway } of this.#boundTo(root)) {
        if (!isTakenAt(matches, gateway.fullName)) continue;
        for (const { namespace } of this.mesh.model.gatewayWorkloads(gateway)) found.add(namespace);
      }
    }
    return isForAll ? this.#alsoFor(found) : found;
  }

  #boundTo({ resource }: VirtualService): readonly BoundGateway[] {
    return isKind(resource, 'VirtualService') ? this.gatewaysOf(resource) : [];
  }

  /** The namespaces whose sidecars see a VirtualService and one of the services that it routes. */
  #sidecarsOf({ exportTo, hosts }: VirtualService): readonly string[] {
    const named = exportTo.filter(namespace => namespace !== '*' && namespace !== '~');
    const inSet = exportTo.includes('*')
      ? [...this.clientNamespaces]
      : named.filter(namespace => this.clientNamespaces.has(namespace));
    const reached = inSet.filter(namespace =>
      hosts.some(host => this.#isSeenByAll(host) || this.mesh.seen.from(namespace, host) !== undefined),
    );
    return inSet.length > 0 ? reached : named;
  }

  /** Whether clients anywhere may call a host: one that is exported to all, that no object defines, or a wildcard. */
  #isSeenByAll(host: string): boolean {
    const services = this.mesh.seen.named(host);
    return services.length === 0 || services.some(({ service }) => service.exportTo.includes('*'));
  }

  /** All namespaces with sidecars and some others; one set for all VirtualServices for which it is the same. */
  #alsoFor(others: ReadonlySet<string>): ReadonlySet<string> {
    const missing = [...others].filter(namespace => !this.clientNamespaces.has(namespace)).sort();
    const key = missing.join();
    let all = this.#widened.get(key);
    if (all === undefined) {
      all = missing.length === 0 ? this.clientNamespaces : new Set([...this.clientNamespaces, ...missing]);
      this.#widened.set(key, all);
    }
    return all;
  }

  #read({ spec, namespace }: Written): readonly WrittenDestination[] {
    const found: WrittenDestination[] = [];
    const { model } = this.mesh;
    for (const protocol of PROTOCOLS) {
      (spec[protocol] ?? []).forEach(({ route = [] }, i) => {
        route.forEach(({ destination = {} }, j) => {
          found.push(
            new WrittenDestination(
              destination,
              model.fullHost(destination.host ?? '', namespace),
              protocol,
              i,
              'route',
              j,
            ),
          );
        });
      });
    }
    (spec.http ?? []).forEach(({ mirror, mirrors = [] }, i) => {
      if (mirror !== undefined)
        found.push(
          new WrittenDestination(mirror, model.fullHost(mirror.host ?? '', namespace), 'http', i, 'mirror', 0),
        );
      mirrors.forEach(({ destination = {} }, j) => {
        found.push(
          new WrittenDestination(
            destination,
            model.fullHost(destination.host ?? '', namespace),
            'http',
            i,
            'mirrors',
            j,
          ),
        );
      });
    });
    return found;
  }
}

const PROTOCOLS = ['tcp', 'tls', 'http'] as const;

/** Whether requests at a gateway, or in the mesh, may take a rule with these matches. */
function isTakenAt(matches: readonly RuleMatch[], gateway: string): boolean {
  return (
    matches.length === 0 || matches.some(({ gateways = [] }) => gateways.length === 0 || gateways.includes(gateway))
  );
}

function isLimited({ gateways = [], sourceNamespace = '' }: RuleMatch): boolean {
  return gateways.length > 0 || sourceNamespace !== '';
}
