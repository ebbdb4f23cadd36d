import { hostsOverlap } from '../../model/host-name';
import { matchesLabels } from '../../model/labels';
import type { RouteDestination, VirtualServiceSpec } from '../../model/shapes/traffic';
import { isInRange, prefixLength } from '../../values/ip-range';
import type { RouteContext } from './route-list';
import type { VirtualService } from './virtual-services';

type Destinations = NonNullable<NonNullable<VirtualServiceSpec['tcp']>[number]['route']>;
type L4Match = NonNullable<NonNullable<VirtualServiceSpec['tls']>[number]['match']>[number];

/** A filter chain: connections that fit its address ranges and server names go to its destinations. */
export interface Chain {
  /** Empty when every address fits. */
  readonly ranges: readonly string[];
  /** Empty when every server name fits, also none. */
  readonly serverNames: readonly string[];
  readonly destinations: readonly { readonly destination: RouteDestination; readonly weight: number }[];
  /** The VirtualService that made it, and where; undefined for the own chain of a service. */
  readonly source: { readonly virtualService: VirtualService; readonly field: string } | undefined;
}

/** The chains that the `tls` blocks of VirtualServices make, without those that repeat an earlier condition. */
export function tlsChains(
  virtualServices: readonly VirtualService[],
  context: RouteContext,
  range: string | undefined,
): readonly Chain[] {
  const chains: Chain[] = [];
  const seen = new Set<string>();
  for (const virtualService of virtualServices) {
    for (const [i, { match = [], route = [] }] of virtualService.tls.entries()) {
      for (const [j, one] of match.entries()) {
        if (!appliesTo(one, context)) continue;
        const { sniHosts = [], destinationSubnets = [] } = one;
        const key = JSON.stringify([[...sniHosts].sort(), [...destinationSubnets].sort()]);
        if (seen.has(key)) continue;
        seen.add(key);
        chains.push({
          ranges: destinationSubnets.length > 0 ? destinationSubnets : range === undefined ? [] : [range],
          serverNames: sniHosts,
          destinations: weighted(route),
          source: { virtualService, field: `spec.tls[${i}].match[${j}]` },
        });
      }
    }
  }
  return chains;
}

/** The chains that the `tcp` blocks of VirtualServices make, up to the first that takes every connection. */
export function tcpChains(
  virtualServices: readonly VirtualService[],
  context: RouteContext,
  range: string | undefined,
): { readonly chains: readonly Chain[]; readonly takesAll: boolean } {
  const chains: Chain[] = [];
  const own = range === undefined ? [] : [range];
  for (const virtualService of virtualServices) {
    for (const [i, { match = [], route = [] }] of virtualService.tcp.entries()) {
      const field = `spec.tcp[${i}]`;
      const destinations = weighted(route);
      if (match.length === 0) {
        chains.push({ ranges: own, serverNames: [], destinations, source: { virtualService, field } });
        return { chains, takesAll: true };
      }
      const subnets: string[] = [];
      for (const [j, one] of match.entries()) {
        if (!appliesTo(one, context)) continue;
        if ((one.destinationSubnets ?? []).length === 0) {
          const source = { virtualService, field: `${field}.match[${j}]` };
          chains.push({ ranges: own, serverNames: [], destinations, source });
          return { chains, takesAll: true };
        }
        subnets.push(...(one.destinationSubnets ?? []));
      }
      if (subnets.length > 0) {
        chains.push({ ranges: subnets, serverNames: [], destinations, source: { virtualService, field } });
        if (subnets.length === 1 && subnets[0] === range) return { chains, takesAll: true };
      }
    }
  }
  return { chains, takesAll: false };
}

/** The VirtualServices that speak of a host. */
export function virtualServicesFor(
  virtualServices: readonly VirtualService[],
  host: string,
): readonly VirtualService[] {
  return virtualServices.filter(({ hosts }) => hosts.some(own => hostsOverlap(own, host)));
}

/**
 * The chain of a connection. The address is decided before the server name, and not revised: the narrowest range that
 * holds the address, then the exact name, then the longest wildcard, then no name.
 */
export function chooseChain(
  chains: readonly Chain[],
  address: string | undefined,
  serverName: string | undefined,
): Chain | undefined {
  let best = -1;
  for (const { ranges } of chains) for (const range of ranges) best = Math.max(best, coverage(range, address));
  const fitting = chains.filter(({ ranges }) =>
    best < 0 ? ranges.length === 0 : ranges.some(range => coverage(range, address) === best),
  );
  return chooseByServerName(fitting, serverName);
}

/** The first of the items whose server names fit most closely. */
export function chooseByServerName<T extends { readonly serverNames: readonly string[] }>(
  items: readonly T[],
  serverName: string | undefined,
): T | undefined {
  const name = serverName?.toLowerCase();
  let chosen: T | undefined;
  let closest = -1;
  for (const item of items) {
    if (item.serverNames.length === 0) {
      if (closest < 0 && chosen === undefined) chosen = item;
      continue;
    }
    if (name === undefined) continue;
    for (const pattern of item.serverNames.map(text => text.toLowerCase())) {
      const wild = pattern.startsWith('*');
      const fits = wild ? name.endsWith(pattern.slice(1)) : name === pattern;
      const closeness = wild ? pattern.length - 1 : Number.MAX_SAFE_INTEGER;
      if (fits && closeness > closest) {
        chosen = item;
        closest = closeness;
      }
    }
  }
  return chosen;
}

function coverage(range: string, address: string | undefined): number {
  return address !== undefined && isInRange(address, range) ? (prefixLength(range) ?? -1) : -1;
}

/** Unlike in HTTP, all conditions of a match must hold. */
function appliesTo(match: L4Match, { proxy, gateway, port }: RouteContext): boolean {
  if ((match.port ?? 0) !== 0 && match.port !== port) return false;
  if ((match.gateways ?? []).length > 0 && !match.gateways?.includes(gateway)) return false;
  if (!matchesLabels(match.sourceLabels, proxy.labels)) return false;
  return (match.sourceNamespace ?? '') === '' || match.sourceNamespace === proxy.namespace;
}

function weighted(route: Destinations): Chain['destinations'] {
  const kept = route.length === 1 ? route : route.filter(({ weight = 0 }) => weight !== 0);
  return kept.map(({ destination = {}, weight = 0 }) => ({ destination, weight }));
}
