import { AUTHORITY } from '../../requests/attribute';
import type { Choice, RequestFacts } from '../../requests/request-facts';
import { HostIndex } from '../host-index';
import type { RegisteredService } from '../services/registered-service';
import type { Route } from './route-list';

/** A host that a proxy routes, and the routes it holds for it. */
export interface VirtualHost {
  /** `host:port`. */
  readonly name: string;
  /** The routes of VirtualServices; empty where the service keeps its default route. */
  readonly routes: readonly Route[];
  /** The service that the host belongs to, if any. */
  readonly service: RegisteredService | undefined;
  /** Whether plaintext requests are sent to HTTPS. */
  readonly requireTls: boolean;
}

/** The virtual hosts of one route table. */
export class VirtualHostTable implements Choice<VirtualHost> {
  readonly #byDomain = new HostIndex<VirtualHost>();
  readonly #byName = new Map<string, VirtualHost>();

  /** Adds a virtual host under domains that nobody has claimed before. */
  public add(virtualHost: VirtualHost, domains: Iterable<string>): void {
    this.#byName.set(virtualHost.name, virtualHost);
    for (const domain of domains) this.#byDomain.add(domain.toLowerCase(), virtualHost);
  }

  public has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The virtual host with this name. */
  public named(name: string): VirtualHost | undefined {
    return this.#byName.get(name);
  }

  /** Whether a domain, in lower case, is taken. */
  public isClaimed(domain: string): boolean {
    return this.#byDomain.get(domain) !== undefined;
  }

  /** The virtual host of a request: exact name, then the longest wildcard. The port in the host does not count. */
  public of(facts: RequestFacts): VirtualHost | undefined {
    return facts.choose(AUTHORITY, this);
  }

  public find(authority: string | undefined): VirtualHost | undefined {
    return this.#byDomain.mostSpecific(withoutPort(authority ?? '').toLowerCase());
  }

  public nameOf({ name }: VirtualHost): string {
    return name;
  }

  public get patterns(): readonly string[] {
    return this.#byDomain.hosts;
  }

  public get size(): number {
    return this.#byName.size;
  }

  public get names(): readonly string[] {
    return [...this.#byName.keys()];
  }
}

function withoutPort(authority: string): string {
  const colon = authority.lastIndexOf(':');
  const isPort = colon > authority.lastIndexOf(']') && /^\d+$/.test(authority.slice(colon + 1));
  return isPort ? authority.slice(0, colon) : authority;
}
