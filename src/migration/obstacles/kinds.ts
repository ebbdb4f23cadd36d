import { clientLocality, plaintextToMesh } from './balancing';
import { clientDestinationRule, tlsOrigination, trafficPolicyWithoutWaypoint } from './client-rules';
import { clustersOfOneNetwork, crossNetworkGateway, remoteControlPlane } from './clusters';
import { envoyFilterOnSidecars, pluginOnSidecars } from './extensions';
import { spire, trustDomainAlias, virtualMachine } from './identities';
import { disabledMutualTls } from './mutual-tls';
import { namespaceOutsideCni, networkPlugin, nodeCriticalQuota, securityGroupsOfPods } from './network-plugins';
import { networkPolicyWithoutTunnel } from './network-policies';
import { mergedMetrics, telemetryOnSidecars } from './observability';
import type { ObstacleKind } from './obstacle';
import {
  hostNetwork,
  injectionTemplate,
  interceptionAnnotation,
  proxyConfiguration,
  proxylessGrpc,
  sidecarPortInUse,
} from './pods';
import {
  auditPolicy,
  clientCertificateHeader,
  headlessService,
  policyOnTrial,
  requestPolicyOnSomePods,
  requestPolicyWithoutService,
} from './policies';
import { requestChangedBeforePolicy, routePastPolicies } from './policies-and-routes';
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
import { serviceEntryForSome } from './visibility';

/** All kinds of obstacles, in the order of their names. */
export const OBSTACLE_KINDS: readonly ObstacleKind[] = [
  auditPolicy,
  clientCertificateHeader,
  clientCondition,
  clientDestinationRule,
  clientLocality,
  clientRoute,
  clustersOfOneNetwork,
  crossNetworkGateway,
  disabledMutualTls,
  egressThroughGateway,
  envoyFilterOnSidecars,
  headlessService,
  hostNetwork,
  inboundConnectionLimit,
  inboundToLocalhost,
  injectionTemplate,
  interceptionAnnotation,
  mergedMetrics,
  mixedRouteApis,
  namespaceOutsideCni,
  networkPlugin,
  networkPolicyWithoutTunnel,
  nodeCriticalQuota,
  outboundProxy,
  outboundRegistryOnly,
  plaintextToMesh,
  pluginOnSidecars,
  policyOnTrial,
  proxyConfiguration,
  proxylessGrpc,
  remoteControlPlane,
  requestChangedBeforePolicy,
  requestPolicyOnSomePods,
  requestPolicyWithoutService,
  routePastPolicies,
  routeWithoutWaypoint,
  securityGroupsOfPods,
  serviceEntryForSome,
  sidecarEgressScope,
  sidecarListener,
  sidecarPortInUse,
  spire,
  telemetryOnSidecars,
  tlsOrigination,
  trafficPolicyWithoutWaypoint,
  trustDomainAlias,
  virtualMachine,
  virtualServiceAtWaypoint,
];
