import type { EffectiveMesh } from '../../istio/effective-mesh';
import type { Diagnostic, ResourceRef } from '../../values/diagnostic';
import type { Move } from './move';

/**
 * How an obstacle is got over: a `blocker` must be solved before the namespace can move; with a `loss` it can, and
 * something is not kept, which may be accepted by the name of the obstacle.
 */
export type ObstacleSeverity = 'blocker' | 'loss';

/** Something of a mesh with sidecars that the ambient mesh does not do, or not in the same way. */
export interface Obstacle extends Pick<Diagnostic, 'resource' | 'field' | 'message' | 'fix' | 'related'> {
  /** Kebab-case name of what is in the way. */
  readonly kind: string;
  /** The name by which it is accepted, such as `host-network:shop/agent`. */
  readonly id: string;
  readonly severity: ObstacleSeverity;
  /** The page of Istio's documentation that says so. */
  readonly url: string;
}

/** An obstacle as its kind finds it. */
export interface FoundObstacle {
  /** The object that has to change. */
  readonly resource: ResourceRef;
  readonly field?: string | undefined;
  /** What tells this one from others of the same kind and object; part of its name. */
  readonly part?: string | undefined;
  /** What is lost, and for which requests or pods; one sentence without a full stop. */
  readonly lost: string;
  /** What to do. @default - what the kind says */
  readonly instead?: string | undefined;
  /** The pods and objects concerned. */
  readonly related?: readonly ResourceRef[] | undefined;
  /** @default - that of the kind */
  readonly severity?: ObstacleSeverity | undefined;
}

/** A kind of obstacles: what it is, as data, and one function that finds those in a mesh. */
export interface ObstacleKind {
  readonly name: string;
  readonly severity: ObstacleSeverity;
  /** What the ambient mesh does not do; one sentence without a full stop. */
  readonly summary: string;
  /** What to do; one clause. */
  readonly instead: string;
  readonly url: string;
  /** Finds what is in force for the pods that move, never what is only written. */
  find(mesh: EffectiveMesh, move: Move): Iterable<FoundObstacle>;
}
