import { addTo } from '../values/multimap';
import { CLUSTER_DOMAIN, fullHost } from './host-name';
import type { MeshService } from './mesh-service';

/** The hosts that the mesh knows, found by name and by who sees them. */
export class HostRegistry {
  readonly #exact = new Map<string, MeshService[]>();
  /** Services with a wildcard host by the text after the star. */
  readonly #wildcards = new Map<string, MeshService[]>();

  public constructor(
    public readonly services: readonly MeshService[],
    public readonly domain: string = CLUSTER_DOMAIN,
  ) {
    for (const service of services) {
      addTo(this.#exact, service.host, service);
      if (service.host.startsWith('*')) addTo(this.#wildcards, service.host.slice(1), service);
    }
  }

  /** The full name of a host that is written in an object of `namespace`. */
  public fullHost(host: string, namespace: string): string {
    return fullHost(host, namespace, this.domain);
  }

  /** The services with exactly this full host, whoever sees them. */
  public named(host: string): readonly MeshService[] {
    return this.#exact.get(host) ?? [];
  }

  /**
   * The service that a host means to clients of a namespace: one with this very name, else one whose wildcard covers it,
   * the longest first.
   *
   * @param host As it is written, also a short name.
   * @param namespace The namespace of the object that names the host.
   * @param clients The namespaces whose clients matter; the own one by default.
   */
  public lookup(host: string, namespace: string, clients: readonly string[] = [namespace]): MeshService | undefined {
    const full = this.fullHost(host, namespace);
    return find(this.#exact.get(full), clients) ?? this.#coveredByWildcard(full, [namespace, ...clients]);
  }

  #coveredByWildcard(host: string, clients: readonly string[]): MeshService | undefined {
    if (this.#wildcards.size === 0) return undefined;
    for (let start = host.startsWith('*') ? 1 : 0; start <= host.length; start++) {
      const found = find(this.#wildcards.get(host.slice(start)), clients);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Whether clients of the namespace see the service. */
export function isVisible({ exportTo }: Pick<MeshService, 'exportTo'>, namespace: string): boolean {
  return exportTo.includes('*') || exportTo.includes(namespace);
}

function find(services: readonly MeshService[] | undefined, clients: readonly string[]): MeshService | undefined {
  return (
    services?.find(({ exportTo }) => exportTo.includes('*')) ??
    services?.find(({ exportTo }) => clients.some(client => exportTo.includes(client)))
  );
}
