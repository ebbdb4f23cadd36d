import { hostCovers, isWildcard } from '../values/host-pattern';
import { compareText } from '../values/order';

/** The narrower of two hosts when one covers the other. */
export function narrower(a: string, b: string): string | undefined {
  if (hostCovers(a, b)) return b;
  return hostCovers(b, a) ? a : undefined;
}

/** Orders hosts as Istio does: names before wildcards, longer before shorter, then by alphabet. */
export function bySpecificity(a: string, b: string): number {
  if (isWildcard(a) !== isWildcard(b)) return isWildcard(a) ? 1 : -1;
  if (a.length !== b.length) return b.length - a.length;
  return compareText(a, b);
}

/** Values by host, answering which host covers a name most specifically. */
export class HostIndex<T> {
  readonly #exact = new Map<string, T>();
  /** Wildcard hosts by the text after the star. */
  readonly #wildcards = new Map<string, T>();
  #lengths: readonly number[] | undefined;

  /** Adds a host; the first value of a host stays. */
  public add(host: string, value: T): void {
    if (!isWildcard(host)) {
      if (!this.#exact.has(host)) this.#exact.set(host, value);
    } else if (!this.#wildcards.has(host.slice(1))) {
      this.#wildcards.set(host.slice(1), value);
      this.#lengths = undefined;
    }
  }

  /** All hosts that have a value, with wildcards last. */
  public get hosts(): readonly string[] {
    return [...this.#exact.keys(), ...[...this.#wildcards.keys()].map(rest => `*${rest}`)];
  }

  /** The values of all hosts. */
  public get values(): Iterable<T> {
    return [...this.#exact.values(), ...this.#wildcards.values()];
  }

  /** How many wildcard hosts there are. */
  public get wildcardCount(): number {
    return this.#wildcards.size;
  }

  /** The value of precisely this host. */
  public get(host: string): T | undefined {
    return isWildcard(host) ? this.#wildcards.get(host.slice(1)) : this.#exact.get(host);
  }

  /** The value of the most specific host that covers `name`, which may itself be a wildcard. */
  public mostSpecific(name: string): T | undefined {
    return this.find(name, value => value);
  }

  /**
   * What is made of the value of the most specific host that covers `name` and of which something is made.
   *
   * @param make Undefined for a value that does not count.
   */
  public find<U>(name: string, make: (value: T) => U | undefined): U | undefined {
    const exact = this.get(name);
    const own = exact === undefined ? undefined : make(exact);
    if (own !== undefined || this.#wildcards.size === 0) return own;
    this.#lengths ??= [...new Set([...this.#wildcards.keys()].map(({ length }) => length))].sort((a, b) => b - a);
    const bare = isWildcard(name) ? name.slice(1) : name;
    for (const length of this.#lengths) {
      if (length > bare.length) continue;
      const value = this.#wildcards.get(bare.slice(bare.length - length));
      const found = value === undefined ? undefined : make(value);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
