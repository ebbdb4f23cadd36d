import type { ObstacleCase } from './case';
import { EXTENSIONS } from './extensions';
import { MUTUAL_TLS } from './mutual-tls';
import { NETWORK_POLICIES } from './network-policies';
import { IDENTITIES, PODS } from './pods';
import { CLIENT_RULES, ROUTES } from './routes';
import { SIDECARS } from './sidecars';

/** The cases of each kind of obstacles. */
export const CASES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  ...CLIENT_RULES,
  ...EXTENSIONS,
  ...IDENTITIES,
  ...MUTUAL_TLS,
  ...NETWORK_POLICIES,
  ...PODS,
  ...ROUTES,
  ...SIDECARS,
};
