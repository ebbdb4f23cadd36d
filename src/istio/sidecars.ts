import { matchesLabels } from '../model/labels';
import type { Resource } from '../model/resource';
import { addTo } from '../values/multimap';
import { compareAge } from './age';
import type { MeshProxy } from './mesh-proxy';

type Sidecar = Resource<'Sidecar'>;

/** The Sidecar objects of a mesh, answering which of them applies to a proxy. */
export class Sidecars {
  /** All of them, the oldest first. */
  public readonly all: readonly Sidecar[];
  readonly #byNamespace = new Map<string, Sidecar[]>();

  public constructor(
    sidecars: readonly Sidecar[],
    private readonly rootNamespace: string,
  ) {
    this.all = [...sidecars].sort(compareAge);
    for (const sidecar of this.all) addTo(this.#byNamespace, sidecar.namespace, sidecar);
  }

  /**
   * The one that applies to a proxy: one whose selector fits, then the one of the namespace, then the one of the root
   * namespace. Gateways and waypoints ignore Sidecar objects.
   */
  public of({ type, namespace, labels }: MeshProxy): Sidecar | undefined {
    if (type !== 'sidecar') return undefined;
    const own = this.#byNamespace.get(namespace) ?? NONE;
    return (
      own.find(sidecar => hasSelector(sidecar) && matchesLabels(sidecar.spec.workloadSelector?.labels, labels)) ??
      own.find(isForAll) ??
      (this.#byNamespace.get(this.rootNamespace) ?? NONE).find(isForAll)
    );
  }

  /** Those that would apply to a proxy as well if the one that does were younger. */
  public rivalsOf(chosen: Sidecar, { labels }: MeshProxy): readonly Sidecar[] {
    const selects = hasSelector(chosen);
    return (this.#byNamespace.get(chosen.namespace) ?? NONE).filter(
      one => one !== chosen && hasSelector(one) === selects && matchesLabels(one.spec.workloadSelector?.labels, labels),
    );
  }
}

const NONE: readonly Sidecar[] = [];

function isForAll(sidecar: Sidecar): boolean {
  return !hasSelector(sidecar);
}

function hasSelector({ spec }: Sidecar): boolean {
  return Object.keys(spec.workloadSelector?.labels ?? {}).length > 0;
}
