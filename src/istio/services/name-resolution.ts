import { isKind } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { isWildcard } from '../../values/host-pattern';
import { isIpAddress } from '../../values/ip-range';
import type { MeshFacts, ProxyFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import { hasAllocatedAddress, type RegisteredService, workloadAddresses } from './registered-service';

/** Where a name leads a client before any proxy has a say: what the DNS of the cluster answers. */
export interface Dialled {
  /** The address, or a placeholder that tells it apart. */
  readonly address: string;
  /** The Kubernetes Service that has the address, or to whose pods it belongs. */
  readonly service: RegisteredService | undefined;
  /** The pods that have the address; undefined where it is a virtual one or outside. */
  readonly pods: readonly Workload[] | undefined;
  /** The ServiceEntry whose address it is, where istiod allocates one: only who asks Istio's DNS gets it, as ambient pods do. */
  readonly allocatedTo?: RegisteredService | undefined;
}

/**
 * What the DNS of a cluster answers to a pod. It knows Services whatever they are exported to, follows ExternalNames, and
 * gives the addresses of pods for headless Services. The host of a ServiceEntry has the first of its addresses.
 */
export function resolveName(mesh: MeshFacts, name: string, view: Pick<ProxyFacts, 'proxy' | 'serviceNamed'>): Dialled {
  const { proxy } = view;
  const host = name.toLowerCase().replace(/\.$/, '');
  if (isIpAddress(host)) return atAddress(mesh, host, proxy);
  const seen = new Set<string>();
  let target = clusterName(mesh, host, proxy);
  let found = mesh.kubernetesService(target);
  while (found?.aliasOf !== undefined && !seen.has(target)) {
    seen.add(target);
    target = found.aliasOf.toLowerCase();
    found = mesh.kubernetesService(target);
  }
  if (found !== undefined && found.aliasOf === undefined) return atService(mesh, found);
  const pod = podByName(mesh, target, proxy);
  if (pod !== undefined) return pod;
  // Istio's DNS knows the hosts of ServiceEntries, but does not look up what an ExternalName leads to.
  return outside(mesh, target, view, seen.size === 0);
}

/** The pods behind a service, or what its selector says of them. */
export function podsBehind(mesh: MeshFacts, service: RegisteredService): readonly Workload[] {
  const pods = mesh.model.workloadsOf(service.service);
  if (pods.length > 0 || service.service.selector === undefined || service.external) return pods;
  return service.isKubernetes ? [mesh.assumedPods(service)] : pods;
}

/** The address of a pod, or a placeholder for it. */
export function podAddress(workload: Workload): string {
  return workloadAddresses(workload)[0] ?? `address of a pod of ${workload.namespace}/${workload.name}`;
}

function atService(mesh: MeshFacts, service: RegisteredService): Dialled {
  if (service.address !== undefined) return { address: service.address, service, pods: undefined };
  const pods = podsBehind(mesh, service);
  const [first] = pods;
  const [written] = service.endpoints;
  const address = first === undefined ? written?.address : podAddress(first);
  return { address: address ?? `address of a pod of ${service.host}`, service, pods };
}

/** The full name of a Service that a pod means by a short one, as the search list of its DNS completes it. */
function clusterName(mesh: MeshFacts, name: string, { dnsDomain }: MeshProxy): string {
  if (mesh.kubernetesService(name) !== undefined) return name;
  for (const suffix of searchList(dnsDomain)) {
    const full = `${name}.${suffix}`;
    if (mesh.kubernetesService(full) !== undefined) return full;
  }
  return name;
}

function searchList(dnsDomain: string): readonly string[] {
  const cut = dnsDomain.indexOf('.svc.');
  if (cut < 0) return [dnsDomain];
  return [dnsDomain, dnsDomain.slice(cut + 1), dnsDomain.slice(cut + '.svc.'.length)];
}

/** The pod of a StatefulSet, or one with a hostname, by its name below that of its headless Service. */
function podByName(mesh: MeshFacts, host: string, proxy: MeshProxy): Dialled | undefined {
  const dot = host.indexOf('.');
  if (dot < 0) return undefined;
  const pod = host.slice(0, dot);
  const service = mesh.kubernetesService(clusterName(mesh, host.slice(dot + 1), proxy));
  if (service === undefined || service.resolution !== 'passthrough') return undefined;
  const workload = mesh.model.workloadsOf(service.service).find(one => hasPodNamed(one, pod, service.resource.name));
  return workload === undefined ? undefined : { address: podAddress(workload), service, pods: [workload] };
}

function hasPodNamed({ resource, name }: Workload, pod: string, service: string): boolean {
  if (isKind(resource, 'StatefulSet')) {
    const ordinal = pod.startsWith(`${name}-`) ? pod.slice(name.length + 1) : '';
    if (!/^(?:0|[1-9]\d*)$/.test(ordinal) || resource.spec.serviceName !== service) return false;
    const first = resource.spec.ordinals?.start ?? 0;
    return Number(ordinal) >= first && Number(ordinal) < first + (resource.spec.replicas ?? 1);
  }
  return isKind(resource, 'Pod') && resource.spec.hostname === pod && resource.spec.subdomain === service;
}

function atAddress(mesh: MeshFacts, address: string, proxy: MeshProxy): Dialled {
  const service = mesh.services.find(one => one.isKubernetes && one.address === address);
  if (service !== undefined) return { address, service, pods: undefined };
  const pod = mesh.model.workloads.all.find(one => workloadAddresses(one).includes(address));
  if (pod === undefined) return { address, service: undefined, pods: undefined };
  const behind = mesh.services.find(
    one => one.isKubernetes && one.namespace === proxy.namespace && mesh.model.workloadsOf(one.service).includes(pod),
  );
  return { address, service: behind, pods: [pod] };
}

/**
 * A name outside the cluster. The mesh may have an address for it; a wildcard stands for its names.
 *
 * @param isAsked Whether the client asks for this name itself, so that it may get an address that istiod allocates.
 */
function outside(
  mesh: MeshFacts,
  host: string,
  view: Pick<ProxyFacts, 'proxy' | 'serviceNamed'>,
  isAsked: boolean,
): Dialled {
  const [hidden] = mesh.servicesNamed(host);
  const known = view.serviceNamed(host) ?? hidden;
  const address = known === undefined || isWildcard(known.host) ? undefined : known.address;
  // No Sidecar limits what ztunnel knows.
  const entry = isAsked ? (mesh.seen.from(view.proxy.namespace, host) ?? hidden) : undefined;
  const allocatedTo = entry !== undefined && hasAllocatedAddress(entry, mesh.release) ? entry : undefined;
  return { address: addressIn(address) ?? `address of ${host}`, service: undefined, pods: undefined, allocatedTo };
}

/** An address of a CIDR block. */
function addressIn(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const slash = address.indexOf('/');
  return slash < 0 ? address : address.slice(0, slash);
}
