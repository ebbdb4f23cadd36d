import type { Workload } from '../model/workload';
import type { EffectiveMesh } from './effective-mesh';
import { gatewayNameOf } from './policies/workload-identity';
import type { RegisteredService } from './services/registered-service';
import { waypointOfService } from './waypoints';

/** The services of one waypoint by host, and the hosts to which their VirtualServices send. */
interface Reach {
  readonly own: Map<string, RegisteredService>;
  readonly named: Set<string>;
}

/** Where waypoints can send. Istiod gives a waypoint only the clusters of its own services and of those that these name. */
export class WaypointReach {
  readonly #byWaypoint = new Map<string, Reach>();

  public constructor(mesh: EffectiveMesh) {
    for (const service of mesh.services) {
      const found = waypointOfService(mesh, service);
      if (found.state !== 'used') continue;
      const { namespace, name } = found.waypoint.gateway;
      const reach = this.#byWaypoint.get(`${namespace}/${name}`) ?? { own: new Map(), named: new Set() };
      this.#byWaypoint.set(`${namespace}/${name}`, reach);
      reach.own.set(service.host, service);
      // Only a VirtualService with precisely the host of the service counts.
      for (const { gateways, destinations } of mesh.virtualServicesNaming(service.host)) {
        if (gateways.has('mesh')) for (const { host } of destinations) reach.named.add(host);
      }
    }
  }

  /** Whether the pods are those of the waypoint of a service, which reaches it by tunnels alone. */
  public isBehind(waypoint: Workload, { host, external }: RegisteredService): boolean {
    return !external && this.#of(waypoint)?.own.has(host) === true;
  }

  /** Whether a waypoint knows a host at all. */
  public knows(waypoint: Workload, host: string): boolean {
    const reach = this.#of(waypoint);
    return reach === undefined || reach.own.has(host) || reach.named.has(host);
  }

  #of(waypoint: Workload): Reach | undefined {
    return this.#byWaypoint.get(`${waypoint.namespace}/${gatewayNameOf(waypoint) ?? ''}`);
  }
}
