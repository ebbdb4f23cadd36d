import type { EffectiveMesh } from '../istio/effective-mesh';
import { matchesLabels } from '../model/labels';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import { ROUTE_KINDS } from './support';
import type { Trace } from './trace';

/** Notes the EnvoyFilters and WasmPlugins of a workload: they may do anything. */
export function noteExtensions(mesh: EffectiveMesh, workload: Workload, trace: Trace): void {
  const { rootNamespace } = mesh.settings;
  const here = (namespace: string) => namespace === workload.namespace || namespace === rootNamespace;
  for (const filter of mesh.model.all('EnvoyFilter')) {
    if (!here(filter.namespace) || !matchesLabels(filter.spec.workloadSelector?.labels, workload.labels)) continue;
    trace.unsupported(filter, 'spec.configPatches', `it changes the proxy of ${workload.namespace}/${workload.name}`);
  }
  for (const plugin of mesh.model.all('WasmPlugin')) {
    if (!here(plugin.namespace) || !matchesLabels(plugin.spec.selector?.matchLabels, workload.labels)) continue;
    trace.unsupported(plugin, 'spec', `it changes the proxy of ${workload.namespace}/${workload.name}`);
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
