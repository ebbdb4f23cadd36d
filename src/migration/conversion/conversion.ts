import type { Resource } from '../../model/resource';
import type { Manifest } from '../../values/manifest';

/** What one part of the conversion puts beside the old objects, and what it leaves of them in the end. */
export interface Conversion {
  /** Objects that are in force beside the old ones, or old ones with more labels. */
  readonly beside: readonly Manifest[];
  /** Objects that these take the place of. */
  readonly goneBeside: readonly Resource[];
  /** Objects that come with the move of some pods. */
  readonly withPods: readonly ObjectsOfPods[];
  /** Objects in the form that is left once all pods have moved. */
  readonly left: readonly Manifest[];
  /** Objects that nothing reads once all pods have moved. */
  readonly gone: readonly Resource[];
}

/** Objects that come when the first of some pods moves. */
export interface ObjectsOfPods {
  /** The pods by name. */
  readonly pods: readonly string[];
  readonly manifest: Manifest;
}
