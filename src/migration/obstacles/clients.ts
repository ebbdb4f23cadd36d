import type { ConsolidatedRule } from '../../istio/destinations/destination-rules';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { Memo } from '../../istio/memo';
import { MESH } from '../../istio/references';
import type { VirtualService } from '../../istio/routes/virtual-services';
import type { RegisteredService } from '../../istio/services/registered-service';
import { waypointOfService } from '../../istio/waypoints';
import { hostsOverlap } from '../../model/host-name';
import type { Workload } from '../../model/workload';
import { byText } from '../../values/order';
import type { Move } from './move';

/** What the sidecars of a mesh follow as clients. */
export class Clients {
  /** All pods with sidecars, in the order of their names. */
  public readonly sidecars: readonly Workload[];
  readonly #calls = new Memo(
    (workload: Workload): ReadonlySet<string> => new Set(this.mesh.callsInSettings(workload).map(({ host }) => host)),
  );

  public constructor(private readonly mesh: EffectiveMesh) {
    this.sidecars = mesh.model.workloads.all
      .filter(one => !one.generated && one.dataPlane !== 'none' && one.dataPlane !== 'ambient')
      .filter(one => mesh.proxyOf(one).type === 'sidecar')
      .sort(byText(({ namespace, name, resource }) => `${namespace}/${name} ${resource.kind}`));
  }

  /** Whether the sidecar of a client knows a host. */
  public sees(client: Workload, host: string): boolean {
    return this.#scopeOf(client).services.has(host);
  }

  /** The VirtualService that the sidecar of a client follows for a host. */
  public virtualServiceFor(client: Workload, host: string): VirtualService | undefined {
    for (const { virtualServices } of this.#scopeOf(client).listeners) {
      const own = virtualServices.filter(({ api, gateways }) => api === 'istio' && gateways.has(MESH));
      const found =
        own.find(({ hosts }) => hosts.includes(host)) ??
        own.find(({ hosts }) => hosts.some(one => hostsOverlap(one, host)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The DestinationRule that the sidecar of a client follows for a host. */
  public ruleFor(client: Workload, host: string): ConsolidatedRule | undefined {
    return this.mesh.viewOf(this.mesh.proxyOf(client)).destinationRule(host);
  }

  /** Whether the settings of a client show that it calls a host. */
  public calls(client: Workload, host: string): boolean {
    return this.#calls.get(client).has(host);
  }

  #scopeOf(client: Workload) {
    return this.mesh.viewOf(this.mesh.proxyOf(client)).scope;
  }
}

/** Where the requests of pods that move are handled once they have no sidecar, for one service that they call. */
export type Handling =
  /** The pods of the service move as well: the migration can put a waypoint before it. */
  | 'own-waypoint'
  /** A waypoint is there already. */
  | 'waypoint'
  /** The pods of the service keep their sidecars, and nothing stands before them. */
  | 'staying'
  /** The service is outside of the mesh. */
  | 'outside';

/** Where requests to a service are handled after the move. */
export function handlingOf(mesh: EffectiveMesh, move: Move, service: RegisteredService): Handling {
  if (move.services.includes(service)) return 'own-waypoint';
  if (waypointOfService(mesh, service).state === 'used') return 'waypoint';
  return service.isKubernetes ? 'staying' : 'outside';
}
