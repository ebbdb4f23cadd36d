import { istioPortProtocol, type PortProtocol } from '../model/protocol';
import type { Resource } from '../model/resource';
import { hostCovers, hostsOverlap } from '../values/host-pattern';
import { byText } from '../values/order';
import { HostIndex } from './host-index';
import type { MeshSettings, OutboundMode } from './mesh-settings';
import { type ScopedHost, scopedHost } from './references';
import type { Release } from './release';
import type { VirtualService } from './routes/virtual-services';
import { mergedByHost, portOf, type RegisteredService } from './services/registered-service';
import { isExportedTo, ofOneNamespace } from './services/visibility';

/** What a proxy may see before a Sidecar object limits it. */
export interface Visible {
  readonly services: readonly RegisteredService[];
  readonly virtualServices: readonly VirtualService[];
}

/** A set of hosts that a proxy imports, for a port or for all that no other listener names. */
export interface EgressListener {
  /** The port that the Sidecar names; undefined for a listener that serves all ports. */
  readonly port: { readonly number: number; readonly protocol: PortProtocol } | undefined;
  /** Where it listens; undefined for the addresses of the services. */
  readonly bind: string | undefined;
  readonly services: readonly RegisteredService[];
  readonly virtualServices: readonly VirtualService[];
  /** The VirtualService that covers a host most specifically. */
  readonly mostSpecific: (host: string) => VirtualService | undefined;
}

/** What a proxy knows of the mesh. */
export interface ProxyScope {
  /** The Sidecar object that limits it; undefined if none does. */
  readonly sidecar: Resource<'Sidecar'> | undefined;
  readonly outboundTrafficPolicy: OutboundMode;
  readonly listeners: readonly EgressListener[];
  /** All services to which it has clusters, one for each host. */
  readonly services: ReadonlyMap<string, RegisteredService>;
  /** The listener that serves the routes of a port. */
  egress(port: number): EgressListener | undefined;
}

/** What a gateway knows: all that is exported to its namespace. */
export function gatewayScope(visible: Visible): ProxyScope {
  const all = { port: undefined, bind: undefined, ...visible, mostSpecific: () => undefined };
  const services = mergedByHost(visible.services);
  return { sidecar: undefined, outboundTrafficPolicy: 'ALLOW_ANY', listeners: [all], services, egress: () => all };
}

/**
 * Limits what a namespace sees to what a Sidecar imports.
 *
 * @param named All services of a host; destinations of imported VirtualServices need not be imported.
 */
export function sidecarScope(
  sidecar: Resource<'Sidecar'> | undefined,
  visible: Visible,
  named: (host: string) => readonly RegisteredService[],
  namespace: string,
  { settings, release }: { readonly settings: Pick<MeshSettings, 'outboundTrafficPolicy'>; readonly release: Release },
): ProxyScope {
  const { egress = [], outboundTrafficPolicy } = sidecar?.spec ?? {};
  // The mode of a Sidecar that names a policy without a mode is the first of the enumeration.
  const own = outboundTrafficPolicy?.mode === 'ALLOW_ANY' ? 'ALLOW_ANY' : 'REGISTRY_ONLY';
  const written = egress.length === 0 ? [{ hosts: ['*/*'] } as WrittenListener] : egress;
  const listeners = written.map(listener => egressListener(listener, visible, namespace, sidecar, release));
  return {
    sidecar,
    outboundTrafficPolicy: outboundTrafficPolicy === undefined ? settings.outboundTrafficPolicy : own,
    listeners,
    services: mergedByHost(
      listeners.flatMap(listener => [...listener.services, ...inferredServices(listener, named, namespace, release)]),
    ),
    egress: number => listeners.find(({ port }) => port === undefined || port.number === number),
  };
}

type WrittenListener = NonNullable<Resource<'Sidecar'>['spec']['egress']>[number];

function egressListener(
  written: WrittenListener,
  visible: Visible,
  namespace: string,
  sidecar: Resource<'Sidecar'> | undefined,
  release: Release,
): EgressListener {
  const { port, hosts = [], bind, captureMode } = written;
  const { imports, exclusions } = egressHosts(hosts, namespace, release);
  const own =
    port === undefined
      ? undefined
      : { number: port.number ?? 0, protocol: istioPortProtocol(port.protocol), name: port.name };
  const everything =
    exclusions.length === 0 && imports.some(({ namespace: from, host }) => from === '*' && host === '*');
  const candidates = everything
    ? visible.services
    : visible.services.flatMap(service =>
        isListed(exclusions, service.namespace, service.host) ? [] : imported(service, imports),
      );
  const offered =
    own === undefined || own.protocol === 'http-proxy'
      ? candidates
      : candidates.flatMap(service => withPort(service, own.number));
  const services = ofOneNamespace(offered, namespace, release, sidecar !== undefined);
  const virtualServices = everything
    ? visible.virtualServices
    : visible.virtualServices.filter(({ api, resource, hosts: own }) => {
        const left = own.filter(host => !isListed(exclusions, resource.namespace, host));
        // One host in common imports a VirtualService with all of its hosts. Of a route the host must be covered.
        return imports.some(
          ({ namespace: from, host }) =>
            (from === '*' || from === resource.namespace) &&
            left.some(one => (api === 'gateway-api' ? hostCovers(host, one) : hostsOverlap(one, host))),
        );
      });
  return {
    port: own,
    bind: bind ?? (captureMode === 'NONE' ? '127.0.0.1' : undefined),
    services,
    virtualServices,
    mostSpecific: mostSpecificOf(virtualServices),
  };
}

/** What the hosts of an egress listener import, and what those with a `~` in front leave out of that. */
export function egressHosts(
  hosts: readonly string[],
  namespace: string,
  release: Release,
): { readonly imports: readonly ScopedHost[]; readonly exclusions: readonly ScopedHost[] } {
  const excludes = (host: string) => host.startsWith('~') && release.has('sidecarExclusions');
  return {
    imports: hosts.filter(host => !excludes(host)).map(host => scopedHost(host, namespace)),
    // Without a namespace the host is left out of all.
    exclusions: hosts.filter(excludes).map(host => scopedHost(host.slice(1).replace(/^\//, '*/'), namespace)),
  };
}

/** Whether entries cover a host of a namespace. */
function isListed(entries: readonly ScopedHost[], namespace: string, host: string): boolean {
  return entries.some(one => (one.namespace === '*' || one.namespace === namespace) && hostCovers(one.host, host));
}

/** A service that a Sidecar imports, with those of its further names that are imported as well. */
function imported(service: RegisteredService, imports: readonly ScopedHost[]): readonly RegisteredService[] {
  const own = imports.filter(({ namespace }) => namespace === service.namespace);
  const any = imports.filter(({ namespace }) => namespace === '*');
  for (const list of [own, any]) {
    if (!list.some(({ host }) => hostCovers(host, service.host))) continue;
    const aliases = service.aliases.filter(alias => list.some(({ host }) => hostCovers(host, alias)));
    return aliases.length === service.aliases.length ? [service] : [{ ...service, aliases }];
  }
  return [];
}

/** The service as a listener sees it that takes one port only. */
function withPort(service: RegisteredService, number: number): readonly RegisteredService[] {
  const port = portOf(service, number);
  if (port === undefined) return [];
  return service.ports.length === 1 ? [service] : [{ ...service, ports: [port] }];
}

/** The services to which imported VirtualServices send, whether they are imported or not. */
function inferredServices(
  { port, services, virtualServices }: EgressListener,
  named: (host: string) => readonly RegisteredService[],
  namespace: string,
  release: Release,
): readonly RegisteredService[] {
  const imported = new Set(services.map(({ host }) => host));
  const hosts = new Map<string, Set<number>>();
  for (const virtualService of virtualServices) {
    for (const { host, port: wanted, sources } of virtualService.destinations) {
      if (sources.length > 0 && !sources.includes(namespace)) continue;
      const ports = hosts.get(host);
      if (ports !== undefined) ports.add(wanted);
      // The only service of a host that is imported already adds nothing.
      else if (!imported.has(host) || named(host).length > 1) hosts.set(host, new Set([wanted]));
    }
  }
  return [...hosts].flatMap(([host, ports]) => {
    const all = named(host);
    const own = all.filter(service => service.namespace === namespace);
    const seen = all.filter(({ service }) => isExportedTo(service.exportTo, namespace));
    const others = release.has('bestServiceNamespace') ? preferred(seen) : [...seen].sort(byText(one => one.namespace));
    const [chosen] = [...preferred(own), ...others];
    if (chosen === undefined) return [];
    if (port !== undefined && port.protocol !== 'http-proxy') return withPort(chosen, port.number);
    if (ports.has(0)) return [chosen];
    const used = chosen.ports.filter(({ number }) => ports.has(number));
    return used.length === 0 ? [] : [used.length === chosen.ports.length ? chosen : { ...chosen, ports: used }];
  });
}

/** Kubernetes Services first. */
function preferred(services: readonly RegisteredService[]): readonly RegisteredService[] {
  return [
    ...services.filter(({ isKubernetes }) => isKubernetes),
    ...services.filter(({ isKubernetes }) => !isKubernetes),
  ];
}

function mostSpecificOf(virtualServices: readonly VirtualService[]): (host: string) => VirtualService | undefined {
  let index: HostIndex<VirtualService> | undefined;
  return host => {
    if (index === undefined) {
      index = new HostIndex();
      for (const one of virtualServices) for (const own of one.hosts) index.add(own, one);
    }
    return index.mostSpecific(host);
  };
}
