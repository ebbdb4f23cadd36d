import type { Labels } from './labels';
import type { Resource } from './resource';

/**
 * How the traffic of pods is taken into the mesh. `unknown` means that the set does not say: the Namespace object is
 * not among the manifests and the pod has no label of its own.
 */
export type DataPlaneMode = 'sidecar' | 'ambient' | 'none' | 'unknown';

/** A namespace by name; `resource` is absent if the set uses it without defining it. */
export interface MeshNamespace {
  readonly name: string;
  readonly resource: Resource<'Namespace'> | undefined;
  readonly labels: Labels;
}

/** Namespaces whose pods no injector touches and that `istioctl analyze` leaves out. */
export const SYSTEM_NAMESPACES: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
]);

/** The namespaces that a set defines or uses. */
export class NamespaceIndex {
  readonly #byName = new Map<string, MeshNamespace>();

  public constructor(defined: readonly Resource<'Namespace'>[], all: readonly Resource[]) {
    for (const resource of defined) {
      this.#byName.set(resource.name, Object.freeze({ name: resource.name, resource, labels: resource.labels }));
    }
    for (const { namespace: name } of all) {
      if (name !== '' && !this.#byName.has(name)) {
        this.#byName.set(name, Object.freeze({ name, resource: undefined, labels: {} }));
      }
    }
  }

  public get all(): Iterable<MeshNamespace> {
    return this.#byName.values();
  }

  /** The namespace, if the set defines or uses it. */
  public get(name: string): MeshNamespace | undefined {
    return this.#byName.get(name);
  }
}

/** Whether the label puts the pods of the namespace into the ambient mesh; sidecar injection wins over it. */
export function isAmbient(labels: Labels): boolean {
  return (
    labels['istio.io/dataplane-mode'] === 'ambient' &&
    labels['istio-injection'] !== 'enabled' &&
    (labels['istio.io/rev'] ?? '') === ''
  );
}
