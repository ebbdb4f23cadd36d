import type { Choice } from '../../requests/request-facts';
import type { MeshFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import { type ChainMatch, type ConnectionChain, chooseChain, namesMatter } from '../routes/filter-chains';
import { gatewayTcpChain, gatewayTlsChains } from '../routes/l4-chains';
import type { VirtualHostTable } from '../routes/virtual-host';
import type { VirtualService } from '../routes/virtual-services';
import { type GatewayPort, type GatewayServer, isPlain } from './gateway-servers';
import { attachedTo, gatewayVirtualHosts, sharedHosts } from './gateway-virtual-hosts';

/** A filter chain of a gateway with the server that made it. */
export interface GatewayChain extends ChainMatch {
  readonly server: GatewayServer;
  /** The route table, where the gateway sees requests. */
  readonly table: VirtualHostTable | undefined;
  /** Where connections go, where it does not. */
  readonly connection: ConnectionChain | undefined;
}

/** What a gateway listens with on one port. */
export interface GatewayListener {
  readonly chains: readonly GatewayChain[];
  /** Two chains that take the same connections: Envoy then refuses the listener as a whole. */
  readonly rejected: readonly [GatewayChain, GatewayChain] | undefined;
  /** Which chain takes a connection, by its server name. */
  readonly plaintext: Choice<GatewayChain>;
  readonly encrypted: Choice<GatewayChain>;
}

/** The filter chains of the servers of a port. A server that nothing is routed for has none, unless it sees requests. */
export function gatewayListener(mesh: MeshFacts, proxy: MeshProxy, { servers }: GatewayPort): GatewayListener {
  const chains: GatewayChain[] = [];
  const taken = new Set<string>();
  const plain = servers.filter(isPlain);
  const [first] = plain;
  for (const server of servers) {
    if (isPlain(server) && server !== first) continue;
    if (server.kind === 'http' || server.kind === 'https-terminate') {
      const shares = server.kind === 'http' ? plain : [server];
      chains.push(new RequestChain(server, serverNamesOf(server), () => gatewayVirtualHosts(mesh, proxy, shares)));
    } else if (server.kind === 'tls-passthrough') {
      for (const connection of passthroughChains(mesh, proxy, server, taken)) {
        chains.push({ ...connection, server, table: undefined, connection });
      }
    } else if (server.kind === 'auto-passthrough') {
      const serverNames = serverNamesOf(server);
      chains.push({ ranges: [], serverNames, plainHttp: false, server, table: undefined, connection: undefined });
    } else {
      const attached = attachedWithHosts(mesh, proxy, server);
      const context = { gateway: server.gatewayName, port: server.number };
      const connection = gatewayTcpChain(attached, context, serverNamesOf(server));
      if (connection !== undefined) chains.push({ ...connection, server, table: undefined, connection });
    }
  }
  return listenerOf(chains);
}

/** A chain that sees requests. Whether a listener is refused needs no route table, so that it is made at first use. */
class RequestChain implements GatewayChain {
  public readonly ranges: GatewayChain['ranges'] = [];
  public readonly plainHttp = false;
  public readonly connection = undefined;
  #table: VirtualHostTable | undefined;

  public constructor(
    public readonly server: GatewayServer,
    public readonly serverNames: readonly string[],
    private readonly makeTable: () => VirtualHostTable,
  ) {}

  public get table(): VirtualHostTable {
    this.#table ??= this.makeTable();
    return this.#table;
  }
}

/** A listener that has these chains. */
export function listenerOf(chains: readonly GatewayChain[]): GatewayListener {
  const patterns = [...new Set(chains.flatMap(({ serverNames }) => serverNames))];
  const choice = (encrypted: boolean): Choice<GatewayChain> => ({
    patterns,
    find: serverName => chooseChain(chains, { address: undefined, serverName, encrypted, http: false }),
    nameOf: chain => `filter chain ${chains.indexOf(chain)}`,
  });
  return { chains, rejected: equalChains(chains), plaintext: choice(false), encrypted: choice(true) };
}

/** The chains of a server that passes TLS through, without those that repeat a name of an earlier one. */
function passthroughChains(
  mesh: MeshFacts,
  proxy: MeshProxy,
  server: GatewayServer,
  taken: Set<string>,
): readonly ConnectionChain[] {
  const context = { gateway: server.gatewayName, port: server.number };
  return gatewayTlsChains(attachedWithHosts(mesh, proxy, server), context).filter(({ serverNames }) => {
    if (serverNames.some(name => taken.has(name))) return false;
    for (const name of serverNames) taken.add(name);
    return true;
  });
}

function attachedWithHosts(mesh: MeshFacts, proxy: MeshProxy, server: GatewayServer): readonly VirtualService[] {
  return attachedTo(mesh, proxy, server.gatewayName).filter(one => sharedHosts(server, one).length > 0);
}

function serverNamesOf({ server, hosts }: GatewayServer): readonly string[] {
  return server.tls === undefined || isHttp(server) ? [] : [...new Set(hosts.map(({ host }) => host))].sort();
}

function isHttp({ port }: GatewayServer['server']): boolean {
  return /^(?:HTTP|HTTP2|GRPC|GRPC-WEB)$/i.test(port?.protocol ?? '');
}

/** Two chains that share a name, or both take every name. */
function equalChains(chains: readonly GatewayChain[]): readonly [GatewayChain, GatewayChain] | undefined {
  const known = new Map<string, GatewayChain>();
  for (const chain of chains) {
    const names = namesMatter(chain.serverNames) ? new Set(chain.serverNames) : [''];
    for (const name of names) {
      const earlier = known.get(name);
      if (earlier !== undefined) return [earlier, chain];
    }
    for (const name of names) known.set(name, chain);
  }
  return undefined;
}
