import { bySpecificity, narrower } from '../host-index';
import type { MeshFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import type { Route } from '../routes/route-list';
import { VirtualHostTable } from '../routes/virtual-host';
import type { VirtualService } from '../routes/virtual-services';
import type { GatewayServer } from './gateway-servers';

interface Draft {
  /** Port of the server that named the host first. */
  readonly port: number;
  readonly routes: Route[];
  requireTls: boolean;
}

/** The route table of the servers that share one: the plaintext ones of a port, or a single TLS server. */
export function gatewayVirtualHosts(
  mesh: MeshFacts,
  proxy: MeshProxy,
  servers: readonly GatewayServer[],
): VirtualHostTable {
  const drafts = new Map<string, Draft>();
  const draftOf = (host: string, port: number): Draft => {
    const key = host.toLowerCase();
    const draft = drafts.get(key) ?? { port, routes: [], requireTls: false };
    drafts.set(key, draft);
    return draft;
  };
  // Servers of one Gateway share the routes of a VirtualService, which are made for the port of the first.
  const known = new Map<string, readonly Route[]>();
  for (const entry of servers) {
    const { gatewayName, number } = entry;
    const redirects = entry.server.tls?.httpsRedirect === true;
    for (const virtualService of attachedTo(mesh, proxy, gatewayName)) {
      const shared = sharedHosts(entry, virtualService);
      if (shared.length === 0) continue;
      const key = `${gatewayName} ${virtualService.resource.namespace}/${virtualService.name}`;
      const routes = known.get(key) ?? mesh.routes.of(virtualService, { proxy, gateway: gatewayName, port: number });
      if (routes.length === 0) continue;
      known.set(key, routes);
      for (const host of shared) {
        const draft = draftOf(host, number);
        draft.routes.push(...routes);
        draft.requireTls ||= redirects;
      }
    }
    if (!redirects) continue;
    // Without a VirtualService istiod takes the host as it is written, namespace included, which no request ever has.
    for (const { written } of entry.hosts) draftOf(written, number).requireTls = true;
  }
  const table = new VirtualHostTable();
  for (const { name, draft, domains } of collapsed(drafts)) {
    const { routes, requireTls } = draft;
    // Routes that take everything go last, whichever VirtualService is older.
    const ordered = [...routes.filter(({ catchAll }) => !catchAll), ...routes.filter(({ catchAll }) => catchAll)];
    table.add({ name, routes: ordered, service: undefined, requireTls }, domains);
  }
  return table;
}

/** Hosts with the very same routes share one virtual host, named after the most specific of them. */
function collapsed(
  drafts: ReadonlyMap<string, Draft>,
): Iterable<{ readonly name: string; readonly draft: Draft; readonly domains: string[] }> {
  const ids = new Map<Route, number>();
  const idOf = (route: Route): number => {
    const id = ids.get(route) ?? ids.size;
    ids.set(route, id);
    return id;
  };
  const found = new Map<string, { readonly name: string; readonly draft: Draft; readonly domains: string[] }>();
  const hosts = [...drafts].sort(([a], [b]) => bySpecificity(a, b));
  for (const [host, draft] of hosts) {
    const key = `${draft.requireTls} ${draft.routes.map(idOf).join()}`;
    const earlier = found.get(key);
    if (earlier === undefined) found.set(key, { name: `${host}:${draft.port}`, draft, domains: [host] });
    else earlier.domains.push(host);
  }
  return found.values();
}

/** The VirtualServices that a gateway sees and that name it. */
export function attachedTo(mesh: MeshFacts, proxy: MeshProxy, gateway: string): readonly VirtualService[] {
  return mesh.virtualServicesAt(gateway, proxy.namespace);
}

/** The hosts that a server and a VirtualService have in common, the narrower of each pair. */
export function sharedHosts({ hosts }: GatewayServer, virtualService: VirtualService): readonly string[] {
  const open = hosts.filter(({ namespace }) => namespace === '*' || namespace === virtualService.resource.namespace);
  const shared = new Set<string>();
  for (const { host } of open) {
    for (const own of virtualService.hosts) {
      const common = narrower(host, own);
      if (common !== undefined) shared.add(common);
    }
  }
  return [...shared];
}
