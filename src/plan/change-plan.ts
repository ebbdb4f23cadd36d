import type { ResourceRef } from '../values/diagnostic';
import type { Manifest } from '../values/manifest';

/** What is done to one object in one step. */
export interface PlannedChange {
  readonly action: 'create' | 'update' | 'delete';
  readonly resource: ResourceRef;
  readonly apiVersion: string;
  /**
   * The object as it is applied in this step; absent if it is deleted.
   *
   * @default - absent where the object is deleted
   */
  readonly manifest?: Manifest;
  /** Whether a later step changes the object again. */
  readonly isInterim: boolean;
  /** What the step leaves as it was, or what has to be done by hand. @default - none */
  readonly note?: string;
}

/** Requests that a step makes fail. */
export interface PlannedDrop {
  readonly resource: ResourceRef;
  readonly reason: string;
  /** The step, counted from 1, that ends it; absent if none does. @default - absent where no step ends it */
  readonly until?: number;
  /**
   * Whether the new set refuses the requests as well, so that this is what the change is for.
   *
   * @default - it is not
   */
  readonly isIntended?: true;
}

/** Changes that may be applied together, once those of the steps before are in effect. */
export interface PlanStep {
  readonly title: string;
  readonly changes: readonly PlannedChange[];
  /** What to wait for before the next step. */
  readonly waitFor: string;
  /** Why requests fail from this step on; empty if none do. */
  readonly drops: readonly PlannedDrop[];
}

/** The order in which a change is applied. */
export interface ChangePlan {
  readonly steps: readonly PlanStep[];
}
