import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { podsName } from '../moving-pods';
import type { Conversion } from './conversion';

/** Sidecar objects that nobody follows once some pods have moved: ztunnel reads none. */
export function unfollowedSidecars(mesh: EffectiveMesh, moving: ReadonlySet<string>): Conversion {
  const followers = new Map<Resource<'Sidecar'>, string[]>();
  for (const workload of mesh.model.workloads.all) {
    const { sidecar } = mesh.viewOf(mesh.proxyOf(workload)).scope;
    if (sidecar !== undefined && workload.dataPlane !== 'none') addTo(followers, sidecar, podsName(workload));
  }
  const left = new Set([...moving].map(pod => pod.slice(0, pod.indexOf('/'))));
  // What is for all namespaces may be for pods that nobody knows here.
  const gone = mesh.sidecars.all.filter(sidecar => {
    const own = followers.get(sidecar) ?? [];
    return left.has(sidecar.namespace) && own.every(pod => moving.has(pod));
  });
  return { beside: [], goneBeside: [], withPods: [], left: [], gone };
}
