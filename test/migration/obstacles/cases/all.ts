import type { ObstacleCase } from './case';
import { EXTENSIONS } from './extensions';
import { BALANCING, INSTALLATION, OBSERVABILITY } from './installation';
import { MUTUAL_TLS } from './mutual-tls';
import { NETWORK_POLICIES } from './network-policies';
import { IDENTITIES, PODS } from './pods';
import { POLICIES } from './policies';
import { CLIENT_RULES, ROUTES } from './routes';
import { SIDECARS } from './sidecars';

/** The cases of each kind of obstacles. */
export const CASES: { readonly [kind: string]: readonly ObstacleCase[] } = {
  ...BALANCING,
  ...CLIENT_RULES,
  ...EXTENSIONS,
  ...IDENTITIES,
  ...INSTALLATION,
  ...MUTUAL_TLS,
  ...NETWORK_POLICIES,
  ...OBSERVABILITY,
  ...PODS,
  ...POLICIES,
  ...ROUTES,
  ...SIDECARS,
};
