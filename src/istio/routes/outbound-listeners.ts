import type { MeshPort } from '../../model/mesh-host';
import { isHttp, type PortProtocol } from '../../model/protocol';
import { isWildcard } from '../../values/host-pattern';
import type { MeshFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import { podAddress, podsBehind } from '../services/name-resolution';
import { portOf, type RegisteredService } from '../services/registered-service';
import type { EgressListener, ProxyScope } from '../sidecar-scope';
import { type ConnectionChain, type FilterChain, sameMatch } from './filter-chains';
import { hostDomains } from './host-domains';
import { tcpChains, tlsChains, virtualServicesFor } from './l4-chains';
import type { RouteContext } from './route-list';

/** What a sidecar does with connections to one address, or to every address, on a port. */
export interface OutboundListener {
  readonly chains: readonly FilterChain[];
  /** Services left out because another one already has the address in a way that cannot be shared. */
  readonly conflicts: readonly RegisteredService[];
}

/** The listeners of a sidecar on one port by address. */
export interface OutboundListeners {
  readonly byAddress: ReadonlyMap<string, OutboundListener>;
  /** The listener for all other addresses. */
  readonly wildcard: OutboundListener | undefined;
}

const WILDCARD = '0.0.0.0';

/** How a listener tells apart what arrives: requests only, connections only, or both by looking at the bytes. */
type Mode = 'http' | 'tcp' | 'auto';

interface Draft {
  mode: Mode;
  protocol: PortProtocol;
  chains: FilterChain[];
  readonly conflicts: RegisteredService[];
  locked: boolean;
}

/** The listeners that a sidecar has on a port for the services it knows. */
export function outboundListeners(
  mesh: MeshFacts,
  scope: ProxyScope,
  proxy: MeshProxy,
  port: number,
): OutboundListeners {
  const drafts = new Map<string, Draft>();
  const context = { proxy, gateway: 'mesh', port };
  for (const listener of scope.listeners) {
    const builder = new Builder(drafts, listener, context);
    if (listener.port === undefined) {
      // What the Sidecar names a port for is not added to.
      for (const draft of drafts.values()) draft.locked = true;
      for (const service of listener.services) {
        const own = portOf(service, port);
        if (own !== undefined)
          for (const bind of addressesOf(mesh, service, own, listener, proxy)) builder.add(service, own, bind);
      }
    } else if (listener.port.number === port) {
      const own = { number: port, name: '', protocol: listener.port.protocol, transport: 'TCP', targetPort: port };
      for (const service of listener.services) builder.add(service, own, listener.bind);
    }
  }
  const { [WILDCARD]: wildcard, ...byAddress } = Object.fromEntries(drafts) as { [address: string]: Draft | undefined };
  return { byAddress: new Map(Object.entries(byAddress) as [string, Draft][]), wildcard };
}

/** Where the listeners for a service are: at each pod of a headless one, else where its address says. */
function addressesOf(
  mesh: MeshFacts,
  service: RegisteredService,
  port: MeshPort,
  { bind }: EgressListener,
  proxy: MeshProxy,
): readonly (string | undefined)[] {
  const perPod = service.resolution === 'passthrough' && service.address === undefined && !isHttp(port.protocol);
  if (bind !== undefined || !perPod) return [bind];
  const pods = podsBehind(mesh, service).map(podAddress);
  const written = service.endpoints.map(({ address }) => address);
  if (pods.length + written.length === 0 && !service.isKubernetes && service.service.selector === undefined)
    return [bind];
  return [...written, ...pods].filter(address => !proxy.ips.includes(address));
}

class Builder {
  public constructor(
    private readonly drafts: Map<string, Draft>,
    private readonly listener: EgressListener,
    private readonly context: RouteContext,
  ) {}

  /** Adds a service under an address, or under its own. */
  public add(service: RegisteredService, port: MeshPort, bind: string | undefined): void {
    const { protocol } = port;
    if (service.resolution === 'alias' || protocol === 'udp') return;
    const mode: Mode = isHttp(protocol) ? 'http' : protocol === 'auto' ? 'auto' : 'tcp';
    const isBlock = service.address?.includes('/') === true;
    const own = mode === 'http' || isBlock ? WILDCARD : (service.address ?? WILDCARD);
    const address = bind ?? own;
    const ranges =
      bind === undefined && isBlock && service.address !== undefined && mode !== 'http' ? [service.address] : [];
    const held = this.drafts.get(address);
    if (held?.locked === true) return;
    if (held !== undefined && this.#isKept(held, mode, protocol)) {
      if (mode !== 'http' || held.mode === 'tcp') held.conflicts.push(service);
      return;
    }
    const chains = this.#chainsOf(service, port, mode, address, ranges);
    // An HTTP listener for all addresses passes on what does not look like HTTP.
    const sniffs = mode === 'auto' || (mode === 'http' && address === WILDCARD);
    if (held === undefined || (mode === 'auto' && held.mode === 'http')) {
      this.drafts.set(address, {
        mode: sniffs ? 'auto' : mode,
        protocol,
        chains: [...chains],
        conflicts: [],
        locked: false,
      });
      return;
    }
    const added = chains.filter(chain => !held.chains.some(other => sameMatch(chain, other)));
    if (added.length < chains.length) held.conflicts.push(service);
    held.chains = [...held.chains, ...added];
    if (held.mode !== mode) held.mode = 'auto';
  }

  /** Whether a listener stays as it is, since it serves such services already or cannot be shared with them. */
  #isKept(held: Draft, mode: Mode, protocol: PortProtocol): boolean {
    if (mode === 'http' && held.mode !== 'tcp') return true;
    if (mode === 'auto' && held.mode === 'auto') return true;
    // Servers that speak first are not sniffed.
    const speaksFirst = (one: PortProtocol) => one === 'mongo' || one === 'mysql';
    return (speaksFirst(protocol) || speaksFirst(held.protocol)) && protocol !== held.protocol;
  }

  #chainsOf(
    service: RegisteredService,
    port: MeshPort,
    mode: Mode,
    address: string,
    ranges: readonly string[],
  ): readonly FilterChain[] {
    const plainHttp = mode === 'auto' || address === WILDCARD;
    const requests: FilterChain = {
      kind: 'requests',
      ranges: [],
      serverNames: [],
      plainHttp,
      service: mode === 'auto' && address !== WILDCARD ? service : undefined,
    };
    if (mode === 'http') return [requests];
    const connections = this.#connections(service, port, address, ranges);
    return mode === 'tcp' ? connections : [...connections, requests];
  }

  #connections(
    service: RegisteredService,
    port: MeshPort,
    address: string,
    ranges: readonly string[],
  ): readonly ConnectionChain[] {
    const { host } = service;
    const speakers = virtualServicesFor(
      this.listener.virtualServices.filter(({ gateways }) => gateways.has('mesh')),
      host,
    );
    const [only] = service.ports;
    const number = service.ports.length === 1 && only !== undefined ? only.number : port.number;
    const own: Omit<ConnectionChain, 'serverNames'> = {
      kind: 'connection',
      ranges,
      plainHttp: false,
      destinations: [{ destination: { host, port: { number } }, weight: 0, refused: undefined }],
      source: undefined,
    };
    if (port.protocol === 'tls' || port.protocol === 'https') {
      const chains = tlsChains(speakers, this.context, ranges);
      if (chains.length > 0) return chains;
      // Only where several services share a listener does the server name tell them apart.
      const shared = ranges.length > 0 || (service.address === undefined && address === WILDCARD);
      const isDynamic = service.resolution === 'dynamic-dns' && isWildcard(host);
      return [{ ...own, serverNames: shared || isDynamic ? this.#serverNames(service) : [] }];
    }
    const { chains, takesAll } = tcpChains(speakers, this.context, ranges);
    return takesAll ? chains : [...chains, { ...own, serverNames: [] }];
  }

  #serverNames(service: RegisteredService): readonly string[] {
    if (service.aliases.length === 0) return [service.host];
    const { full, short } = hostDomains({ ...service, host: '' }, this.context.proxy);
    return [service.host, ...full.filter(name => name !== ''), ...short.filter(name => name !== '.')];
  }
}
