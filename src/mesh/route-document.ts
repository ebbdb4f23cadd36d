import { type ApiObject, Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { VirtualService, type VirtualServiceSpec } from '../../imports/networking.istio.io';
import { declareBy } from '../tree/declared-by';
import type { Mesh } from './mesh';

/** What writes the routes of a host to one object. */
export interface RouteWriter {
  /** The object, unless a controller writes it. */
  readonly object: ApiObject | undefined;
  /** Keeps it apart from routes that inject no faults. */
  moveToFaults(): void;
  /** Leaves it to somebody else to write. */
  remove(): void;
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
}

/**
 * The one VirtualService that writes the routes of a host. Where it lands follows from what the routes do: those that
 * inject faults are kept apart from the rest, and those that a controller writes are not written at all.
 */
export class RouteDocument implements RouteWriter {
  private written: VirtualService | undefined;
  private readonly id: string;
  private removed = false;

  public constructor(private readonly props: RouteDocumentProps) {
    const { mesh, by, namespace, name } = props;
    this.id = mesh.claimObject(by, 'VirtualService', namespace, name);
    this.written = this.define(mesh.chartFor(by, 'routes'));
  }

  /** The object, unless a controller writes it. */
  public get object(): VirtualService | undefined {
    return this.written;
  }

  /** Writes it to the chart of faults instead of that of routes. */
  public moveToFaults(): void {
    if (this.removed) return;
    const chart = this.props.mesh.chart('faults');
    if (this.written?.node.scope === chart) return;
    this.detach();
    this.written = this.define(chart);
  }

  /** Leaves it to somebody else to write. */
  public remove(): void {
    this.removed = true;
    this.detach();
    this.written = undefined;
  }

  private detach(): void {
    this.written?.node.scope?.node.tryRemoveChild(this.id);
  }

  private define(chart: IConstruct): VirtualService {
    const { by, namespace, name, spec } = this.props;
    const object = new VirtualService(chart as ConstructorParameters<typeof VirtualService>[0], this.id, {
      metadata: { name, namespace },
      spec: Lazy.any({ produce: spec }) as VirtualServiceSpec,
    });
    declareBy(object, by);
    return object;
  }
}
