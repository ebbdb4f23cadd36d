import { Automaton } from './automaton';
import { CHARACTERS } from './characters';

/** What a text has to be, or must not be. */
export interface Membership {
  readonly automaton: Automaton;
  /** Whether the text has to be in the language, or must not be. */
  readonly wanted: boolean;
  /** How many characters of the text stand before the part that is looked at. */
  readonly skip?: number;
  /** What stands in the place of those characters. */
  readonly start?: string;
  /** What stands behind the text. */
  readonly end?: string;
}

/** How many states of all languages together are looked at before the search gives up. */
const MOST_VISITED = 20_000;

/** Characters in the order in which texts for people use them. */
const READABLE = [
  ...'abcdefghijklmnopqrstuvwxyz0123456789-/_.ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  ...Array.from({ length: CHARACTERS }, (_, code) => String.fromCharCode(code)),
].map(character => character.charCodeAt(0));

/**
 * A shortest text that is in some languages and not in others.
 *
 * @returns undefined if there is none, `unknown` if the search was given up
 */
export function findText(memberships: readonly Membership[]): { readonly text: string } | 'unknown' | undefined {
  const search = new Search(memberships);
  return search.run();
}

interface Node {
  /** The state of each membership; its own way ends when it cannot change any more. */
  readonly states: readonly number[];
  readonly parent: Node | undefined;
  readonly code: number;
  readonly length: number;
}

class Search {
  readonly #codes: readonly number[];

  public constructor(private readonly memberships: readonly Membership[]) {
    this.#codes = representatives(memberships);
  }

  public run(): { readonly text: string } | 'unknown' | undefined {
    const first = this.memberships.map(({ automaton, skip = 0, start = '' }) =>
      skip > 0 ? automaton.start : automaton.after(automaton.start, start),
    );
    let layer: Node[] = [{ states: first, parent: undefined, code: 0, length: 0 }];
    const seen = new Set<string>();
    while (layer.length > 0) {
      const next: Node[] = [];
      for (const node of layer) {
        if (this.#fits(node)) return { text: textOf(node) };
        for (const code of this.#codes) {
          const states = this.#step(node, code);
          if (states === undefined) continue;
          const key = `${states.join()} ${Math.min(node.length + 1, this.#longestSkip)}`;
          if (seen.has(key)) continue;
          if (seen.size >= MOST_VISITED) return 'unknown';
          seen.add(key);
          next.push({ states, parent: node, code, length: node.length + 1 });
        }
      }
      layer = next;
    }
    return undefined;
  }

  get #longestSkip(): number {
    return this.memberships.reduce((longest, { skip = 0 }) => Math.max(longest, skip), 0);
  }

  #step({ states, length }: Node, code: number): readonly number[] | undefined {
    const found: number[] = [];
    for (const [i, { automaton, wanted, skip = 0, start = '' }] of this.memberships.entries()) {
      const at = states[i] ?? Automaton.DEAD;
      let state = at;
      if (length + 1 === skip) state = automaton.after(automaton.start, start);
      else if (length >= skip) state = automaton.next(at, code);
      // Nothing that follows could make up for it.
      if (wanted ? state === Automaton.DEAD : length + 1 >= skip && automaton.takesAll(state)) return undefined;
      found.push(state);
    }
    return found;
  }

  #fits({ states, length }: Node): boolean {
    return this.memberships.every(({ automaton, wanted, skip = 0, end = '' }, i) => {
      if (length < skip) return false;
      return automaton.accepts(automaton.after(states[i] ?? Automaton.DEAD, end)) === wanted;
    });
  }
}

function textOf(node: Node): string {
  const codes: number[] = [];
  for (let at: Node | undefined = node; at?.parent !== undefined; at = at.parent) codes.push(at.code);
  return String.fromCharCode(...codes.reverse());
}

/** One character, the most readable one, of each group that the languages do not tell apart. */
function representatives(memberships: readonly Membership[]): readonly number[] {
  const automata = [...new Set(memberships.map(({ automaton }) => automaton))];
  const chosen = new Map<string, number>();
  const found: number[] = [];
  for (const code of READABLE) {
    const key = automata.map(({ groupOf }) => groupOf[code]).join();
    if (chosen.has(key)) continue;
    chosen.set(key, code);
    found.push(code);
  }
  return found;
}
