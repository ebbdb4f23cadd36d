import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { isClusterScoped } from '../model/kind-scope';
import { buildModel, type MeshModelOptions } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import { groupOf, type LocatedManifest, type Manifest } from '../values/manifest';

/** How the manifests of a migration are read. */
export type MeshReadOptions = Pick<
  MeshModelOptions,
  'defaultNamespace' | 'istioVersion' | 'meshConfig' | 'clusterDomain' | 'assumed' | 'defaults'
>;

/** The objects of a mesh at one moment of its migration. Nothing of it changes; what differs is a state of its own. */
export class MeshState {
  readonly #objects: ReadonlyMap<string, LocatedManifest>;
  #mesh: EffectiveMesh | undefined;

  private constructor(
    objects: ReadonlyMap<string, LocatedManifest>,
    public readonly options: MeshReadOptions,
  ) {
    this.#objects = objects;
  }

  /** Of several objects with one identity the last counts, as when they are applied. */
  public static of(objects: readonly LocatedManifest[], options: MeshReadOptions): MeshState {
    return new MeshState(new Map(objects.map(one => [keyOf(one.manifest, options), one])), options);
  }

  /** The objects in the order in which they came. */
  public get objects(): readonly LocatedManifest[] {
    return [...this.#objects.values()];
  }

  /** How Istio interprets them. */
  public get mesh(): EffectiveMesh {
    this.#mesh ??= effectiveMeshOf(buildModel(this.objects, this.options));
    return this.#mesh;
  }

  /** With some objects more, in place of those with the same identity. */
  public with(manifests: readonly Manifest[]): MeshState {
    if (manifests.length === 0) return this;
    const objects = new Map(this.#objects);
    for (const manifest of manifests) {
      const key = keyOf(manifest, this.options);
      objects.set(key, { manifest, origin: objects.get(key)?.origin ?? {} });
    }
    return new MeshState(objects, this.options);
  }

  /** Without some of the objects. */
  public without(resources: readonly Pick<Resource, 'manifest'>[]): MeshState {
    if (resources.length === 0) return this;
    const objects = new Map(this.#objects);
    for (const { manifest } of resources) objects.delete(keyOf(manifest, this.options));
    return new MeshState(objects, this.options);
  }

  /** The object with the identity of another one. */
  public find(manifest: Manifest): Manifest | undefined {
    return this.#objects.get(keyOf(manifest, this.options))?.manifest;
  }
}

function keyOf({ apiVersion, kind, metadata }: Manifest, { defaultNamespace = 'default' }: MeshReadOptions): string {
  const group = groupOf(apiVersion);
  const namespace = isClusterScoped(group, kind) ? '' : (metadata.namespace ?? defaultNamespace);
  return `${group}/${kind} ${namespace}/${metadata.name ?? ''}`;
}
