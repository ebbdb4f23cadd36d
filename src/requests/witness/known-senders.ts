import type { Literal } from './literal';
import { holdAll } from './solve-text';

/** Something that sends requests: its identity and its address. */
export interface KnownSender {
  readonly principal: string | undefined;
  /** Undefined where it may be any that pods have. */
  readonly address: string | undefined;
}

/** Several senders, found by their identity. */
export class KnownSenders {
  readonly #byPrincipal = new Map<string | undefined, number[]>();

  public constructor(public readonly all: readonly KnownSender[]) {
    for (const [i, { principal }] of all.entries()) {
      const found = this.#byPrincipal.get(principal);
      if (found === undefined) this.#byPrincipal.set(principal, [i]);
      else found.push(i);
    }
  }

  /** The senders of whose identity all literals hold, beginning with one of them. */
  public *withIdentity(literals: readonly Literal[], first: number): Iterable<number> {
    const isMeant = (index: number) => holdAll(literals, this.all[index]?.principal);
    if (isMeant(first)) yield first;
    const exact = literals.find(
      ({ test, answer, term }) => answer && test.kind === 'exact' && term.kind === 'attribute',
    );
    const candidates =
      exact?.test.kind === 'exact' && !exact.test.ignoreCase
        ? (this.#byPrincipal.get(exact.test.text) ?? [])
        : this.all.keys();
    for (const index of candidates) if (index !== first && isMeant(index)) yield index;
  }
}
