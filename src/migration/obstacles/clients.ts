import type { ConsolidatedRule } from '../../istio/destinations/destination-rules';
import type { EffectiveMesh } from '../../istio/effective-mesh';
import { Memo } from '../../istio/memo';
import { MESH } from '../../istio/references';
import type { VirtualService } from '../../istio/routes/virtual-services';
import type { RegisteredService } from '../../istio/services/registered-service';
import type { ProxyScope } from '../../istio/sidecar-scope';
import { waypointOfService } from '../../istio/waypoints';
import type { Workload } from '../../model/workload';
import { hostsOverlap, isWildcard } from '../../values/host-pattern';
import { byText } from '../../values/order';
import type { Move } from './move';

/** What the sidecars of a mesh follow as clients. */
export class Clients {
  /** All pods with sidecars, in the order of their names. */
  public readonly sidecars: readonly Workload[];
  readonly #calls = new Memo(
    (workload: Workload): ReadonlySet<string> => new Set(this.mesh.callsInSettings(workload).map(({ host }) => host)),
  );

  readonly #routes = new Memo((scope: ProxyScope) => new RoutesByHost(scope));

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
    return this.#routes.get(this.#scopeOf(client)).for(host);
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

/** The VirtualServices of one proxy by host. */
class RoutesByHost {
  readonly #byHost = new Map<string, VirtualService>();
  readonly #wildcards: { readonly host: string; readonly virtualService: VirtualService }[] = [];

  public constructor({ listeners }: ProxyScope) {
    for (const virtualService of listeners.flatMap(one => one.virtualServices)) {
      if (virtualService.api !== 'istio' || !virtualService.gateways.has(MESH)) continue;
      for (const host of virtualService.hosts) {
        if (isWildcard(host)) this.#wildcards.push({ host, virtualService });
        // The first one of a host keeps it.
        else if (!this.#byHost.has(host)) this.#byHost.set(host, virtualService);
      }
    }
  }

  public for(host: string): VirtualService | undefined {
    return this.#byHost.get(host) ?? this.#wildcards.find(one => hostsOverlap(one.host, host))?.virtualService;
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
