import type { AutoscalingProps } from '../values/autoscaling';
import type { ConnectionSettings } from '../values/connection-settings';
import type { GatewayRole, GatewayWorkloadPort } from '../values/gateway-pods';
import type { NamespaceName } from '../values/namespace-name';
import type { ResourceAmounts } from '../values/resource-amounts';
import type { LoadBalancer } from './load-balancer';

/** Properties of `GatewayDeployment`. */
export interface GatewayDeploymentProps {
  /** Namespace of the pods; it must not carry `istio-injection=disabled`, which would win over the pods' own label. */
  readonly namespace: NamespaceName;

  /**
   * Name of the Deployment, its Service and its account: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * Which way it leads: into the mesh, out of it, or to the other networks of it.
   *
   * @default ingress
   */
  readonly role?: GatewayRole | undefined;

  /**
   * The network that an east-west gateway leads into; for no other role.
   *
   * @default - none; needed for the role east-west
   */
  readonly network?: string | undefined;

  /**
   * Labels that Gateways select the pods by.
   *
   * @default - `app` is the name, `istio` the name without `istio-`
   */
  readonly selector?: { readonly [key: string]: string } | undefined;

  /**
   * Ports of the Service. 15021 answers health checks and is always there.
   *
   * @default - 80 and 443; for the role east-west 15443, 15012 and 15017
   */
  readonly ports?: readonly GatewayWorkloadPort[] | undefined;

  /**
   * What stands between clients and the gateway.
   *
   * @default LoadBalancer.plain(); LoadBalancer.none() for the role egress
   */
  readonly loadBalancer?: LoadBalancer | undefined;

  /**
   * Number of pods, when it must not follow the load. Not together with `autoscaling`.
   *
   * @default - follows the load
   */
  readonly replicas?: number | undefined;

  /** @default - 1 to 5 pods at 80 % CPU */
  readonly autoscaling?: AutoscalingProps | undefined;

  /**
   * Pods that stay when nodes are drained: fewer than run at least.
   *
   * @default - 1 where at least two run; a single pod gets no disruption budget, which would only block the drain
   */
  readonly minAvailable?: number | undefined;

  /** @default - requests of 100m CPU and 128Mi memory, limits of 2 CPU and 1Gi */
  readonly resources?: ResourceAmounts | undefined;

  /**
   * Revision or tag of the control plane that injects the proxy.
   *
   * @default - the one that serves `istio-injection=enabled`
   */
  readonly revision?: string | undefined;

  /**
   * Trust domain of the mesh, for `principal`.
   *
   * @default cluster.local
   */
  readonly trustDomain?: string | undefined;

  /**
   * The platform, where it sets the user of containers itself.
   *
   * @default - none that does so: the pods run as user 1337
   */
  readonly platform?: 'openshift' | undefined;

  /**
   * What its proxy accepts of connections and requests: `{ profile: 'EDGE' }` gives it the defaults that Envoy recommends
   * for proxies that strangers reach. Since Istio 1.31; older releases pass over it, which is a finding.
   *
   * @default - those of the mesh configuration
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
   */
  readonly connections?: ConnectionSettings | undefined;

  /** Environment variables of the proxy. @default - none beside Istio's own */
  readonly env?: { readonly [name: string]: string } | undefined;

  /** Further labels of the pods. @default - none */
  readonly podLabels?: { readonly [key: string]: string } | undefined;

  /** Further annotations of the pods. @default - none */
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;

  /** Annotations of every object, for example the sync wave of a GitOps controller. @default - none */
  readonly annotations?: { readonly [key: string]: string } | undefined;

  /** Labels of the nodes on which the pods may run. @default - any node */
  readonly nodeSelector?: { readonly [label: string]: string } | undefined;

  /**
   * How long a pod may finish open requests when it ends, in seconds: 1 or more.
   *
   * @default 30
   */
  readonly drainSeconds?: number | undefined;
}
