import { clientDestinationRule, tlsOrigination, trafficPolicyWithoutWaypoint } from './client-rules';
import { envoyFilterOnSidecars, pluginOnSidecars } from './extensions';
import { disabledMutualTls } from './mutual-tls';
import type { ObstacleKind } from './obstacle';
import { clientCondition, clientRoute, mixedRouteApis, virtualServiceAtWaypoint } from './routes';
import { egressThroughGateway, routeWithoutWaypoint } from './routes-out';

/** All kinds of obstacles, in the order of their names. */
export const OBSTACLE_KINDS: readonly ObstacleKind[] = [
  clientCondition,
  clientDestinationRule,
  clientRoute,
  disabledMutualTls,
  egressThroughGateway,
  envoyFilterOnSidecars,
  mixedRouteApis,
  pluginOnSidecars,
  routeWithoutWaypoint,
  tlsOrigination,
  trafficPolicyWithoutWaypoint,
  virtualServiceAtWaypoint,
];
