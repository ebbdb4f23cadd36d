import type { EffectiveMesh } from '../istio/effective-mesh';
import { Memo } from '../istio/memo';
import type { MeshProxy } from '../istio/mesh-proxy';
import { podsBehind } from '../istio/services/name-resolution';
import { waypointOfService } from '../istio/waypoints';
import type { KindName } from '../model/kinds';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { Entrance } from '../simulation/ingress';
import { canonicalJson, isMapping } from '../values/plain-data';
import type { Party } from './parties';

/** Gives equal objects equal numbers, also those of different meshes. */
export class Contents {
  readonly #ids = new Map<string, number>();
  readonly #known = new WeakMap<Resource, number>();

  /** The number of what an object says; what only the API server writes does not count. */
  public of(resource: Resource): number {
    let id = this.#known.get(resource);
    if (id === undefined) {
      const { metadata, ...rest } = resource.manifest;
      const own = isMapping(metadata) ? metadata : {};
      const {
        managedFields: _fields,
        resourceVersion: _version,
        uid: _uid,
        generation: _generation,
        ...written
      } = own as {
        readonly [key: string]: unknown;
      };
      id = this.id(`${resource.namespace} ${canonicalJson({ ...rest, metadata: written })}`);
      this.#known.set(resource, id);
    }
    return id;
  }

  /** The number of a text. */
  public id(text: string): number {
    const id = this.#ids.get(text) ?? this.#ids.size;
    this.#ids.set(text, id);
    return id;
  }
}

/** Kinds that may bear on any request: they are few, or say much. */
const ALWAYS: readonly KindName[] = [
  'WorkloadEntry',
  'Gateway',
  'KubernetesGateway',
  'GatewayClass',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'ReferenceGrant',
  'BackendTLSPolicy',
];

/** Kinds that bear on pods of their namespace, or on all pods if they are in the root namespace. */
const BY_NAMESPACE: readonly KindName[] = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'EnvoyFilter',
  'WasmPlugin',
  'TrafficExtension',
];

/** What of a mesh may bear on the requests to one port of one host. */
interface Relevant {
  /** The number of all of it, worked out when it is first asked for. */
  readonly key: number;
  /** Namespaces whose clients may see it otherwise than those of others; undefined for all. */
  readonly telling: ReadonlySet<string> | undefined;
  /** The pods to which the requests may get, as far as they do not go through a gateway. */
  readonly pods: ReadonlySet<Workload>;
  readonly throughGateway: boolean;
}

/**
 * Tells where requests cannot behave differently, since nothing that might bear on them differs: between parties of one
 * mesh, and between two meshes.
 */
export class Relevance {
  readonly #hosts = new Map<string, Relevant>();
  readonly #ports = new Map<number, string>();
  readonly #namespaces = new Map<string, string>();
  readonly #clients = new Memo((workload: Workload) => this.#clientKey(workload));
  readonly #common: number;
  #seenByAll: boolean | undefined;
  readonly #wild: readonly Resource[];

  public constructor(
    private readonly mesh: EffectiveMesh,
    private readonly contents: Contents,
  ) {
    const { settings, release, model } = mesh;
    const always = this.#ids(ALWAYS.flatMap(kind => [...model.all(kind)]));
    this.#common = contents.id(JSON.stringify([settings, release, model.meshConfig, model.hosts.domain, always]));
    this.#wild = mesh.services.filter(({ host }) => host.startsWith('*')).map(({ resource }) => resource);
  }

  /** What may bear on the requests of a party to a port, as a text that is equal where they behave alike. */
  public keyOf({ sender }: Party, host: string, port: number): string {
    const { key, telling } = this.#relevant(host, port);
    const { proxy } = sender;
    const special = telling === undefined || telling.has(proxy.namespace);
    return `${this.#common} ${key} ${this.#clients.get(sender.workload)}${special ? ` ${this.#namespaceOf(proxy)}` : ''}`;
  }

  /** In which way clients of a port are told apart, as a text that is equal where it is the same way. */
  public waysToTellApart(host: string, port: number): string {
    const { telling } = this.#relevant(host, port);
    return telling === undefined ? '*' : [...telling].sort().join();
  }

  /** What may bear on the requests of a party to addresses of pods, as a text that is equal where they behave alike. */
  public keyToPods({ sender }: Party): string {
    const { proxy, workload } = sender;
    return `${this.#clients.get(workload)}${this.#isSeenByAll() ? '' : ` ${this.#namespaceOf(proxy)}`}`;
  }

  /** The pods to which requests to a port may get, and whether they may go through a gateway. */
  public reachOf(host: string, port: number): Pick<Relevant, 'pods' | 'throughGateway'> {
    return this.#relevant(host, port);
  }

  /** Whether clients of all namespaces see the same hosts. */
  #isSeenByAll(): boolean {
    const { services, virtualServices } = this.mesh;
    this.#seenByAll ??=
      this.#wild.length === 0 &&
      services.every(({ service }) => service.exportTo.includes('*')) &&
      virtualServices.every(
        ({ api, exportTo, tellsClientsApart }) => api === 'istio' && exportTo.includes('*') && !tellsClientsApart,
      );
    return this.#seenByAll;
  }

  /** What may bear on the requests from outside to some hosts through a port of a gateway, by one of these hosts. */
  public keyOfEntrance({ gateway, port }: Entrance, serverName: string, authority: string): string {
    const { mesh, contents } = this;
    const view = mesh.viewOf(gateway.proxy);
    const { encrypted, plaintext, rejected } = view.gatewayListener(port);
    const chain = encrypted.find(serverName) ?? plaintext.find(serverName);
    const objects = new Set<Resource>(mesh.gatewayConfigs.map(({ resource }) => resource));
    const places = new Set<string>();
    const virtualHost = chain?.table?.find(authority);
    for (const { virtualService, entry, port: listener } of virtualHost?.routes ?? []) {
      objects.add(virtualService.resource);
      objects.add(entry.resource);
      for (const { host, port: own } of virtualService.destinations)
        places.add(`${host} ${own === 0 ? listener : own}`);
    }
    const { source, destinations = [] } = chain?.connection ?? {};
    if (source !== undefined) objects.add(source.virtualService.resource);
    for (const { destination } of destinations) places.add(`${destination.host} ${destination.port?.number ?? port}`);
    const behind = [...places].map(place => {
      const [host = '', own] = place.split(' ');
      return this.#relevant(host, Number(own)).key;
    });
    const pods = this.#pods(gateway.workload);
    const what = [this.#ids([...objects]), pods, rejected !== undefined, virtualHost?.name, virtualHost?.requireTls];
    return `${this.#common} ${contents.id(JSON.stringify([...what, behind.sort(), this.#namespaceOf(gateway.proxy)]))}`;
  }

  /** What may bear on the requests to any host through the pods of a gateway. */
  public keyOfAll(): string {
    return `${this.#common} ${this.contents.id(this.#ids(this.mesh.model.resources))}`;
  }

  /** What a party is as a client, but for its namespace and identity. */
  #clientKey(workload: Workload): number {
    const { mesh } = this;
    const proxy = mesh.proxyOf(workload);
    const { sidecar } = mesh.viewOf(proxy).scope;
    const extensions = this.#ids(mesh.extensionsOf(workload).map(({ resource }) => resource));
    const scope = sidecar === undefined ? '' : `${this.#ids(mesh.sidecars.all)} ${this.#namespaceOf(proxy)}`;
    return this.contents.id([workload.dataPlane, proxy.type, extensions, scope].join('\n'));
  }

  #namespaceOf(proxy: MeshProxy): number {
    return this.contents.id(JSON.stringify([proxy.namespace, proxy.dnsDomain, this.mesh.tellingLabels(proxy)]));
  }

  #relevant(host: string, port: number): Relevant {
    const place = `${host}:${port}`;
    let found = this.#hosts.get(place);
    if (found === undefined) {
      found = this.#find(host, port);
      this.#hosts.set(place, found);
    }
    return found;
  }

  #find(host: string, port: number): Relevant {
    const { mesh } = this;
    const objects = new Set<Resource>(this.#wild);
    const pods = new Set<Workload>();
    const telling = new Set<string>();
    let forAll = false;
    const seen = new Set<string>();
    const open = [host];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const services = mesh.servicesNamed(at);
      for (const service of services) {
        objects.add(service.resource);
        open.push(...service.aliases, ...(service.aliasOf === undefined ? [] : [service.aliasOf]));
        forAll ||= !service.service.exportTo.includes('*') || services.length > 1;
        for (const pod of podsBehind(mesh, service)) pods.add(pod);
        const waypoint = waypointOfService(mesh, service);
        if (waypoint.state === 'used') pods.add(waypoint.waypoint.workload);
        for (const { address } of service.endpoints) open.push(address);
      }
      for (const virtualService of mesh.virtualServicesOverlapping(at)) {
        const { api, resource, delegates, exportTo, tellsClientsApart, destinations, tls, tcp } = virtualService;
        for (const one of [resource, ...delegates]) objects.add(one);
        // Clients prefer the routes of their own namespace.
        if (api === 'gateway-api') telling.add(resource.namespace);
        forAll ||= !exportTo.includes('*') || tellsClientsApart || tls.length > 0 || tcp.length > 0;
        open.push(...destinations.map(destination => destination.host));
      }
      for (const rule of mesh.destinationRules.naming(at)) {
        objects.add(rule);
        // Clients of all namespaces find the rules of the service's own one.
        if (!services.some(({ namespace }) => namespace === rule.namespace)) telling.add(rule.namespace);
        forAll ||= rule.spec.exportTo !== undefined || rule.spec.workloadSelector !== undefined;
      }
    }
    const keyOf = () => {
      const behind = [...pods].map(pod => this.#workload(pod)).sort();
      return this.contents.id([this.#ids([...objects]), this.#port(port), ...behind].join('\n'));
    };
    let key: number | undefined;
    return {
      get key() {
        key ??= keyOf();
        return key;
      },
      telling: forAll ? undefined : telling,
      pods,
      throughGateway: [...pods].some(pod => mesh.proxyOf(pod).type === 'gateway'),
    };
  }

  /** All that may bear on what pods accept. */
  #workload(workload: Workload): string {
    const { mesh, contents } = this;
    const proxy = mesh.proxyOf(workload);
    // What a gateway makes of a request hangs on all that it routes.
    const gateway = proxy.type === 'gateway' ? this.keyOfAll() : '';
    return `${this.#pods(workload)} ${contents.id(gateway)}`;
  }

  #pods(workload: Workload): string {
    const { mesh, contents } = this;
    const services = mesh.model.servicesOf(workload).map(({ resource }) => resource);
    const own = `${contents.of(workload.resource)} ${workload.dataPlane} ${this.#ids(services)}`;
    return `${own} ${this.#namespace(workload.namespace)}`;
  }

  /** What a namespace, and the root namespace, say of pods. */
  #namespace(namespace: string): string {
    let key = this.#namespaces.get(namespace);
    if (key === undefined) {
      const { model, settings } = this.mesh;
      const all = [namespace, settings.rootNamespace].flatMap(one => [
        ...BY_NAMESPACE.flatMap(kind => [...model.inNamespace(kind, one)]),
        ...model.inNamespace('Sidecar', one),
      ]);
      const labels = model.namespaces.get(namespace)?.labels ?? {};
      key = `${this.contents.id(this.#ids(all))} ${this.contents.id(canonicalJson(labels))}`;
      this.#namespaces.set(namespace, key);
    }
    return key;
  }

  /** The services that share a port, since they share its listener. */
  #port(port: number): string {
    let key = this.#ports.get(port);
    if (key === undefined) {
      const shared = this.mesh.services.flatMap(({ host, ports, address, resolution, service, resource }) =>
        ports
          .filter(({ number }) => number === port)
          .map(({ protocol }) => [host, protocol, address, resolution, service.exportTo, this.#age(resource)].join()),
      );
      key = String(this.contents.id(shared.join('\n')));
      this.#ports.set(port, key);
    }
    return key;
  }

  #age({ manifest }: Resource): string {
    const { metadata } = manifest;
    return isMapping(metadata) ? String(metadata.creationTimestamp ?? '') : '';
  }

  #ids(resources: readonly Resource[]): string {
    return resources
      .map(resource => this.contents.of(resource))
      .sort((a, b) => a - b)
      .join();
  }
}
