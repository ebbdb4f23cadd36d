import type { EnvoyFilterSpec } from '../../../imports/networking.istio.io';
import type { Resource } from '../../model/resource';
import { isMapping } from '../../values/plain-data';
import { create } from '../code';
import { MESH, type Scene } from '../scene';
import { attempt, type Candidate, inexpressible, type Proposed } from '../unit';
import { targetOf } from './policy-target';

/** EnvoyFilters that `RateLimit` writes. */
export function rateLimitUnits(scene: Scene): readonly Proposed[] {
  return scene.model
    .all('EnvoyFilter')
    .map(resource => ({ resource, proposals: attempt(() => rateLimit(scene, resource)) }));
}

function rateLimit(scene: Scene, resource: Resource<'EnvoyFilter'>): Candidate {
  const { name, namespace } = resource;
  const { workloadSelector, priority, configPatches = [] } = resource.manifest.spec as EnvoyFilterSpec;
  const config = (configPatches[0]?.patch?.value as { typed_config?: unknown } | undefined)?.typed_config;
  const bucket = isMapping(config) ? config.token_bucket : undefined;
  if (!isMapping(config) || !isMapping(bucket)) return inexpressible('it changes Envoy in a way of its own');
  const target = targetOf(scene, namespace, { selector: { matchLabels: workloadSelector?.labels } });
  if (target.kind !== 'service' && target.kind !== 'gateway') inexpressible('it limits no single service or gateway');
  const id = scene.idFor(resource, name);
  if (id !== name) inexpressible(`another construct has the id "${name}", which becomes the name`);
  const requests = Number(bucket.tokens_per_fill);
  const burst = Number(bucket.max_tokens);
  const status = isMapping(config.status) ? Number(config.status.code) : undefined;
  const enforced = isMapping(config.filter_enforced) ? config.filter_enforced.default_value : undefined;
  const ports = configPatches.flatMap(({ match }) => {
    const number = (match as { listener?: { portNumber?: number } } | undefined)?.listener?.portNumber;
    const port = target.service?.ports.find(({ targetPort }) => targetPort === number);
    return number === undefined ? [] : [port?.number ?? inexpressible(`port ${number} is none of the service`)];
  });
  const code = create('RateLimit', MESH, id, {
    target: target.code,
    requests,
    per: String(bucket.fill_interval),
    burst: burst === requests ? undefined : burst,
    ports: ports.length === 0 ? undefined : ports,
    status,
    dryRun: isMapping(enforced) && enforced.numerator === 0 ? true : undefined,
    priority: priority === 10 ? undefined : (priority ?? 0),
  });
  return { form: 'construct', what: 'RateLimit', statements: [{ code }], ids: [id, ...target.ids] };
}
