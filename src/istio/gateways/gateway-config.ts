import { type Labels, matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { GatewaySpec } from '../../model/shapes/traffic';
import type { MeshFacts } from '../mesh-facts';
import type { MeshProxy } from '../mesh-proxy';
import { type RegisteredService, selectsProxy } from '../services/registered-service';

export type Server = NonNullable<GatewaySpec['servers']>[number];

/** A Gateway as istiod keeps it: one of `networking.istio.io`, or what it makes of one listener of the Gateway API. */
export interface GatewayConfig {
  /** The Gateway, or the ListenerSet that holds the listener. */
  readonly resource: Resource;
  /** The name by which routes name it; istiod generates those of listeners. */
  readonly name: string;
  readonly servers: readonly WrittenServer[];
  readonly pods: GatewayPods;
}

/** A server and where it is written. */
export interface WrittenServer {
  readonly server: Server;
  readonly field: string;
  /** Secrets that are not in the set and taken to be in the cluster. */
  readonly assumedSecrets: readonly string[];
}

/** The pods of a gateway: by their labels, or those behind Services of a namespace. */
export type GatewayPods =
  | { readonly by: 'labels'; readonly selector: Labels | undefined }
  | { readonly by: 'services'; readonly hosts: readonly string[]; readonly namespace: string };

/** A Gateway of `networking.istio.io` as istiod keeps it. */
export function gatewayConfigOf(resource: Resource<'Gateway'>): GatewayConfig {
  const { name, spec } = resource;
  return {
    resource,
    name,
    servers: (spec.servers ?? []).map((server, i) => ({ server, field: `spec.servers[${i}]`, assumedSecrets: [] })),
    pods: { by: 'labels', selector: spec.selector },
  };
}

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
