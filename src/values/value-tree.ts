import { isMapping } from './plain-data';
/** Values of a Helm chart or an IstioOperator: plain JSON, keyed as the chart names them. */
export interface ValueTree {
  readonly [key: string]: unknown;
}

/**
 * Merges value trees as Helm does: mappings key by key, lists and scalars replaced, the later tree wins.
 *
 * Keys without a value are dropped, and with them the mappings that hold nothing else, so that what the user did not say
 * does not appear. A mapping that was written empty stays: to some settings, being there is all that matters.
 */
export function mergeValues(...trees: readonly (ValueTree | undefined)[]): ValueTree {
  const merged: Record<string, unknown> = {};
  for (const tree of trees) {
    if (tree === undefined) continue;
    for (const [key, value] of Object.entries(tree)) {
      if (value === undefined) continue;
      if (!isMapping(value)) {
        merged[key] = value;
        continue;
      }
      const before = merged[key];
      const inner = mergeValues(isMapping(before) ? before : undefined, value);
      if (Object.keys(inner).length > 0) merged[key] = inner;
      else if (Object.keys(value).length === 0 && !isMapping(before)) merged[key] = {};
    }
  }
  return merged;
}

/** The value at `path`, or nothing. */
export function valueAt(tree: ValueTree, ...path: readonly string[]): unknown {
  let found: unknown = tree;
  for (const key of path) {
    if (!isMapping(found)) return undefined;
    found = found[key];
  }
  return found;
}

/** The tree, or nothing when it is empty. */
export function filled(tree: ValueTree | undefined): ValueTree | undefined {
  return tree === undefined || Object.keys(tree).length === 0 ? undefined : tree;
}
