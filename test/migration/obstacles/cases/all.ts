import type { ObstacleCase } from './case';
import { EXTENSIONS } from './extensions';
import { MUTUAL_TLS } from './mutual-tls';
import { CLIENT_RULES, ROUTES } from './routes';

/** The cases of each kind of obstacles. */
export const CASES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  ...CLIENT_RULES,
  ...EXTENSIONS,
  ...MUTUAL_TLS,
  ...ROUTES,
};
