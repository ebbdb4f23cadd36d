import type { ApiObject } from 'cdk8s';
import { HTTPRoute, TCPRoute } from '../../imports/gateway.networking.k8s.io';
import type {
  HTTPRoute as HttpRule,
  RouteDestination,
  TCPRoute as TcpRule,
  TLSRoute as TlsRule,
} from '../../imports/networking.istio.io';
import { kubernetesRules } from '../routing/kubernetes-rules';
import type { ServicePort, VersionRef } from '../routing/refs';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';
import { shortened } from '../values/names';
import { requireVersionService } from './define-version-service';
import { targetsIn } from './kubernetes-backend';
import type { Mesh } from './mesh';
import type { MeshServiceRef } from './references';
import type { RouteWriter } from './route-document';

/** What a `KubernetesDocument` needs to know. */
export interface KubernetesDocumentProps {
  readonly mesh: Mesh;
  readonly service: MeshServiceRef;
  /** The routes of requests for a port; called whenever they are rendered. */
  readonly routesOf: (port: ServicePort) => readonly HttpRule[];
  /** The routes of connections; called whenever they are rendered. */
  readonly connections: () => { readonly tcp: readonly TcpRule[]; readonly tls: readonly TlsRule[] };
}

/**
 * Writes the routes of a host in the Gateway API, with the Service as their parent: an HTTPRoute for each HTTP port, and a
 * TCPRoute for each other port whose connections are routed.
 *
 * @see https://gateway-api.sigs.k8s.io/mesh/
 */
export class KubernetesDocument implements RouteWriter {
  private readonly written: ApiObject[] = [];
  private readonly connected = new Set<number>();

  public constructor(private readonly props: KubernetesDocumentProps) {
    const { service, mesh, routesOf } = props;
    const { httpPorts, node, namespace } = service;
    const targetOf = targetsIn(mesh);
    for (const port of httpPorts) {
      const metadata = { name: this.nameFor(port, httpPorts), namespace: namespace.name };
      this.written.push(
        mesh.define(service, 'routes', HTTPRoute, metadata, () => ({
          parentRefs: [this.parent(httpPorts.length > 1 ? port.port : undefined)],
          rules: kubernetesRules(routesOf(port), { where: node.path, istioVersion: mesh.istioVersion, targetOf }),
        })),
      );
    }
  }

  public get objects(): readonly ApiObject[] {
    return this.written;
  }

  /** Routes name a version by a Service of its own. */
  public admitVersion({ service, subset }: VersionRef): void {
    const { mesh } = this.props;
    const version = mesh.serviceAt(service.host)?.versions.find(declared => declared.subset === subset);
    if (version !== undefined) requireVersionService(mesh, version);
  }

  public admitFaults(): never {
    this.fail('inject faults into requests to', 'routes of the Gateway API inject none');
  }

  public remove(): never {
    this.fail('hand over the routes of', 'its controller would write a VirtualService beside the HTTPRoutes');
  }

  public admitConnections(port: ServicePort): void {
    const { service, mesh } = this.props;
    if (!isAtLeast(mesh.istioVersion, '1.31')) {
      this.fail('route connections to', `Istio ${mesh.istioVersion} reads no TCPRoutes; 1.31 does`);
    }
    if (this.connected.has(port.port)) return;
    this.connected.add(port.port);
    const metadata = { name: this.nameFor(port, service.ports), namespace: service.namespace.name };
    this.written.push(
      mesh.define(service, 'routes', TCPRoute, metadata, () => ({
        parentRefs: [this.parent(port.port)],
        rules: [{ backendRefs: this.connectionsOf(port) }],
      })),
    );
  }

  /** Where the connections on a port go: one rule has to say it. */
  private connectionsOf({ port }: ServicePort) {
    const { tcp, tls } = this.props.connections();
    const [named] = tls.filter(({ match }) => match.some(one => one.port === port));
    if (named !== undefined) this.fail('route connections by the names of TLS to', 'of one port only one rule counts');
    const [first] = tcp.filter(({ match = [] }) => match.some(one => one.port === port));
    const conditions = (first?.match ?? []).flatMap(({ port: _, ...rest }) => Object.entries(rest));
    const [condition] = conditions.find(([, value]) => value !== undefined) ?? [];
    if (condition !== undefined) this.fail('route connections to', `a TCPRoute has no condition on ${condition}`);
    const targetOf = targetsIn(this.props.mesh);
    const refuse = (what: string): never => this.fail('route connections to', `it cannot say ${what}`);
    return (first?.route ?? []).map(({ destination, weight }: RouteDestination) => {
      return { ...targetOf(destination, refuse), weight };
    });
  }

  private parent(port: number | undefined) {
    return { group: '', kind: 'Service', name: this.props.service.name, port };
  }

  private nameFor({ port }: ServicePort, ports: readonly ServicePort[]): string {
    const { name } = this.props.service;
    return ports.length > 1 ? shortened(`${name}-${port}`) : name;
  }

  private fail(what: string, why: string): never {
    const { host, node } = this.props.service;
    throw new ConfigError(
      `Cannot ${what} "${host}" at ${node.path}: wanted a mesh with api "istio", got "gateway-api": ${why}`,
    );
  }
}
