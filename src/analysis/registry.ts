import type { Rule } from './rule';
import { alphaAnnotation } from './rules/alpha-annotation';
import { ambientExtensionWithoutWaypoint } from './rules/ambient-extension-without-waypoint';
import { ambientPolicyWithoutWaypoint } from './rules/ambient-policy-without-waypoint';
import { ambientRouteWithoutWaypoint } from './rules/ambient-route-without-waypoint';
import { ambientTrafficPolicyWithoutWaypoint } from './rules/ambient-traffic-policy-without-waypoint';
import { ambientWithoutZtunnel } from './rules/ambient-without-ztunnel';
import { autoImageWithoutInjection } from './rules/auto-image-without-injection';
import { blockedEviction } from './rules/blocked-eviction';
import { clientAddressWithoutTrustedProxies } from './rules/client-address-without-trusted-proxies';
import { conflictingAuthorizers } from './rules/conflicting-authorizers';
import { conflictingDestinationRules } from './rules/conflicting-destination-rules';
import { conflictingGatewayHosts } from './rules/conflicting-gateway-hosts';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingInjectionLabels } from './rules/conflicting-injection-labels';
import { conflictingInjectionWebhooks } from './rules/conflicting-injection-webhooks';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { conflictingPeerAuthentications } from './rules/conflicting-peer-authentications';
import { conflictingServiceEntries } from './rules/conflicting-service-entries';
import { conflictingSidecars } from './rules/conflicting-sidecars';
import { conflictingTelemetries } from './rules/conflicting-telemetries';
import { contestedRoute } from './rules/contested-route';
import { danglingSubset } from './rules/dangling-subset';
import { deprecatedAnnotation } from './rules/deprecated-annotation';
import { deprecatedField } from './rules/deprecated-field';
import { deprecatedLightstepProvider } from './rules/deprecated-lightstep-provider';
import { destinationPortRequired } from './rules/destination-port-required';
import { doubleTls } from './rules/double-tls';
import { duplicateGatewayCertificate } from './rules/duplicate-gateway-certificate';
import { duplicateObject } from './rules/duplicate-object';
import { externalControlPlaneAddress } from './rules/external-control-plane-address';
import { externalNamePort } from './rules/external-name-port';
import { failoverWithoutOutlierDetection } from './rules/failover-without-outlier-detection';
import { faultDisablesRetries } from './rules/fault-disables-retries';
import { gatewayApiCrdVersion } from './rules/gateway-api-crd-version';
import { gatewayNotAllowed } from './rules/gateway-not-allowed';
import { gatewayPortNotInService } from './rules/gateway-port-not-in-service';
import { gatewayRouteProtocol } from './rules/gateway-route-protocol';
import { gatewayWithoutWorkload } from './rules/gateway-without-workload';
import { hostNetworkWorkload } from './rules/host-network-workload';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { hostOutsideGateway } from './rules/host-outside-gateway';
import { httpPolicyOnTcpPort } from './rules/http-policy-on-tcp-port';
import { identityWithoutMutualTls } from './rules/identity-without-mutual-tls';
import { ignoredPeerAuthentication } from './rules/ignored-peer-authentication';
import { ineffectiveRouteMatch } from './rules/ineffective-route-match';
import { injectionWithoutControlPlane } from './rules/injection-without-control-plane';
import { internalGatewayReference } from './rules/internal-gateway-reference';
import { invalidAnnotationValue } from './rules/invalid-annotation-value';
import { invalidGatewayCredential } from './rules/invalid-gateway-credential';
import { invalidObject, invalidObjectOf } from './rules/invalid-object';
import { jwtClaimRouteWithoutAuthentication } from './rules/jwt-claim-route-without-authentication';
import { localhostListener } from './rules/localhost-listener';
import { mirrorWithoutPercentage } from './rules/mirror-without-percentage';
import { misplacedAnnotation } from './rules/misplaced-annotation';
import { misplacedInjectionLabel } from './rules/misplaced-injection-label';
import { missingGateway } from './rules/missing-gateway';
import { missingGatewayCredential } from './rules/missing-gateway-credential';
import { missingParentGateway } from './rules/missing-parent-gateway';
import { missingReferenceGrant } from './rules/missing-reference-grant';
import { missingRouteBackend } from './rules/missing-route-backend';
import { monitorWithoutMetrics } from './rules/monitor-without-metrics';
import { multipleDefaultSidecars } from './rules/multiple-default-sidecars';
import { multipleDefaultTelemetries } from './rules/multiple-default-telemetries';
import { mutualTlsForWholeDomain } from './rules/mutual-tls-for-whole-domain';
import { mutualTlsWithoutProxy } from './rules/mutual-tls-without-proxy';
import { namespaceNotDiscovered } from './rules/namespace-not-discovered';
import { namespaceNotInjected } from './rules/namespace-not-injected';
import { negativeCondition } from './rules/negative-condition';
import { outboundPolicyNeedsSidecars } from './rules/outbound-policy-needs-sidecars';
import { outlierDetectionEjectsAll } from './rules/outlier-detection-ejects-all';
import { outlierDetectionWithoutEffect } from './rules/outlier-detection-without-effect';
import { pathBypassBySlashes } from './rules/path-bypass-by-slashes';
import { plaintextCaller } from './rules/plaintext-caller';
import { podWithoutProxy } from './rules/pod-without-proxy';
import { policyWithoutWorkload } from './rules/policy-without-workload';
import { portNumberConflict } from './rules/port-number-conflict';
import { portProtocolConflict } from './rules/port-protocol-conflict';
import { proxyImageMismatch } from './rules/proxy-image-mismatch';
import { redirectLoop } from './rules/redirect-loop';
import { registryOnlyWithoutNetworkPolicy } from './rules/registry-only-without-network-policy';
import { relativeEnvoyPatch } from './rules/relative-envoy-patch';
import { repeatedRouteDestination } from './rules/repeated-route-destination';
import { reservedPort } from './rules/reserved-port';
import { reservedUserId } from './rules/reserved-user-id';
import { restrictedNamespaceWithoutCni } from './rules/restricted-namespace-without-cni';
import { retriesOverTimeout } from './rules/retries-over-timeout';
import { routeWeights } from './rules/route-weights';
import { selectorOnGatewayApi } from './rules/selector-on-gateway-api';
import { serviceEntryAddressesRequired } from './rules/service-entry-addresses-required';
import { servicePortName } from './rules/service-port-name';
import { serviceTargetPort } from './rules/service-target-port';
import { shadowingDestinationRule } from './rules/shadowing-destination-rule';
import { sidecarHidesDestination } from './rules/sidecar-hides-destination';
import { sidecarInAmbient } from './rules/sidecar-in-ambient';
import { sidecarWithoutWorkload } from './rules/sidecar-without-workload';
import { splitAuthorizationRule } from './rules/split-authorization-rule';
import { stickyWeightedSplit } from './rules/sticky-weighted-split';
import { strictBehindLoadBalancer } from './rules/strict-behind-load-balancer';
import { subsetIgnoredAtGateway } from './rules/subset-ignored-at-gateway';
import { subsetWithoutWorkload } from './rules/subset-without-workload';
import { swallowedDestinationRule } from './rules/swallowed-destination-rule';
import { targetPortProtocol } from './rules/target-port-protocol';
import { telemetryProviderPort } from './rules/telemetry-provider-port';
import { telemetryWithoutProvider } from './rules/telemetry-without-provider';
import { telemetryWithoutWorkload } from './rules/telemetry-without-workload';
import { tlsModeMismatch } from './rules/tls-mode-mismatch';
import { tokenConditionWithoutAuthentication } from './rules/token-condition-without-authentication';
import { tokenDroppedAtGateway } from './rules/token-dropped-at-gateway';
import { tokenNotRequired } from './rules/token-not-required';
import { unknownAnnotation } from './rules/unknown-annotation';
import { unknownAuthorizationProvider } from './rules/unknown-authorization-provider';
import { unknownCalledPort } from './rules/unknown-called-port';
import { unknownCalledService } from './rules/unknown-called-service';
import { unknownDestinationHost } from './rules/unknown-destination-host';
import { unknownDestinationPort } from './rules/unknown-destination-port';
import { unknownDestinationRuleHost } from './rules/unknown-destination-rule-host';
import { unknownExportNamespace } from './rules/unknown-export-namespace';
import { unknownHttpMethod } from './rules/unknown-http-method';
import { unknownNetworkRegistry } from './rules/unknown-network-registry';
import { unknownPrincipal } from './rules/unknown-principal';
import { unknownSidecarHost } from './rules/unknown-sidecar-host';
import { unknownSourceNamespace } from './rules/unknown-source-namespace';
import { unknownTelemetryProvider } from './rules/unknown-telemetry-provider';
import { unknownVirtualServiceHost } from './rules/unknown-virtual-service-host';
import { unknownWaypoint } from './rules/unknown-waypoint';
import { unreachableRouteRule } from './rules/unreachable-route-rule';
import { unregisteredExternalHost } from './rules/unregistered-external-host';
import { unrestrictedJwksFetch } from './rules/unrestricted-jwks-fetch';
import { unsafeRetries } from './rules/unsafe-retries';
import { unusedDestinationRule } from './rules/unused-destination-rule';
import { unusedSubsetPolicy } from './rules/unused-subset-policy';
import { unverifiedTlsOrigination } from './rules/unverified-tls-origination';
import { waypointNotAllowed } from './rules/waypoint-not-allowed';
import { webhookServiceMissing } from './rules/webhook-service-missing';
import { workloadWithoutPolicy } from './rules/workload-without-policy';
import { wrongEnvoyPatchOperation } from './rules/wrong-envoy-patch-operation';
import { wrongTelemetryProvider } from './rules/wrong-telemetry-provider';

/** All rules of the library, by name. */
export const RULES: readonly Rule[] = [
  alphaAnnotation,
  ambientExtensionWithoutWaypoint,
  ambientPolicyWithoutWaypoint,
  ambientRouteWithoutWaypoint,
  ambientTrafficPolicyWithoutWaypoint,
  ambientWithoutZtunnel,
  autoImageWithoutInjection,
  blockedEviction,
  clientAddressWithoutTrustedProxies,
  conflictingAuthorizers,
  conflictingDestinationRules,
  conflictingGatewayHosts,
  conflictingGateways,
  conflictingInjectionLabels,
  conflictingInjectionWebhooks,
  conflictingMeshHosts,
  conflictingPeerAuthentications,
  conflictingServiceEntries,
  conflictingSidecars,
  conflictingTelemetries,
  contestedRoute,
  danglingSubset,
  deprecatedAnnotation,
  deprecatedField,
  deprecatedLightstepProvider,
  destinationPortRequired,
  doubleTls,
  duplicateGatewayCertificate,
  duplicateObject,
  externalControlPlaneAddress,
  externalNamePort,
  failoverWithoutOutlierDetection,
  faultDisablesRetries,
  gatewayApiCrdVersion,
  gatewayNotAllowed,
  gatewayPortNotInService,
  gatewayRouteProtocol,
  gatewayWithoutWorkload,
  hostNetworkWorkload,
  hostNotInGateway,
  hostOutsideGateway,
  httpPolicyOnTcpPort,
  identityWithoutMutualTls,
  ignoredPeerAuthentication,
  ineffectiveRouteMatch,
  injectionWithoutControlPlane,
  internalGatewayReference,
  invalidAnnotationValue,
  invalidGatewayCredential,
  invalidObject,
  jwtClaimRouteWithoutAuthentication,
  localhostListener,
  mirrorWithoutPercentage,
  misplacedAnnotation,
  misplacedInjectionLabel,
  missingGateway,
  missingGatewayCredential,
  missingParentGateway,
  missingReferenceGrant,
  missingRouteBackend,
  monitorWithoutMetrics,
  multipleDefaultSidecars,
  multipleDefaultTelemetries,
  mutualTlsForWholeDomain,
  mutualTlsWithoutProxy,
  namespaceNotDiscovered,
  namespaceNotInjected,
  negativeCondition,
  outboundPolicyNeedsSidecars,
  outlierDetectionEjectsAll,
  outlierDetectionWithoutEffect,
  pathBypassBySlashes,
  plaintextCaller,
  podWithoutProxy,
  policyWithoutWorkload,
  portNumberConflict,
  portProtocolConflict,
  proxyImageMismatch,
  redirectLoop,
  registryOnlyWithoutNetworkPolicy,
  relativeEnvoyPatch,
  repeatedRouteDestination,
  reservedPort,
  reservedUserId,
  restrictedNamespaceWithoutCni,
  retriesOverTimeout,
  routeWeights,
  selectorOnGatewayApi,
  serviceEntryAddressesRequired,
  servicePortName,
  serviceTargetPort,
  shadowingDestinationRule,
  sidecarHidesDestination,
  sidecarInAmbient,
  sidecarWithoutWorkload,
  splitAuthorizationRule,
  stickyWeightedSplit,
  strictBehindLoadBalancer,
  subsetIgnoredAtGateway,
  subsetWithoutWorkload,
  swallowedDestinationRule,
  targetPortProtocol,
  telemetryProviderPort,
  telemetryWithoutProvider,
  telemetryWithoutWorkload,
  tlsModeMismatch,
  tokenConditionWithoutAuthentication,
  tokenDroppedAtGateway,
  tokenNotRequired,
  unknownAnnotation,
  unknownAuthorizationProvider,
  unknownCalledPort,
  unknownCalledService,
  unknownDestinationHost,
  unknownDestinationPort,
  unknownDestinationRuleHost,
  unknownExportNamespace,
  unknownHttpMethod,
  unknownNetworkRegistry,
  unknownPrincipal,
  unknownSidecarHost,
  unknownSourceNamespace,
  unknownTelemetryProvider,
  unknownVirtualServiceHost,
  unknownWaypoint,
  unreachableRouteRule,
  unregisteredExternalHost,
  unrestrictedJwksFetch,
  unsafeRetries,
  unusedDestinationRule,
  unusedSubsetPolicy,
  unverifiedTlsOrigination,
  waypointNotAllowed,
  webhookServiceMissing,
  workloadWithoutPolicy,
  wrongEnvoyPatchOperation,
  wrongTelemetryProvider,
];

const VALIDATION = 'schema.ValidationAnalyzer.';

/** The rules that together stand for an analyzer of istioctl. */
export function rulesStandingFor(istioAnalyzer: string): readonly Rule[] {
  const rules = RULES.filter(({ istioAnalyzers = [] }) => istioAnalyzers.includes(istioAnalyzer));
  if (!istioAnalyzer.startsWith(VALIDATION)) return rules;
  return [invalidObjectOf(istioAnalyzer.slice(VALIDATION.length)), ...rules];
}
