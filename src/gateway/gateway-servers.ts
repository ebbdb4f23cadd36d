import type { Server, ServerTLSSettings } from '../../imports/networking.istio.io';
import { ConfigError } from '../values/config-error';
import { hostCovers } from '../values/host-pattern';
import { byText } from '../values/order';
import { requireHost } from './gateway-host';
import type { GatewayWorkload } from './gateway-workload';
import type { HttpServerOptions } from './server-props';

/** What the proxy does with what it takes: routes requests, forwards connections by name, or as they are. */
export type ServerKind = 'requests' | 'passthrough' | 'connections';

/** A server that a gateway is to have. */
export interface ServerDeclaration {
  readonly kind: ServerKind;
  readonly protocol: 'HTTP' | 'HTTPS' | 'GRPC' | 'TLS' | 'TCP';
  readonly port: number;
  readonly hosts: readonly string[];
  readonly tls?: ServerTLSSettings | undefined;
  /** How it is written as a listener of the Gateway API. */
  readonly listener?: Pick<HttpServerOptions, 'listenerName' | 'routesFrom'> | undefined;
}

/** The servers of one gateway: what it listens for, on which ports, with which certificates. */
export class GatewayServers {
  private readonly declared = new Map<string, ServerDeclaration>();
  private readonly requestHosts = new Set<string>();
  private readonly requestPatterns = new Set<string>();

  public constructor(
    private readonly workload: GatewayWorkload,
    private readonly where: string,
    /** The beginning of every error. */
    private readonly action: string,
  ) {}

  /** Adds a server; throws where it cannot be reached or one like it is there already. */
  public add(server: ServerDeclaration): void {
    const { protocol, port, hosts } = server;
    if (hosts.length === 0) this.fail('wanted at least one host for a server, got none');
    for (const host of hosts) requireHost(host, this.where);
    this.podPort(port);
    const key = `${protocol.toLowerCase()}-${port}-${[...hosts].sort().join(',')}`;
    if (this.declared.has(key)) {
      this.fail(`wanted one ${protocol} server for ${[...hosts].sort().join(', ')} on port ${port}, got two`);
    }
    this.declared.set(key, server);
    if (server.kind !== 'requests') return;
    for (const host of hosts) (host.includes('*') ? this.requestPatterns : this.requestHosts).add(host);
  }

  /** All servers, in the order in which they are written. */
  public get all(): readonly ServerDeclaration[] {
    return [...this.declared].sort(byText(([key]) => key)).map(([, server]) => server);
  }

  /** The container ports on which the servers listen; of one kind, if one is named. */
  public podPorts(kind?: ServerKind): readonly number[] {
    const servers = this.all.filter(server => kind === undefined || server.kind === kind);
    const ports = servers.map(server => this.podPort(server.port));
    return [...new Set(ports)].sort((a, b) => a - b);
  }

  /** Whether a server that routes requests answers for `host`. */
  public takesRequestsFor(host: string): boolean {
    return this.requestHosts.has(host) || [...this.requestPatterns].some(pattern => hostCovers(pattern, host));
  }

  /** The servers as Istio writes them; each port gets a name of its own. */
  public written(): readonly Server[] {
    const counts = new Map<string, number>();
    return this.all.map(({ protocol, port, hosts, tls }) => {
      const base = protocol.toLowerCase();
      const count = (counts.get(base) ?? 0) + 1;
      counts.set(base, count);
      return {
        port: { number: port, protocol, name: count === 1 ? base : `${base}-${count}` },
        hosts: [...hosts],
        tls,
      };
    });
  }

  /** What does not go together. */
  public *problems(): Iterable<string> {
    const { all } = this;
    if (all.length === 0) yield this.message('wanted at least one server, got none');
    const owners = new Map<string, ServerDeclaration>();
    const byPort = new Map<number, ServerDeclaration>();
    for (const server of all) {
      const first = byPort.get(server.port);
      if (first === undefined) byPort.set(server.port, server);
      else if (usesTls(first) !== usesTls(server) || server.protocol === 'TCP' || first.protocol === 'TCP') {
        yield this.message(
          `wanted servers on port ${server.port} that all read the name from TLS or all from HTTP, got ${first.protocol} and ${server.protocol}`,
        );
      }
      for (const host of server.hosts) {
        const at = `${host} on port ${server.port}`;
        const other = owners.get(at);
        if (other !== undefined && other !== server) yield this.message(`wanted one server for ${at}, got two`);
        owners.set(at, server);
      }
    }
  }

  private podPort(port: number): number {
    const found = this.workload.ports.find(offered => offered.port === port);
    if (found === undefined) {
      this.fail(
        `wanted a port that the Service of "${this.workload.name}" offers (${this.workload.ports.map(offered => offered.port).join(', ')}), got ${port}`,
      );
    }
    return found.targetPort;
  }

  private fail(wanted: string): never {
    throw new ConfigError(this.message(wanted));
  }

  private message(wanted: string): string {
    return `${this.action}: ${wanted}`;
  }
}

function usesTls({ protocol }: ServerDeclaration): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}
