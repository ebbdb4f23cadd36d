import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Gateway,
  type GatewayListener,
  type GatewaySpec,
  HTTPRoute,
  type HTTPRouteSpec,
  ReferenceGrant,
  TCPRoute,
  TLSRoute,
} from '../../imports/gateway.networking.k8s.io';
import type { RouteDestination } from '../../imports/networking.istio.io';
import { requireVersionService } from '../mesh/define-version-service';
import { targetsIn } from '../mesh/kubernetes-backend';
import type { Mesh } from '../mesh/mesh';
import type { MeshService } from '../mesh/mesh-service';
import type { RouteWriter } from '../mesh/route-document';
import { kubernetesRules } from '../routing/kubernetes-rules';
import type { VersionRef } from '../routing/refs';
import { ConfigError } from '../values/config-error';
import { hostCovers } from '../values/host-pattern';
import { isAtLeast } from '../values/istio-version';
import { slugOf } from './gateway-host';
import type { GatewayServers, ServerDeclaration } from './gateway-servers';
import type { GatewayWorkload } from './gateway-workload';
import type { HostExposures } from './host-exposures';
import type { HttpServerOptions } from './server-props';

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

/** Connections that a gateway hands on: for one name of TLS, or all of a port. */
export interface KubernetesConnections {
  readonly kind: 'TLSRoute' | 'TCPRoute';
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Where they go; called whenever it is rendered. */
  readonly destinations: () => readonly RouteDestination[];
}

/** Writes a gateway and its routes in the Gateway API of Kubernetes, for pods that are there already. */
export class KubernetesGateway {
  public readonly apiObject: ApiObject;
  private readonly granted = new Map<string, Set<string>>();
  private redirects = false;

  public constructor(private readonly props: KubernetesGatewayProps) {
    const { mesh, name, namespace } = props;
    if (namespace !== props.workload.namespace.name) {
      throw new ConfigError(
        `Cannot write gateway "${name}" in the Gateway API at ${props.by.node.path}: wanted the namespace of its pods, "${props.workload.namespace.name}", where its certificates are, got "${namespace}"`,
      );
    }
    const spec = () => this.gatewaySpec();
    this.apiObject = mesh.define(props.by, 'gateways', Gateway, { name, namespace }, spec, 'KubernetesGateway');
  }

  /** Refuses a server that this API cannot describe. */
  public check({ kind, protocol, hosts, tls, listener }: ServerDeclaration): void {
    const { name, by, mesh, servers } = this.props;
    const { listenerName } = listener ?? {};
    const wrong =
      listenerName !== undefined && hosts.length > 1
        ? `one listener "${listenerName}" for ${hosts.length} hosts`
        : listenerName !== undefined && servers.all.some(other => other.listener?.listenerName === listenerName)
          ? `two listeners "${listenerName}"`
          : kind === 'connections' && !isAtLeast(mesh.istioVersion, '1.31')
            ? `a ${protocol} server for connections of Istio ${mesh.istioVersion}, which reads no TCPRoutes; 1.31 does`
            : tls?.cipherSuites !== undefined && !isAtLeast(mesh.istioVersion, '1.29')
              ? `cipher suites for Istio ${mesh.istioVersion}; 1.29 reads them`
              : tls?.minProtocolVersion !== undefined
                ? 'a least TLS version'
                : tls?.subjectAltNames !== undefined
                  ? 'names that certificates of clients must have'
                  : undefined;
    if (wrong !== undefined) {
      throw new ConfigError(
        `Cannot write gateway "${name}" in the Gateway API at ${by.node.path}: wanted servers that it can describe, or api "istio", got ${wrong}`,
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
    const targetOf = targetsIn(mesh);
    const object = this.route(name, () => ({
      parentRefs: this.parents(
        server =>
          server.kind === 'requests' &&
          server.tls?.httpsRedirect !== true &&
          server.hosts.some(pattern => hostCovers(pattern, host)),
      ),
      ...(host === '*' ? {} : { hostnames: [host] }),
      rules: kubernetesRules(exposures.routes(), { where: by.node.path, istioVersion: mesh.istioVersion, targetOf }),
    }));
    return {
      objects: [object],
      admitFaults: () => {
        throw new ConfigError(
          `Cannot inject faults at gateway "${this.props.name}" at ${by.node.path}: wanted a gateway with api "istio", since routes of the Gateway API inject none`,
        );
      },
      admitVersion: version => this.admitVersion(version),
      remove: () => {
        throw new ConfigError(
          `Cannot leave the routes of host "${host}" to a controller at ${by.node.path}: wanted a gateway with api "istio"`,
        );
      },
    };
  }

  /** Writes the route of connections to a service. */
  public connect(service: MeshService, { kind, name, host, port, destinations }: KubernetesConnections): RouteWriter {
    const { mesh, by, namespace } = this.props;
    this.admit(service, kind);
    const targetOf = targetsIn(mesh);
    const refuse = (what: string): never => {
      throw new ConfigError(
        `Cannot hand on connections at ${by.node.path}: wanted what a ${kind} can say, or api "istio", got ${what}`,
      );
    };
    const spec = () => {
      const parentRefs = this.parents(
        server => server.port === port && server.hosts.some(pattern => hostCovers(pattern, host)),
      );
      const backendRefs = destinations().map(({ destination, weight }) => ({
        ...targetOf(destination, refuse),
        weight,
      }));
      return { parentRefs, rules: [{ backendRefs }] };
    };
    const object =
      kind === 'TCPRoute'
        ? mesh.define(by, 'routes', TCPRoute, { name, namespace }, spec)
        : mesh.define(by, 'routes', TLSRoute, { name, namespace }, () => ({ hostnames: [host], ...spec() }));
    const admitVersion = (version: VersionRef): void => this.admitVersion(version);
    return { objects: [object], admitVersion, remove: () => undefined };
  }

  /** Lets routes of a kind name a service in its namespace. */
  public admit(service: MeshService, kind: 'HTTPRoute' | KubernetesConnections['kind'] = 'HTTPRoute'): void {
    const { name, namespace, mesh, by } = this.props;
    const target = service.namespace.name;
    if (target === namespace) return;
    const kinds = this.granted.get(target);
    if (kinds !== undefined) {
      kinds.add(kind);
      return;
    }
    const granted = new Set<string>([kind]);
    this.granted.set(target, granted);
    const metadata = { name: `${namespace}-${name}`, namespace: target };
    mesh.define(by, 'routes', ReferenceGrant, metadata, () => ({
      from: [...granted].sort().map(each => ({ group: GROUP, kind: each, namespace })),
      to: [{ group: '', kind: 'Service' }],
    }));
  }

  private admitVersion({ service, subset }: VersionRef): void {
    const { mesh } = this.props;
    const version = mesh.serviceAt(service.host)?.versions.find(declared => declared.subset === subset);
    if (version !== undefined) requireVersionService(mesh, version);
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
          : [{ type: 'Hostname', value: `${workload.name}.${workload.namespace.name}.svc.${mesh.clusterDomain}` }],
      listeners: servers.all.flatMap(server => server.hosts.map(host => listenerOf(server, host))),
    };
  }

  private parents(fits: (server: ServerDeclaration) => boolean): { name: string; sectionName: string }[] {
    return this.props.servers.all
      .filter(fits)
      .flatMap(server => server.hosts.map(host => listenerName(server, host)))
      .map(sectionName => ({ name: this.props.name, sectionName }));
  }
}

function listenerOf(server: ServerDeclaration, host: string): GatewayListener {
  const { kind, port, protocol } = server;
  return {
    name: listenerName(server, host),
    port,
    // HTTP/2, and with it gRPC, is HTTP here.
    protocol: protocol === 'GRPC' ? 'HTTP' : protocol,
    hostname: host === '*' || protocol === 'TCP' ? undefined : host,
    tls: tlsOf(server),
    allowedRoutes: {
      namespaces: namespacesOf(server.listener?.routesFrom),
      kinds: kind === 'connections' ? [{ group: GROUP, kind: 'TCPRoute' }] : undefined,
    },
  };
}

/** What Istio reads of client certificates and cipher suites: options of its own, beside the fields of the API. */
function tlsOf({ kind, tls }: ServerDeclaration): GatewayListener['tls'] {
  if (kind === 'passthrough') return { mode: 'Passthrough' };
  const { credentialName, mode, cipherSuites } = tls ?? {};
  if (credentialName === undefined) return undefined;
  const options = {
    ...(mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL' ? { 'gateway.istio.io/tls-terminate-mode': mode } : {}),
    ...(cipherSuites === undefined ? {} : { 'gateway.istio.io/tls-cipher-suites': cipherSuites.join(',') }),
  };
  return {
    mode: 'Terminate',
    certificateRefs: [{ name: credentialName }],
    options: Object.keys(options).length === 0 ? undefined : options,
  };
}

function namespacesOf(
  from: HttpServerOptions['routesFrom'] = 'same',
): NonNullable<GatewayListener['allowedRoutes']>['namespaces'] {
  if (from === 'same') return { from: 'Same' };
  return from === 'all' ? { from: 'All' } : { from: 'Selector', selector: { matchLabels: { ...from.labels } } };
}

function listenerName({ protocol, port, listener }: ServerDeclaration, host: string): string {
  if (listener?.listenerName !== undefined) return listener.listenerName;
  const slug = host === '*' ? 'all' : slugOf(host);
  return `${protocol.toLowerCase()}-${port}-${slug}`;
}
