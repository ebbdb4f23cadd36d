import { isWildcard } from '../../values/host-pattern';
import { addTo } from '../../values/multimap';
import type { EffectiveMesh } from '../effective-mesh';
import { narrower } from '../host-index';
import { MESH, scopedHost } from '../references';
import type { HttpEntry, VirtualService } from '../routes/virtual-services';
import type { GatewayConfig, WrittenServer } from './gateway-config';
import { kindOf } from './gateway-servers';

/** A rule by which a gateway sends requests to a host. */
export interface Exposure {
  readonly config: GatewayConfig;
  readonly server: WrittenServer;
  readonly virtualService: VirtualService;
  readonly entry: HttpEntry;
  /** The host for which it does so; without a wildcard. */
  readonly host: string;
}

/** The hosts to which gateways send requests, and by which rules. */
export class Exposures {
  readonly #byHost = new Map<string, Exposure[]>();

  public constructor({ gatewayConfigs, virtualServices }: EffectiveMesh) {
    const configs = new Map(gatewayConfigs.map(one => [`${one.resource.namespace}/${one.name}`, one]));
    for (const virtualService of virtualServices) {
      for (const name of virtualService.gateways) {
        const config = name === MESH ? undefined : configs.get(name);
        if (config === undefined) continue;
        for (const server of config.servers) {
          const host = sharedHost(config, server, virtualService);
          if (host === undefined) continue;
          for (const entry of virtualService.http) {
            for (const { destination } of entry.spec.route ?? []) {
              addTo(this.#byHost, destination?.host ?? '', { config, server, virtualService, entry, host });
            }
          }
        }
      }
    }
  }

  /** The rules by which gateways send requests to a host. */
  public of(host: string): readonly Exposure[] {
    return this.#byHost.get(host) ?? [];
  }
}

/** A host for which a server that sees requests uses the routes of a VirtualService. */
function sharedHost(
  { resource: { namespace } }: GatewayConfig,
  { server }: WrittenServer,
  { hosts, resource }: VirtualService,
): string | undefined {
  const kind = kindOf(server);
  if (kind !== 'http' && kind !== 'https-terminate') return undefined;
  for (const entry of server.hosts ?? []) {
    const { namespace: owner, host } = scopedHost(entry, namespace);
    if (owner !== '*' && owner !== resource.namespace) continue;
    for (const own of hosts) {
      const shared = narrower(host, own);
      if (shared === undefined) continue;
      if (!isWildcard(shared)) return shared;
      return shared === '*' ? 'any.example' : `any${shared.slice(1)}`;
    }
  }
  return undefined;
}
