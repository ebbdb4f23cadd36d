import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { addTo } from '../../values/multimap';
import { compareAge } from '../age';
import type { EffectiveMesh } from '../effective-mesh';

type ProxyConfig = Resource<'ProxyConfig'>;

/**
 * The ProxyConfigs of a mesh by the pods that they are for. Of several for the same pods Istio uses the first, and nothing of
 * the others. A selector without labels selects nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyConfigs {
  readonly #ofNamespaces = new Map<string, ProxyConfig[]>();
  readonly #ofPods = new Map<Workload, ProxyConfig[]>();

  public constructor({ model }: EffectiveMesh) {
    for (const config of [...model.all('ProxyConfig')].sort(compareAge)) {
      const { selector } = config.spec;
      const labels = selector?.matchLabels ?? {};
      if (selector === undefined) addTo(this.#ofNamespaces, config.namespace, config);
      if (Object.keys(labels).length === 0) continue;
      for (const workload of model.workloads.selectedBy(labels, config.namespace))
        addTo(this.#ofPods, workload, config);
    }
  }

  /** Those without a selector, by namespace; the oldest first. */
  public get ofNamespaces(): ReadonlyMap<string, readonly ProxyConfig[]> {
    return this.#ofNamespaces;
  }

  /** Those that select pods, by workload; the oldest first. */
  public get ofPods(): ReadonlyMap<Workload, readonly ProxyConfig[]> {
    return this.#ofPods;
  }
}
