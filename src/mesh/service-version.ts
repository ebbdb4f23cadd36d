import type { MeshService } from './mesh-service';

/** One version of a service: the pods that carry its labels, and the subset that routes name it by. */
export interface ServiceVersion {
  /** The service it is a version of. */
  readonly service: MeshService;
  /** The value of the `version` label, such as `v2` or `v2.0`. */
  readonly name: string;
  /** The name of its subset: `name` as a DNS label (`v2-0`). */
  readonly subset: string;
  /** The labels that tell its pods from those of other versions. */
  readonly labels: { readonly [key: string]: string };
  /**
   * How many pods it surely has: the replicas, or the minimum of its autoscaler. `undefined` where nobody declared it.
   */
  readonly replicas: number | undefined;
  /** What runs its pods; `undefined` where somebody else does. */
  readonly workload?: { readonly kind: string; readonly name: string } | undefined;
}
