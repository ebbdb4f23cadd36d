import { Construct } from 'constructs';
import { GatewayDeployment } from '../gateway/gateway-deployment';
import { IngressGateway } from '../gateway/ingress-gateway';
import { LoadBalancer } from '../gateway/load-balancer';
import { TlsCredential } from '../gateway/tls-credential';
import type { DeliveryStrategy } from '../install/delivery/strategy';
import { IstioInstall, type IstioInstallProps } from '../install/istio-install';
import type { ProfileName } from '../install/profiles';
import { DataPlane } from '../mesh/data-plane';
import { Mesh } from '../mesh/mesh';
import { MeshNamespace } from '../mesh/mesh-namespace';
import type { RoutingApi } from '../mesh/mesh-props';
import { MeshService } from '../mesh/mesh-service';
import { AccessLogProvider } from '../observability/access-log-provider';
import { addMeshDocument } from '../observability/mesh-document';
import { MeshTelemetry } from '../observability/mesh-telemetry';
import { Authorization } from '../security/authorization';
import { MutualTls } from '../security/mutual-tls';
import { NetworkPolicies } from '../security/network-policies';
import { SidecarScope } from '../security/sidecar-scope';
import { Canary } from '../traffic/canary';
import { CircuitBreaker } from '../traffic/circuit-breaker';
import { Retries } from '../traffic/retries';
import { Timeout } from '../traffic/timeout';
import { ConfigError } from '../values/config-error';
import type { MutualTlsMode } from '../values/mutual-tls-mode';
import { requireLabelValue } from '../values/names';
import type { NotesImages, NotesReplicas } from './notes-sizes';
import { backendWorkload, frontendWorkload, mysqlWorkload } from './notes-workloads';

/** Properties of `NotesAppMesh`. */
export interface NotesAppMeshProps {
  /** The host under which users reach the app, such as `notes.example.com`. */
  readonly host: string;

  /**
   * The certificate of the host: issued by cert-manager, or a Secret in the namespace of the gateway's pods.
   *
   * @default TlsCredential.existing('notes-app-tls')
   */
  readonly credential?: TlsCredential | undefined;

  /**
   * The container images.
   *
   * @default - `registry.example.com/notes-app/...`, which no cluster can pull: name your own; MySQL 8.4
   */
  readonly images?: Partial<NotesImages> | undefined;

  /**
   * The number of pods; 2 or more where the circuit breaker must be able to eject one.
   *
   * @default - 2 each
   */
  readonly replicas?: Partial<NotesReplicas> | undefined;

  /**
   * Share of the backend's requests that version v2 answers, in whole percent.
   *
   * @default 10
   */
  readonly canaryWeight?: number | undefined;

  /**
   * Whether services take plaintext.
   *
   * @default "STRICT"
   */
  readonly mutualTls?: MutualTlsMode | undefined;

  /**
   * The Istio release to install and to write manifests for.
   *
   * @default - the release that the library deploys
   */
  readonly istioVersion?: string | undefined;

  /**
   * Which parts of Istio are installed.
   *
   * @default "default"
   */
  readonly profile?: ProfileName | undefined;

  /**
   * How the installation reaches the cluster.
   *
   * @default Delivery.job()
   */
  readonly delivery?: DeliveryStrategy | undefined;

  /**
   * Further settings of the installation, or `false` where Istio is installed already.
   *
   * @default - those of `IstioInstall`
   */
  readonly install?: Omit<IstioInstallProps, 'version' | 'profile' | 'delivery' | 'namespaceScope'> | false | undefined;

  /**
   * What stands before the gateway.
   *
   * @default LoadBalancer.plain()
   */
  readonly loadBalancer?: LoadBalancer | undefined;

  /**
   * Name of the environment; a label of the namespace.
   *
   * @default "production"
   */
  readonly environment?: string | undefined;

  /**
   * Which API the gateway and the routes are written in.
   *
   * @default - the Gateway API in the ambient mesh, Istio's own with sidecars
   */
  readonly api?: RoutingApi | undefined;

  /**
   * Name of the namespace of the app.
   *
   * @default "notes-app"
   */
  readonly namespaceName?: string | undefined;
}

/**
 * The Notes App as a mesh: internet -> frontend -> backend (v1 and v2) -> mysql.
 *
 * Installs Istio, injects sidecars, deploys an ingress gateway that ends TLS, runs a canary of the backend with a
 * header that chooses it, limits and retries its requests, breaks the circuit to failing pods, takes nothing but mutual
 * TLS, lets nothing but these calls through, at the network too, and logs the requests that fail. Needs the Secret
 * `mysql-credentials` at deploy time, with the keys
 * `root-password` and `password` in the namespace of the app.
 *
 * @see https://istio.io/latest/docs/concepts/
 *
 * @example
 * const app = new MeshApp();
 * new NotesAppMesh(app, 'notes-app', {
 *   host: 'notes.example.com',
 *   credential: TlsCredential.certManager({ issuer: { name: 'letsencrypt' } }),
 *   canaryWeight: 25,
 * });
 * app.synth();
 */
export class NotesAppMesh extends Construct {
  public readonly mesh: Mesh;
  public readonly install: IstioInstall | undefined;
  public readonly namespace: MeshNamespace;
  public readonly frontend: MeshService;
  public readonly backend: MeshService;
  public readonly mysql: MeshService;
  public readonly gateway: IngressGateway;
  public readonly canary: Canary;
  public readonly authorization: Authorization;

  public constructor(scope: Construct, id: string, props: NotesAppMeshProps) {
    super(scope, id);
    const other = scope.node.root.node
      .findAll()
      .find(construct => construct instanceof NotesAppMesh && construct !== this);
    if (other !== undefined) {
      throw new ConfigError(
        `Cannot declare a second Notes App at ${this.node.path}: wanted one per app, got ${other.node.path} too; write the other by an app of its own, into another outdir`,
      );
    }
    const environment = requireLabelValue(props.environment ?? 'production', 'environment', this.node.path);
    const isAmbient = props.profile?.includes('ambient') === true;
    this.mesh = new Mesh(this, 'mesh', {
      istioVersion: props.istioVersion,
      api: props.api ?? (isAmbient ? 'gateway-api' : 'istio'),
      labels: { 'app.kubernetes.io/part-of': 'notes-app' },
    });
    this.install = this.installIstio(props);

    const dataPlane = isAmbient ? DataPlane.ambient() : DataPlane.sidecar();
    this.namespace = new MeshNamespace(this, 'namespace', {
      name: props.namespaceName ?? 'notes-app',
      dataPlane,
      labels: { environment, ...(this.needsNoRights(props, dataPlane) ? RESTRICTED : {}) },
    });
    [this.frontend, this.backend, this.mysql] = this.declareServices(props);
    this.frontend.calls(this.backend);
    this.backend.calls(this.mysql);

    this.gateway = this.openGateway(props);
    this.canary = new Canary(this, 'canary', {
      stable: this.backend.version('v1'),
      canary: this.backend.version('v2'),
      weight: props.canaryWeight ?? 10,
      override: { header: { name: 'x-canary', value: 'true' } },
    });
    new CircuitBreaker(this, 'circuit-breaker', {
      service: this.backend,
      // Far above what one client's proxy needs: a limit to failures, not to load. Connections are kept.
      connectionPool: { maxConnections: 1024, http1MaxPendingRequests: 1024, http2MaxRequests: 1024 },
      outlierDetection: { consecutive5xxErrors: 5, interval: '30s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
    });
    new Timeout(this, 'timeout', { service: this.backend, request: '10s' });
    new Retries(this, 'retries', { service: this.backend, attempts: 2, perTryTimeout: '3s' });
    new MutualTls(this, 'mutual-tls', { mode: props.mutualTls });
    this.authorization = new Authorization(this, 'authorization');
    if (dataPlane.mode === 'sidecar') new SidecarScope(this, 'scope', { outboundTrafficPolicy: 'REGISTRY_ONLY' });
    new NetworkPolicies(this, 'network');
    new MeshTelemetry(this, 'telemetry', {
      accessLog: { providers: [AccessLogProvider.envoy()], filter: 'response.code >= 400' },
    });
    addMeshDocument(this.mesh);
  }

  private installIstio(props: NotesAppMeshProps): IstioInstall | undefined {
    if (props.install === false) return undefined;
    const install = new IstioInstall(this.mesh.chart('controlPlane'), 'istio', {
      profile: props.profile ?? 'default',
      delivery: props.delivery,
      namespaceScope: this.mesh.chart('namespaces'),
      ...props.install,
    });
    install.addRunBook();
    install.addKustomization();
    return install;
  }

  private declareServices(props: NotesAppMeshProps): [frontend: MeshService, backend: MeshService, mysql: MeshService] {
    const { namespace } = this;
    const images = { ...DEFAULT_IMAGES, ...props.images };
    const replicas = { frontend: 2, backendV1: 2, backendV2: 2, ...props.replicas };
    return [
      new MeshService(this, 'frontend', {
        namespace,
        ports: [{ port: 80, targetPort: 8080, protocol: 'http' }],
        versions: { v1: frontendWorkload(images.frontend, replicas.frontend, namespace.name) },
      }),
      new MeshService(this, 'notes-app-backend', {
        namespace,
        ports: [{ port: 5000, protocol: 'http' }],
        versions: {
          v1: backendWorkload(images.backendV1, replicas.backendV1, namespace.name),
          v2: backendWorkload(images.backendV2, replicas.backendV2, namespace.name),
        },
      }),
      new MeshService(this, 'mysql', {
        namespace,
        headless: true,
        ports: [{ port: 3306, protocol: 'mysql' }],
        versions: { v1: mysqlWorkload(images.mysql) },
      }),
    ];
  }

  /** Sidecars without the node agent set up the network of their pods themselves, for which they need rights. */
  private needsNoRights({ install = {} }: NotesAppMeshProps, { mode }: DataPlane): boolean {
    return mode === 'ambient' || (install !== false && (this.install?.plan.model.cni ?? false) !== false);
  }

  private openGateway(props: NotesAppMeshProps): IngressGateway {
    const ingress = new MeshNamespace(this, 'ingress-namespace', { name: 'istio-ingress', labels: RESTRICTED });
    const workload = new GatewayDeployment(this.mesh.chart('gateways'), 'istio-ingress', {
      namespace: ingress,
      trustDomain: this.mesh.trustDomain,
      autoscaling: { minReplicas: 2, maxReplicas: 5 },
      loadBalancer: props.loadBalancer ?? LoadBalancer.plain(),
    });
    // A Gateway of the Gateway API is where its pods and certificates are.
    const namespace = this.mesh.api === 'gateway-api' ? ingress : this.namespace;
    return new IngressGateway(this, 'gateway', { name: 'notes-app', workload, namespace })
      .https({ hosts: [props.host], credential: props.credential ?? TlsCredential.existing('notes-app-tls') })
      .expose(this.frontend, { host: props.host });
  }
}

/** What namespaces say whose pods need no rights of the node. */
const RESTRICTED = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};

const DEFAULT_IMAGES: NotesImages = {
  frontend: 'registry.example.com/notes-app/frontend:1.0.0',
  backendV1: 'registry.example.com/notes-app/backend:1.0.0',
  backendV2: 'registry.example.com/notes-app/backend:2.0.0',
  mysql: 'docker.io/library/mysql:8.4',
};
