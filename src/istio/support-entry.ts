import type { KindName } from '../model/kinds';

/**
 * How the simulator treats a field: `modelled` decides verdicts as in Istio, `ignored` cannot change one, and
 * `unsupported`, like every field that is not listed, makes the verdict of a request that it bears on `unsupported`.
 */
export type Support = 'modelled' | 'ignored' | 'unsupported';

/**
 * Fields of a kind that are treated alike. In a path, `[]` stands for the items of a list, `*` for the keys of a mapping,
 * `**` for everything below, and `{a,b}` for alternatives.
 */
export interface SupportEntry {
  readonly kind: KindName | 'MeshConfig';
  readonly support: Support;
  readonly fields: readonly string[];
  /** Why fields are ignored or not modelled. */
  readonly because?: string;
  /** The first release that has the fields, where older ones can be targeted; for those they are `unsupported`. */
  readonly since?: string;
  /** Values of the fields that came later than the fields. */
  readonly valuesSince?: { readonly [value: string]: string };
}
