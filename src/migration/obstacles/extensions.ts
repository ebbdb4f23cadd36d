import type { EffectiveMesh } from '../../istio/effective-mesh';
import { PolicyScopes, selectorField } from '../../istio/policies/policy-scope';
import { isKind, type Resource } from '../../model/resource';
import { type Move, makersOf, podsText } from './move';
import type { FoundObstacle, ObstacleKind } from './obstacle';
import { PAGES } from './pages';

/** What patches say of the traffic of sidecars, by their context. */
const TRAFFIC: { readonly [context: string]: string | undefined } = {
  ANY: 'what the pods send and receive',
  SIDECAR_INBOUND: 'what the pods receive',
  SIDECAR_OUTBOUND: 'what the pods send',
};

export const envoyFilterOnSidecars: ObstacleKind = {
  name: 'envoy-filter-on-sidecars',
  severity: 'blocker',
  summary: 'An EnvoyFilter patches sidecars; waypoints do not support EnvoyFilters',
  instead: 'use a route, a policy or a TrafficExtension of the waypoint, or keep the sidecars',
  url: PAGES.migration,

  *find(mesh, move) {
    for (const resource of mesh.model.all('EnvoyFilter')) {
      const contexts = (resource.spec.configPatches ?? []).map(({ match }) => match?.context ?? 'ANY');
      const own = contexts.findIndex(context => TRAFFIC[context] !== undefined);
      if (own < 0) continue;
      yield* ofPods(mesh, move, resource, `spec.configPatches[${own}]`, TRAFFIC[contexts[own] ?? ''] ?? '');
    }
  },
};

export const pluginOnSidecars: ObstacleKind = {
  name: 'plugin-on-sidecars',
  severity: 'blocker',
  summary: 'A WasmPlugin or TrafficExtension runs in sidecars; without them it does not run',
  instead: 'attach it by targetRefs to the waypoint or the Service, where it sees the requests to the pods',
  url: PAGES.policies,

  *find(mesh, move) {
    for (const resource of [...mesh.model.all('WasmPlugin'), ...mesh.model.all('TrafficExtension')]) {
      const field = isSelecting(resource) ? selectorField(resource) : 'spec';
      yield* ofPods(mesh, move, resource, field, 'what the pods send and receive');
    }
  },
};

function isSelecting(resource: Resource<'WasmPlugin'> | Resource<'TrafficExtension'>): boolean {
  return Object.keys(resource.spec.selector?.matchLabels ?? {}).length > 0;
}

function* ofPods(
  mesh: EffectiveMesh,
  move: Move,
  resource: Resource,
  field: string,
  traffic: string,
): Iterable<FoundObstacle> {
  const pods = move.movingOf(mesh.once(PolicyScopes).of(resource).workloads);
  if (pods.length === 0) return;
  const what = isKind(resource, 'EnvoyFilter') ? 'its patches' : 'it';
  yield {
    resource,
    field,
    lost: `${podsText(pods)} have no sidecar any more, to which ${what} would apply: ${traffic} passes without it`,
    related: makersOf(pods),
  };
}
