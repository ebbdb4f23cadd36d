import type { Workload } from '../../model/workload';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import { isWaypoint, waypointOfService } from '../waypoints';

/** What in a namespace may carry out an object that is for all of it. */
export interface ProxiesOfNamespace {
  /** Sidecars and gateways, or pods of which it is not known whether they have a proxy. */
  readonly envoy: boolean;
  readonly ztunnel: boolean;
  /** Waypoints, in the namespace itself or for services of it. */
  readonly waypoint: boolean;
  /** Some pods of the set; undefined where it holds none of the namespace. */
  readonly example: Workload | undefined;
}

/** Answers for each namespace what may carry out the objects that name no pods. */
export class NamespaceProxies {
  readonly #found = new Memo((namespace: string) => this.#find(namespace));
  #served: ReadonlySet<string> | undefined;

  public constructor(private readonly mesh: EffectiveMesh) {}

  public of(namespace: string): ProxiesOfNamespace {
    return this.#found.get(namespace);
  }

  #find(namespace: string): ProxiesOfNamespace {
    const own = this.mesh.model.workloads
      .inNamespace(namespace)
      .filter(one => this.mesh.proxyOf(one).type !== 'waypoint');
    const planes = new Set(own.map(({ dataPlane }) => dataPlane));
    return {
      envoy: planes.has('sidecar') || planes.has('unknown'),
      ztunnel: planes.has('ambient'),
      waypoint: this.#servedByWaypoints.has(namespace),
      example: own[0],
    };
  }

  get #servedByWaypoints(): ReadonlySet<string> {
    if (this.#served === undefined) {
      const { model, services } = this.mesh;
      const waypoints = model.all('KubernetesGateway').filter(one => isWaypoint(this.mesh, one));
      const served =
        waypoints.length === 0 ? [] : services.filter(one => waypointOfService(this.mesh, one).state === 'used');
      this.#served = new Set([...waypoints, ...served].map(({ namespace }) => namespace));
    }
    return this.#served;
  }
}
