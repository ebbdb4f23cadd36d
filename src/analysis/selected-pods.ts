import type { MeshModel } from '../model/mesh-model';
import type { Workload } from '../model/workload';

/** Whether pods are outside the mesh although their namespace wants them in it: that nobody injects them is the cause. */
export function asksForInjection({ namespace, labels, pod }: Workload, model: MeshModel): boolean {
  const wanted = model.namespaces.get(namespace)?.labels ?? {};
  const asks = wanted['istio-injection'] === 'enabled' || wanted['istio.io/rev'] !== undefined;
  return asks && labels['sidecar.istio.io/inject'] !== 'false' && pod.hostNetwork !== true;
}
