import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { assumeObjects } from '../tree/assumed-object';
import { declareBy } from '../tree/declared-by';
import { ConfigError } from '../values/config-error';
import type { Manifest } from '../values/manifest';
import { requireDnsLabel } from '../values/names';
import { DATA_PLANE_LABELS, DataPlane } from './data-plane';
import { Mesh } from './mesh';
import type { NamespaceRef } from './references';
import { Waypoint, type WaypointProps } from './waypoint';

/** Properties of `MeshNamespace`. */
export interface MeshNamespaceProps {
  /**
   * Name of the namespace: a DNS label.
   *
   * @default - the id of the construct
   */
  readonly name?: string | undefined;

  /**
   * How its pods join the mesh.
   *
   * @default DataPlane.sidecar()
   */
  readonly dataPlane?: DataPlane | undefined;

  /**
   * Further labels of the Namespace. Those that decide over the data plane are refused: use `dataPlane`.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string } | undefined;

  /** Annotations of the Namespace. @default - none */
  readonly annotations?: { readonly [key: string]: string } | undefined;

  /**
   * The waypoint of an ambient namespace; `{}` defines one even where nothing needs it yet.
   *
   * @default - defined when a route or policy first needs it; an existing namespace has none
   */
  readonly waypoint?: WaypointProps | undefined;
}

/**
 * Declares a namespace of the mesh and how its pods join.
 *
 * Defines a Namespace with exactly one label of the data plane. Pods join when they are created: the pod templates
 * that the library owns carry an annotation which changes with the data plane, so that a change rolls them.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 *
 * @example
 * const notes = new MeshNamespace(mesh, 'notes-app', { dataPlane: DataPlane.sidecar({ revision: '1-30-5' }) });
 */
export class MeshNamespace extends Construct implements NamespaceRef {
  /**
   * Declares a namespace that somebody else creates and labels: nothing is defined for it, but it is checked against.
   *
   * @example
   * const shared = MeshNamespace.existing(mesh, 'shared', { dataPlane: DataPlane.ambient() });
   */
  public static existing(
    scope: Construct,
    id: string,
    props: Pick<MeshNamespaceProps, 'name' | 'dataPlane' | 'waypoint'> = {},
  ): MeshNamespace {
    return new MeshNamespace(scope, id, props, 'existing');
  }

  public readonly name: string;
  public readonly dataPlane: DataPlane;
  public readonly mesh: Mesh;
  /** The Namespace object, unless it is somebody else's. */
  public readonly apiObject: ApiObject | undefined;

  private ownWaypoint: Waypoint | undefined;

  public constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}, owner: 'own' | 'existing' = 'own') {
    super(scope, id);
    this.mesh = Mesh.of(this);
    this.name = requireDnsLabel(props.name ?? id, 'name of a namespace', this.node.path);
    this.dataPlane = props.dataPlane ?? DataPlane.sidecar();
    for (const label of DATA_PLANE_LABELS) {
      if (props.labels?.[label] !== undefined) {
        throw new ConfigError(
          `Cannot label namespace "${this.name}" at ${this.node.path}: wanted "${label}" from the dataPlane property, got it in labels`,
        );
      }
    }
    if (props.waypoint !== undefined && this.dataPlane.mode !== 'ambient') {
      throw new ConfigError(
        `Cannot define a waypoint for namespace "${this.name}" at ${this.node.path}: wanted the ambient data plane, got "${this.dataPlane.mode}"`,
      );
    }
    this.mesh.addNamespace(this);
    if (owner === 'existing') {
      this.apiObject = undefined;
      const { name, dataPlane } = this;
      if (props.dataPlane !== undefined) assumeObjects(this, () => [assumedNamespace(name, dataPlane)]);
      if (props.waypoint !== undefined) this.ownWaypoint = new Waypoint(this, props.waypoint, 'existing');
      return;
    }
    this.apiObject = new ApiObject(this.mesh.chartFor(this, 'namespaces'), `Namespace-${this.name}`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.name,
        labels: { ...props.labels, ...this.dataPlane.labels },
        annotations: { ...props.annotations },
      },
    });
    declareBy(this.apiObject, this);
    if (props.waypoint !== undefined) this.ownWaypoint = new Waypoint(this, props.waypoint);
  }

  /** Its waypoint, once it has one. */
  public get waypoint(): Waypoint | undefined {
    return this.ownWaypoint;
  }

  /**
   * The waypoint of this ambient namespace, defined now if there was none: what looks into requests needs one.
   *
   * @param by the construct that needs it
   * @throws ConfigError if the namespace is not ambient, or is somebody else's and declares no waypoint
   */
  public requireWaypoint(by: IConstruct): Waypoint {
    if (this.ownWaypoint !== undefined) return this.ownWaypoint;
    const wanted =
      this.dataPlane.mode !== 'ambient'
        ? `wanted the ambient data plane, got "${this.dataPlane.mode}"`
        : this.apiObject === undefined
          ? 'wanted its owner to provide one and the waypoint property to name it, got none'
          : undefined;
    if (wanted !== undefined) {
      throw new ConfigError(`Cannot use a waypoint in namespace "${this.name}" at ${by.node.path}: ${wanted}`);
    }
    this.ownWaypoint = new Waypoint(this);
    return this.ownWaypoint;
  }

  /**
   * Annotations for the pod templates in this namespace. They change whenever what injection depends on changes, so
   * that a Deployment or StatefulSet rolls its pods then; ambient pods need no restart and get none.
   */
  public get podAnnotations(): { readonly [key: string]: string } {
    if (this.dataPlane.mode !== 'sidecar') return {};
    const depends = JSON.stringify([this.mesh.istioVersion, this.dataPlane.labels]);
    return { [INJECTION_HASH]: createHash('sha256').update(depends).digest('hex').slice(0, 12) };
  }
}

function assumedNamespace(name: string, { labels }: DataPlane): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels } } };
}

/** Whether `value` is a namespace of the mesh. */
export function isMeshNamespace(value: unknown): value is NamespaceRef {
  return value instanceof MeshNamespace;
}

/** The pod annotation that changes with what injection depends on. */
export const INJECTION_HASH = 'cdk8s-istio/injection-hash';
