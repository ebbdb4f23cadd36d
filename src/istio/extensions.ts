import { type Labels, matchesLabels } from '../model/labels';
import type { Resource } from '../model/resource';
import type { PolicyAttachment } from '../model/shapes/policy';
import type { Workload } from '../model/workload';
import { isMapping } from '../values/plain-data';
import type { MeshFacts } from './mesh-facts';
import { type PolicyReference, targetRefsOf } from './policies/policy-attachment';
import { gatewayNameOf } from './policies/workload-identity';

/** Which of a proxy's traffic an extension may change. */
export type Direction = 'inbound' | 'outbound' | 'gateway';

/** An object that changes a proxy in ways that nobody can tell from outside. */
export interface ProxyExtension {
  readonly resource: Resource;
  readonly field: string;
  readonly directions: ReadonlySet<Direction>;
}

const ALL: ReadonlySet<Direction> = new Set(['inbound', 'outbound', 'gateway']);

const BY_CONTEXT: { readonly [context: string]: ReadonlySet<Direction> | undefined } = {
  SIDECAR_INBOUND: new Set(['inbound']),
  SIDECAR_OUTBOUND: new Set(['outbound']),
  GATEWAY: new Set(['gateway']),
};

/** The EnvoyFilters, WasmPlugins and TrafficExtensions of a workload's proxies. */
export function extensionsOf(mesh: MeshFacts, workload: Workload): readonly ProxyExtension[] {
  const { rootNamespace } = mesh.settings;
  const applies = (resource: Resource, attachment: PolicyAttachment, labels: Labels | undefined) => {
    const refs = targetRefsOf(attachment);
    if (refs.length > 0) return isTarget(resource, refs, workload);
    const isHere = resource.namespace === workload.namespace || resource.namespace === rootNamespace;
    return isHere && matchesLabels(labels, workload.labels);
  };
  const filters = mesh.model
    .all('EnvoyFilter')
    .filter(one => applies(one, one.spec, one.spec.workloadSelector?.labels))
    .map(resource => ({ resource, field: 'spec.configPatches', directions: directionsOf(resource) }));
  const plugins = [...mesh.model.all('WasmPlugin'), ...mesh.model.all('TrafficExtension')]
    .filter(one => applies(one, one.spec, one.spec.selector?.matchLabels))
    .map(resource => ({ resource, field: 'spec', directions: ALL }));
  return [...filters, ...plugins];
}

/** Whether references may mean the pods of a Gateway or waypoint; those to services mean any waypoint before them. */
function isTarget({ namespace }: Resource, refs: readonly PolicyReference[], workload: Workload): boolean {
  const gateway = gatewayNameOf(workload);
  if (gateway === undefined) return false;
  return refs.some(({ kind, name }) => kind !== 'Gateway' || (name === gateway && namespace === workload.namespace));
}

type Patch = NonNullable<Resource<'EnvoyFilter'>['spec']['configPatches']>[number];

/** The traffic that the patches of an EnvoyFilter may change, by the contexts that they name. */
function directionsOf({ spec }: Resource<'EnvoyFilter'>): ReadonlySet<Direction> {
  const found = new Set<Direction>();
  for (const patch of spec.configPatches ?? []) {
    if (isRateLimit(patch)) continue;
    for (const direction of BY_CONTEXT[patch.match?.context ?? 'ANY'] ?? ALL) found.add(direction);
  }
  return found;
}

const RATE_LIMIT = 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit';

/**
 * Whether a patch only counts requests: one request by itself is never one too many.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/local_rate_limit_filter
 */
function isRateLimit({ applyTo, patch }: Patch): boolean {
  if (applyTo !== 'HTTP_FILTER' || patch?.operation?.startsWith('INSERT_') !== true) return false;
  const config = isMapping(patch.value) ? patch.value.typed_config : undefined;
  if (!isMapping(config) || config['@type'] !== RATE_LIMIT) return false;
  const bucket = config.token_bucket;
  return bucket === undefined || (isMapping(bucket) && Number(bucket.max_tokens) > 0);
}
