import { matchesLabels } from '../../model/labels';
import { isKind } from '../../model/resource';
import type { Workload } from '../../model/workload';
import type { MeshFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import { type RegisteredService, selectsProxy } from '../services/registered-service';
import type { GatewayConfig, GatewayPods } from './gateway-config';

/** Whether a gateway pod serves a Gateway. A Gateway without selector is for every gateway. */
export function isServedBy(mesh: MeshFacts, { pods }: GatewayConfig, proxy: MeshProxy): boolean {
  if (pods.by === 'labels') return matchesLabels(pods.selector, proxy.labels);
  return pods.namespace === proxy.namespace && boundServices(mesh, pods).some(service => selectsProxy(service, proxy));
}

/**
 * The Gateways that a gateway pod serves. Since 1.31, pods that istiod deploys for a Gateway of the Gateway API take
 * Gateways of Istio only from its own namespace; those of others are left out, so that they get none of its traffic.
 */
export function gatewaysAt(
  mesh: MeshFacts,
  proxy: MeshProxy,
): { readonly served: readonly GatewayConfig[]; readonly leftOut: readonly GatewayConfig[] } {
  const all = mesh.gatewayConfigs.filter(config => isServedBy(mesh, config, proxy));
  if (!mesh.release.has('strictGatewayMerging')) return { served: all, leftOut: [] };
  const managed = new Set<string>();
  for (const { pods, resource } of all) if (pods.by === 'services' && pods.managed) managed.add(resource.namespace);
  if (managed.size === 0) return { served: all, leftOut: [] };
  const isForeign = ({ pods, resource }: GatewayConfig) => pods.by === 'labels' && !managed.has(resource.namespace);
  return { served: all.filter(one => !isForeign(one)), leftOut: all.filter(isForeign) };
}

/** Whether a Gateway says of its own accord that a pod is a gateway. */
export function namesItsPods({ pods }: GatewayConfig): boolean {
  return pods.by === 'services' || Object.keys(pods.selector ?? {}).length > 0;
}

/** The Services whose pods serve a Gateway. */
export function boundServices(
  mesh: Pick<MeshFacts, 'servicesNamed'>,
  { hosts, namespace }: Extract<GatewayPods, { by: 'services' }>,
): readonly RegisteredService[] {
  return hosts.flatMap(host => mesh.servicesNamed(host).filter(service => service.namespace === namespace));
}

/** The pods of the set that serve a Gateway. */
export function podsOf(
  mesh: Pick<MeshFacts, 'model' | 'servicesNamed'>,
  { resource, pods }: GatewayConfig,
): readonly Workload[] {
  if (pods.by === 'services') {
    return boundServices(mesh, pods).flatMap(({ service }) => mesh.model.workloadsOf(service));
  }
  return isKind(resource, 'Gateway') ? mesh.model.gatewayWorkloads(resource) : [];
}
