import { matchesLabels } from '../model/labels';
import { isMapping } from '../model/shape';
import type { Workload } from '../model/workload';
import type { RegisteredService } from './registry/services';
import type { World } from './registry/world';
import { ROUTE_KINDS } from './support';
import type { Trace } from './trace';

/** Notes the EnvoyFilters and WasmPlugins of a workload: they may do anything. */
export function noteExtensions(world: World, workload: Workload, trace: Trace): void {
  const { rootNamespace } = world.settings;
  const here = (namespace: string) => namespace === workload.namespace || namespace === rootNamespace;
  for (const filter of world.model.all('EnvoyFilter')) {
    if (!here(filter.namespace) || !matchesLabels(filter.spec.workloadSelector?.labels, workload.labels)) continue;
    trace.unsupported(filter, 'spec.configPatches', `it changes the proxy of ${workload.namespace}/${workload.name}`);
  }
  for (const plugin of world.model.all('WasmPlugin')) {
    if (!here(plugin.namespace) || !matchesLabels(plugin.spec.selector?.matchLabels, workload.labels)) continue;
    trace.unsupported(plugin, 'spec', `it changes the proxy of ${workload.namespace}/${workload.name}`);
  }
}

/** Notes the routes of the Gateway API that are attached to a service. */
export function noteServiceRoutes(world: World, { service }: RegisteredService, trace: Trace): void {
  const { resource } = service;
  for (const kind of ROUTE_KINDS) {
    for (const route of world.model.all(kind)) {
      const parents = (route.spec.parentRefs ?? []).entries();
      for (const [i, { kind: parent, name, namespace = route.namespace }] of parents) {
        if (!isMapping(route.manifest.spec) || parent !== resource.kind) continue;
        if (name !== resource.name || namespace !== resource.namespace) continue;
        trace.unsupported(route, `spec.parentRefs[${i}]`, `${route.kind}s of services are not modelled`);
      }
    }
  }
}
