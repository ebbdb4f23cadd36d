import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import type { ProxyScope } from '../sidecar-scope';
import type { RegisteredService } from './registered-service';

/** What the proxies of a namespace see of what is exported to it. */
interface Sight {
  /** Whether some proxy sees all of it. */
  readonly all: boolean;
  /** The scopes of those whose Sidecars limit them. */
  readonly limited: readonly ProxyScope[];
}

/** Answers which services some proxy of the set knows: sidecars import what Sidecars say, others all that is exported. */
export class ServiceUsers {
  readonly #sights = new Memo((namespace: string) => this.#look(namespace));
  readonly #namespaces: readonly string[];

  public constructor(private readonly mesh: EffectiveMesh) {
    this.#namespaces = [...new Set(mesh.model.workloads.all.map(({ namespace }) => namespace))];
  }

  /** Whether any pod of the set has a proxy. */
  public get some(): boolean {
    return this.#namespaces.some(namespace => this.#isThere(namespace));
  }

  /**
   * How a service is known to proxies: `exported` to none of the set, `imported` by none of those to whom it is exported,
   * known to some, or unknown where it is exported to namespaces whose pods the set does not hold.
   */
  public of({ host, service }: RegisteredService): 'known' | 'unexported' | 'unimported' | 'unknown' {
    const { exportTo } = service;
    if (exportTo.includes('~')) return 'unexported';
    const namespaces = exportTo.includes('*') ? this.#namespaces : exportTo;
    if (namespaces.some(one => this.mesh.model.workloads.inNamespace(one).length === 0)) return 'unknown';
    const there = namespaces.filter(namespace => this.#isThere(namespace));
    if (there.length === 0) return 'unexported';
    const isKnown = (namespace: string) => {
      const { all, limited } = this.#sights.get(namespace);
      return all || limited.some(({ services }) => services.has(host));
    };
    return there.some(isKnown) ? 'known' : 'unimported';
  }

  #isThere(namespace: string): boolean {
    const { all, limited } = this.#sights.get(namespace);
    return all || limited.length > 0;
  }

  #look(namespace: string): Sight {
    const limited = new Map<unknown, ProxyScope>();
    for (const workload of this.mesh.model.workloads.inNamespace(namespace)) {
      const { dataPlane } = workload;
      if (dataPlane === 'none') continue;
      if (dataPlane !== 'sidecar') return { all: true, limited: [] };
      const { scope } = this.mesh.viewOf(this.mesh.proxyOf(workload));
      if (scope.sidecar === undefined) return { all: true, limited: [] };
      limited.set(scope.sidecar, scope);
    }
    return { all: false, limited: [...limited.values()] };
  }
}
