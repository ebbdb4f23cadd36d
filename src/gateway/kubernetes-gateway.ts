import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Gateway,
  type GatewayListener,
  type GatewaySpec,
  HTTPRoute,
  type HTTPRouteSpec,
  ReferenceGrant,
} from '../../imports/gateway.networking.k8s.io';
import type { Mesh } from '../mesh/mesh';
import type { MeshService } from '../mesh/mesh-service';
import type { RouteWriter } from '../mesh/route-document';
import { ConfigError } from '../values/config-error';
import { covers, slugOf } from './gateway-host';
import type { GatewayServers, ServerDeclaration } from './gateway-servers';
import type { GatewayWorkload } from './gateway-workload';
import type { HostExposures } from './host-exposures';
import { KubernetesRoutes } from './kubernetes-route';
import { requireVersionService } from './version-service';

const GROUP = 'gateway.networking.k8s.io';

/** What a gateway that is written in the Gateway API needs to know of itself. */
export interface KubernetesGatewayProps {
  readonly by: Construct;
  readonly mesh: Mesh;
  readonly name: string;
  readonly namespace: string;
  readonly workload: GatewayWorkload;
  readonly servers: GatewayServers;
}

/** Writes a gateway and its routes in the Gateway API of Kubernetes, for pods that are there already. */
export class KubernetesGateway {
  public readonly apiObject: ApiObject;
  private readonly granted = new Set<string>();
  private redirects = false;

  public constructor(private readonly props: KubernetesGatewayProps) {
    const { mesh, name, namespace } = props;
    if (namespace !== props.workload.namespace) {
      throw new ConfigError(
        `Cannot write gateway "${name}" in the Gateway API at ${props.by.node.path}: wanted the namespace of its pods, "${props.workload.namespace}", where its certificates are, got "${namespace}"`,
      );
    }
    const spec = () => this.gatewaySpec();
    this.apiObject = mesh.define(props.by, 'gateways', Gateway, { name, namespace }, spec, 'KubernetesGateway');
  }

  /** Refuses a server that this API cannot describe, or not as far as our types of it go. */
  public check({ kind, protocol, tls }: ServerDeclaration): void {
    const { name, by } = this.props;
    const wrong =
      kind !== 'requests' || protocol === 'GRPC'
        ? `a ${protocol} server for ${kind}`
        : tls?.mode !== undefined && tls.mode !== 'SIMPLE'
          ? 'certificates of clients'
          : (tls?.minProtocolVersion ?? tls?.cipherSuites) !== undefined
            ? 'a least TLS version or cipher suites'
            : undefined;
    if (wrong !== undefined) {
      throw new ConfigError(
        `Cannot write gateway "${name}" in the Gateway API at ${by.node.path}: wanted plain HTTP and HTTPS servers, or api "istio", got ${wrong}`,
      );
    }
  }

  /** Writes the route that redirects plain HTTP, once. */
  public redirect(): void {
    if (this.redirects) return;
    this.redirects = true;
    this.route(`${this.props.name}-https-redirect`, () => ({
      parentRefs: this.parents(server => server.tls?.httpsRedirect === true),
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    }));
  }

  /** Writes the routes of one host. */
  public host(host: string, name: string, exposures: HostExposures): RouteWriter {
    const { mesh, by } = this.props;
    const routes = new KubernetesRoutes(mesh, by.node.path);
    const object = this.route(name, () => ({
      parentRefs: this.parents(
        server => server.tls?.httpsRedirect !== true && server.hosts.some(pattern => covers(pattern, host)),
      ),
      ...(host === '*' ? {} : { hostnames: [host] }),
      rules: exposures.routes().flatMap(route => routes.rulesOf(route)),
    }));
    return {
      object,
      admitFaults: () => {
        throw new ConfigError(
          `Cannot inject faults at gateway "${this.props.name}" at ${by.node.path}: wanted a gateway with api "istio", since routes of the Gateway API inject none`,
        );
      },
      admitVersion: ({ service, subset }) => {
        const version = mesh.serviceAt(service.host)?.versions.find(declared => declared.subset === subset);
        if (version !== undefined) requireVersionService(version);
      },
      remove: () => {
        throw new ConfigError(
          `Cannot leave the routes of host "${host}" to a controller at ${by.node.path}: wanted a gateway with api "istio"`,
        );
      },
    };
  }

  /** Lets the routes name a service in its namespace, and its versions apart. */
  public admit(service: MeshService): void {
    const { name, namespace, mesh, by } = this.props;
    if (service.versions.length > 1) for (const version of service.versions) requireVersionService(version);
    const target = service.namespace.name;
    if (target === namespace || this.granted.has(target)) return;
    this.granted.add(target);
    const metadata = { name: `${namespace}-${name}`, namespace: target };
    mesh.define(by, 'routes', ReferenceGrant, metadata, {
      from: [{ group: GROUP, kind: 'HTTPRoute', namespace }],
      to: [{ group: '', kind: 'Service' }],
    });
  }

  private route(name: string, spec: () => HTTPRouteSpec): HTTPRoute {
    const { mesh, by, namespace } = this.props;
    return mesh.define(by, 'routes', HTTPRoute, { name, namespace }, spec);
  }

  private gatewaySpec(): GatewaySpec {
    const { workload, mesh, servers } = this.props;
    return {
      gatewayClassName: 'istio',
      // Istio deploys pods of its own for a Gateway without an address.
      addresses:
        workload.isDeployedByIstio === true
          ? undefined
          : [{ type: 'Hostname', value: `${workload.name}.${workload.namespace}.svc.${mesh.clusterDomain}` }],
      listeners: servers.all.flatMap(server =>
        server.hosts.map((host): GatewayListener => {
          const { port, protocol, tls: { credentialName } = {} } = server;
          return {
            name: listenerName(server, host),
            port,
            protocol,
            hostname: host === '*' ? undefined : host,
            tls:
              credentialName === undefined
                ? undefined
                : { mode: 'Terminate', certificateRefs: [{ name: credentialName }] },
            allowedRoutes: { namespaces: { from: 'Same' } },
          };
        }),
      ),
    };
  }

  private parents(fits: (server: ServerDeclaration) => boolean): { name: string; sectionName: string }[] {
    return this.props.servers.all
      .filter(fits)
      .flatMap(server => server.hosts.map(host => listenerName(server, host)))
      .map(sectionName => ({ name: this.props.name, sectionName }));
  }
}

function listenerName({ protocol, port }: ServerDeclaration, host: string): string {
  const slug = host === '*' ? 'all' : slugOf(host);
  return `${protocol.toLowerCase()}-${port}-${slug}`;
}
