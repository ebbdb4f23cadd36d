import type { Labels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { GatewaySpec } from '../../model/shapes/traffic';

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
  | {
      readonly by: 'services';
      readonly hosts: readonly string[];
      readonly namespace: string;
      /** Whether istiod deploys the pods. */
      readonly managed: boolean;
    };

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
