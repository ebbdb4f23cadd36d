import type { EffectiveMesh } from '../effective-mesh';
import { narrower } from '../host-index';
import type { MeshProxy } from '../mesh-proxy';
import { type Route, routesOf } from '../routes/route-list';
import { VirtualHostTable } from '../routes/virtual-host';
import type { VirtualService } from '../routes/virtual-services';
import type { GatewayServer } from './gateway-servers';

/** The route table of the servers that share one: the plaintext ones of a port, or a single TLS server. */
export function gatewayVirtualHosts(
  mesh: EffectiveMesh,
  proxy: MeshProxy,
  servers: readonly GatewayServer[],
): VirtualHostTable {
  const port = servers[0]?.number ?? 0;
  const drafts = new Map<string, { routes: Route[]; requireTls: boolean }>();
  for (const entry of servers) {
    const redirects = entry.kind === 'http' && entry.server.tls?.httpsRedirect === true;
    const gateway = `${entry.gateway.namespace}/${entry.gateway.name}`;
    for (const virtualService of attachedTo(mesh, proxy, gateway)) {
      const shared = sharedHosts(entry, virtualService);
      const routes = shared.length === 0 ? [] : routesOf(virtualService, { proxy, gateway, port });
      if (routes.length === 0) continue;
      for (const host of shared) {
        const draft = drafts.get(host) ?? { routes: [], requireTls: false };
        draft.routes.push(...routes);
        draft.requireTls ||= redirects;
        drafts.set(host, draft);
      }
    }
    if (!redirects) continue;
    for (const { host } of entry.hosts) {
      const draft = drafts.get(host) ?? { routes: [], requireTls: true };
      draft.requireTls = true;
      drafts.set(host, draft);
    }
  }
  const table = new VirtualHostTable();
  for (const [host, { routes, requireTls }] of drafts) {
    // Routes that take everything go last, whichever VirtualService is older.
    const ordered = [...routes.filter(({ catchAll }) => !catchAll), ...routes.filter(({ catchAll }) => catchAll)];
    table.add({ name: `${host}:${port}`, routes: ordered, service: undefined, requireTls }, [host]);
  }
  return table;
}

/** The VirtualServices that a gateway sees and that name it. */
export function attachedTo(mesh: EffectiveMesh, proxy: MeshProxy, gateway: string): readonly VirtualService[] {
  return mesh.visible(proxy.namespace).virtualServices.filter(({ gateways }) => gateways.has(gateway));
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
