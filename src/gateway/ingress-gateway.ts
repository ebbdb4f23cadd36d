import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway, type ServerTLSSettings } from '../../imports/networking.istio.io';
import { Mesh } from '../mesh/mesh';
import type { RoutingApi } from '../mesh/mesh-props';
import type { MeshService } from '../mesh/mesh-service';
import type { GatewayCaller } from '../mesh/references';
import { RouteDocument, type RouteWriter } from '../mesh/route-document';
import { type DirectResponse, writeDirectResponse } from '../routing/direct-response';
import { type Redirect, writeRedirect } from '../routing/redirect';
import type { RequestMatch } from '../routing/request-match';
import { requirePrefixes } from '../routing/request-rewrite';
import { PathMatch } from '../routing/string-match';
import { type DeclaredAccess, declareAccess } from '../tree/declared-access';
import { ConfigError, failing } from '../values/config-error';
import { requireDnsLabel, shortened } from '../values/names';
import { type NamespaceName, objectOfNamespace } from '../values/namespace-name';
import { requireGiven } from '../values/require-given';
import { ConnectionServer, PassthroughServer } from './connection-server';
import { accessOfExposures } from './declared-exposures';
import { DelegatedPaths, type DelegatedPathsProps } from './delegated-paths';
import { type ExposedPathOptions, exposedPort, strippedPath } from './exposed-service';
import { requireHost, slugOf } from './gateway-host';
import { GatewayServers, type ServerDeclaration } from './gateway-servers';
import { assumeWorkloadElsewhere, type GatewayWorkload } from './gateway-workload';
import { HostExposures } from './host-exposures';
import { KubernetesGateway } from './kubernetes-gateway';
import {
  type GrpcServerOptions,
  type HttpServerOptions,
  type HttpsServerOptions,
  type PassthroughServerOptions,
  type TcpServerOptions,
  type TlsTerminationOptions,
  terminationSettings,
} from './server-props';

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
  readonly namespace?: NamespaceName | undefined;

  /**
   * Which API the gateway and its routes are written in: Istio's own, which can say everything, or the Gateway API of
   * Kubernetes, whose CRDs must be in the cluster. What the latter cannot say is refused. Routes then name Services, so
   * that each version gets one of its own.
   *
   * @default - that of the mesh
   */
  readonly api?: RoutingApi | undefined;
}

/** How a service is reached from outside. */
export interface ExposeOptions extends ExposedPathOptions {
  /** The host; must be covered by a server of the gateway. */
  readonly host: string;
}

/** Requests that the gateway redirects or answers itself. */
export type EdgeRule = {
  /** Name of the route, seen in access logs; one of its own for each. */
  readonly name: string;
  /** The host; must be covered by a server of the gateway. */
  readonly host: string;
  /**
   * Which of the requests for the host are meant.
   *
   * @default - all
   */
  readonly match?: RequestMatch | undefined;
} & (
  | { readonly redirect: Redirect; readonly directResponse?: never }
  | { readonly redirect?: never; readonly directResponse: DirectResponse }
);

/** The part of a host that is left to another VirtualService. */
export interface DelegateOptions extends DelegatedPathsProps {
  /** The host; must be covered by a server of the gateway. */
  readonly host: string;
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
  /** The namespace of the Gateway and its routes. */
  public readonly namespace: { readonly name: string };
  public readonly podNamespace: { readonly name: string };
  public readonly selector: { readonly [key: string]: string };
  public readonly principal: string;
  /** The Gateway object. */
  public readonly apiObject: ApiObject;

  private readonly servers: GatewayServers;
  /** @internal */
  public readonly kubernetes: KubernetesGateway | undefined;
  private readonly exposures = new Map<string, { exposures: HostExposures; document: RouteWriter }>();

  public constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id);
    const workload = requireGiven(props.workload, 'workload of a gateway', this.node.path);
    this.mesh = Mesh.of(this);
    this.name = requireDnsLabel(props.name ?? id, 'name of a gateway', this.node.path);
    this.podNamespace = workload.namespace;
    this.namespace = props.namespace === undefined ? this.podNamespace : objectOfNamespace(props.namespace);
    this.selector = workload.selector;
    this.principal = `${this.mesh.trustDomain}/ns/${this.podNamespace.name}/sa/${workload.serviceAccountName}`;
    this.servers = new GatewayServers(workload, this.node.path, this.message());
    if (Object.keys(this.selector).length === 0) {
      throw new ConfigError(
        `${this.message()}: wanted a workload with labels to select its pods by, got none: it would take every pod of the mesh`,
      );
    }
    if (
      workload.isDeployedByIstio === true &&
      (props.api !== 'gateway-api' || workload.name !== `${this.name}-istio`)
    ) {
      throw new ConfigError(
        `${this.message()}: wanted api "gateway-api" and the name that the pods are deployed for, got api "${props.api ?? 'istio'}" and pods "${workload.name}"`,
      );
    }
    const { name, namespace, mesh, servers } = this;
    this.kubernetes =
      (props.api ?? this.mesh.api) === 'gateway-api'
        ? new KubernetesGateway({ by: this, mesh, name, namespace: namespace.name, workload, servers })
        : undefined;
    this.apiObject = this.kubernetes?.apiObject ?? this.defineGateway();
    assumeWorkloadElsewhere(this, workload, this.kubernetes === undefined);
    this.node.addValidation({ validate: () => [...this.problems()] });
    this.mesh.addGateway(this);
    declareAccess(this, () => ({ access: this.declaredAccess() }));
  }

  /** How findings name it: `<namespace>/<name>`. */
  public get label(): string {
    return `${this.namespace.name}/${this.name}`;
  }

  /** The container ports on which its servers listen. */
  public get listensOn(): readonly number[] {
    return this.servers.podPorts();
  }

  /** The container ports on which its servers see single requests. */
  public get takesRequestsOn(): readonly number[] {
    return this.servers.podPorts('requests');
  }

  /** Answers plain HTTP for some hosts. */
  public http({ hosts, port = 80, ...listener }: HttpServerOptions): this {
    this.serve({ kind: 'requests', protocol: 'HTTP', port, hosts, listener });
    return this;
  }

  /** Ends TLS for some hosts, and redirects plain HTTP to it. */
  public https(props: HttpsServerOptions): this {
    const { hosts, port = 443, redirectHttp = true } = props;
    this.serve({ kind: 'requests', protocol: 'HTTPS', port, hosts, tls: this.terminate(props), listener: props });
    if (redirectHttp !== false) {
      const listener = redirectHttp === true ? undefined : redirectHttp;
      this.serve({ kind: 'requests', protocol: 'HTTP', port: 80, hosts, tls: { httpsRedirect: true }, listener });
    }
    return this;
  }

  /** Takes gRPC without TLS for some hosts. */
  public grpc({ hosts, port, ...listener }: GrpcServerOptions): this {
    this.serve({ kind: 'requests', protocol: 'GRPC', port, hosts, listener });
    return this;
  }

  /** Hands TLS through for some hosts; the server that is returned chooses services by the name alone. */
  public passthrough({ hosts, port = 443, ...listener }: PassthroughServerOptions): PassthroughServer {
    this.serve({ kind: 'passthrough', protocol: 'TLS', port, hosts, tls: { mode: 'PASSTHROUGH' }, listener });
    return new PassthroughServer(this, hosts, port, this.servers);
  }

  /** Ends TLS and hands on what is inside as bytes; the server that is returned leads to one service. */
  public tls(props: TlsTerminationOptions): ConnectionServer {
    const { hosts, port = 443 } = props;
    this.serve({ kind: 'connections', protocol: 'TLS', port, hosts, tls: this.terminate(props), listener: props });
    return new ConnectionServer(this, hosts, port, this.servers);
  }

  /** Takes connections of any kind on a port; the server that is returned leads to one service. */
  public tcp({ port, ...listener }: TcpServerOptions): ConnectionServer {
    this.serve({ kind: 'connections', protocol: 'TCP', port, hosts: ['*'], listener });
    return new ConnectionServer(this, ['*'], port, this.servers);
  }

  /** Sends requests for a host, or some of its paths, to a service. */
  public expose(service: MeshService, props: ExposeOptions): this {
    const where = this.node.path;
    requireGiven(service, 'exposed service', where);
    const { host, path = PathMatch.prefix('/'), version } = props;
    requireHost(host, where);
    if (version !== undefined && version.service !== service) {
      throw new ConfigError(
        `Cannot expose "${service.label}" at ${where}: wanted one of its versions, got "${version.name}" of "${version.service.label}"`,
      );
    }
    const port = exposedPort(service, props.port, where);
    const under = strippedPath(path, props.stripPrefix, where);
    if (version !== undefined) service.routing.use(version);
    const { exposures, document } = this.exposuresOf(host);
    this.kubernetes?.admit(service);
    exposures.add({ service, port, path, under, version });
    service.routing.addExposure({ gateway: this.label, host, document, isWhole: () => exposures.isWhole });
    service.allowCaller(this, this, { ports: [port.port] });
    return this;
  }

  /** Redirects some requests for a host, or answers them, without a service. */
  public rule({ name, host, match, redirect, directResponse }: EdgeRule): this {
    requireHost(host, this.node.path);
    const fail = failing(`Cannot answer requests for "${host}" by rule "${name}"`, this.node.path);
    if (redirect?.prefix !== undefined) requirePrefixes([match ?? {}], 'the redirect', fail);
    const action =
      redirect === undefined
        ? { directResponse: writeDirectResponse(directResponse, fail) }
        : { redirect: writeRedirect(redirect, fail) };
    this.exposuresOf(host).exposures.addRule({ name, match, action });
    return this;
  }

  /** Leaves the requests for a host, or those under a prefix, to another team. */
  public delegate(id: string, props: DelegateOptions): DelegatedPaths {
    requireHost(props.host, this.node.path);
    if (this.kubernetes !== undefined) {
      throw new ConfigError(`${this.message()}: wanted api "istio" to leave paths to another team, got "gateway-api"`);
    }
    const paths = new DelegatedPaths(this, props.host, id, props);
    const { name, namespace, prefix } = paths;
    const rule = `delegate-${name}`;
    const { exposures } = this.exposuresOf(props.host);
    const exposed = { by: paths, gateway: this.label, host: props.host, servers: this.servers };
    declareAccess(paths, () => ({ access: paths.declaredAccess(exposed, exposures.takenBefore(rule)) }));
    exposures.addRule({
      name: rule,
      ...(prefix === '/' ? {} : { match: { path: PathMatch.prefix(prefix) } }),
      action: { delegate: { name, namespace } },
    });
    return paths;
  }

  private serve(server: ServerDeclaration): void {
    const { listenerName, routesFrom } = server.listener ?? {};
    if (this.kubernetes === undefined && (listenerName !== undefined || routesFrom !== undefined)) {
      throw new ConfigError(
        `${this.message()}: wanted api "gateway-api" for the name of a listener and the routes that it takes, got "istio"`,
      );
    }
    this.kubernetes?.check(server);
    this.servers.add(server);
    if (server.tls?.httpsRedirect === true) this.kubernetes?.redirect();
  }

  private defineGateway(): Gateway {
    const { name, namespace, selector, servers } = this;
    const spec = () => ({ selector: { ...selector }, servers: servers.written() });
    return this.mesh.define(this, 'gateways', Gateway, { name, namespace }, spec);
  }

  private terminate(props: TlsTerminationOptions): ServerTLSSettings {
    for (const host of props.hosts) requireHost(host, this.node.path);
    return terminationSettings(props, props.credential.bind(this, this, props.hosts));
  }

  private *declaredAccess(): Iterable<DeclaredAccess> {
    const { label: gateway, servers } = this;
    for (const [host, { exposures }] of this.exposures) {
      yield* accessOfExposures({ by: this, gateway, host, servers }, exposures);
    }
  }

  private exposuresOf(host: string): { exposures: HostExposures; document: RouteWriter } {
    const found = this.exposures.get(host);
    if (found !== undefined) return found;
    const exposures = new HostExposures(host, this.node.path);
    const name = shortened(`${this.name}-${slugOf(host)}`);
    const document: RouteWriter =
      this.kubernetes?.host(host, name, exposures) ??
      new RouteDocument({
        mesh: this.mesh,
        by: this,
        namespace: this.namespace.name,
        name,
        spec: () => ({ hosts: [host], gateways: [this.label], http: exposures.routes() }),
        injectsFaults: () => exposures.injectsFaults,
      });
    this.exposures.set(host, { exposures, document });
    return { exposures, document };
  }

  private *problems(): Iterable<string> {
    yield* this.servers.problems();
    for (const [host, { exposures }] of this.exposures) {
      yield* exposures.conflicts();
      // Of routes of Istio's own API a rule of the analysis says it.
      if (this.kubernetes !== undefined && !this.servers.takesRequestsFor(host)) {
        const servers = this.servers.all.map(({ protocol, hosts }) => `${protocol} for ${hosts.join(', ')}`);
        yield `${this.message()}: wanted a server for requests to the exposed host "${host}", got ${servers.join('; ') || 'none'}`;
      }
    }
  }

  private message(): string {
    return `Cannot take requests by gateway "${this.name}" at ${this.node.path}`;
  }
}
