import { mayBeHttp } from '../../model/protocol';
import { hostsOverlap, isWildcard } from '../../values/host-pattern';
import type { MeshProxy } from '../mesh-proxy';
import { portOf, type RegisteredService } from '../services/registered-service';
import type { EgressListener } from '../sidecar-scope';
import { hostDomains } from './host-domains';
import type { Route, RouteLists } from './route-list';
import { VirtualHostTable } from './virtual-host';
import type { VirtualService } from './virtual-services';

/** Port on which VirtualServices for unknown hosts take effect as well. */
const HTTP_PORT = 80;

/** Routes with the hosts and services that they take on a port. */
interface Attachment {
  readonly routes: readonly Route[];
  readonly hosts: readonly string[];
  readonly services: readonly RegisteredService[];
}

/** The services of a listener that have a port, by their host in lower case. Of several of one host the last counts. */
export type ServicesOfPort = ReadonlyMap<string, RegisteredService>;

export function servicesOfPort({ services }: EgressListener, port: number): ServicesOfPort {
  const found = new Map<string, RegisteredService>();
  for (const service of services) {
    const own = portOf(service, port);
    if (own === undefined) continue;
    found.set(service.host.toLowerCase(), service.ports.length === 1 ? service : { ...service, ports: [own] });
  }
  return found;
}

/** The route table of a sidecar for one port. The first VirtualService that takes a service keeps it. */
export function sidecarVirtualHosts(
  listener: EgressListener,
  services: ServicesOfPort,
  port: number,
  proxy: MeshProxy,
  routeLists: RouteLists,
): VirtualHostTable {
  const attached = attachments(listener, services, port, proxy, routeLists);
  const taken = new Set(attached.flatMap(one => one.services.map(({ host }) => host)));
  const untouched = [...services.values()].filter(
    service => !taken.has(service.host) && service.resolution !== 'alias' && speaksHttp(service, port),
  );
  const all = [...attached, ...untouched.map(service => ({ routes: [], hosts: [], services: [service] }))];
  const builder = new TableBuilder(new Set(all.flatMap(one => one.services.map(({ host }) => host))), port, proxy);
  for (const { hosts, services: own, routes } of all) {
    for (const host of hosts) builder.addHost(host, routes);
    for (const service of own) builder.addService(service, routes);
  }
  return builder.table;
}

function attachments(
  listener: EgressListener,
  services: ServicesOfPort,
  port: number,
  proxy: MeshProxy,
  routeLists: RouteLists,
): readonly Attachment[] {
  const candidates = listener.virtualServices.filter(({ gateways }) => gateways.has('mesh'));
  const wildcards = [...services.keys()].filter(isWildcard);
  const overlaps = (host: string) => overlapsAny(host, services, wildcards);
  const considered = port === HTTP_PORT ? candidates : candidates.filter(({ hosts }) => hosts.some(overlaps));
  return considered.flatMap(virtualService => {
    const routes = routeLists.of(virtualService, { proxy, gateway: 'mesh', port });
    // A VirtualService of which nothing is left for this client leaves the services as they are.
    if (routes.length === 0) return [];
    const found = splitHosts(virtualService, services, listener.mostSpecific);
    if (!isOfEitherSide(virtualService, found.services, proxy)) return [];
    const http = found.services.filter(service => speaksHttp(service, port));
    return http.length > 0 || port === HTTP_PORT ? [{ routes, hosts: found.hosts, services: http }] : [];
  });
}

/** A route of the Gateway API counts in the namespace of its service, and of the clients that it is for. */
function isOfEitherSide(
  { api, resource: { namespace } }: VirtualService,
  services: readonly RegisteredService[],
  proxy: MeshProxy,
): boolean {
  if (api === 'istio') return true;
  return services.some(service => service.namespace === namespace || proxy.namespace === namespace);
}

function splitHosts(
  virtualService: VirtualService,
  services: ServicesOfPort,
  mostSpecific: EgressListener['mostSpecific'],
): { readonly hosts: readonly string[]; readonly services: readonly RegisteredService[] } {
  const own: string[] = [];
  const taken: RegisteredService[] = [];
  const wildcards: string[] = [];
  for (const host of virtualService.hosts) {
    if (isWildcard(host)) {
      wildcards.push(host);
      continue;
    }
    const service = services.get(host.toLowerCase());
    if (service === undefined) own.push(host);
    else taken.push(service);
  }
  for (const host of wildcards) {
    if (virtualService.api === 'gateway-api') {
      own.push(host);
      continue;
    }
    let overlaps = false;
    for (const service of services.values()) {
      if (!hostsOverlap(host, service.host)) continue;
      overlaps = true;
      // A VirtualService takes only the services that no other one covers more specifically.
      if (mostSpecific(service.host) === virtualService) taken.push(service);
    }
    if (!overlaps) own.push(host);
  }
  return { hosts: own, services: taken };
}

/** Claims domains for virtual hosts: the first to name one keeps it. */
class TableBuilder {
  public readonly table = new VirtualHostTable();
  readonly #fullNames: ReadonlySet<string>;

  public constructor(
    hosts: ReadonlySet<string>,
    private readonly port: number,
    private readonly proxy: MeshProxy,
  ) {
    this.#fullNames = new Set([...hosts].map(host => host.toLowerCase()));
  }

  public addHost(host: string, routes: readonly Route[]): void {
    this.#add(host.toLowerCase(), undefined, routes, [host.toLowerCase()], []);
  }

  public addService(service: RegisteredService, routes: readonly Route[]): void {
    const { full, short } = hostDomains(service, this.proxy);
    this.#add(service.host.toLowerCase(), service, routes, full, short);
  }

  #add(
    host: string,
    service: RegisteredService | undefined,
    routes: readonly Route[],
    full: readonly string[],
    short: readonly string[],
  ): void {
    const name = `${host}:${this.port}`;
    if (this.table.has(name)) return;
    const domains = [...full, ...short.filter(domain => !this.#fullNames.has(domain))];
    const free = domains.filter(domain => !this.table.isClaimed(domain));
    if (free.length > 0) this.table.add({ name, routes, service, requireTls: false }, free);
  }
}

function overlapsAny(host: string, services: ServicesOfPort, wildcards: readonly string[]): boolean {
  if (services.has(host.toLowerCase())) return true;
  const names = isWildcard(host) ? services.keys() : wildcards;
  for (const name of names) if (hostsOverlap(host, name)) return true;
  return false;
}

function speaksHttp(service: RegisteredService, port: number): boolean {
  const protocol = portOf(service, port)?.protocol;
  return protocol !== undefined && mayBeHttp(protocol);
}
