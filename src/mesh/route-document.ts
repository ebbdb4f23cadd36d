import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { VirtualService, type VirtualServiceSpec } from '../../imports/networking.istio.io';
import type { ServicePort, VersionRef } from '../routing/refs';
import { placeAtRendering } from '../tree/placement';
import type { Mesh } from './mesh';

/** What writes the routes of a host to one object. */
export interface RouteWriter {
  /** The objects, unless a controller writes them. */
  readonly objects: readonly ApiObject[];
  /** Leaves it to somebody else to write. */
  remove(): void;
  /** Throws where it cannot write routes that inject faults. */
  admitFaults?(): void;
  /** Makes sure that it can name this version. */
  admitVersion(version: VersionRef): void;
  /** Makes sure that it can write routes for connections on a port. */
  admitConnections?(port: ServicePort): void;
}

/** What a `RouteDocument` needs to know. */
export interface RouteDocumentProps {
  readonly mesh: Mesh;
  /** The construct that findings name. */
  readonly by: IConstruct;
  readonly namespace: string;
  readonly name: string;
  /** Called whenever the object is rendered. */
  readonly spec: () => VirtualServiceSpec;
  /** Whether its routes inject faults, asked when it is rendered: it is then kept apart from the rest. */
  readonly injectsFaults?: () => boolean;
}

/** The one VirtualService that writes the routes of a host, unless a controller does. */
export class RouteDocument implements RouteWriter {
  private readonly mesh: Mesh;
  private written: VirtualService | undefined;

  public constructor({ mesh, by, namespace, name, spec, injectsFaults }: RouteDocumentProps) {
    this.mesh = mesh;
    const object = mesh.define(by, 'routes', VirtualService, { name, namespace }, spec);
    if (injectsFaults !== undefined) {
      placeAtRendering(object, () => (injectsFaults() ? mesh.chart('faults') : undefined));
    }
    this.written = object;
  }

  /** The object, unless a controller writes it. */
  public get object(): VirtualService | undefined {
    return this.written;
  }

  public get objects(): readonly ApiObject[] {
    return this.written === undefined ? [] : [this.written];
  }

  /** Routes name a version by its subset. */
  public admitVersion({ service }: VersionRef): void {
    this.mesh.serviceAt(service.host)?.requireSubsets();
  }

  /** Leaves it to somebody else to write. */
  public remove(): void {
    this.written?.node.scope?.node.tryRemoveChild(this.written.node.id);
    this.written = undefined;
  }
}
