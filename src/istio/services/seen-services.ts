import { isWildcard } from '../../values/host-pattern';
import { HostIndex } from '../host-index';
import type { Release } from '../release';
import { mergedByHost, type RegisteredService } from './registered-service';
import { ofOneNamespace, visibleServices } from './visibility';

/** The services of a mesh by host, answering which of them clients see that no Sidecar limits. */
export class SeenServices {
  readonly #byHost = new Map<string, RegisteredService[]>();
  readonly #wildcards = new HostIndex<readonly RegisteredService[]>();
  /** What hosts mean, by namespace. */
  readonly #seen = new Map<string, Map<string, RegisteredService | undefined>>();

  public constructor(
    services: readonly RegisteredService[],
    private readonly release: Release,
  ) {
    for (const service of services) {
      const list = this.#byHost.get(service.host);
      if (list === undefined) this.#byHost.set(service.host, [service]);
      else list.push(service);
    }
    for (const [host, list] of this.#byHost) if (isWildcard(host)) this.#wildcards.add(host, list);
  }

  /** All services of a host, whoever sees them; the oldest first. */
  public named(host: string): readonly RegisteredService[] {
    return this.#byHost.get(host) ?? [];
  }

  /** The service that a full host means to clients of a namespace: one of this name, else one whose wildcard covers it. */
  public from(namespace: string, host: string): RegisteredService | undefined {
    let ofNamespace = this.#seen.get(namespace);
    if (ofNamespace === undefined) {
      ofNamespace = new Map();
      this.#seen.set(namespace, ofNamespace);
    }
    let found = ofNamespace.get(host);
    if (found === undefined && !ofNamespace.has(host)) {
      found = this.#find(namespace, host);
      ofNamespace.set(host, found);
    }
    return found;
  }

  /** The service that a full host means to the first of these namespaces whose clients know one. */
  public fromAny(namespaces: Iterable<string>, host: string): RegisteredService | undefined {
    for (const namespace of namespaces) {
      const found = this.from(namespace, host);
      // What nobody else has a service for looks the same from everywhere.
      if (found !== undefined || (this.named(host).length === 0 && this.#wildcards.wildcardCount === 0)) return found;
    }
    return undefined;
  }

  /** The namespaces among these whose clients know no service of a full host. */
  public unknownTo(namespaces: Iterable<string>, host: string): readonly string[] {
    const all = this.named(host);
    if (all.length === 0 && this.#wildcards.wildcardCount === 0) return [...namespaces];
    if (all.some(({ service }) => service.exportTo.includes('*'))) return [];
    return [...namespaces].filter(namespace => this.from(namespace, host) === undefined);
  }

  #find(namespace: string, host: string): RegisteredService | undefined {
    const exact = this.#of(this.named(host), namespace);
    return exact ?? this.#wildcards.find(host, services => this.#of(services, namespace));
  }

  #of(services: readonly RegisteredService[], namespace: string): RegisteredService | undefined {
    const seen = ofOneNamespace(visibleServices(services, namespace), namespace, this.release, false);
    return seen.length <= 1 ? seen[0] : mergedByHost(seen).values().next().value;
  }
}
