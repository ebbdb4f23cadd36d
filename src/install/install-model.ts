import type { IstioCNIValues, Values, ZTunnelValues } from '../../imports/sailoperator.io';
import type { AutoscalingProps } from '../values/autoscaling';
import type { GatewayRole } from '../values/gateway-pods';
import type { NamespaceName } from '../values/namespace-name';
import type { ResourceAmounts } from '../values/resource-amounts';
import type { ValueTree } from '../values/value-tree';
import type { InstalledMeshConfig } from './newer-mesh-config';
import type { Platform, ProfileName } from './profiles';

/** How istiod runs. */
export interface PilotProps {
  /** @default - requests of 500m CPU and 2Gi memory, no limits (the chart's own) */
  readonly resources?: ResourceAmounts | undefined;
  /**
   * Number of pods, when it must not follow the load. Not together with `autoscaling`.
   *
   * @default - follows the load
   */
  readonly replicas?: number | undefined;
  /** @default - 1 to 5 pods at 80 % CPU (the chart's own) */
  readonly autoscaling?: AutoscalingProps | undefined;
  /**
   * Environment variables of istiod. The ones that the chart writes itself are refused: a container that names a
   * variable twice is rejected by server-side apply.
   *
   * @default - the chart's own
   */
  readonly env?: { readonly [name: string]: string } | undefined;
  /**
   * Share of the requests that are traced when neither the mesh configuration nor a Telemetry says otherwise, in
   * percent from 0 to 100.
   *
   * @default - 1 percent
   */
  readonly traceSampling?: number | undefined;
  /** Labels of the nodes on which the pods may run. @default - any node */
  readonly nodeSelector?: { readonly [label: string]: string } | undefined;
  /** Further annotations of the pods. @default - none */
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;
}

/** What every sidecar and gateway proxy starts with; a pod's annotations win over it. */
export interface ProxyDefaults {
  /** @default - requests of 100m CPU and 128Mi memory, limits of 2 CPU and 1Gi */
  readonly resources?: ResourceAmounts | undefined;
  /** @default warning */
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'critical' | 'off' | undefined;
  /**
   * Sidecars of namespaces that ask for them: `enabled`, or only for pods that ask themselves: `disabled`.
   *
   * @default - that of the chart: enabled
   */
  readonly autoInject?: 'enabled' | 'disabled' | undefined;
  /** Whether the startup probe holds other probes until the proxy is ready. @default - that of the chart: true */
  readonly startupProbe?: boolean | undefined;
}

/** The node agent that redirects traffic, in place of privileged init containers. Ambient needs it. */
export interface CniProps {
  /** @default - the namespace of the control plane; `kube-system` on OpenShift */
  readonly namespace?: NamespaceName | undefined;
  /** Namespaces whose pods are left alone. @default - that of the chart: kube-system */
  readonly excludeNamespaces?: readonly NamespaceName[] | undefined;
  /** Requests and limits of the agent on each node. @default - those of the chart */
  readonly resources?: ResourceAmounts | undefined;
}

/** The proxy of each node that carries ambient traffic. */
export interface ZtunnelProps {
  /** @default - the namespace of the control plane; `kube-system` on OpenShift */
  readonly namespace?: NamespaceName | undefined;
  /** Requests and limits of the node proxy. @default - those of the chart */
  readonly resources?: ResourceAmounts | undefined;
}

/** Where a cluster without its own control plane finds one. */
export interface RemoteControlPlane {
  /** Address of the other cluster's istiod, as proxies of this cluster reach it. */
  readonly address: string;
  /** Path of the injection webhook, for example `/inject/cluster/west/net/network2`. @default - that of the chart */
  readonly injectionPath?: string | undefined;
}

/** A second control plane beside the first while the mesh moves from one to the other. */
export interface CanaryControlPlane {
  /** Its revision: a DNS label such as `1-31-1`. */
  readonly revision: string;
  /** Its release: at most two minors newer than the first one's. */
  readonly version: string;
  /** @default - that of the first control plane */
  readonly compatibilityVersion?: string | undefined;
  /** Settings of its istiod, merged over those of the first. @default - those of the first */
  readonly pilot?: PilotProps | undefined;
  /** Mesh configuration, merged over that of the first. @default - that of the first */
  readonly meshConfig?: InstalledMeshConfig | undefined;
}

/**
 * A gateway that the installation brings along instead of a `GatewayDeployment`: a release of the `gateway` chart, or
 * a gateway component of istioctl. Its labels and ports follow the delivery; read them from the outputs.
 */
export interface DeliveredGatewayProps {
  /** Name of its Deployment and Service: a DNS label such as `istio-ingressgateway`. */
  readonly name: string;
  /** @default ingress */
  readonly role?: GatewayRole | undefined;
  /** @default - the namespace of the control plane */
  readonly namespace?: NamespaceName | undefined;
  /**
   * Network that this gateway leads into, for the role `east-west`.
   *
   * @default - none; needed for the role east-west
   */
  readonly network?: string | undefined;
  /** The Service in front of the pods. @default - that of the chart: a LoadBalancer */
  readonly service?:
    | {
        /** Type of the Service. @default - that of the chart: LoadBalancer */
        readonly type?: 'LoadBalancer' | 'ClusterIP' | 'NodePort' | undefined;
        /** Annotations of the Service. Text only: a boolean would be rejected by the API server. @default - none */
        readonly annotations?: { readonly [key: string]: string } | undefined;
        /**
         * `Local` keeps the address of the client and reaches only nodes that run a gateway pod.
         *
         * @default - that of Kubernetes: Cluster
         */
        readonly externalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
        /** The controller that builds the load balancer. @default - the cluster's own */
        readonly loadBalancerClass?: string | undefined;
      }
    | undefined;
  /** Requests and limits of the proxy. @default - those of the chart */
  readonly resources?: ResourceAmounts | undefined;
  /** @default - 1 to 5 pods at 80 % CPU */
  readonly autoscaling?: AutoscalingProps | undefined;
  /**
   * Pods that stay when nodes are drained. Needs `autoscaling.minReplicas` of 2 or more.
   *
   * @default - no disruption budget
   */
  readonly minAvailable?: number | undefined;
}

/**
 * Values of a chart: what its schema knows is typed, what it does not know must be a key that the chart reads all the
 * same; anything else is refused.
 */
export type ChartValues<Known> = Known & ValueTree;

/** Chart values that win over everything the library writes, chart by chart. Unknown keys are refused. */
export interface ExtraValues {
  /** Values of the chart `base`. @default - none */
  readonly base?: ChartValues<Pick<Values, 'base' | 'defaultRevision' | 'experimental' | 'global'>> | undefined;
  /** Values of the chart `istiod`. @default - none */
  readonly istiod?: ChartValues<Values> | undefined;
  /** Values of the chart `cni`. @default - none */
  readonly cni?: ChartValues<IstioCNIValues> | undefined;
  /** Settings at the root, as the chart reads them: `resources`, not `ztunnel.resources`. @default - none */
  readonly ztunnel?: ChartValues<NonNullable<ZTunnelValues['ztunnel']> & Pick<ZTunnelValues, 'global'>> | undefined;
}

/** What an installation of Istio consists of, in terms that no route of delivery owns. */
export interface InstallModel {
  /**
   * Release of Istio, exact to the patch.
   *
   * @default - the release that the mesh is written for, else 1.31.4
   */
  readonly version?: string | undefined;

  /**
   * Registry and path of the images: the project's, a mirror or a pull-through cache. Always written, because the
   * charts of some releases default to a registry that is switched off in December 2026.
   *
   * @default docker.io/istio
   */
  readonly hub?: string | undefined;

  /**
   * Flavour of the images.
   *
   * @default - the release's own (Ubuntu based, with a shell)
   */
  readonly variant?: 'debug' | 'distroless' | undefined;

  /** @default default */
  readonly profile?: ProfileName | undefined;

  /** @default - that of the profile, or none */
  readonly platform?: Platform | undefined;

  /**
   * Behave like an older minor, one to five back, for example `1.29`.
   *
   * @default - the release's own behaviour
   */
  readonly compatibilityVersion?: string | undefined;

  /** @default istio-system */
  readonly namespace?: NamespaceName | undefined;

  /**
   * Labels of the namespace of the control plane, beside `topology.istio.io/network`, which follows from `network`.
   *
   * @default - none
   */
  readonly namespaceLabels?: { readonly [key: string]: string } | undefined;

  /**
   * Name of this control plane beside others: a DNS label such as `1-30-5` (no dots).
   *
   * @default - the one control plane without a revision
   */
  readonly revision?: string | undefined;

  /** @default - one control plane */
  readonly canary?: CanaryControlPlane | undefined;

  /**
   * Names that point to revisions, so that namespaces need no new label at each upgrade: tag to revision. The tag
   * `default` also serves `istio-injection=enabled`.
   *
   * @default - none
   */
  readonly tags?: { readonly [tag: string]: string } | undefined;

  /** @default - the chart's own */
  readonly pilot?: PilotProps | undefined;

  /** @default - the chart's own */
  readonly proxy?: ProxyDefaults | undefined;

  /**
   * Mesh-wide configuration. Lists replace those of the profile; they are not merged.
   *
   * @default - that of the profile
   */
  readonly meshConfig?: InstalledMeshConfig | undefined;

  /** @default - as the profile says */
  readonly cni?: CniProps | boolean | undefined;

  /** @default - as the profile says */
  readonly ztunnel?: ZtunnelProps | boolean | undefined;

  /** Name of the mesh that several clusters form. @default - that of the chart: none */
  readonly meshId?: string | undefined;

  /** Network of this cluster; also labels the namespace of the control plane. @default - that of the chart: none */
  readonly network?: string | undefined;

  /** Name of this cluster. @default - that of the chart: Kubernetes */
  readonly cluster?: string | undefined;

  /** Wanted for the profile `remote`. @default - none; needed for the profile `remote` */
  readonly remote?: RemoteControlPlane | undefined;

  /**
   * What the API server does with Istio resources while istiod cannot validate them.
   *
   * @default - `Fail` where charts are rendered, so that appliers and istiod do not fight over it; istioctl's own else
   */
  readonly validationFailurePolicy?: 'Fail' | 'Ignore' | undefined;

  /**
   * Gateways that come with the installation, for teams that move over from the charts or istioctl.
   *
   * @default - none: declare a `GatewayDeployment`, which is the same for every route of delivery
   */
  readonly gateways?: readonly DeliveredGatewayProps[] | undefined;

  /** Chart values that are merged last. @default - none */
  readonly extraValues?: ExtraValues | undefined;
}
