import { loadSchema } from '../../imports/schemas';
import { groupOf, type Manifest } from '../values/manifest';
import { compareText } from '../values/order';

/** How many objects there are of each kind of which no schema is known, so that only their metadata is checked. */
export function uncheckedKinds(manifests: Iterable<Manifest>): { readonly [kind: string]: number } {
  const checked = new Map<string, boolean>();
  const counts = new Map<string, number>();
  for (const { apiVersion, kind } of manifests) {
    const group = groupOf(apiVersion);
    const key = `${group}/${kind}`;
    const known = checked.get(key) ?? loadSchema(group, kind) !== undefined;
    checked.set(key, known);
    if (!known) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}

/** `2 objects of kinds that are not checked: Backup, Widget`; nothing if every kind is checked. */
export function uncheckedText(unchecked: { readonly [kind: string]: number }): string | undefined {
  const kinds = Object.keys(unchecked);
  if (kinds.length === 0) return undefined;
  const count = Object.values(unchecked).reduce((sum, each) => sum + each, 0);
  return `${count} object${count === 1 ? '' : 's'} of kinds that are not checked: ${kinds.join(', ')}`;
}
