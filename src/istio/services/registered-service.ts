import type { Labels } from '../../model/labels';
import { matchesLabels, matchesSelector } from '../../model/labels';
import type { MeshHost, MeshPort } from '../../model/mesh-host';
import type { MeshModel } from '../../model/mesh-model';
import { isKind, type Resource } from '../../model/resource';
import { isMapping } from '../../model/shape';
import type { Workload } from '../../model/workload';
import { isWildcard } from '../../values/host-pattern';
import { compareText } from '../../values/order';
import { compareCreation } from '../age';
import type { MeshSettings, ServiceEntryVisibility } from '../mesh-settings';
import type { Release } from '../release';

/** An address that a service sends to, as it is written. */
export interface Endpoint {
  /** An IP address or a host name. */
  readonly address: string;
  readonly labels: Labels;
  /** Ports of the address by the name of the service port. */
  readonly ports: { readonly [name: string]: number };
  readonly serviceAccount?: string;
}

/** How a proxy finds the addresses behind a service. */
export type Resolution =
  /** Pods of a selector, or endpoints that are written. */
  | 'endpoints'
  /** The address that the client dialled is kept: headless Services and ServiceEntries with resolution NONE. */
  | 'passthrough'
  /** Host names that the proxy looks up. */
  | 'dns'
  /** Each name that a wildcard covers is looked up as it comes. */
  | 'dynamic-dns'
  /** A further name of another service. */
  | 'alias';

/** A service as istiod registers it. A ServiceEntry makes one for each of its hosts and addresses. */
export interface RegisteredService {
  readonly service: MeshHost;
  readonly resource: Resource;
  readonly host: string;
  readonly namespace: string;
  /** Whether it is a Kubernetes Service. */
  readonly isKubernetes: boolean;
  readonly ports: readonly MeshPort[];
  /**
   * The virtual address, or a CIDR block; undefined where there is none. A Service whose cluster will give it an address
   * has a placeholder.
   */
  readonly address: string | undefined;
  readonly resolution: Resolution;
  /** Whether it is outside the mesh (`location: MESH_EXTERNAL`). */
  readonly external: boolean;
  /** The full name that an ExternalName Service stands for. */
  readonly aliasOf: string | undefined;
  /** Full names of the ExternalName Services that stand for it. */
  readonly aliases: readonly string[];
  /** Addresses that are written in the manifests; empty where they come from pods. */
  readonly endpoints: readonly Endpoint[];
  /** The services of which this one is made, where several of one host count as one. */
  readonly parts: readonly RegisteredService[];
}

/**
 * Whether istiod gives a service an address of its own: a ServiceEntry that has none, and does not keep the address that is
 * dialled.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
 */
export function hasAllocatedAddress(service: RegisteredService, release: Release): boolean {
  const { resource, host, address, resolution } = service;
  return (
    isKind(resource, 'ServiceEntry') &&
    address === undefined &&
    resolution !== 'passthrough' &&
    !isWildcard(host) &&
    resource.labels['networking.istio.io/enable-autoallocate-ip']?.toLowerCase() !== 'false' &&
    release.has('allocatedAddresses')
  );
}

/** The services of a mesh, the oldest first. */
export function registeredServices(
  model: MeshModel,
  settings: MeshSettings,
  release: Release,
): readonly RegisteredService[] {
  const endpoints = writtenEndpoints(model);
  const aliases = release.has('externalNameAliases') ? aliasesByTarget(model.hosts.services) : new Map();
  return model.hosts.services
    .flatMap(service => {
      const { resource } = service;
      return isKind(resource, 'ServiceEntry')
        ? fromServiceEntry(asSeen(service, resource, model, settings, release), resource)
        : [fromService(service, endpoints.get(`${service.namespace}/${resource.name}`) ?? [], release)];
    })
    .map(service =>
      aliases.has(service.host) ? whole({ ...service, aliases: aliases.get(service.host) ?? [] }) : service,
    )
    .sort(compareServices);
}

/** The ExternalName Services that stand for each host, directly or through others. */
function aliasesByTarget(services: readonly MeshHost[]): ReadonlyMap<string, readonly string[]> {
  const aliases = services.filter(({ externalName }) => externalName !== undefined);
  const targets = new Map(aliases.map(({ host, externalName = '' }) => [host, externalName]));
  const found = new Map<string, MeshHost[]>();
  for (const alias of aliases) {
    const seen = new Set([alias.host]);
    let target = alias.externalName ?? '';
    while (targets.has(target) && !seen.has(target)) {
      seen.add(target);
      target = targets.get(target) ?? '';
    }
    // A loop leads nowhere.
    if (targets.has(target)) continue;
    const list = found.get(target) ?? [];
    list.push(alias);
    found.set(target, list);
  }
  const byPlace = (a: MeshHost, b: MeshHost) => compareText(a.namespace, b.namespace) || compareText(a.host, b.host);
  return new Map([...found].map(([target, list]) => [target, list.sort(byPlace).map(({ host }) => host)]));
}

function fromService(service: MeshHost, written: readonly Endpoint[], release: Release): RegisteredService {
  const { host, namespace, resource, ports, externalName } = service;
  // Before ExternalNames were aliases, they were services of their own with the target as address.
  const outside = externalName !== undefined && !release.has('externalNameAliases');
  const aliasOf = outside ? undefined : externalName;
  const resolution = outside ? 'dns' : aliasOf !== undefined ? 'alias' : service.headless ? 'passthrough' : 'endpoints';
  const endpoints = outside ? [{ address: externalName, labels: {}, ports: {} }] : written;
  return whole({
    service,
    resource,
    host,
    namespace,
    ports,
    isKubernetes: true,
    address: virtualAddress(service),
    resolution,
    external: outside,
    aliasOf,
    aliases: [],
    endpoints,
  });
}

/** A ServiceEntry as the mesh configuration lets it be seen, with the workloads that it selects. */
function asSeen(
  service: MeshHost,
  { spec, namespace }: Resource<'ServiceEntry'>,
  model: MeshModel,
  { serviceEntryVisibility }: MeshSettings,
  release: Release,
): MeshHost {
  const isEmpty = spec.workloadSelector !== undefined && Object.keys(spec.workloadSelector.labels ?? {}).length === 0;
  const selects = isEmpty ? (release.has('emptySelectorSelectsAll') ? {} : undefined) : service.selector;
  const limits = serviceEntryVisibility?.applyToSidecars === true && release.has('serviceEntryVisibility');
  const exportTo = limits
    ? narrowed(service, visibilityIn(namespace, model, serviceEntryVisibility))
    : service.exportTo;
  return selects === service.selector && exportTo === service.exportTo
    ? service
    : { ...service, selector: selects, exportTo };
}

/** How widely ServiceEntries of a namespace are seen: by the first policy whose rules all match. */
function visibilityIn(
  namespace: string,
  model: MeshModel,
  { defaultVisibility, policies = [] }: ServiceEntryVisibility,
): string | undefined {
  const labels = { 'kubernetes.io/metadata.name': namespace, ...model.namespaces.get(namespace)?.labels };
  const policy = policies.find(({ matchingRules = [] }) =>
    matchingRules.every(
      ({ namespaceSelector }) => namespaceSelector !== undefined && matchesSelector(namespaceSelector, labels),
    ),
  );
  return policy === undefined ? defaultVisibility : policy.visibility;
}

/** What is left of the namespaces to which a service is exported. */
function narrowed({ exportTo, namespace }: MeshHost, visibility: string | undefined): readonly string[] {
  if (visibility === 'NONE') return ['~'];
  if (visibility !== 'NAMESPACE') return exportTo;
  return exportTo.includes('*') || exportTo.includes(namespace) ? [namespace] : ['~'];
}

function fromServiceEntry(service: MeshHost, { spec }: Resource<'ServiceEntry'>): readonly RegisteredService[] {
  const { host, namespace, resource, ports } = service;
  const { addresses = [], location, endpoints = [] } = spec;
  const all: readonly (string | undefined)[] = addresses.length === 0 ? [undefined] : addresses.map(singleAddress);
  return all.map(address =>
    whole({
      service,
      resource,
      host,
      namespace,
      ports,
      isKubernetes: false,
      address,
      resolution: resolutionOf(spec.resolution),
      external: location === 'MESH_EXTERNAL' || location === undefined,
      aliasOf: undefined,
      aliases: [],
      endpoints: endpoints.map(({ address: at = '', labels = {}, ports: own = {}, serviceAccount }) => ({
        address: at,
        labels,
        ports: own,
        ...(serviceAccount === undefined ? {} : { serviceAccount }),
      })),
    }),
  );
}

function resolutionOf(written: string | undefined): Resolution {
  switch (written) {
    case 'STATIC':
      return 'endpoints';
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
      return 'dns';
    case 'DYNAMIC_DNS':
      return 'dynamic-dns';
    default:
      return 'passthrough';
  }
}

function whole(own: Omit<RegisteredService, 'parts'>): RegisteredService {
  // Node 20 gives each object that begins with another's fields a shape of its own, which makes all reads slow.
  const made: RegisteredService & { parts: readonly RegisteredService[] } = { parts: [], ...own };
  made.parts = [made];
  return made;
}

/** The block of one address is that address. */
function singleAddress(address: string): string {
  return address.replace(address.includes(':') ? /\/128$/ : /\/32$/, '');
}

/** Istiod orders services by the name of the Service or the host of the ServiceEntry where they are of one age. */
function compareServices(a: RegisteredService, b: RegisteredService): number {
  return (
    compareCreation(a.resource, b.resource) ||
    compareText(sortName(a), sortName(b)) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.resource.name, b.resource.name)
  );
}

function sortName({ isKubernetes, resource, host }: RegisteredService): string {
  return isKubernetes ? resource.name : host;
}

/** The port of a service with this number. */
export function portOf({ ports }: Pick<RegisteredService, 'ports'>, number: number): MeshPort | undefined {
  return ports.find(port => port.number === number);
}

/** The one of several merged services that has the port. */
export function partWith(service: RegisteredService, port: number): RegisteredService {
  return service.parts.find(part => portOf(part, port) !== undefined) ?? service;
}

/**
 * One service for each host: of several, a Kubernetes Service, else the first. ServiceEntries of one host and namespace
 * that differ in nothing but their ports count as one.
 */
export function mergedByHost(services: readonly RegisteredService[]): ReadonlyMap<string, RegisteredService> {
  const byHost = new Map<string, RegisteredService>();
  for (const service of services) {
    const held = byHost.get(service.host);
    if (held === undefined || (!held.isKubernetes && service.isKubernetes)) byHost.set(service.host, service);
    else if (canMerge(held, service)) byHost.set(service.host, merge(held, service));
  }
  return byHost;
}

function canMerge(a: RegisteredService, b: RegisteredService): boolean {
  if (a === b || a.isKubernetes || b.isKubernetes || a.namespace !== b.namespace) return false;
  if (b.ports.every(({ number }) => portOf(a, number) !== undefined)) return false;
  return (
    a.resolution === b.resolution &&
    sameLabels(a.resource.labels, b.resource.labels) &&
    sameLabels(a.service.selector ?? {}, b.service.selector ?? {}) &&
    [...a.service.exportTo].sort().join() === [...b.service.exportTo].sort().join()
  );
}

function merge(a: RegisteredService, b: RegisteredService): RegisteredService {
  const added = b.ports.filter(({ number }) => portOf(a, number) === undefined);
  return { ...a, ports: [...a.ports, ...added], parts: [...a.parts, b] };
}

function sameLabels(a: Labels, b: Labels): boolean {
  return Object.keys(a).length === Object.keys(b).length && matchesLabels(a, b);
}

/** Whether a service sends to the pod of a proxy, by its labels or by an address. */
export function selectsProxy(
  { service, endpoints, namespace }: RegisteredService,
  proxy: { readonly namespace: string; readonly labels: Labels; readonly ips: readonly string[] },
): boolean {
  if (endpoints.some(({ address }) => proxy.ips.includes(address))) return true;
  if (service.selector === undefined || namespace !== proxy.namespace) return false;
  return matchesLabels(service.selector, proxy.labels);
}

/** The number of the port behind a service port at a given endpoint or workload; 0 for a name that no container has. */
export function targetPortOf(
  { service, endpoints }: RegisteredService,
  port: MeshPort,
  behind: { readonly ips?: readonly string[]; readonly pod?: Workload['pod'] } = {},
): number {
  const endpoint = endpoints.find(({ address }) => behind.ips?.includes(address));
  const written = endpoint?.ports[port.name];
  if (written !== undefined) return written;
  const numbered = typeof port.targetPort === 'number' ? port.targetPort : undefined;
  const isEntry = service.source !== 'Service';
  if (numbered !== undefined && !isEntry) return numbered;
  const containers = behind.pod?.containers ?? [];
  // A ServiceEntry leads to the port of the pod or machine that has the name of its own.
  const wanted = isEntry ? port.name : port.targetPort;
  const named = containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === wanted);
  return named?.containerPort ?? numbered ?? (isEntry ? port.number : 0);
}

/** The addresses of a workload that are written in its object: of a Pod that runs, or of a virtual machine. */
export function workloadAddresses({ resource }: Workload): readonly string[] {
  if (isKind(resource, 'WorkloadEntry')) return resource.spec.address === undefined ? [] : [resource.spec.address];
  const status: unknown = resource.manifest.status;
  if (!isKind(resource, 'Pod') || !isMapping(status)) return [];
  return typeof status.podIP === 'string' ? [status.podIP] : [];
}

const SERVICE_PLACEHOLDER = 'address of Service ';

/** Whether this stands for the address that a cluster will give to a Service. */
export function isServicePlaceholder(address: string): boolean {
  return address.startsWith(SERVICE_PLACEHOLDER);
}

function virtualAddress(service: MeshHost): string | undefined {
  if (service.headless || service.externalName !== undefined) return undefined;
  const { resource, host } = service;
  if (!isKind(resource, 'Service')) return SERVICE_PLACEHOLDER + host;
  const { clusterIP = '', clusterIPs = [] } = resource.spec;
  return [...clusterIPs, clusterIP].find(address => address !== '') ?? SERVICE_PLACEHOLDER + host;
}

function writtenEndpoints(model: MeshModel): ReadonlyMap<string, readonly Endpoint[]> {
  const found = new Map<string, Endpoint[]>();
  const add = (key: string, addresses: readonly string[], ports: readonly { name?: string; port?: number }[]) => {
    const list = found.get(key) ?? [];
    const byName = Object.fromEntries(ports.map(({ name = '', port = 0 }) => [name, port]));
    list.push(...addresses.map(address => ({ address, labels: {}, ports: byName })));
    found.set(key, list);
  };
  for (const slice of model.all('EndpointSlice')) {
    const name = slice.labels['kubernetes.io/service-name'];
    if (name === undefined) continue;
    for (const { addresses = [] } of slice.spec.endpoints ?? []) {
      add(`${slice.namespace}/${name}`, addresses, slice.spec.ports ?? []);
    }
  }
  for (const { namespace, name, spec } of model.all('Endpoints')) {
    for (const { addresses = [], ports = [] } of spec.subsets ?? []) {
      add(
        `${namespace}/${name}`,
        addresses.map(({ ip = '' }) => ip),
        ports,
      );
    }
  }
  return found;
}

/** The services of ServiceEntries by the address that one of their hosts has; of several the first. */
export function entriesByAddress(services: readonly RegisteredService[]): ReadonlyMap<string, RegisteredService> {
  const found = new Map<string, RegisteredService>();
  for (const service of services) {
    const { isKubernetes, address } = service;
    if (!isKubernetes && address !== undefined && !found.has(address)) found.set(address, service);
  }
  return found;
}
