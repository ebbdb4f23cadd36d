import type { IConstruct } from 'constructs';
import type { ServicePort } from '../routing/refs';
import type { PathMatch } from '../routing/string-match';
import type { Caller, MeshServiceRef } from './references';

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
  readonly callee: MeshServiceRef;
  readonly ports: readonly ServicePort[];
  readonly methods: readonly string[] | undefined;
  readonly paths: readonly PathMatch[] | undefined;
}
