import type { MeshFacts } from '../mesh-facts';

/** The kinds of routes that istiod reads. */
export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'TCPRoute';

export const GATEWAY_API = 'gateway.networking.k8s.io';

/** What the conversion of the Gateway API needs to know of the mesh. */
export interface GatewayApiFacts
  extends Pick<MeshFacts, 'model' | 'settings' | 'release' | 'servicesNamed' | 'kubernetesService'> {
  /** Whether istiod looks at the objects of a namespace. */
  isDiscovered(namespace: string): boolean;
}

/** A condition that istiod writes into the status of an object. */
export interface StatusCondition {
  readonly type: string;
  readonly status: boolean;
  readonly reason: string;
  readonly message: string;
}

/** What is referred to. */
export interface Referent {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Something that does not count, or not as it is written, and why. */
export interface Refusal {
  /** The reason that istiod writes into the status. */
  readonly reason: string;
  readonly message: string;
  /** Where the cause is written. */
  readonly field: string;
  /** What is referred to, where a reference is the cause. */
  readonly target?: Referent;
}
