import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { EffectiveMesh } from './effective-mesh';
import { PodPorts } from './policies/pod-ports';
import { PolicyScopes } from './policies/policy-scope';

type Filter = Resource<'EnvoyFilter'>;
type Match = NonNullable<NonNullable<Filter['spec']['configPatches']>[number]['match']>;

/** Why no proxy has what a patch of an EnvoyFilter is for. */
export type PatchLoss =
  /** The patch is for gateways and the pods have sidecars, or the other way round. */
  | { readonly kind: 'context'; readonly workload: Workload; readonly context: string }
  /** Virtual hosts are named with their port. */
  | { readonly kind: 'virtual host'; readonly name: string }
  /** No service has the host; `meant` is the full one of a short name. */
  | { readonly kind: 'service'; readonly host: string; readonly meant: string | undefined }
  /** The port is that of the Service, and inbound listeners have those of the pods. */
  | { readonly kind: 'port'; readonly port: number; readonly target: number };

/** A patch that no proxy applies. */
export interface UnmetPatch {
  readonly field: string;
  readonly loss: PatchLoss;
}

/**
 * The patches of an EnvoyFilter for which no proxy has anything, as far as the set tells.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export function unmetPatches(resource: Filter, mesh: EffectiveMesh): readonly UnmetPatch[] {
  const patches = resource.spec.configPatches ?? [];
  const isForAll = resource.namespace === mesh.settings.rootNamespace;
  // What waypoints have is for other contexts to say.
  const { workloads, services } = mesh.once(PolicyScopes).of(resource);
  const pods = isForAll || services.length > 0 ? [] : workloads;
  const found: UnmetPatch[] = [];
  for (const [i, { match, applyTo = '' }] of patches.entries()) {
    const field = `spec.configPatches[${i}].match`;
    const unmet = match && (byContext(match, pods, mesh) ?? byName(match, mesh) ?? byPort(match, applyTo, pods, mesh));
    if (unmet !== undefined) found.push({ field: `${field}.${unmet.part}`, loss: unmet.loss });
  }
  return found;
}

type Unmet = { readonly part: string; readonly loss: PatchLoss } | undefined;

function byContext({ context = 'ANY' }: Match, pods: readonly Workload[], mesh: EffectiveMesh): Unmet {
  const wanted = context === 'GATEWAY' ? 'gateway' : context.startsWith('SIDECAR_') ? 'sidecar' : undefined;
  const [workload] = pods;
  if (wanted === undefined || workload === undefined) return undefined;
  // Pods without a proxy are for other rules to tell of.
  if (pods.some(one => one.dataPlane !== 'sidecar' || mesh.proxyOf(one).type === wanted)) return undefined;
  if (pods.some(one => mesh.proxyOf(one).type === 'waypoint')) return undefined;
  return { part: 'context', loss: { kind: 'context', workload, context } };
}

/** Virtual hosts that are not named after a host. */
const OTHER_HOSTS = /^(?:inbound\||allow_any$|block_all$)/;

function byName({ context = 'ANY', cluster, routeConfiguration }: Match, mesh: EffectiveMesh): Unmet {
  const name = routeConfiguration?.vhost?.name ?? '';
  if (name !== '' && context !== 'SIDECAR_INBOUND' && !/:\d+$/.test(name) && !OTHER_HOSTS.test(name)) {
    return { part: 'routeConfiguration.vhost.name', loss: { kind: 'virtual host', name } };
  }
  const host = cluster?.service ?? '';
  if (host === '' || mesh.seen.named(host).length > 0) return undefined;
  const { model } = mesh;
  const short = /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?(?:\.svc)?$/.exec(host);
  const candidates = short === null ? [] : mesh.services.filter(one => one.host.startsWith(`${host}.`));
  const [meant] = candidates;
  if (meant !== undefined) {
    return { part: 'cluster.service', loss: { kind: 'service', host, meant: meant.host } };
  }
  const service = model.serviceOfHost(host);
  if (service === undefined || model.inNamespace('Service', service.namespace).length === 0) return undefined;
  return { part: 'cluster.service', loss: { kind: 'service', host, meant: undefined } };
}

function byPort({ context, listener }: Match, applyTo: string, pods: readonly Workload[], mesh: EffectiveMesh): Unmet {
  const port = listener?.portNumber ?? 0;
  if (context !== 'SIDECAR_INBOUND' || port === 0 || applyTo === 'LISTENER') return undefined;
  const found = mesh.once(PodPorts).missing(pods, port);
  if (found?.target === undefined) return undefined;
  return { part: 'listener.portNumber', loss: { kind: 'port', port, target: found.target } };
}
