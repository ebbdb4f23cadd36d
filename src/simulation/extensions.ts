import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Direction } from '../istio/extensions';
import { ROUTE_KINDS } from '../istio/support';
import type { Trace } from '../istio/trace';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';

/** Notes the EnvoyFilters and WasmPlugins that may change what a proxy does with traffic of a direction. */
export function noteExtensions(mesh: EffectiveMesh, workload: Workload, direction: Direction, trace: Trace): void {
  for (const { resource, field, directions } of mesh.extensionsOf(workload)) {
    if (!directions.has(direction)) continue;
    trace.unsupported(resource, field, `it changes the proxy of ${workload.namespace}/${workload.name}`);
  }
}

/** Notes the routes of the Gateway API that are attached to a service or a waypoint. */
export function noteAttachedRoutes(mesh: EffectiveMesh, parent: Resource, trace: Trace): void {
  for (const kind of ROUTE_KINDS) {
    for (const route of mesh.model.all(kind)) {
      for (const [i, ref] of (route.spec.parentRefs ?? []).entries()) {
        const { kind: wanted = 'Gateway', name, namespace = route.namespace } = ref;
        if (wanted !== parent.kind || name !== parent.name || namespace !== parent.namespace) continue;
        trace.unsupported(route, `spec.parentRefs[${i}]`, 'routes of the Gateway API are not modelled');
      }
    }
  }
}
