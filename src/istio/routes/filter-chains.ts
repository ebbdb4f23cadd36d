import type { RouteDestination } from '../../model/shapes/traffic';
import { isInRange, prefixLength, rangeCovers } from '../../values/ip-range';
import { isServicePlaceholder, type RegisteredService } from '../services/registered-service';
import type { VirtualService } from './virtual-services';

/** What tells connections apart before a filter chain takes them. */
export interface ChainMatch {
  /** CIDR blocks of the address that was dialled; empty when every address fits. */
  readonly ranges: readonly string[];
  /** Empty when every server name fits, also none. */
  readonly serverNames: readonly string[];
  /** Whether only plaintext takes it that looks like HTTP. */
  readonly plainHttp: boolean;
}

/** Where a chain sends connections, and which part of them. */
export interface ChainDestination {
  readonly destination: RouteDestination;
  readonly weight: number;
  /** Why the destination gets no connections all the same. */
  readonly refused: string | undefined;
}

/** A chain that sends connections to destinations. */
export interface ConnectionChain extends ChainMatch {
  readonly kind: 'connection';
  readonly destinations: readonly ChainDestination[];
  /** The VirtualService that made it, and where; undefined for the own chain of a service. */
  readonly source: { readonly virtualService: VirtualService; readonly field: string } | undefined;
}

/** A chain that routes single requests by the virtual hosts of its port. */
export interface RequestChain extends ChainMatch {
  readonly kind: 'requests';
  /** The only service that is behind the address; undefined where the Host header chooses. */
  readonly service: RegisteredService | undefined;
}

export type FilterChain = ConnectionChain | RequestChain;

/** Where the addresses of Services are taken to be that the manifests do not tell: the range that common clusters use. */
const SERVICE_RANGE = '10.96.0.0/16';

/** A connection as a listener tells it apart. */
export interface Arriving {
  /** The address that was dialled; undefined when it is not known. */
  readonly address: string | undefined;
  readonly serverName: string | undefined;
  readonly encrypted: boolean;
  readonly http: boolean;
}

/** Whether a chain takes every connection. Such a chain is the one that is left when no other fits. */
export function takesAll({ ranges, serverNames, plainHttp }: ChainMatch): boolean {
  return ranges.length === 0 && !namesMatter(serverNames) && !plainHttp;
}

/**
 * The chain of a connection: by the narrowest range that holds the address, then the exact server name, the longest
 * wildcard or none, then what the bytes look like. What is decided first is not revised; a connection that then fits
 * nothing goes to the chain that takes all.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch
 */
export function chooseChain<T extends ChainMatch>(chains: readonly T[], arriving: Arriving): T | undefined {
  const { address, encrypted, http } = arriving;
  const serverName = arriving.serverName?.toLowerCase();
  let covered = -1;
  for (const { ranges } of chains) for (const range of ranges) covered = Math.max(covered, coverage(range, address));
  let closest = -1;
  let plain: T | undefined;
  let any: T | undefined;
  let all: T | undefined;
  for (const chain of chains) {
    if (takesAll(chain)) {
      all ??= chain;
      continue;
    }
    if (!isCovered(chain, covered, address)) continue;
    const closeness = closenessOf(chain.serverNames, serverName);
    if (closeness < 0 || closeness < closest) continue;
    if (closeness > closest) {
      plain = undefined;
      any = undefined;
    }
    closest = closeness;
    if (!chain.plainHttp) any ??= chain;
    else if (!encrypted) plain ??= chain;
  }
  const chosen = plain === undefined ? any : http ? plain : undefined;
  return chosen ?? all;
}

/** Whether a range of the chain is as narrow as the narrowest that holds the address; where none does, it has none. */
function isCovered({ ranges }: ChainMatch, covered: number, address: string | undefined): boolean {
  if (covered < 0) return ranges.length === 0;
  return ranges.some(range => coverage(range, address) === covered);
}

function coverage(range: string, address: string | undefined): number {
  if (address === undefined) return -1;
  const holds = isServicePlaceholder(address) ? rangeCovers(range, SERVICE_RANGE) : isInRange(address, range);
  return holds ? (prefixLength(range) ?? -1) : -1;
}

/** How closely server names fit: the length of the name or wildcard, 0 where none is wanted, negative if none fits. */
function closenessOf(serverNames: readonly string[], name: string | undefined): number {
  if (!namesMatter(serverNames)) return 0;
  let best = -1;
  if (name === undefined) return best;
  for (const text of serverNames) {
    const pattern = text.toLowerCase();
    const fits = pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern;
    const closeness = pattern.startsWith('*') ? pattern.length - 1 : Number.MAX_SAFE_INTEGER;
    if (fits && closeness > best) best = closeness;
  }
  return best;
}

/** Whether server names choose; a lone star among them takes every name. */
export function namesMatter(serverNames: readonly string[]): boolean {
  return serverNames.length > 0 && !serverNames.includes('*');
}

/** Whether two chains take the same connections, so that only one of them can be in a listener. */
export function sameMatch(a: ChainMatch, b: ChainMatch): boolean {
  if (a.plainHttp !== b.plainHttp) return false;
  const names = ({ serverNames }: ChainMatch) =>
    namesMatter(serverNames) ? [...new Set(serverNames)].sort().join() : '';
  const ranges = (chain: ChainMatch) => [...new Set(chain.ranges)].sort().join();
  return names(a) === names(b) && ranges(a) === ranges(b);
}
