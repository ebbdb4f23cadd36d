import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import { isMapping } from '../model/shape';

/** An object that is not the same in two sets. */
export interface Difference {
  /** The object as it will be, or as it was if it goes. */
  readonly resource: Resource;
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

/** The objects that differ, in the order of the new set; those that go come last. */
export function differencesBetween(old: MeshModel, goal: MeshModel): readonly Difference[] {
  const before = new Map(old.resources.map(resource => [identityKey(resource), resource]));
  const differences: Difference[] = [];
  for (const after of goal.resources) {
    const identity = identityKey(after);
    const earlier = before.get(identity);
    before.delete(identity);
    if (earlier === undefined || !isSame(meaningful(earlier), meaningful(after))) {
      differences.push({ resource: after, before: earlier, after });
    }
  }
  for (const resource of before.values()) differences.push({ resource, before: resource, after: undefined });
  return differences;
}

/** What tells an object apart; versions of a group are aliases. */
export function identityKey({ group, kind, namespace, name }: Resource): string {
  return `${group}/${kind} ${namespace}/${name}`;
}

/** What users write: the cluster writes the status. */
function meaningful({ manifest, group, namespace }: Resource): unknown {
  const { apiVersion: _version, status: _status, metadata, ...rest } = manifest;
  const { name, labels = {}, annotations = {} } = metadata;
  return { ...rest, group, metadata: { name, namespace, labels, annotations } };
}

/** Whether two values are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isMapping(a) || !isMapping(b)) return false;
  const keys = Object.keys(a).filter(key => a[key] !== undefined);
  return (
    keys.length === Object.keys(b).filter(key => b[key] !== undefined).length &&
    keys.every(key => isSame(a[key], b[key]))
  );
}
