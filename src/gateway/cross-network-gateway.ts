import { Construct } from 'constructs';
import { Gateway, type GatewaySpec } from '../../imports/networking.istio.io/gateway';
import { VirtualService } from '../../imports/networking.istio.io/virtual-service';
import { Mesh } from '../mesh/mesh';
import { ConfigError } from '../values/config-error';
import { requireDnsLabel } from '../values/names';
import type { GatewayWorkload } from './gateway-workload';

/** Properties of `CrossNetworkGateway`. */
export interface CrossNetworkGatewayProps {
  /** The pods that other networks reach: a `GatewayDeployment` of the role east-west. */
  readonly workload: GatewayWorkload;

  /**
   * Hosts that other networks may reach.
   *
   * @default - every service of the cluster, `*.local`
   */
  readonly hosts?: readonly string[] | undefined;

  /**
   * Whether remote clusters reach the control plane of this one through it.
   *
   * @default false
   */
  readonly exposeControlPlane?: boolean | undefined;

  /**
   * Revision of the control plane that is exposed.
   *
   * @default - the one without a revision
   */
  readonly revision?: string | undefined;
}

/** Port by which sidecars of other networks come in; the gateway chooses the service by the SNI that they send. */
const MTLS_PORT = 15443;

/** Ports of istiod: what the gateway offers, and what the Service of istiod has. */
const ISTIOD_PORTS = [
  { name: 'tls-istiod', port: 15012, servicePort: 15012 },
  { name: 'tls-istiodwebhook', port: 15017, servicePort: 443 },
] as const;

/**
 * Lets the other networks of the mesh reach the services of this cluster, by mutual TLS that passes through unopened.
 *
 * Defines a Gateway on the port of the east-west gateway and, for remote clusters, a Gateway and VirtualService in front
 * of istiod.
 *
 * @see https://istio.io/latest/docs/setup/install/multicluster/primary-remote_multi-network/
 *
 * @example
 * const eastWest = new GatewayDeployment(chart, 'istio-eastwestgateway', { namespace: 'istio-system', role: 'east-west', network: 'network1' });
 * new CrossNetworkGateway(mesh, 'cross-network-gateway', { workload: eastWest });
 */
export class CrossNetworkGateway extends Construct {
  public readonly mesh: Mesh;
  public readonly name: string;
  public readonly namespace: { readonly name: string };
  private readonly workload: GatewayWorkload;

  public constructor(scope: Construct, id: string, props: CrossNetworkGatewayProps) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.workload = props.workload;
    this.name = requireDnsLabel(id, 'name of a gateway', this.node.path);
    this.namespace = this.workload.namespace;
    const hosts = props.hosts ?? ['*.local'];
    this.requirePort(MTLS_PORT);
    if (hosts.length === 0) this.fail('wanted at least one host that other networks may reach, got none');
    this.defineGateway(this.name, [
      {
        port: { number: MTLS_PORT, name: 'tls', protocol: 'TLS' },
        hosts: [...hosts],
        tls: { mode: 'AUTO_PASSTHROUGH' },
      },
    ]);
    if (props.exposeControlPlane === true) this.exposeControlPlane(props.revision);
  }

  private exposeControlPlane(revision: string | undefined): void {
    for (const { port } of ISTIOD_PORTS) this.requirePort(port);
    const name = `${this.name}-istiod`;
    this.defineGateway(
      name,
      ISTIOD_PORTS.map(({ name: portName, port }) => ({
        port: { number: port, name: portName, protocol: 'TLS' },
        hosts: ['*'],
        tls: { mode: 'PASSTHROUGH' as const },
      })),
    );
    const service = revision === undefined ? 'istiod' : `istiod-${revision}`;
    const host = `${service}.${this.mesh.rootNamespace}.svc.${this.mesh.clusterDomain}`;
    this.mesh.define(
      this,
      'routes',
      VirtualService,
      { name, namespace: this.namespace },
      {
        hosts: ['*'],
        gateways: [`${this.namespace.name}/${name}`],
        tls: ISTIOD_PORTS.map(({ port, servicePort }) => ({
          match: [{ port, sniHosts: ['*'] }],
          route: [{ destination: { host, port: { number: servicePort } } }],
        })),
      },
    );
  }

  private defineGateway(name: string, servers: GatewaySpec['servers']): void {
    const spec = { selector: { ...this.workload.selector }, servers };
    this.mesh.define(this, 'gateways', Gateway, { name, namespace: this.namespace }, spec);
  }

  private requirePort(wanted: number): void {
    const { ports } = this.workload;
    if (ports.some(({ port, targetPort }) => port === wanted && targetPort === wanted)) return;
    this.fail(
      `wanted port ${wanted} on the Service and the pods of "${this.workload.name}", got ${ports.map(({ port }) => port).join(', ')}; deploy it with the role east-west`,
    );
  }

  private fail(wanted: string): never {
    throw new ConfigError(
      `Cannot connect networks by gateway "${this.namespace.name}/${this.name}" at ${this.node.path}: ${wanted}`,
    );
  }
}
