import type { EffectiveMesh } from '../istio/effective-mesh';
import { proxyContainer } from '../model/injection';
import { isKind } from '../model/resource';
import type { Workload } from '../model/workload';
import type { Manifest } from '../values/manifest';
import { compareText } from '../values/order';
import { withLabels, withPodMetadata } from './labelled';
import type { MeshState } from './mesh-state';

/** The name under which proof and stages know the pods of a workload. */
export function podsName({ namespace, name }: Pick<Workload, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** The workloads whose sidecars come from injection, so that they can move; those of gateways and machines cannot. */
export function movablePods(mesh: EffectiveMesh): readonly Workload[] {
  return mesh.model.workloads.all
    .filter(workload => {
      const { dataPlane, generated, pod, resource } = workload;
      if (dataPlane !== 'sidecar' && dataPlane !== 'unknown') return false;
      if (generated || isKind(resource, 'WorkloadEntry') || isKind(resource, 'WorkloadGroup')) return false;
      return proxyContainer(pod)?.image === undefined && mesh.proxyOf(workload).type === 'sidecar';
    })
    .sort((a, b) => compareText(podsName(a), podsName(b)));
}

/** Which pods are ambient, and which still have their sidecars although their namespace has moved. */
export interface DataPlaneOfPods {
  readonly namespaces: ReadonlySet<string>;
  /** The pods that have moved, by name. */
  readonly moved: ReadonlySet<string>;
  /** Pods that are to be ambient once they are restarted, and are not yet. */
  readonly pending?: ReadonlySet<string>;
}

const MODE = 'istio.io/dataplane-mode';
const INJECT = 'sidecar.istio.io/inject';
const REVISION = 'istio.io/rev';
const INJECTION = 'istio-injection';
const STATUS = 'sidecar.istio.io/status';

/**
 * The state in which namespaces are labelled for the ambient mesh. Pods that have not moved yet ask for their sidecar by a
 * label of their own, and those that are not in the mesh stay outside of it.
 */
export function onDataPlane(state: MeshState, { namespaces, moved, pending }: DataPlaneOfPods): MeshState {
  const { mesh } = state;
  const changed: Manifest[] = [];
  for (const name of [...namespaces].sort(compareText)) {
    const { resource, labels = {} } = mesh.model.namespaces.get(name) ?? {};
    const manifest = resource?.manifest ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    changed.push(withLabels(manifest, { [INJECTION]: undefined, [REVISION]: undefined, [MODE]: 'ambient' }));
    for (const workload of mesh.model.workloads.inNamespace(name)) {
      const { resource: owner, podPath, generated } = workload;
      if (generated) continue;
      const change = podChange(mesh, workload, labels[REVISION], moved);
      const waits = pending?.has(podsName(workload)) === true;
      if (change === undefined && !waits) continue;
      const annotations = waits ? { annotations: { ...change?.annotations, [STATUS]: '{}' } } : {};
      changed.push(withPodMetadata(owner.manifest, podPath, { ...change, ...annotations }));
    }
  }
  return state.with(changed);
}

function podChange(mesh: EffectiveMesh, workload: Workload, revision: string | undefined, moved: ReadonlySet<string>) {
  const { dataPlane, labels, annotations, pod } = workload;
  if (moved.has(podsName(workload))) {
    const own = [INJECT, REVISION, MODE].filter(label => labels[label] !== undefined);
    const gone = Object.fromEntries(own.map(label => [label, undefined]));
    if (annotations[INJECT] === undefined) return own.length === 0 ? undefined : { labels: gone };
    return { labels: gone, annotations: { [INJECT]: undefined } };
  }
  if (dataPlane === 'sidecar' || dataPlane === 'unknown') {
    // Only what injection gives could be lost.
    if (proxyContainer(pod)?.image !== undefined && mesh.proxyOf(workload).type !== 'gateway') return undefined;
    const named = revision === undefined || revision === '' ? {} : { [REVISION]: labels[REVISION] ?? revision };
    return { labels: { [INJECT]: 'true', ...named } };
  }
  return dataPlane === 'none' && pod.hostNetwork !== true ? { labels: { [MODE]: 'none' } } : undefined;
}
