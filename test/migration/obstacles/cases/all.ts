import type { ObstacleCase } from './case';
import { EXTENSIONS } from './extensions';
import { MUTUAL_TLS } from './mutual-tls';

/** The cases of each kind of obstacles. */
export const CASES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  ...EXTENSIONS,
  ...MUTUAL_TLS,
};
