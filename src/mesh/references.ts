import type { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { TrafficPolicy } from '../../imports/networking.istio.io';
import type { ServicePort, ServiceRef, SourceRef, VersionRef } from '../routing/refs';
import type { PathMatch } from '../routing/string-match';
import type { DeclaredWay } from '../tree/declared-access';
import type { DataPlane } from './data-plane';

/** Whoever has an identity in the mesh and may call services: a service, or a gateway. */
export interface Caller {
  /** How findings and reports name it, such as `notes-app/frontend`. */
  readonly label: string;
  /** Its identity: `<trust domain>/ns/<namespace>/sa/<service account>`. */
  readonly principal: string;
}

/** Pods of the mesh that run as one account and may call services: a service, or a workload without ports. */
export interface PodCaller extends Caller, IConstruct {
  readonly name: string;
  readonly namespace: NamespaceRef;
  /** Labels that select all its pods. */
  readonly selector: { readonly [key: string]: string };
  readonly serviceAccountName: string;
  /** Whether somebody else runs its pods and writes what guards them. */
  readonly isExisting: boolean;
}

/** A gateway of the mesh: it takes requests from outside and calls services. */
export interface GatewayCaller extends Caller, IConstruct {
  /** Name of the Gateway. */
  readonly name: string;
  /** The namespace in which its pods run. */
  readonly podNamespace: { readonly name: string };
  /** The labels of its pods. */
  readonly selector: { readonly [key: string]: string };
  /** The container ports on which it listens. */
  readonly listensOn: readonly number[];
  /** Those of them on which it sees single requests. */
  readonly takesRequestsOn: readonly number[];
}

/** The waypoint of a namespace, as the rest of the mesh sees it. */
export interface WaypointRef extends Caller, IConstruct {
  /** Name of the Gateway, and of the service account that its pods run as. */
  readonly name: string;
  readonly namespace: NamespaceRef;
  /** The Gateways that it consists of, by name: one, and its canary. */
  readonly gateways: readonly string[];
  /** Whether requests from gateways of the mesh pass through it too. */
  readonly takesGatewayTraffic: boolean;
}

/** A namespace of the mesh, as the rest of the mesh sees it. */
export interface NamespaceRef extends Construct {
  readonly name: string;
  /** How its pods join the mesh. */
  readonly dataPlane: DataPlane;
  /** The Namespace object, unless it is somebody else's. */
  readonly apiObject: ApiObject | undefined;
  /** Annotations for the pod templates in it, which change whenever what injection depends on changes. */
  readonly podAnnotations: { readonly [key: string]: string };
  /** Its waypoint, once it has one. */
  readonly waypoint: WaypointRef | undefined;
  /** Its waypoint, defined for the construct `by` if there was none. */
  requireWaypoint(by: IConstruct): WaypointRef;
}

/** A service of the mesh, as the rest of the mesh sees it. */
export interface MeshServiceRef extends ServiceRef, SourceRef, PodCaller {
  readonly label: string;
  readonly name: string;
  readonly namespace: NamespaceRef;
  readonly selector: { readonly [key: string]: string };
  readonly versions: readonly MeshVersionRef[];
  /** Whether its name stands for its pods, so that callers dial them and pass no waypoint. */
  readonly isHeadless: boolean;
  /** Who else writes what guards it; absent where nobody else does. */
  readonly owner: string | undefined;
  /** The hosts that its routes lead to, and those that get copies of its requests. */
  readonly routedHosts: readonly string[];
  /** The port with this number or name; throws where it is not declared. */
  port(port: number | string): ServicePort;
  /**
   * The ways that requests on HTTP ports, or connections, are declared to take.
   *
   * @internal
   */
  declaredWays(http: boolean): readonly DeclaredWay[];
  /**
   * Makes sure that the subsets of its versions are defined.
   *
   * @internal
   */
  requireSubsets(): void;
  /**
   * The traffic policy for one version: its own fields, and those of the host that it does not name.
   *
   * @internal
   */
  policyOf(version: VersionRef): Partial<TrafficPolicy>;
}

/** A version of a service of the mesh, as the rest of the mesh sees it. */
export interface MeshVersionRef extends VersionRef {
  readonly service: MeshServiceRef;
  /**
   * How many pods it surely has: the replicas, or the minimum of its autoscaler. `undefined` where nobody declared it.
   */
  readonly replicas: number | undefined;
  /** What runs its pods; `undefined` where somebody else does. @default - somebody else runs its pods */
  readonly workload?: { readonly kind: string; readonly name: string } | undefined;
}

/** Something outside of the mesh, as the rest of the mesh sees it. */
export interface ExternalServiceRef extends ServiceRef, IConstruct {
  /** The namespace of its ServiceEntry. */
  readonly namespace: { readonly name: string };
  readonly hosts: readonly string[];
  /** Who calls it, as declared so far. */
  readonly calls: readonly ExternalCall[];
  /** The gateway namespace through which calls leave, if they do so through a gateway. */
  readonly leavesFrom: { readonly name: string } | undefined;
  /** The host of that gateway's Service. */
  readonly leavesThrough: string | undefined;
  /** The IP addresses that requests go to, where they are declared. */
  readonly addresses: readonly string[];
  /** The port on which a request to one of its ports leaves the caller's pod. */
  dialled(port: ServicePort): number;
}

/** A call to something outside of the mesh. */
export interface ExternalCall {
  /** The construct that declared it. */
  readonly by: IConstruct;
  readonly caller: Caller;
  readonly ports: readonly ServicePort[];
}

/** Narrows a declared call. */
export interface CallOptions {
  /**
   * The ports called, by number or name.
   *
   * @default - every port of the service
   */
  readonly ports?: readonly (number | string)[] | undefined;

  /**
   * The HTTP methods used, in capitals; only for HTTP ports.
   *
   * @default - every method
   */
  readonly methods?: readonly string[] | undefined;

  /**
   * The paths used: exact or by prefix; only for HTTP ports.
   *
   * @default - every path
   */
  readonly paths?: readonly PathMatch[] | undefined;
}

/** A declared edge of the mesh: one caller, one callee, and what may pass. */
export interface Call {
  /** The construct that declared it. */
  readonly by: IConstruct;
  readonly caller: Caller;
  readonly callee: MeshServiceRef;
  readonly ports: readonly ServicePort[];
  readonly methods: readonly string[] | undefined;
  readonly paths: readonly PathMatch[] | undefined;
}
