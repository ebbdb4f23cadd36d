import { addTo } from './multimap';

/**
 * The candidate that a misspelt name most likely stands for; `undefined` if none is near.
 *
 * @param most The most letters that may differ; a third of them without it.
 */
export function nearest(name: string, candidates: Iterable<string>, most?: number): string | undefined {
  const wanted = simplify(name);
  let best: string | undefined;
  let least = (most ?? Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, simplify(candidate), least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Letter case, hyphens and underscores are what people get wrong first, so they count for nothing. */
function simplify(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** The number of letters to change, insert, delete or swap with a neighbour; at least `limit` if it is not below. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (older[j - 2] ?? 0) + 1);
      current.push(cost);
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? limit;
}

/** Many names, of which the one that a misspelt name stands for is found without a look at each of them. */
export class NearestNames {
  readonly #names: readonly string[];
  /** Positions of names. */
  readonly #byVariant = new Map<string, number[]>();

  public constructor(names: Iterable<string>) {
    this.#names = [...new Set(names)];
    this.#names.forEach((name, position) => {
      for (const variant of variantsOf(name)) addTo(this.#byVariant, variant, position);
    });
  }

  /** The nearest name where at most a letter has to go from each of both to make them equal; of equally near ones the first. */
  public of(name: string): string | undefined {
    const found = new Set<number>();
    for (const variant of variantsOf(name)) for (const one of this.#byVariant.get(variant) ?? []) found.add(one);
    return nearest(
      name,
      [...found].sort((a, b) => a - b).map(position => this.#names[position] ?? ''),
    );
  }
}

/** A name, and what is left of it without one of its letters. */
function variantsOf(name: string): ReadonlySet<string> {
  const text = simplify(name);
  const found = new Set([text]);
  for (let i = 0; i < text.length; i++) found.add(text.slice(0, i) + text.slice(i + 1));
  return found;
}
