import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway } from '../../imports/gateway.networking.k8s.io';
import { ConfigError } from '../values/config-error';
import { isAtLeast } from '../values/istio-version';
import { requireDnsLabel } from '../values/names';
import { Mesh } from './mesh';
import type { NamespaceRef, WaypointRef } from './references';

/** Properties of `Waypoint`. */
export interface WaypointProps {
  /**
   * Name of the Gateway, and of the service account that its pods run as: a DNS label.
   *
   * @default "waypoint"
   */
  readonly name?: string | undefined;

  /**
   * What the traffic that passes through it is addressed to: services, single pods, or both.
   *
   * @default "service"
   */
  readonly traffic?: 'service' | 'workload' | 'all' | undefined;

  /**
   * Whether gateways of the mesh send requests through it as well. Otherwise they go to the pods directly, and what the
   * waypoint does, routes and policies, does not hold for them.
   *
   * @default true, from Istio 1.25 on, which can do so
   */
  readonly takesGatewayTraffic?: boolean | undefined;

  /**
   * A second waypoint that takes a share of the connections, such as one of a newer revision of the control plane.
   * Needs Istio 1.31.
   *
   * @default - none
   */
  readonly canary?: WaypointCanary | undefined;
}

/** A second waypoint on trial: the same policies and routes, and its pods run as the same service account. */
export interface WaypointCanary {
  /** Share of new connections that it takes, in whole percent from 0 to 100; 0 only prepares it. */
  readonly weight: number;

  /**
   * Name of the Gateway: a DNS label.
   *
   * @default - the name of the waypoint and `-canary`
   */
  readonly name?: string | undefined;

  /**
   * Revision or tag of the control plane that runs it.
   *
   * @default - that of the waypoint
   */
  readonly revision?: string | undefined;
}

/**
 * The proxy that looks into the requests to a namespace without sidecars: routes, retries and rules about methods,
 * paths, headers and tokens take effect in it, and nowhere else.
 *
 * Defines a Gateway of class `istio-waypoint`, which Istio turns into a Deployment and a Service, and labels the
 * Namespace so that its services use it. Gateways of the mesh send requests through it as well, so that one proxy
 * applies routes and policies to every caller, unless `takesGatewayTraffic` is `false`. Needs the CRDs of the Gateway API in the cluster.
 *
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 *
 * @example
 * const notes = new MeshNamespace(mesh, 'notes-app', { dataPlane: DataPlane.ambient() });
 * const waypoint = notes.requireWaypoint(mesh);
 */
export class Waypoint extends Construct implements WaypointRef {
  public readonly namespace: NamespaceRef;
  public readonly name: string;
  /** How findings name it: `<namespace>/<name>`. */
  public readonly label: string;
  /** The identity of its pods: what policies of the workloads behind it see as the caller. */
  public readonly principal: string;
  /** Whether requests from gateways of the mesh pass through it too; releases before 1.25 cannot. */
  public readonly takesGatewayTraffic: boolean;
  /** The Gateways that it consists of, by name: one, and its canary. */
  public readonly gateways: readonly string[];
  /** The Gateway object, unless it is somebody else's. */
  public readonly apiObject: ApiObject | undefined;

  /** Called by `MeshNamespace.requireWaypoint`, so that a namespace has one at most. */
  public constructor(namespace: NamespaceRef, props: WaypointProps = {}, owner: 'own' | 'existing' = 'own') {
    super(namespace, 'Waypoint');
    const mesh = Mesh.of(namespace);
    this.namespace = namespace;
    this.name = requireDnsLabel(props.name ?? 'waypoint', 'name of a waypoint', this.node.path);
    this.label = `${namespace.name}/${this.name}`;
    this.principal = `${mesh.trustDomain}/ns/${namespace.name}/sa/${this.name}`;
    if (!isAtLeast(mesh.istioVersion, '1.22')) {
      throw new ConfigError(
        `Cannot use a waypoint in namespace "${namespace.name}" at ${this.node.path}: wanted Istio 1.22 or newer, which finds it by label, got ${mesh.istioVersion}`,
      );
    }
    this.takesGatewayTraffic = props.takesGatewayTraffic !== false && isAtLeast(mesh.istioVersion, '1.25');
    const canary = props.canary && this.checkCanary(props.canary, mesh, owner);
    this.gateways = canary === undefined ? [this.name] : [this.name, canary.name];
    mesh.addWaypoint(this);
    if (owner === 'existing') {
      this.apiObject = undefined;
      return;
    }
    const labels = { 'istio.io/waypoint-for': props.traffic ?? 'service' };
    this.apiObject = this.defineGateway(mesh, { name: this.name, labels });
    const metadata = namespace.apiObject?.metadata;
    metadata?.addLabel('istio.io/use-waypoint', this.name);
    if (this.takesGatewayTraffic) metadata?.addLabel('istio.io/ingress-use-waypoint', 'true');
    if (canary === undefined) return;
    this.defineGateway(mesh, {
      name: canary.name,
      labels: { ...labels, ...(canary.revision === undefined ? {} : { 'istio.io/rev': canary.revision }) },
      annotations: { 'gateway.istio.io/service-account': this.name },
    });
    metadata?.addLabel('istio.io/use-waypoint-canary', canary.name);
    metadata?.addAnnotation('istio.io/use-waypoint-canary-weight', String(canary.weight));
  }

  private checkCanary(
    { weight, name = `${this.name}-canary`, revision }: WaypointCanary,
    { istioVersion }: Mesh,
    owner: 'own' | 'existing',
  ): WaypointCanary & { readonly name: string } {
    const wanted =
      owner === 'existing'
        ? "wanted its owner to define a canary, got one for a waypoint that is somebody else's"
        : !isAtLeast(istioVersion, '1.31')
          ? `wanted Istio 1.31 or newer for a canary, got ${istioVersion}`
          : !(Number.isInteger(weight) && weight >= 0 && weight <= 100)
            ? `wanted the weight of its canary to be a whole number from 0 to 100, got ${weight}`
            : name === this.name
              ? `wanted a canary with a name of its own, got "${name}"`
              : undefined;
    if (wanted !== undefined) {
      throw new ConfigError(`Cannot use waypoint "${this.label}" at ${this.node.path}: ${wanted}`);
    }
    return { weight, name: requireDnsLabel(name, 'name of a waypoint', this.node.path), revision };
  }

  private defineGateway(
    mesh: Mesh,
    metadata: {
      readonly name: string;
      readonly labels: { readonly [key: string]: string };
      readonly annotations?: { readonly [key: string]: string };
    },
  ): Gateway {
    return mesh.define(
      this.namespace,
      'gateways',
      Gateway,
      { namespace: this.namespace.name, ...metadata },
      { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
      'KubernetesGateway',
    );
  }
}
