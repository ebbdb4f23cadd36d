import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Trace } from '../istio/trace';
import type { Workload } from '../model/workload';
import { ConfigError } from '../values/config-error';
import type { Sender } from './hop';
import { fullNameOf, type NamedObject } from './request';

/** The workload that a caller names: a workload, or the pods of a service. */
export function callerOf(mesh: EffectiveMesh, from: string | NamedObject, trace: Trace): Sender {
  const name = fullNameOf(from);
  const found = workloadsNamed(mesh, name, typeof from === 'string' ? undefined : from.host);
  const [workload, ...others] = found;
  if (workload === undefined) {
    const known = [...new Set(mesh.model.workloads.all.map(one => `"${one.namespace}/${one.name}"`))].sort();
    const shown = known.length > 12 ? [...known.slice(0, 12), '...'] : known;
    throw new ConfigError(
      `Cannot simulate a request from "${name}": wanted "internet" or a workload or service of the manifests, which hold ${shown.join(', ') || 'no workloads'}`,
    );
  }
  const namespaces = new Set(found.map(({ namespace }) => namespace));
  if (namespaces.size > 1) {
    throw new ConfigError(
      `Cannot simulate a request from "${name}": wanted one workload, got one in each of ${[...namespaces].map(one => `"${one}"`).join(', ')}; name it as "namespace/name"`,
    );
  }
  const proxy = mesh.proxyOf(workload);
  const other = others.find(one => !mesh.areAlike(mesh.proxyOf(one), proxy));
  if (other !== undefined) {
    trace.assume(
      `the request starts from ${workload.namespace}/${workload.name}; other pods of "${name}", such as ${other.name}, may be routed differently`,
    );
  }
  return { workload, proxy };
}

/** Workloads with a name (`namespace/name`, or only the name), or behind the service of that name or host. */
export function workloadsNamed(mesh: EffectiveMesh, name: string, host?: string): readonly Workload[] {
  return mesh.once(CallerNames).find(name, host);
}

/** Callers by name, found once. */
class CallerNames {
  readonly #found = new Map<string, readonly Workload[]>();

  public constructor(private readonly mesh: EffectiveMesh) {}

  public find(name: string, host: string | undefined): readonly Workload[] {
    const key = host ?? name;
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#lookUp(name, host);
      this.#found.set(key, found);
    }
    return found;
  }

  #lookUp(name: string, host: string | undefined): readonly Workload[] {
    const { model, services } = this.mesh;
    const slash = name.indexOf('/');
    const namespace = slash < 0 ? undefined : name.slice(0, slash);
    const own = name.slice(slash + 1);
    const candidates = namespace === undefined ? model.workloads.all : model.workloads.inNamespace(namespace);
    const named = candidates.filter(workload => workload.name === own);
    if (named.length > 0) return named;
    return services
      .filter(
        ({ resource, namespace: at, host: full }) =>
          full === host || full === name || (resource.name === own && (namespace ?? at) === at),
      )
      .flatMap(({ service }) => model.workloadsOf(service));
  }
}
