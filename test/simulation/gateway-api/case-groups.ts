import type { CaseGroup } from './case-group';
import { waypointBinding, waypoints } from './cases/ambient';
import { attachment, conflicts, encrypted, listenerSets } from './cases/attachment';
import { backends, backendsBefore } from './cases/backends';
import { automatedDeployment, backendTls, manualDeployment, ownClass } from './cases/deployment';
import { filters, redirects, rewrites, timeouts } from './cases/filters';
import { httpMatches, httpPrecedence } from './cases/http-matches';
import { meshRoutes, severalMeshRoutes } from './cases/mesh-routes';
import {
  besideVirtualServices,
  connectionRoutes,
  connectionRoutesBefore,
  connectionRoutesEarly,
  grpcRoutes,
  lostRoutes,
} from './cases/other-kinds';

/** All cases of routes of the Gateway API. */
export const CASE_GROUPS: readonly CaseGroup[] = [
  httpMatches,
  httpPrecedence,
  attachment,
  encrypted,
  conflicts,
  listenerSets,
  backends,
  backendsBefore,
  redirects,
  rewrites,
  filters,
  timeouts,
  grpcRoutes,
  lostRoutes,
  connectionRoutes,
  connectionRoutesBefore,
  connectionRoutesEarly,
  meshRoutes,
  severalMeshRoutes,
  besideVirtualServices,
  waypoints,
  waypointBinding,
  manualDeployment,
  automatedDeployment,
  ownClass,
  backendTls,
];
