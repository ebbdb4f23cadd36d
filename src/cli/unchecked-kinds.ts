import { loadSchema } from '../../imports/schemas';
import { groupOf, type LocatedManifest } from '../values/manifest';

/** How many objects there are of each kind whose structure is not checked, since the library has no schema of it. */
export function uncheckedKinds(objects: readonly LocatedManifest[]): { readonly [kind: string]: number } {
  const known = new Map<string, boolean>();
  const counts: { [kind: string]: number } = {};
  for (const { manifest } of objects) {
    const group = groupOf(manifest.apiVersion);
    const key = `${group}/${manifest.kind}`;
    let isKnown = known.get(key);
    if (isKnown === undefined) {
      isKnown = loadSchema(group, manifest.kind) !== undefined;
      known.set(key, isKnown);
    }
    if (!isKnown) counts[manifest.kind] = (counts[manifest.kind] ?? 0) + 1;
  }
  return counts;
}
