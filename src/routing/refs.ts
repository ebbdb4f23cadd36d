import type { Protocol } from '../values/protocol';

/** A port of a declared service, complete and checked. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: Protocol;
  /** Whether Istio routes and authorizes single requests on it. */
  readonly http: boolean;
}

/** What requests can be sent to: a service of the mesh, or one outside of it. */
export interface ServiceRef {
  /** The full host name. */
  readonly host: string;
  /** How findings name it. */
  readonly label: string;
  readonly ports: readonly ServicePort[];
  /** The ports on which Istio sees single requests. */
  readonly httpPorts: readonly ServicePort[];
}

/** One version of a service: the pods that carry its labels, and the subset that routes name it by. */
export interface VersionRef {
  /** The service it is a version of. */
  readonly service: ServiceRef;
  /** The value of the `version` label, such as `v2` or `v2.0`. */
  readonly name: string;
  /** The name of its subset: `name` as a DNS label (`v2-0`). */
  readonly subset: string;
  /** The labels that tell its pods from those of other versions. */
  readonly labels: { readonly [key: string]: string };
}

/** What calls from inside the mesh: pods by their labels and namespace. */
export interface SourceRef {
  readonly selector: { readonly [key: string]: string };
  readonly namespace: { readonly name: string };
}

/** A gateway, as routes name it. */
export interface GatewayRef {
  /** `<namespace>/<name>`. */
  readonly label: string;
}
