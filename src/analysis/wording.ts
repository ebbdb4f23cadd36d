/** Names in quotes, sorted, with the first few of many; `none` if there are none. */
export function quoted(names: Iterable<string>, most = 8): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return 'none';
  const shown = sorted.slice(0, most).map(name => `"${name}"`);
  const rest = sorted.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}

/** The names of the objects of a list, sorted once however many findings say what there is. */
export class QuotedNames {
  readonly #known = new Map<readonly { readonly name: string }[], string>();

  public of(objects: readonly { readonly name: string }[]): string {
    let names = this.#known.get(objects);
    if (names === undefined) {
      names = quoted(objects.map(({ name }) => name));
      this.#known.set(objects, names);
    }
    return names;
  }
}

/** Numbers in ascending order; `none` if there are none. */
export function listed(numbers: Iterable<number>): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return sorted.length === 0 ? 'none' : sorted.join(', ');
}
