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
}

/**
 * The proxy that looks into the requests to a namespace without sidecars: routes, retries and rules about methods,
 * paths, headers and tokens take effect in it, and nowhere else.
 *
 * Defines a Gateway of class `istio-waypoint`, which Istio turns into a Deployment and a Service, and labels the
 * Namespace so that its services use it. Gateways of the mesh send requests through it as well, so that one proxy
 * applies routes and policies to every caller. Needs the CRDs of the Gateway API in the cluster.
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
  /** The Gateway object, unless it is somebody else's. */
  public readonly apiObject: Gateway | undefined;

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
    this.takesGatewayTraffic = isAtLeast(mesh.istioVersion, '1.25');
    mesh.addWaypoint(this);
    if (owner === 'existing') {
      this.apiObject = undefined;
      return;
    }
    this.apiObject = mesh.define(
      namespace,
      'gateways',
      Gateway,
      {
        name: this.name,
        namespace: namespace.name,
        labels: { 'istio.io/waypoint-for': props.traffic ?? 'service' },
      },
      { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
      'KubernetesGateway',
    );
    namespace.apiObject?.metadata.addLabel('istio.io/use-waypoint', this.name);
    if (this.takesGatewayTraffic) namespace.apiObject?.metadata.addLabel('istio.io/ingress-use-waypoint', 'true');
  }
}
