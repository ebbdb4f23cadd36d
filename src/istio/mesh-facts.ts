import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { ConsolidatedRule, DestinationRules } from './destinations/destination-rules';
import type { GatewayConfig } from './gateways/gateway-config';
import type { MeshProxy } from './mesh-proxy';
import type { MeshSettings } from './mesh-settings';
import type { PeerAuthentications } from './policies/peer-authentication';
import type { Release } from './release';
import type { RouteLists } from './routes/route-list';
import type { VirtualService } from './routes/virtual-services';
import type { RegisteredService } from './services/registered-service';
import type { SeenServices } from './services/seen-services';
import type { ProxyScope, Visible } from './sidecar-scope';
import type { Sidecars } from './sidecars';
import type { Trace } from './trace';

/** The objects of a mesh as istiod reads and orders them, before it works out what one proxy gets of them. */
export interface MeshFacts {
  readonly model: MeshModel;
  readonly settings: MeshSettings;
  readonly release: Release;
  /** All services, the oldest first. */
  readonly services: readonly RegisteredService[];
  /** What hosts mean to clients that no Sidecar limits. */
  readonly seen: SeenServices;
  /** Gateways of `networking.istio.io` and listeners of the Gateway API, the oldest first. */
  readonly gatewayConfigs: readonly GatewayConfig[];
  readonly sidecars: Sidecars;
  readonly destinationRules: DestinationRules;
  readonly peerAuthentications: PeerAuthentications;
  readonly routes: RouteLists;

  /** All services of a host, whoever sees them; the oldest first. */
  servicesNamed(host: string): readonly RegisteredService[];

  /** The Kubernetes Service with a full name; the DNS of the cluster knows it whatever it is exported to. */
  kubernetesService(host: string): RegisteredService | undefined;

  /** The pods of a Service that are not among the manifests, with what its selector says of them. */
  assumedPods(service: RegisteredService): Workload;

  /** The services that send to the pods of a proxy, the oldest first. */
  servicesBefore(proxy: MeshProxy): readonly RegisteredService[];

  /** What clients of a namespace may see. */
  visible(namespace: string): Visible;

  /** The VirtualServices that name a gateway (`mesh` or `namespace/name`), in the order in which a namespace sees them. */
  virtualServicesAt(gateway: string, namespace: string): readonly VirtualService[];

  /** What a Sidecar object leaves of what a namespace may see; all of it without one. */
  scopeUnder(sidecar: Resource<'Sidecar'> | undefined, namespace: string): ProxyScope;

  /** The proxy of a workload's pods. */
  proxyOf(workload: Workload): MeshProxy;

  /** A trace for something that is worked out in this mesh. */
  newTrace(): Trace;
}

/** What one proxy knows of the mesh. */
export interface ProxyFacts {
  readonly proxy: MeshProxy;
  readonly scope: ProxyScope;

  /** The service that the proxy knows by a name, also one that a wildcard host covers. */
  serviceNamed(name: string): RegisteredService | undefined;

  /** The DestinationRule that the proxy follows for a host. */
  destinationRule(host: string): ConsolidatedRule | undefined;
}
