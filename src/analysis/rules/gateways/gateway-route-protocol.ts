import { scopedHost } from '../../../istio/references';
import { RouteUse } from '../../../istio/routes/route-use';
import type { MeshModel } from '../../../model/mesh-model';
import type { Resource } from '../../../model/resource';
import type { GatewaySpec } from '../../../model/shapes/traffic';
import { hostsOverlap } from '../../../values/host-pattern';
import type { Finding, Rule } from '../../rule';

type Server = NonNullable<GatewaySpec['servers']>[number];
type Routes = 'http' | 'tls' | 'tcp';

/**
 * The routes of a VirtualService are of a kind that the servers of its Gateway cannot use: they see bytes where the
 * routes speak of requests, or the other way round.
 */
export const gatewayRouteProtocol: Rule = {
  name: 'gateway-route-protocol',
  severity: 'error',
  summary: 'A VirtualService must have routes of the kind that the servers of its Gateway use.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    for (const resource of model.all('VirtualService')) {
      const kinds = (['http', 'tls', 'tcp'] as const).filter(kind => (resource.spec[kind] ?? []).length > 0);
      if (kinds.length === 0) continue;
      for (const { gateway, field } of mesh.once(RouteUse).gatewaysOf(resource)) {
        // Where all servers will do, it does not matter which of them are for the hosts.
        if ((gateway.spec.servers ?? []).every(server => kinds.includes(routesOf(server)))) continue;
        const servers = serversFor(resource, gateway, model);
        const wanted = new Set(servers.map(routesOf));
        if (wanted.size === 0 || kinds.some(kind => wanted.has(kind))) continue;
        const [server] = servers;
        findings.push({
          resource,
          field: `spec.${kinds[0]}`,
          problem: `Gateway "${gateway.fullName}" ${describe(server)}, and so uses ${[...wanted].join(' and ')} routes; the VirtualService has ${kinds.join(' and ')} routes only (bound by ${field})`,
          fix: wanted.has('tls')
            ? 'write tls routes that match by sniHosts, or let the Gateway terminate TLS'
            : wanted.has('http')
              ? 'write http routes, or set tls.mode: PASSTHROUGH in the Gateway'
              : 'write tcp routes',
          related: [gateway],
        });
      }
    }
    return findings;
  },
};

/** The servers that accept a host of the VirtualService. */
function serversFor(
  resource: Resource<'VirtualService'>,
  gateway: Resource<'Gateway'>,
  model: MeshModel,
): readonly Server[] {
  const hosts = (resource.spec.hosts ?? []).map(host => model.fullHost(host, resource.namespace));
  return (gateway.spec.servers ?? []).filter(server =>
    (server.hosts ?? []).some(entry =>
      hosts.some(host => hostsOverlap(host, scopedHost(entry, gateway.namespace).host)),
    ),
  );
}

/** The kind of routes that a server uses. */
function routesOf({ port, tls }: Server): Routes {
  const protocol = (port?.protocol ?? '').toUpperCase();
  if (protocol === 'HTTPS' || protocol === 'TLS') {
    if (tls?.mode === 'PASSTHROUGH' || tls?.mode === 'AUTO_PASSTHROUGH') return 'tls';
    return protocol === 'HTTPS' ? 'http' : 'tcp';
  }
  return protocol.startsWith('HTTP') || protocol.startsWith('GRPC') ? 'http' : 'tcp';
}

function describe(server: Server | undefined): string {
  const { port, tls } = server ?? {};
  return `serves port ${port?.number ?? 0} as ${port?.protocol ?? 'TCP'}${tls?.mode === undefined ? '' : ` with TLS mode ${tls.mode}`}`;
}
