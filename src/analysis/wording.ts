/** Names in quotes, sorted, with the first few of many; `none` if there are none. */
export function quoted(names: Iterable<string>, most = 8): string {
  const sorted = [...new Set(names)].sort();
  if (sorted.length === 0) return 'none';
  const shown = sorted.slice(0, most).map(name => `"${name}"`);
  const rest = sorted.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}

const namesOf = new WeakMap<readonly { readonly name: string }[], string>();

/** The names of some objects; the same list of objects is only sorted once. */
export function quotedNames(objects: readonly { readonly name: string }[]): string {
  let names = namesOf.get(objects);
  if (names === undefined) {
    names = quoted(objects.map(({ name }) => name));
    namesOf.set(objects, names);
  }
  return names;
}

/** Numbers in ascending order; `none` if there are none. */
export function listed(numbers: Iterable<number>): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return sorted.length === 0 ? 'none' : sorted.join(', ');
}
