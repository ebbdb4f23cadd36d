import { addTo } from '../values/multimap';
import { type Labels, matchesLabels } from './labels';
import type { Workload } from './workload';

/** The workloads of a set, found by selector without looking at each of them. */
export class WorkloadIndex {
  readonly #byNamespace = new Map<string, Workload[]>();
  readonly #byLabel: ByLabel = new Map();
  readonly #byLabelIn = new Map<string, ByLabel>();

  public constructor(public readonly all: readonly Workload[]) {
    for (const workload of all) {
      addTo(this.#byNamespace, workload.namespace, workload);
      const own = below(this.#byLabelIn, workload.namespace);
      for (const [key, value] of Object.entries(workload.labels)) {
        addTo(below(this.#byLabel, key), value, workload);
        addTo(below(own, key), value, workload);
      }
    }
  }

  /** The workloads of a namespace. */
  public inNamespace(namespace: string): readonly Workload[] {
    return this.#byNamespace.get(namespace) ?? [];
  }

  /**
   * The workloads whose pods have these labels, in the order of the input. An empty selector selects all.
   *
   * @param namespace Only workloads of this namespace; all namespaces if undefined.
   */
  public selectedBy(selector: Labels | undefined, namespace?: string): readonly Workload[] {
    const candidates = this.#candidates(selector, namespace);
    return Object.keys(selector ?? {}).length <= 1
      ? candidates
      : candidates.filter(({ labels }) => matchesLabels(selector, labels));
  }

  /** Whether any pod has these labels. */
  public isSelected(selector: Labels | undefined, namespace?: string): boolean {
    return this.#candidates(selector, namespace).some(({ labels }) => matchesLabels(selector, labels));
  }

  /** The shortest list of workloads among those that have one of the pairs. */
  #candidates(selector: Labels | undefined, namespace: string | undefined): readonly Workload[] {
    let shortest = namespace === undefined ? this.all : this.inNamespace(namespace);
    if (selector === undefined) return shortest;
    const byLabel = namespace === undefined ? this.#byLabel : this.#byLabelIn.get(namespace);
    for (const key in selector) {
      const found = byLabel?.get(key)?.get(selector[key] ?? '') ?? NONE;
      if (found.length <= shortest.length) shortest = found;
    }
    return shortest;
  }
}

/** Workloads by the key and value of a label. */
type ByLabel = Map<string, Map<string, Workload[]>>;

const NONE: readonly Workload[] = [];

function below<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let found = maps.get(key);
  if (found === undefined) {
    found = new Map();
    maps.set(key, found);
  }
  return found;
}
