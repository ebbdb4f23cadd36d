import { hostsOverlap } from '../model/host-name';
import { matchesLabels } from '../model/labels';
import type { Resource } from '../model/resource';
import { compareAge } from './age';
import type { MeshProxy } from './mesh-proxy';
import type { VirtualService } from './routes/virtual-services';
import { type ImportedHost, isImported, type RegisteredService, servicesByHost } from './services/services';

/** What one egress listener of a sidecar imports. */
export interface EgressScope {
  /** Services by host. */
  readonly services: ReadonlyMap<string, RegisteredService>;
  readonly virtualServices: readonly VirtualService[];
}

/** What a proxy knows of the mesh. */
export interface SidecarScope {
  /** The Sidecar object that limits it; undefined if none does. */
  readonly sidecar: Resource<'Sidecar'> | undefined;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Everything that is imported on some port. */
  readonly services: ReadonlyMap<string, RegisteredService>;
  /** What is imported on a port. */
  egress(port: number): EgressScope;
}

/**
 * The Sidecar object that applies to a proxy: one whose selector fits, then the one of the namespace, then the one of
 * the root namespace. Gateways ignore Sidecar objects.
 */
export function sidecarOf(
  sidecars: readonly Resource<'Sidecar'>[],
  proxy: MeshProxy,
  rootNamespace: string,
): Resource<'Sidecar'> | undefined {
  if (proxy.type === 'gateway') return undefined;
  const own = sidecars.filter(({ namespace }) => namespace === proxy.namespace).sort(compareAge);
  const selecting = own.find(
    sidecar => hasSelector(sidecar) && matchesLabels(sidecar.spec.workloadSelector?.labels, proxy.labels),
  );
  if (selecting !== undefined) return selecting;
  const general = own.find(sidecar => !hasSelector(sidecar));
  if (general !== undefined) return general;
  return sidecars.filter(sidecar => sidecar.namespace === rootNamespace && !hasSelector(sidecar)).sort(compareAge)[0];
}

/** The Sidecar objects that would apply to a proxy as well if the one that does were younger. */
export function sidecarRivals(
  sidecars: readonly Resource<'Sidecar'>[],
  chosen: Resource<'Sidecar'>,
  proxy: MeshProxy,
): readonly Resource<'Sidecar'>[] {
  const selects = hasSelector(chosen);
  return sidecars.filter(
    one =>
      one !== chosen &&
      one.namespace === chosen.namespace &&
      hasSelector(one) === selects &&
      matchesLabels(one.spec.workloadSelector?.labels, proxy.labels),
  );
}

/** Limits what a namespace sees to what a Sidecar imports. */
export function sidecarScope(
  sidecar: Resource<'Sidecar'> | undefined,
  visible: { readonly services: readonly RegisteredService[]; readonly virtualServices: readonly VirtualService[] },
  namespace: string,
  meshPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY',
): SidecarScope {
  const { egress = [], outboundTrafficPolicy } = sidecar?.spec ?? {};
  // The mode of a Sidecar that names a policy without a mode is the first of the enumeration.
  const mode = outboundTrafficPolicy === undefined ? meshPolicy : (outboundTrafficPolicy.mode ?? 'REGISTRY_ONLY');
  const policy = mode === 'ALLOW_ANY' ? mode : 'REGISTRY_ONLY';
  const everything = {
    services: servicesByHost(visible.services, namespace),
    virtualServices: visible.virtualServices,
  };
  if (egress.length === 0) {
    return { sidecar, outboundTrafficPolicy: policy, services: everything.services, egress: () => everything };
  }
  const listeners = egress.map(({ port, hosts = [] }) => {
    const imports = hosts.map(host => importedHost(host, namespace));
    const all = imports.some(({ namespace: from, host }) => from === '*' && host === '*');
    return { port: port?.number, scope: all ? everything : importFrom(visible, imports, namespace) };
  });
  return {
    sidecar,
    outboundTrafficPolicy: policy,
    services: new Map(listeners.flatMap(({ scope }) => [...scope.services])),
    egress: number => listeners.find(({ port }) => port === undefined || port === number)?.scope ?? NOTHING,
  };
}

const NOTHING: EgressScope = { services: new Map(), virtualServices: [] };

function hasSelector({ spec }: Resource<'Sidecar'>): boolean {
  return Object.keys(spec.workloadSelector?.labels ?? {}).length > 0;
}

function importedHost(entry: string, namespace: string): ImportedHost {
  const slash = entry.indexOf('/');
  const from = slash < 0 ? '*' : entry.slice(0, slash);
  return { namespace: from === '.' ? namespace : from, host: entry.slice(slash + 1) };
}

function importFrom(
  visible: { readonly services: readonly RegisteredService[]; readonly virtualServices: readonly VirtualService[] },
  imports: readonly ImportedHost[],
  namespace: string,
): EgressScope {
  return {
    services: servicesByHost(
      visible.services.filter(service => isImported(service, imports)),
      namespace,
    ),
    // One host in common imports a VirtualService with all of its hosts.
    virtualServices: visible.virtualServices.filter(({ resource, hosts }) =>
      imports.some(
        ({ namespace: from, host }) =>
          (from === '*' || from === resource.namespace) && hosts.some(own => hostsOverlap(own, host)),
      ),
    ),
  };
}
