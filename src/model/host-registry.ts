import { addTo } from '../values/multimap';
import { CLUSTER_DOMAIN, fullHost } from './host-name';
import type { MeshHost } from './mesh-host';

/** The hosts of the services of a mesh, by name. */
export class HostRegistry {
  readonly #exact = new Map<string, MeshHost[]>();

  public constructor(
    public readonly services: readonly MeshHost[],
    public readonly domain: string = CLUSTER_DOMAIN,
  ) {
    for (const service of services) addTo(this.#exact, service.host, service);
  }

  /** The full name of a host that is written in an object of `namespace`. */
  public fullHost(host: string, namespace: string): string {
    return fullHost(host, namespace, this.domain);
  }

  /** The services with exactly this full host, whoever sees them. */
  public named(host: string): readonly MeshHost[] {
    return this.#exact.get(host) ?? [];
  }
}
