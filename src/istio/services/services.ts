import { hostCovers } from '../../model/host-name';
import { type Labels, matchesLabels } from '../../model/labels';
import type { MeshModel } from '../../model/mesh-model';
import type { MeshPort, MeshService } from '../../model/mesh-service';
import { isKind } from '../../model/resource';
import { isMapping } from '../../model/shape';
import type { Workload } from '../../model/workload';
import { compareAge } from '../age';

/** An address that a service sends to. */
export interface Endpoint {
  readonly address: string;
  readonly labels: Labels;
  /** Ports of the address by the name of the service port. */
  readonly ports: { readonly [name: string]: number };
  readonly serviceAccount?: string;
}

/** A service as a proxy sees it: the model's, and the addresses before and behind it. */
export interface RegisteredService {
  readonly service: MeshService;
  readonly host: string;
  readonly namespace: string;
  /**
   * Virtual addresses and CIDR blocks; a Service whose cluster will give it an address has a placeholder, so that it
   * is told apart from one without.
   */
  readonly addresses: readonly string[];
  readonly headless: boolean;
  /** Whether the service is outside the mesh (`location: MESH_EXTERNAL`). */
  readonly external: boolean;
  /** How addresses are found: `CLIENT_SIDE` and `ALIAS` for Services, else the `resolution` of the ServiceEntry. */
  readonly resolution: string;
  /** The full name that an ExternalName Service stands for. */
  readonly aliasOf: string | undefined;
  /** Addresses that are written in the manifests; empty where they come from pods. */
  readonly endpoints: readonly Endpoint[];
}

/** The services of a mesh, the oldest first. */
export function registeredServices(model: MeshModel): readonly RegisteredService[] {
  const endpoints = writtenEndpoints(model);
  return [...model.hosts.services]
    .sort((a, b) => compareAge(a.resource, b.resource))
    .map(service => {
      const { host, namespace, resource } = service;
      if (isKind(resource, 'ServiceEntry')) {
        const { addresses = [], resolution = 'NONE', location, endpoints: written = [] } = resource.spec;
        return {
          service,
          host,
          namespace,
          addresses,
          headless: false,
          external: location === 'MESH_EXTERNAL' || location === undefined,
          resolution,
          aliasOf: undefined,
          endpoints: written.map(({ address = '', labels = {}, ports = {}, serviceAccount }) => ({
            address,
            labels,
            ports,
            ...(serviceAccount === undefined ? {} : { serviceAccount }),
          })),
        };
      }
      return {
        service,
        host,
        namespace,
        addresses: virtualAddresses(service),
        headless: service.headless,
        external: false,
        resolution: service.externalName === undefined ? 'CLIENT_SIDE' : 'ALIAS',
        aliasOf: service.externalName,
        endpoints: endpoints.get(`${namespace}/${resource.name}`) ?? [],
      };
    });
}

/** The port of a service with this number. */
export function portOf(service: RegisteredService, number: number): MeshPort | undefined {
  return service.service.ports.find(port => port.number === number);
}

/** The services that clients of a namespace may see. */
export function visibleServices(all: readonly RegisteredService[], namespace: string): readonly RegisteredService[] {
  return all.filter(({ service: { exportTo } }) => exportTo.includes('*') || exportTo.includes(namespace));
}

/**
 * One service for each host, as clients of a namespace take them: of several, the one of the own namespace, then a
 * Kubernetes Service, then the oldest.
 */
export function servicesByHost(
  services: readonly RegisteredService[],
  namespace: string,
): ReadonlyMap<string, RegisteredService> {
  const byHost = new Map<string, RegisteredService>();
  for (const service of services) {
    const held = byHost.get(service.host);
    if (held === undefined || precedes(service, held, namespace)) byHost.set(service.host, service);
  }
  return byHost;
}

/** Whether an imported host (`namespace/name` of a Sidecar) covers the service. */
export function isImported(service: RegisteredService, imports: readonly ImportedHost[]): boolean {
  return imports.some(
    ({ namespace, host }) => (namespace === '*' || namespace === service.namespace) && hostCovers(host, service.host),
  );
}

/** One egress host of a Sidecar, with `.` replaced by the Sidecar's namespace. */
export interface ImportedHost {
  readonly namespace: string;
  readonly host: string;
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

/** The number of the port behind a service port at a given endpoint or workload. */
export function targetPortOf(
  { service, endpoints }: RegisteredService,
  port: MeshPort,
  behind: { readonly ips?: readonly string[]; readonly pod?: Workload['pod'] } = {},
): number {
  const endpoint = endpoints.find(({ address }) => behind.ips?.includes(address));
  const written = endpoint?.ports[port.name];
  if (written !== undefined) return written;
  if (typeof port.targetPort === 'number') return port.targetPort;
  const containers = behind.pod?.containers ?? [];
  const named = containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === port.targetPort);
  return named?.containerPort ?? (service.source === 'Service' ? 0 : port.number);
}

function precedes(candidate: RegisteredService, held: RegisteredService, namespace: string): boolean {
  if (held.namespace === namespace || candidate.namespace === namespace) {
    return candidate.namespace === namespace && held.namespace !== namespace;
  }
  return candidate.service.source === 'Service' && held.service.source !== 'Service';
}

function virtualAddresses(service: MeshService): readonly string[] {
  if (service.headless || service.externalName !== undefined) return [];
  const { resource, host } = service;
  if (!isKind(resource, 'Service')) return [`address of ${host}`];
  const { clusterIP, clusterIPs = [] } = resource.spec;
  const written = clusterIPs.length > 0 ? clusterIPs : clusterIP === undefined || clusterIP === '' ? [] : [clusterIP];
  return written.length > 0 ? written : [`address of ${host}`];
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

/** The addresses of a workload that are written in its object: of a Pod that runs, or of a virtual machine. */
export function workloadAddresses({ resource }: Workload): readonly string[] {
  if (isKind(resource, 'WorkloadEntry')) return resource.spec.address === undefined ? [] : [resource.spec.address];
  const status: unknown = resource.manifest.status;
  if (!isKind(resource, 'Pod') || !isMapping(status)) return [];
  return typeof status.podIP === 'string' ? [status.podIP] : [];
}
