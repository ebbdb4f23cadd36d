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
