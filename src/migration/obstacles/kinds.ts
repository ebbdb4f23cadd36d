import { clientDestinationRule, tlsOrigination, trafficPolicyWithoutWaypoint } from './client-rules';
import { envoyFilterOnSidecars, pluginOnSidecars } from './extensions';
import { spire, trustDomainAlias, virtualMachine } from './identities';
import { disabledMutualTls } from './mutual-tls';
import { networkPolicyWithoutTunnel } from './network-policies';
import type { ObstacleKind } from './obstacle';
import {
  hostNetwork,
  injectionTemplate,
  interceptionAnnotation,
  proxyConfiguration,
  proxylessGrpc,
  sidecarPortInUse,
} from './pods';
import { clientCondition, clientRoute, mixedRouteApis, virtualServiceAtWaypoint } from './routes';
import { egressThroughGateway, routeWithoutWaypoint } from './routes-out';
import {
  inboundConnectionLimit,
  inboundToLocalhost,
  outboundProxy,
  outboundRegistryOnly,
  sidecarEgressScope,
  sidecarListener,
} from './sidecars';

/** All kinds of obstacles, in the order of their names. */
export const OBSTACLE_KINDS: readonly ObstacleKind[] = [
  clientCondition,
  clientDestinationRule,
  clientRoute,
  disabledMutualTls,
  egressThroughGateway,
  envoyFilterOnSidecars,
  hostNetwork,
  inboundConnectionLimit,
  inboundToLocalhost,
  injectionTemplate,
  interceptionAnnotation,
  mixedRouteApis,
  networkPolicyWithoutTunnel,
  outboundProxy,
  outboundRegistryOnly,
  pluginOnSidecars,
  proxyConfiguration,
  proxylessGrpc,
  routeWithoutWaypoint,
  sidecarEgressScope,
  sidecarListener,
  sidecarPortInUse,
  spire,
  tlsOrigination,
  trafficPolicyWithoutWaypoint,
  trustDomainAlias,
  virtualMachine,
  virtualServiceAtWaypoint,
];
