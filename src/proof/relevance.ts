import type { EffectiveMesh } from '../istio/effective-mesh';
import type { MeshProxy } from '../istio/mesh-proxy';
import type { RegisteredService } from '../istio/services/registered-service';
import type { KindName } from '../model/kinds';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
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
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'ReferenceGrant',
];

/** Kinds that bear on pods of their namespace, or on all pods if they are in the root namespace. */
const BY_NAMESPACE: readonly KindName[] = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'EnvoyFilter',
  'WasmPlugin',
];

/** What of a mesh may bear on the requests to one port of one host. */
interface Relevant {
  /** All of it, as one text. */
  readonly key: string;
  /** Namespaces whose clients may see it otherwise than those of others; undefined for all. */
  readonly telling: ReadonlySet<string> | undefined;
}

/**
 * Tells where requests cannot behave differently, since nothing that might bear on them differs: between parties of one
 * mesh, and between two meshes.
 */
export class Relevance {
  readonly #hosts = new Map<string, Relevant>();
  readonly #ports = new Map<number, string>();
  readonly #namespaces = new Map<string, string>();
  readonly #settings: string;
  readonly #always: string;
  readonly #wild: readonly Resource[];

  public constructor(
    private readonly mesh: EffectiveMesh,
    private readonly contents: Contents,
  ) {
    const { settings, release, model } = mesh;
    this.#settings = JSON.stringify([settings, release, model.meshConfig, model.hosts.domain]);
    this.#always = this.#ids(ALWAYS.flatMap(kind => [...model.all(kind)]));
    this.#wild = mesh.services.filter(({ host }) => host.startsWith('*')).map(({ resource }) => resource);
  }

  /** What may bear on the requests of a party to a port, as a text that is equal where they behave alike. */
  public keyOf({ sender }: Party, host: string, port: number): string {
    const { mesh } = this;
    const { workload, proxy } = sender;
    const { key, telling } = this.#relevant(host, port);
    const { sidecar } = mesh.viewOf(proxy).scope;
    const special = telling === undefined || telling.has(proxy.namespace);
    return [
      this.#settings,
      this.#always,
      key,
      workload.dataPlane,
      proxy.type,
      this.#ids(mesh.extensionsOf(workload).map(({ resource }) => resource)),
      this.#ids(sidecar === undefined ? [] : mesh.sidecars),
      special || sidecar !== undefined ? this.#client(proxy) : '',
    ].join('\n');
  }

  /** What may bear on the requests to any host through the pods of a gateway. */
  public keyOfAll(): string {
    return [this.#settings, this.#ids(this.mesh.model.resources)].join('\n');
  }

  #client({ namespace, labels, dnsDomain }: MeshProxy): string {
    return JSON.stringify([namespace, dnsDomain, Object.entries(labels).sort()]);
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
    const pods: string[] = [];
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
        pods.push(...this.#behind(service));
        for (const { address } of service.endpoints) open.push(address);
      }
      for (const virtualService of mesh.virtualServicesOverlapping(at)) {
        const { resource, delegates, exportTo, tellsClientsApart, destinations, tls, tcp } = virtualService;
        for (const one of [resource, ...delegates]) objects.add(one);
        forAll ||= !exportTo.includes('*') || tellsClientsApart || tls.length > 0 || tcp.length > 0;
        open.push(...destinations.map(destination => destination.host));
      }
      for (const rule of mesh.destinationRules.naming(at)) {
        objects.add(rule);
        telling.add(rule.namespace);
        forAll ||= rule.spec.exportTo !== undefined || rule.spec.workloadSelector !== undefined;
      }
    }
    const key = [this.#ids([...objects]), this.#port(port), [...new Set(pods)].sort().join(' ')].join('\n');
    return { key, telling: forAll ? undefined : telling };
  }

  /** The pods behind a service, with all that may bear on what they accept. */
  #behind({ service }: RegisteredService): readonly string[] {
    return this.mesh.model.workloadsOf(service).map(workload => this.#workload(workload));
  }

  #workload(workload: Workload): string {
    const { mesh, contents } = this;
    const proxy = mesh.proxyOf(workload);
    // What a gateway makes of a request hangs on all that it routes.
    const gateway = proxy.type === 'gateway' ? this.keyOfAll() : '';
    const services = mesh.model.servicesOf(workload).map(({ resource }) => resource);
    const own = `${contents.of(workload.resource)} ${workload.dataPlane} ${this.#ids(services)}`;
    return `${own} ${this.#namespace(workload.namespace)} ${contents.id(gateway)}`;
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
