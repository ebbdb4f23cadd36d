import type { MeshPort } from '../../model/mesh-service';
import { isHttp } from '../../model/protocol';
import type { EffectiveMesh } from '../effective-mesh';
import { portOf, type RegisteredService, workloadAddresses } from '../services/services';
import type { EgressScope } from '../sidecar-scope';
import { type Chain, tcpChains, tlsChains, virtualServicesFor } from './l4-chains';
import type { RouteContext } from './route-list';

/** How a listener treats plaintext that is HTTP: all of it as requests, what looks like it, or none. */
export type ListenerMode = 'http' | 'auto' | 'tcp';

/** What a sidecar does with connections to an address. */
export interface OutboundListener {
  readonly mode: ListenerMode;
  /** The one service behind the address; undefined for a listener that serves every address. */
  readonly service: RegisteredService | undefined;
  readonly chains: readonly Chain[];
  /** Services left out because another one already has the address in a way that cannot be shared. */
  readonly conflicts: readonly RegisteredService[];
}

/** The listeners of a sidecar on one port. */
export interface OutboundListeners {
  readonly byAddress: ReadonlyMap<string, OutboundListener>;
  /** The listener for all other addresses. */
  readonly wildcard: OutboundListener | undefined;
}

interface Draft {
  mode: ListenerMode;
  readonly service: RegisteredService | undefined;
  readonly chains: Chain[];
  readonly conflicts: RegisteredService[];
}

/** The listeners that a sidecar has on a port for the services it knows. */
export function outboundListeners(scope: EgressScope, context: RouteContext, mesh: EffectiveMesh): OutboundListeners {
  const byAddress = new Map<string, Draft>();
  const virtualServices = scope.virtualServices.filter(({ gateways }) => gateways.has('mesh'));
  let wildcard: Draft | undefined;
  for (const service of scope.services.values()) {
    const port = portOf(service, context.port);
    if (port === undefined || port.protocol === 'udp' || service.aliasOf !== undefined) continue;
    const mode: ListenerMode = isHttp(port.protocol) ? 'http' : port.protocol === 'auto' ? 'auto' : 'tcp';
    const addresses = mode === 'http' ? [] : listenAddresses(service, mesh);
    const bound = addresses.filter(address => !address.includes('/'));
    const ranges = addresses.filter(address => address.includes('/'));
    const speakers = mode === 'http' ? [] : virtualServicesFor(virtualServices, service.host);
    for (const address of bound) {
      const held = byAddress.get(address);
      if (held !== undefined) held.conflicts.push(service);
      else byAddress.set(address, { mode, service, chains: chainsOf(service, port, speakers, context), conflicts: [] });
    }
    if (bound.length > 0 && ranges.length === 0) continue;
    wildcard ??= { mode, service: undefined, chains: [], conflicts: [] };
    addToWildcard(wildcard, service, mode, () =>
      ranges.length === 0
        ? chainsOf(service, port, speakers, context, service.headless ? undefined : 'shared')
        : ranges.flatMap(range => chainsOf(service, port, speakers, context, 'shared', range)),
    );
  }
  return { byAddress, wildcard };
}

/** The addresses on which a sidecar listens for a service that it does not route as HTTP. */
export function listenAddresses(service: RegisteredService, mesh: EffectiveMesh): readonly string[] {
  if (!service.headless) return service.addresses;
  const written = service.endpoints.map(({ address }) => address);
  const pods = mesh.model.workloadsOf(service.service).flatMap(workloadAddresses);
  const found = [...written, ...pods];
  return found.length > 0 ? found : [`address of a pod of ${service.host}`];
}

function addToWildcard(
  wildcard: Draft,
  service: RegisteredService,
  mode: ListenerMode,
  chains: () => readonly Chain[],
): void {
  if (mode === 'http') {
    if (wildcard.mode === 'tcp') wildcard.conflicts.push(service);
    return;
  }
  if (wildcard.mode === 'http') {
    if (mode === 'tcp') {
      wildcard.conflicts.push(service);
      return;
    }
    wildcard.mode = 'auto';
  } else if (wildcard.mode !== mode) {
    wildcard.conflicts.push(service);
    return;
  }
  const added = chains();
  const takesAll = wildcard.chains.some(({ ranges, serverNames }) => ranges.length + serverNames.length === 0);
  if (takesAll && added.some(({ ranges, serverNames }) => ranges.length + serverNames.length === 0)) {
    wildcard.conflicts.push(service);
    return;
  }
  wildcard.chains.push(...added);
}

function chainsOf(
  service: RegisteredService,
  port: MeshPort,
  speakers: Parameters<typeof tlsChains>[0],
  context: RouteContext,
  shared?: 'shared',
  range?: string,
): Chain[] {
  const { host } = service;
  const ranges = range === undefined ? [] : [range];
  const own = {
    destinations: [{ destination: { host, port: { number: port.number } }, weight: 0 }],
    source: undefined,
  };
  if (port.protocol === 'tls' || port.protocol === 'https') {
    const chains = tlsChains(speakers, context, range);
    // Only where several services share a listener does the server name tell them apart.
    return chains.length > 0 ? [...chains] : [{ ...own, ranges, serverNames: shared === undefined ? [] : [host] }];
  }
  const { chains, takesAll } = tcpChains(speakers, context, range);
  return takesAll ? [...chains] : [...chains, { ...own, ranges, serverNames: [] }];
}
