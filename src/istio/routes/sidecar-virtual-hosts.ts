import { hostsOverlap } from '../../model/host-name';
import { isHttp } from '../../model/protocol';
import { HostIndex, isWildcard } from '../host-index';
import type { MeshProxy } from '../mesh-proxy';
import { portOf, type RegisteredService } from '../services/services';
import type { EgressScope } from '../sidecar-scope';
import { hostDomains } from './host-domains';
import { type Route, routesOf } from './route-list';
import { VirtualHostTable } from './virtual-host';
import type { VirtualService } from './virtual-services';

/** Port on which VirtualServices for unknown hosts take effect as well. */
const HTTP_PORT = 80;

/** A VirtualService with the hosts and services that it takes on a port. */
interface Attachment {
  readonly routes: readonly Route[];
  readonly hosts: readonly string[];
  readonly services: readonly RegisteredService[];
}

/** The route table of a sidecar for one port. The first VirtualService that takes a service keeps it. */
export function sidecarVirtualHosts(scope: EgressScope, port: number, proxy: MeshProxy): VirtualHostTable {
  const services = new Map([...scope.services].filter(([, service]) => isOffered(service, port)));
  const attached = attachments(scope, services, port, proxy);
  const builder = new TableBuilder(services, aliasesIn(scope), port, proxy);
  const taken = new Set(attached.flatMap(one => one.services.map(({ host }) => host)));
  for (const { hosts, services: own, routes } of attached) {
    for (const host of hosts) builder.addHost(host, routes);
    for (const service of own) builder.addService(service, routes);
  }
  for (const service of services.values()) {
    if (!taken.has(service.host) && speaksHttp(service, port)) builder.addService(service, []);
  }
  return builder.table;
}

function attachments(
  scope: EgressScope,
  services: ReadonlyMap<string, RegisteredService>,
  port: number,
  proxy: MeshProxy,
): readonly Attachment[] {
  const candidates = scope.virtualServices.filter(({ gateways }) => gateways.has('mesh'));
  const considered =
    port === HTTP_PORT ? candidates : candidates.filter(({ hosts }) => hosts.some(host => overlapsAny(host, services)));
  const mostSpecific = new HostIndex<string>();
  for (const { hosts } of considered) for (const host of hosts) mostSpecific.add(host, host);
  return considered.flatMap(virtualService => {
    const routes = routesOf(virtualService, { proxy, gateway: 'mesh', port });
    // A VirtualService of which nothing is left for this client leaves the services as they are.
    if (routes.length === 0) return [];
    const found = splitHosts(virtualService, services, mostSpecific);
    const http = found.services.filter(service => speaksHttp(service, port));
    return http.length > 0 || port === HTTP_PORT ? [{ routes, hosts: found.hosts, services: http }] : [];
  });
}

function splitHosts(
  { hosts }: VirtualService,
  services: ReadonlyMap<string, RegisteredService>,
  mostSpecific: HostIndex<string>,
): { readonly hosts: readonly string[]; readonly services: readonly RegisteredService[] } {
  const own: string[] = [];
  const taken = new Map<string, RegisteredService>();
  for (const host of hosts) {
    const service = services.get(host);
    if (service !== undefined) taken.set(host, service);
    if (!isWildcard(host)) {
      if (service === undefined) own.push(host);
      continue;
    }
    let overlapping = service !== undefined;
    for (const candidate of services.values()) {
      if (!hostsOverlap(host, candidate.host)) continue;
      overlapping = true;
      if (mostSpecific.mostSpecific(candidate.host) === host) taken.set(candidate.host, candidate);
    }
    if (!overlapping) own.push(host);
  }
  return { hosts: own, services: [...taken.values()] };
}

/** Claims domains for virtual hosts: the first to name one keeps it. */
class TableBuilder {
  public readonly table = new VirtualHostTable();
  readonly #fullNames: ReadonlySet<string>;

  public constructor(
    services: ReadonlyMap<string, RegisteredService>,
    private readonly aliases: ReadonlyMap<string, readonly string[]>,
    private readonly port: number,
    private readonly proxy: MeshProxy,
  ) {
    this.#fullNames = new Set([...services.keys()].flatMap(host => [host.toLowerCase(), `${host.toLowerCase()}.`]));
  }

  public addHost(host: string, routes: readonly Route[]): void {
    this.#add(host, undefined, routes, [host.toLowerCase()], []);
  }

  public addService(service: RegisteredService, routes: readonly Route[]): void {
    const { full, short } = hostDomains(service, this.aliases.get(service.host) ?? [], this.proxy);
    this.#add(service.host, service, routes, full, short);
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

function aliasesIn({ services }: EgressScope): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>();
  for (const { aliasOf, host } of services.values()) {
    if (aliasOf === undefined) continue;
    const list = aliases.get(aliasOf);
    if (list === undefined) aliases.set(aliasOf, [host]);
    else list.push(host);
  }
  return aliases;
}

function overlapsAny(host: string, services: ReadonlyMap<string, RegisteredService>): boolean {
  if (services.has(host)) return true;
  if (isWildcard(host)) return [...services.keys()].some(name => hostsOverlap(host, name));
  return [...services.keys()].some(name => isWildcard(name) && hostsOverlap(host, name));
}

function isOffered(service: RegisteredService, port: number): boolean {
  const found = portOf(service, port);
  // An ExternalName is a further name of the service that it stands for.
  return service.aliasOf === undefined && found !== undefined && found.protocol !== 'udp';
}

function speaksHttp(service: RegisteredService, port: number): boolean {
  const protocol = portOf(service, port)?.protocol;
  return protocol !== undefined && (isHttp(protocol) || protocol === 'auto');
}
