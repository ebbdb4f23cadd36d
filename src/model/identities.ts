import type { LocatedManifest } from '../values/manifest';
import { SYSTEM_NAMESPACES } from './namespaces';
import { Resource } from './resource';

/** Objects by kind, namespace and name. A map for each step takes half the time of one with a text for all three. */
class Identities {
  readonly #byKind = new Map<string, Map<string, Map<string, Resource>>>();

  public find(kind: string, namespace: string, name: string): Resource | undefined {
    return this.#byKind.get(kind)?.get(namespace)?.get(name);
  }

  /** Adds an object, and answers the one whose place it takes. */
  public add(resource: Resource, name: string): Resource | undefined {
    const kind = kindOf(resource);
    let byNamespace = this.#byKind.get(kind);
    if (byNamespace === undefined) {
      byNamespace = new Map();
      this.#byKind.set(kind, byNamespace);
    }
    let byName = byNamespace.get(resource.namespace);
    if (byName === undefined) {
      byName = new Map();
      byNamespace.set(resource.namespace, byName);
    }
    const earlier = byName.get(name);
    byName.set(name, resource);
    return earlier;
  }
}

/** The kind under which objects are found: the name by which rules ask for it, or that of a kind that nothing reads. */
function kindOf({ type, group, kind }: Resource): string {
  return type ?? `${group}/${kind}`;
}

/** What a set of manifests holds, each object once. */
export interface IdentifiedObjects {
  readonly resources: readonly Resource[];
  readonly replaced: readonly { readonly resource: Resource; readonly by: Resource }[];
  readonly identities: Pick<Identities, 'find'>;
}

/**
 * Reads the objects of a set. Of several with one identity the last counts; what is only assumed counts where the set has
 * nothing of that identity.
 *
 * @param withoutSystem Leaves out what is in the namespaces of Kubernetes itself.
 */
export function identify(
  manifests: readonly LocatedManifest[],
  assumed: readonly LocatedManifest[],
  defaultNamespace: string,
  withoutSystem: boolean,
): IdentifiedObjects {
  const identities = new Identities();
  const all: Resource[] = [];
  const replaced: { resource: Resource; by: Resource }[] = [];
  const count = manifests.length + assumed.length;
  for (let position = 0; position < count; position++) {
    const isAssumed = position >= manifests.length;
    const located = isAssumed ? assumed[position - manifests.length] : manifests[position];
    if (located === undefined) continue;
    const resource = new Resource(located, defaultNamespace, position, isAssumed);
    if (withoutSystem && isOfSystem(resource)) continue;
    // An object with a generated name never replaces another.
    const name = resource.name === '' ? `generated ${position}` : resource.name;
    if (isAssumed && identities.find(kindOf(resource), resource.namespace, name) !== undefined) continue;
    const earlier = identities.add(resource, name);
    if (earlier !== undefined) replaced.push({ resource: earlier, by: resource });
    all.push(resource);
  }
  const gone = new Set(replaced.map(({ resource }) => resource));
  return { identities, replaced, resources: gone.size === 0 ? all : all.filter(one => !gone.has(one)) };
}

function isOfSystem({ kind, name, namespace }: Resource): boolean {
  return SYSTEM_NAMESPACES.has(kind === 'Namespace' ? name : namespace);
}
