import type { ObstacleCase } from './case';
import { EXTENSIONS } from './extensions';
import { MUTUAL_TLS } from './mutual-tls';
import { IDENTITIES, PODS } from './pods';
import { CLIENT_RULES, ROUTES } from './routes';
import { SIDECARS } from './sidecars';

/** The cases of each kind of obstacles. */
export const CASES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  ...CLIENT_RULES,
  ...EXTENSIONS,
  ...IDENTITIES,
  ...MUTUAL_TLS,
  ...PODS,
  ...ROUTES,
  ...SIDECARS,
};
