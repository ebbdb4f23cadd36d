import type { RouteDestination, VirtualServiceSpec } from '../../imports/networking.istio.io';
import type { Mesh } from '../mesh/mesh';
import type { MeshService } from '../mesh/mesh-service';
import type { GatewayCaller } from '../mesh/references';
import { RouteDocument, type RouteWriter } from '../mesh/route-document';
import type { ServicePort } from '../routing/refs';
import { writeShares } from '../routing/route-writing';
import { declareAccess } from '../tree/declared-access';
import { ConfigError } from '../values/config-error';
import { hostCovers } from '../values/host-pattern';
import { shortened } from '../values/names';
import { accessOfConnections, type ExposedHost } from './declared-exposures';
import { slugOf } from './gateway-host';
import type { GatewayServers } from './gateway-servers';
import type { KubernetesConnections, KubernetesGateway } from './kubernetes-gateway';

/** The gateway that a server of connections belongs to. */
export interface ConnectionGateway extends GatewayCaller {
  readonly mesh: Mesh;
  readonly namespace: { readonly name: string };
  /** Writes its routes, where they are of the Gateway API. */
  readonly kubernetes?: KubernetesGateway | undefined;
}

/** How connections for one host reach a service. */
export interface ExposePassthroughOptions {
  /** The name that clients ask for when they begin TLS; must be one of the server's. */
  readonly host: string;

  /**
   * Port of the service, by number or name; it must end TLS itself.
   *
   * @default - its only port of protocol `https` or `tls`
   */
  readonly port?: number | string | undefined;
}

/** How connections reach a service. */
export interface ExposeConnectionsOptions {
  /**
   * Port of the service, by number or name; not an HTTP one, whose requests would be taken for bytes.
   *
   * @default - its only port that is not HTTP
   */
  readonly port?: number | string | undefined;
}

/**
 * A server of a gateway that hands TLS through: the name is all that it sees, so services are chosen by nothing else.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-sni-passthrough/
 */
export class PassthroughServer {
  /**
   * Called by `IngressGateway.passthrough`.
   *
   * @internal
   */
  public constructor(
    private readonly gateway: ConnectionGateway,
    private readonly hosts: readonly string[],
    private readonly port: number,
    private readonly servers: GatewayServers,
  ) {}

  /** Sends the connections for a host to a service, or to the shares of it that a canary sets. */
  public expose(service: MeshService, props: ExposePassthroughOptions): this {
    const { host } = props;
    const { gateway } = this;
    if (!this.hosts.some(pattern => hostCovers(pattern, host))) {
      throw new ConfigError(
        `Cannot hand through TLS for host "${host}" at ${gateway.node.path}: wanted a host of the server (${this.hosts.join(', ')})`,
      );
    }
    const port = choosePort(
      service,
      props.port,
      offered => offered.protocol === 'https' || offered.protocol === 'tls',
      {
        action: `Cannot hand through TLS for host "${host}" at ${gateway.node.path}`,
        wanted: 'that ends TLS itself (protocol https or tls)',
      },
    );
    exposeConnections(
      gateway,
      service,
      port,
      { servers: this.servers, port: this.port },
      {
        name: `${gateway.name}-tls-${slugOf(host)}`,
        hosts: [host],
        kind: 'TLSRoute',
        rule: route => ({ tls: [{ match: [{ port: this.port, sniHosts: [host] }], route }] }),
      },
    );
    return this;
  }
}

/**
 * A server of a gateway that takes connections of any kind, after ending TLS or as they are: one service gets them all.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/tcp-traffic-shifting/
 */
export class ConnectionServer {
  private service: MeshService | undefined;

  /**
   * Called by `IngressGateway.tcp` and `IngressGateway.tls`.
   *
   * @internal
   */
  public constructor(
    private readonly gateway: ConnectionGateway,
    private readonly hosts: readonly string[],
    private readonly port: number,
    private readonly servers: GatewayServers,
  ) {}

  /** Sends the connections to a service, or to the shares of it that a canary sets. */
  public expose(service: MeshService, props: ExposeConnectionsOptions = {}): this {
    const { gateway } = this;
    const action = `Cannot take connections on port ${this.port} at ${gateway.node.path}`;
    if (this.service !== undefined) {
      throw new ConfigError(`${action}: wanted one service, got "${this.service.label}" and "${service.label}"`);
    }
    const port = choosePort(service, props.port, offered => !offered.http && offered.protocol !== 'udp', {
      action,
      wanted: 'that is neither HTTP nor UDP',
    });
    this.service = service;
    exposeConnections(
      gateway,
      service,
      port,
      { servers: this.servers, port: this.port },
      {
        name: `${gateway.name}-tcp-${this.port}`,
        hosts: [...this.hosts],
        kind: 'TCPRoute',
        rule: route => ({ tcp: [{ match: [{ port: this.port }], route }] }),
      },
    );
    return this;
  }
}

function exposeConnections(
  gateway: ConnectionGateway,
  service: MeshService,
  port: ServicePort,
  outer: Pick<ExposedHost, 'servers'> & { readonly port: number },
  written: {
    readonly name: string;
    readonly hosts: readonly string[];
    readonly kind: KubernetesConnections['kind'];
    readonly rule: (route: RouteDestination[]) => Partial<VirtualServiceSpec>;
  },
): void {
  service.allowCaller(gateway, gateway, { ports: [port.port] });
  declareAccess(gateway, () => ({
    access: written.hosts.flatMap(host => [
      ...accessOfConnections(
        { by: gateway, gateway: gateway.label, host, servers: outer.servers },
        outer.port,
        service,
        port,
      ),
    ]),
  }));
  const name = shortened(written.name);
  const destinations = () => writeShares(service.routing.defaultDestinations, service, port);
  const { kind, hosts } = written;
  const document: RouteWriter =
    gateway.kubernetes?.connect(service, { kind, name, host: hosts[0] ?? '*', port: outer.port, destinations }) ??
    new RouteDocument({
      mesh: gateway.mesh,
      by: gateway,
      namespace: gateway.namespace.name,
      name,
      spec: () => ({ hosts: [...hosts], gateways: [gateway.label], ...written.rule(destinations()) }),
    });
  for (const { version } of service.routing.defaultDestinations)
    if (version !== undefined) document.admitVersion(version);
  service.routing.addConnections(document);
}

function choosePort(
  service: MeshService,
  chosen: number | string | undefined,
  fits: (port: ServicePort) => boolean,
  texts: { action: string; wanted: string },
): ServicePort {
  const candidates = chosen === undefined ? service.ports.filter(fits) : [service.port(chosen)];
  const [port, second] = candidates;
  if (port === undefined || second !== undefined || !fits(port)) {
    const found = service.ports.map(({ port: number, protocol }) => `${number} (${protocol})`).join(', ');
    throw new ConfigError(
      `${texts.action}: wanted one port of "${service.label}" ${texts.wanted}, got ${chosen === undefined ? found : `${port?.port} (${port?.protocol})`}`,
    );
  }
  return port;
}
