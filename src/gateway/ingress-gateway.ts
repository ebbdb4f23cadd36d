import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Gateway,
  type GatewaySpec,
  type Server,
  VirtualService,
  type VirtualServiceSpec,
} from '../../imports/networking.istio.io';
import type { GatewayCaller } from '../mesh/call';
import { Mesh } from '../mesh/mesh';
import type { MeshNamespace } from '../mesh/mesh-namespace';
import type { MeshService } from '../mesh/mesh-service';
import { ConfigError } from '../values/config-error';
import { declareBy } from '../values/declared-by';
import { requireDnsLabel } from '../values/names';
import { PathMatch } from '../values/string-match';
import { covers, requireHost } from './gateway-host';
import type { GatewayWorkload } from './gateway-workload';
import { type Exposure, HostExposures } from './host-exposures';
import type { TlsCredential } from './tls-credential';

/** Properties of `IngressGateway`. */
export interface IngressGatewayProps {
  /** The pods that take the requests: selector, ports and identity come from here. */
  readonly workload: GatewayWorkload;

  /**
   * Name of the Gateway: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * The namespace in which the Gateway and its routes are written.
   *
   * @default - the namespace of the pods
   */
  readonly namespace?: MeshNamespace | undefined;
}

/** A server that takes plain HTTP. */
export interface HttpServerProps {
  /** The hosts it answers for, such as `notes.example.com` or `*.example.com`. */
  readonly hosts: readonly string[];

  /**
   * Port of the gateway's Service.
   *
   * @default 80
   */
  readonly port?: number | undefined;
}

/** A server that ends TLS. */
export interface HttpsServerProps {
  /** The hosts it answers for, such as `notes.example.com` or `*.example.com`. */
  readonly hosts: readonly string[];

  /** The certificate it shows. */
  readonly credential: TlsCredential;

  /**
   * Port of the gateway's Service.
   *
   * @default 443
   */
  readonly port?: number | undefined;

  /**
   * Answers plain HTTP on port 80 with a redirect to HTTPS.
   *
   * Turn it off behind a load balancer that ends TLS itself, or the redirect never ends.
   *
   * @default true
   */
  readonly redirectHttp?: boolean | undefined;

  /**
   * The oldest TLS version it accepts.
   *
   * @default - Istio's: TLSV1_2
   */
  readonly minProtocolVersion?: 'TLSV1_2' | 'TLSV1_3' | undefined;
}

/** How a service is reached from outside. */
export interface ExposeProps {
  /** The host; must be covered by a server of the gateway. */
  readonly host: string;

  /**
   * The paths that go to the service.
   *
   * @default PathMatch.prefix('/')
   */
  readonly path?: PathMatch | undefined;

  /**
   * Port of the service, by number or name.
   *
   * @default - its only HTTP port
   */
  readonly port?: number | string | undefined;
}

/**
 * Takes requests from outside the mesh and hands them to services.
 *
 * Defines a Gateway for the pods of `workload` and one VirtualService per exposed host. Routes that other constructs
 * give a service, such as a canary, hold for requests from the gateway as well. Exposing a service declares the call
 * from the gateway to it, so that derived authorization lets it through.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/
 *
 * @example
 * const gateway = new IngressGateway(mesh, 'public', { workload: GatewayWorkload.existing({ name: 'istio-ingress', namespace: 'istio-ingress' }) });
 * gateway.https({ hosts: ['notes.example.com'], credential: TlsCredential.existing('notes-tls') });
 * gateway.expose(frontend, { host: 'notes.example.com' });
 */
export class IngressGateway extends Construct implements GatewayCaller {
  public readonly mesh: Mesh;
  public readonly name: string;
  public readonly namespace: string;
  public readonly podNamespace: string;
  public readonly selector: { readonly [key: string]: string };
  public readonly principal: string;
  /** The Gateway object. */
  public readonly apiObject: Gateway;

  private readonly workload: GatewayWorkload;
  private readonly servers = new Map<string, Server>();
  private readonly exposures = new Map<string, HostExposures>();

  public constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.workload = props.workload;
    this.name = requireDnsLabel(props.name ?? id, 'name of a gateway', this.node.path);
    this.podNamespace = this.workload.namespace;
    this.namespace = props.namespace?.name ?? this.podNamespace;
    this.selector = this.workload.selector;
    this.principal = `${this.mesh.trustDomain}/ns/${this.podNamespace}/sa/${this.workload.serviceAccountName}`;
    if (Object.keys(this.selector).length === 0) {
      this.fail('wanted a workload with labels to select its pods by, got none: it would take every pod of the mesh');
    }
    this.apiObject = new Gateway(
      this.mesh.chartFor(this, 'gateways'),
      this.mesh.claimObject(this, 'Gateway', this.namespace, this.name),
      {
        metadata: { name: this.name, namespace: this.namespace },
        spec: Lazy.any({ produce: () => this.spec() }) as GatewaySpec,
      },
    );
    declareBy(this.apiObject, this);
    this.node.addValidation({ validate: () => [...this.problems()] });
    this.mesh.addGateway(this);
  }

  /** How findings name it: `<namespace>/<name>`. */
  public get label(): string {
    return `${this.namespace}/${this.name}`;
  }

  /** The container ports on which its servers take requests. */
  public get listensOn(): readonly number[] {
    const ports = [...this.servers.values()].map(server => this.servicePort(server.port.number).targetPort);
    return [...new Set(ports)].sort((a, b) => a - b);
  }

  /** Answers plain HTTP for some hosts. */
  public http(props: HttpServerProps): this {
    this.addServer('HTTP', props.port ?? 80, props.hosts, {});
    return this;
  }

  /** Ends TLS for some hosts, and redirects plain HTTP to it. */
  public https(props: HttpsServerProps): this {
    const { hosts, port = 443, redirectHttp = true, minProtocolVersion } = props;
    this.requireHosts(hosts);
    const credentialName = props.credential.bind(this, this, hosts);
    this.addServer('HTTPS', port, hosts, {
      tls: {
        mode: 'SIMPLE',
        credentialName,
        ...(minProtocolVersion === undefined ? {} : { minProtocolVersion }),
      },
    });
    if (redirectHttp) this.addServer('HTTP', 80, hosts, { tls: { httpsRedirect: true } });
    return this;
  }

  /** Sends requests for a host, or some of its paths, to a service. */
  public expose(service: MeshService, props: ExposeProps): this {
    requireHost(props.host, this.node.path);
    const port = props.port === undefined ? onlyHttpPort(service, this.node.path) : service.port(props.port);
    if (!port.http) {
      this.fail(
        `wanted an HTTP port of "${service.label}" for host "${props.host}", got ${port.port} (${port.protocol})`,
      );
    }
    const exposure: Exposure = { service, port, path: props.path ?? PathMatch.prefix('/') };
    this.exposuresOf(props.host).add(exposure);
    service.allowCaller(this, this, { ports: [port.port] });
    return this;
  }

  private exposuresOf(host: string): HostExposures {
    const found = this.exposures.get(host);
    if (found !== undefined) return found;
    const exposures = new HostExposures(host, this.node.path);
    this.exposures.set(host, exposures);
    const name = `${this.name}-${host.replace(/^\*/, 'wildcard').replaceAll('.', '-')}`.slice(0, 63).replace(/-+$/, '');
    const object = new VirtualService(
      this.mesh.chartFor(this, 'routes'),
      this.mesh.claimObject(this, 'VirtualService', this.namespace, name),
      {
        metadata: { name, namespace: this.namespace },
        spec: Lazy.any({
          produce: () => ({ hosts: [host], gateways: [`${this.namespace}/${this.name}`], http: exposures.routes() }),
        }) as VirtualServiceSpec,
      },
    );
    declareBy(object, this);
    return exposures;
  }

  private addServer(protocol: 'HTTP' | 'HTTPS', port: number, hosts: readonly string[], rest: object): void {
    this.requireHosts(hosts);
    this.servicePort(port);
    const key = [...hosts].sort().join(',');
    const name = `${protocol.toLowerCase()}-${port}-${key}`;
    if (this.servers.has(name)) this.fail(`wanted one ${protocol} server for ${key} on port ${port}, got two`);
    this.servers.set(name, {
      port: { number: port, protocol, name: '' },
      hosts: [...hosts],
      ...rest,
    } as Server);
  }

  private requireHosts(hosts: readonly string[]): void {
    if (hosts.length === 0) this.fail('wanted at least one host for a server, got none');
    for (const host of hosts) requireHost(host, this.node.path);
  }

  private servicePort(port: number): { readonly port: number; readonly targetPort: number } {
    const found = this.workload.ports.find(offered => offered.port === port);
    if (found === undefined) {
      this.fail(
        `wanted a port that the Service of "${this.workload.name}" offers (${this.workload.ports.map(offered => offered.port).join(', ')}), got ${port}`,
      );
    }
    return found;
  }

  private spec(): GatewaySpec {
    const sorted = [...this.servers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, server]) => server);
    const counts = new Map<string, number>();
    const servers = sorted.map(server => {
      const base = server.port.protocol.toLowerCase();
      const count = (counts.get(base) ?? 0) + 1;
      counts.set(base, count);
      return { ...server, port: { ...server.port, name: count === 1 ? base : `${base}-${count}` } };
    });
    return { selector: { ...this.selector }, servers } as GatewaySpec;
  }

  private *problems(): Iterable<string> {
    const offered = [...this.servers.values()].flatMap(server => server.hosts);
    if (offered.length === 0) yield this.message('wanted at least one server (http or https), got none');
    for (const [host, exposures] of this.exposures) {
      yield* exposures.conflicts();
      if (!offered.some(pattern => covers(pattern, host))) {
        yield this.message(
          `wanted a server for the exposed host "${host}", got servers for ${offered.join(', ') || 'none'}`,
        );
      }
    }
    const owners = new Map<string, string>();
    for (const [key, server] of this.servers) {
      for (const host of server.hosts) {
        const at = `${host} on port ${server.port.number}`;
        const other = owners.get(at);
        if (other !== undefined && other !== key) yield this.message(`wanted one server for ${at}, got two`);
        owners.set(at, key);
      }
    }
  }

  private fail(wanted: string): never {
    throw new ConfigError(this.message(wanted));
  }

  private message(wanted: string): string {
    return `Cannot take requests by gateway "${this.name}" at ${this.node.path}: ${wanted}`;
  }
}

function onlyHttpPort(service: MeshService, where: string) {
  const [port, second] = service.httpPorts;
  if (port === undefined || second !== undefined) {
    throw new ConfigError(
      `Cannot expose "${service.label}" at ${where}: wanted the port to be named, got ${service.httpPorts.length} HTTP ports to choose from`,
    );
  }
  return port;
}
