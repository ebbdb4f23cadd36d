import { addTo } from '../values/multimap';
import { type Labels, matchesLabels } from './labels';
import type { Workload } from './workload';

/** The workloads of a set, found by selector without looking at each of them. */
export class WorkloadIndex {
  readonly #byNamespace = new Map<string, Workload[]>();
  readonly #byPair = new Map<string, Workload[]>();

  public constructor(public readonly all: readonly Workload[]) {
    for (const workload of all) {
      addTo(this.#byNamespace, workload.namespace, workload);
      for (const [key, value] of Object.entries(workload.labels)) {
        addTo(this.#byPair, pair(key, value), workload);
        addTo(this.#byPair, pairIn(workload.namespace, key, value), workload);
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
    for (const [key, value] of Object.entries(selector ?? {})) {
      const found = this.#byPair.get(namespace === undefined ? pair(key, value) : pairIn(namespace, key, value)) ?? [];
      if (found.length <= shortest.length) shortest = found;
    }
    return shortest;
  }
}

function pair(key: string, value: string): string {
  return `${key}=${value}`;
}

function pairIn(namespace: string, key: string, value: string): string {
  // A label key cannot begin with a blank, so the two kinds of key never meet.
  return ` ${namespace} ${key}=${value}`;
}
