import type { MeshPort } from '../model/mesh-host';
import { isHttp } from '../model/protocol';
import { hostsOverlap } from '../values/host-pattern';
import type { MeshFacts } from './mesh-facts';
import type { MeshProxy } from './mesh-proxy';
import type { ConnectionChain } from './routes/filter-chains';
import { waypointChain } from './routes/l4-chains';
import type { VirtualHost } from './routes/virtual-host';
import type { VirtualService } from './routes/virtual-services';
import type { RegisteredService } from './services/registered-service';

/**
 * The VirtualServices and routes that a waypoint follows for a service: those of its own namespace and of that of the
 * service, whoever is the client.
 */
function virtualServicesOf(
  mesh: MeshFacts,
  { namespace }: MeshProxy,
  { host, namespace: own }: RegisteredService,
): readonly VirtualService[] {
  return mesh
    .virtualServicesAt('mesh', namespace)
    .filter(
      ({ resource, hosts }) =>
        (resource.namespace === namespace || resource.namespace === own) && hosts.some(one => hostsOverlap(one, host)),
    );
}

/** What a waypoint makes of a connection: it looks into what the port of a service carries, or what pods are sent. */
export type WaypointChain = 'requests' | 'connection' | 'protocol-error' | 'no-listener';

/**
 * The chain of a waypoint that takes a connection. A port that is said to speak HTTP has no other one.
 *
 * @param http Whether the connection carries HTTP in plaintext.
 */
export function waypointChainFor(port: MeshPort | undefined, http: boolean): WaypointChain {
  if (port === undefined || port.protocol === 'udp') return 'no-listener';
  if (port.protocol === 'auto') return http ? 'requests' : 'connection';
  if (!isHttp(port.protocol)) return 'connection';
  return http ? 'requests' : 'protocol-error';
}

/** The virtual host of a waypoint for what goes to the address of a pod. */
export const WAYPOINT_OF_PODS = 'inbound|http|0';

/** What a waypoint does with requests to a port of a service: the routes of all VirtualServices, one after the other. */
export function waypointVirtualHost(
  mesh: MeshFacts,
  proxy: MeshProxy,
  service: RegisteredService,
  port: number,
): VirtualHost {
  const all = virtualServicesOf(mesh, proxy, service).filter(({ http }) => http.length > 0);
  const counting = mesh.release.has('allWaypointRoutes') ? all : all.slice(0, 1);
  const routes = counting.flatMap(one => mesh.routes.of(one, { proxy, gateway: 'mesh', port }));
  return { name: `${service.host.toLowerCase()}:${port}`, routes, service, requireTls: false };
}

/** Where a waypoint sends connections to a port of a service; undefined where that is the service itself. */
export function waypointConnection(
  mesh: MeshFacts,
  proxy: MeshProxy,
  service: RegisteredService,
  port: number,
): ConnectionChain | undefined {
  return waypointChain(virtualServicesOf(mesh, proxy, service), { proxy, gateway: 'mesh', port }, service.host);
}
