import type { IConstruct } from 'constructs';
import type { PathMatch } from '../routing/string-match';
import type { MeshService } from './mesh-service';
import type { ServicePort } from './service-port';

/** Whoever has an identity in the mesh and may call services: a service, or a gateway. */
export interface Caller {
  /** How findings and reports name it, such as `notes-app/frontend`. */
  readonly label: string;
  /** Its identity: `<trust domain>/ns/<namespace>/sa/<service account>`. */
  readonly principal: string;
}

/** A gateway of the mesh: it takes requests from outside and calls services. */
export interface GatewayCaller extends Caller, IConstruct {
  /** Name of the Gateway. */
  readonly name: string;
  /** The namespace in which its pods run. */
  readonly podNamespace: string;
  /** The labels of its pods. */
  readonly selector: { readonly [key: string]: string };
  /** The container ports on which it listens. */
  readonly listensOn: readonly number[];
  /** Those of them on which it sees single requests. */
  readonly takesRequestsOn: readonly number[];
}

/** Narrows a declared call. */
export interface CallOptions {
  /**
   * The ports called, by number or name.
   *
   * @default - every port of the service
   */
  readonly ports?: readonly (number | string)[] | undefined;

  /**
   * The HTTP methods used, in capitals; only for HTTP ports.
   *
   * @default - every method
   */
  readonly methods?: readonly string[] | undefined;

  /**
   * The paths used: exact or by prefix; only for HTTP ports.
   *
   * @default - every path
   */
  readonly paths?: readonly PathMatch[] | undefined;
}

/** A declared edge of the mesh: one caller, one callee, and what may pass. */
export interface Call {
  /** The construct that declared it. */
  readonly by: IConstruct;
  readonly caller: Caller;
  readonly callee: MeshService;
  readonly ports: readonly ServicePort[];
  readonly methods: readonly string[] | undefined;
  readonly paths: readonly PathMatch[] | undefined;
}
