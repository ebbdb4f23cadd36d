import { matchesLabels } from '../../model/labels';
import type { VirtualServiceSpec } from '../../model/shapes/traffic';
import { hostsOverlap } from '../../values/host-pattern';
import type { ConnectionChain } from './filter-chains';
import type { RouteContext } from './route-list';
import type { ConnectionEntry, VirtualService } from './virtual-services';

type L4Match = NonNullable<NonNullable<VirtualServiceSpec['tls']>[number]['match']>[number];

/** The VirtualServices that speak of a host. */
export function virtualServicesFor(
  virtualServices: readonly VirtualService[],
  host: string,
): readonly VirtualService[] {
  return virtualServices.filter(({ hosts }) => hosts.some(own => hostsOverlap(own, host)));
}

/** The chains that `tls` blocks make at a sidecar, without those that repeat an earlier condition. */
export function tlsChains(
  virtualServices: readonly VirtualService[],
  context: RouteContext,
  ranges: readonly string[],
): readonly ConnectionChain[] {
  const chains: ConnectionChain[] = [];
  const seen = new Set<string>();
  let current = ranges;
  for (const virtualService of virtualServices) {
    for (const entry of virtualService.tls) {
      for (const [j, one] of (entry.spec.match ?? []).entries()) {
        if (!appliesToSidecar(one, context)) continue;
        const { sniHosts = [], destinationSubnets = [] } = one;
        // Istiod goes on with the subnets of a match for those behind it.
        if (destinationSubnets.length > 0) current = destinationSubnets;
        const key = `${sniHosts.join()}|${destinationSubnets.join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        chains.push(chain(current, sniHosts, virtualService, entry, matchField(virtualService, entry, j)));
      }
    }
  }
  return chains;
}

/** The chains that `tcp` blocks make at a sidecar, up to the first that takes every connection. */
export function tcpChains(
  virtualServices: readonly VirtualService[],
  context: RouteContext,
  ranges: readonly string[],
): { readonly chains: readonly ConnectionChain[]; readonly takesAll: boolean } {
  const chains: ConnectionChain[] = [];
  let repeated = false;
  for (const virtualService of virtualServices) {
    for (const entry of virtualService.tcp) {
      const { match = [] } = entry.spec;
      if (match.length === 0) {
        chains.push(chain(ranges, [], virtualService, entry));
        return { chains, takesAll: true };
      }
      const subnets: string[] = [];
      for (const [j, one] of match.entries()) {
        if (!appliesToSidecar(one, context)) continue;
        const { destinationSubnets = [] } = one;
        if (destinationSubnets.length === 0) {
          chains.push(chain(ranges, [], virtualService, entry, matchField(virtualService, entry, j)));
          return { chains, takesAll: true };
        }
        subnets.push(...destinationSubnets);
      }
      if (subnets.length === 0) continue;
      chains.push(chain(subnets, [], virtualService, entry));
      repeated ||= [...subnets].sort().join() === [...ranges].sort().join();
    }
  }
  return { chains, takesAll: repeated };
}

/**
 * The chain of the first `tcp` block at a gateway that fits its server. Only port and gateways of a match count there.
 */
export function gatewayTcpChain(
  virtualServices: readonly VirtualService[],
  context: Pick<RouteContext, 'gateway' | 'port'>,
  serverNames: readonly string[],
): ConnectionChain | undefined {
  for (const virtualService of virtualServices) {
    for (const entry of virtualService.tcp) {
      const { match = [] } = entry.spec;
      const fits = match.length === 0 || match.some(one => fitsServer(one, context));
      if (fits) return chain([], serverNames, virtualService, entry);
    }
    // A TLSRoute also counts where the gateway ends the TLS.
    if (virtualService.resource.type !== 'TLSRoute') continue;
    const entry = virtualService.tls.find(({ spec }) => (spec.match ?? []).some(one => fitsServer(one, context)));
    if (entry !== undefined) return chain([], serverNames, virtualService, entry);
  }
  return undefined;
}

/** The chains of `tls` blocks at a gateway that passes TLS through, each with the names of its match. */
export function gatewayTlsChains(
  virtualServices: readonly VirtualService[],
  context: Pick<RouteContext, 'gateway' | 'port'>,
): readonly ConnectionChain[] {
  return virtualServices.flatMap(virtualService =>
    virtualService.tls.flatMap(entry =>
      (entry.spec.match ?? []).flatMap((one, j) =>
        fitsServer(one, context)
          ? [chain([], one.sniHosts ?? [], virtualService, entry, matchField(virtualService, entry, j))]
          : [],
      ),
    ),
  );
}

/** The chain that a waypoint has for a service: of `tls` blocks for precisely its host, then of `tcp` blocks. */
export function waypointChain(
  virtualServices: readonly VirtualService[],
  context: RouteContext,
  host: string,
): ConnectionChain | undefined {
  // A waypoint looks at neither labels nor namespaces of clients.
  const isAnybody = ({ sourceLabels = {}, sourceNamespace = '' }: L4Match) =>
    Object.keys(sourceLabels).length === 0 && sourceNamespace === '';
  for (const virtualService of virtualServices) {
    for (const entry of virtualService.tls) {
      const { match = [] } = entry.spec;
      const fits = match.some(
        one => one.sniHosts?.length === 1 && one.sniHosts[0] === host && isAnybody(one) && fitsServer(one, context),
      );
      if (fits || match.length === 0) return chain([], [], virtualService, entry);
    }
  }
  for (const virtualService of virtualServices) {
    for (const entry of virtualService.tcp) {
      const { match = [] } = entry.spec;
      if (match.length === 0 || match.some(one => isAnybody(one) && fitsServer(one, context))) {
        return chain([], [], virtualService, entry);
      }
    }
  }
  return undefined;
}

/** Where a match is written; routes of the Gateway API have none of their own. */
function matchField({ api }: VirtualService, { field }: ConnectionEntry, index: number): string {
  return api === 'istio' ? `${field}.match[${index}]` : field;
}

function chain(
  ranges: readonly string[],
  serverNames: readonly string[],
  virtualService: VirtualService,
  { spec: { route = [] }, field: written, refused }: ConnectionEntry,
  field = written,
): ConnectionChain {
  const all = route.map(({ destination = {}, weight = 0 }, i) => ({ destination, weight, refused: refused?.get(i) }));
  const destinations = all.length === 1 ? all : all.filter(({ weight }) => weight !== 0);
  return { kind: 'connection', ranges, serverNames, plainHttp: false, destinations, source: { virtualService, field } };
}

/** Whether a match is for a server of a gateway: only port and gateways count there. */
export function fitsServer(match: L4Match, { gateway, port }: Pick<RouteContext, 'gateway' | 'port'>): boolean {
  if ((match.port ?? 0) !== 0 && match.port !== port) return false;
  return (match.gateways ?? []).length === 0 || match.gateways?.includes(gateway) === true;
}

/** Whether a match is for a sidecar and port. Unlike in HTTP, all conditions must hold. */
export function appliesToSidecar(match: L4Match, context: RouteContext): boolean {
  const { proxy } = context;
  if (!fitsServer(match, context) || !matchesLabels(match.sourceLabels, proxy.labels)) return false;
  return (match.sourceNamespace ?? '') === '' || match.sourceNamespace === proxy.namespace;
}
