import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Direction } from '../istio/extensions';
import type { Trace } from '../istio/trace';
import type { Workload } from '../model/workload';

/** Notes the EnvoyFilters and WasmPlugins that may change what a proxy does with traffic of a direction. */
export function noteExtensions(mesh: EffectiveMesh, workload: Workload, direction: Direction, trace: Trace): void {
  for (const { resource, field, directions } of mesh.extensionsOf(workload)) {
    if (!directions.has(direction)) continue;
    trace.unsupported(resource, field, `it changes the proxy of ${workload.namespace}/${workload.name}`);
  }
}
