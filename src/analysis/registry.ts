import type { Rule } from './rule';
import { ambientExtensionWithoutWaypoint } from './rules/ambient/ambient-extension-without-waypoint';
import { ambientPolicyWithoutWaypoint } from './rules/ambient/ambient-policy-without-waypoint';
import { ambientRouteWithoutWaypoint } from './rules/ambient/ambient-route-without-waypoint';
import { ambientTrafficPolicyWithoutWaypoint } from './rules/ambient/ambient-traffic-policy-without-waypoint';
import { ambientWithoutZtunnel } from './rules/ambient/ambient-without-ztunnel';
import { disabledMutualTlsInAmbient } from './rules/ambient/disabled-mutual-tls-in-ambient';
import { sidecarInAmbient } from './rules/ambient/sidecar-in-ambient';
import { unknownWaypoint } from './rules/ambient/unknown-waypoint';
import { waypointNotAllowed } from './rules/ambient/waypoint-not-allowed';
import { clientAddressWithoutTrustedProxies } from './rules/authorization/client-address-without-trusted-proxies';
import { conflictingAuthorizers } from './rules/authorization/conflicting-authorizers';
import { httpPolicyOnTcpPort } from './rules/authorization/http-policy-on-tcp-port';
import { identityWithoutMutualTls } from './rules/authorization/identity-without-mutual-tls';
import { literalWildcard } from './rules/authorization/literal-wildcard';
import { methodOfGrpc } from './rules/authorization/method-of-grpc';
import { negativeCondition } from './rules/authorization/negative-condition';
import { outsideAddressBehindGateway } from './rules/authorization/outside-address-behind-gateway';
import { overruledAuthorizationRule } from './rules/authorization/overruled-authorization-rule';
import { pathBypassBySlashes } from './rules/authorization/path-bypass-by-slashes';
import { policyWithoutWorkload } from './rules/authorization/policy-without-workload';
import { serverNameWithoutTls } from './rules/authorization/server-name-without-tls';
import { splitAuthorizationRule } from './rules/authorization/split-authorization-rule';
import { unknownAuthorizationProvider } from './rules/authorization/unknown-authorization-provider';
import { unknownHttpMethod } from './rules/authorization/unknown-http-method';
import { unknownPolicyPort } from './rules/authorization/unknown-policy-port';
import { unknownPrincipal } from './rules/authorization/unknown-principal';
import { unknownSourceNamespace } from './rules/authorization/unknown-source-namespace';
import { unmatchableCondition } from './rules/authorization/unmatchable-condition';
import { workloadWithoutPolicy } from './rules/authorization/workload-without-policy';
import { conflictingDestinationRules } from './rules/destinations/conflicting-destination-rules';
import { doubleTls } from './rules/destinations/double-tls';
import { failoverWithoutOutlierDetection } from './rules/destinations/failover-without-outlier-detection';
import { httpSettingsOnTcpPort } from './rules/destinations/http-settings-on-tcp-port';
import { ignoredCredential } from './rules/destinations/ignored-credential';
import { ignoredTrafficSetting } from './rules/destinations/ignored-traffic-setting';
import { narrowerDestinationRule } from './rules/destinations/narrower-destination-rule';
import { outlierDetectionEjectsAll } from './rules/destinations/outlier-detection-ejects-all';
import { outlierDetectionWithoutEffect } from './rules/destinations/outlier-detection-without-effect';
import { replacedTrafficPolicy } from './rules/destinations/replaced-traffic-policy';
import { shadowingDestinationRule } from './rules/destinations/shadowing-destination-rule';
import { subsetIgnoredAtGateway } from './rules/destinations/subset-ignored-at-gateway';
import { subsetWithoutWorkload } from './rules/destinations/subset-without-workload';
import { swallowedDestinationRule } from './rules/destinations/swallowed-destination-rule';
import { unknownDestinationRuleHost } from './rules/destinations/unknown-destination-rule-host';
import { unknownSettingsPort } from './rules/destinations/unknown-settings-port';
import { unusedDestinationRule } from './rules/destinations/unused-destination-rule';
import { unusedSubsetPolicy } from './rules/destinations/unused-subset-policy';
import { unverifiedTlsOrigination } from './rules/destinations/unverified-tls-origination';
import { gatewayApiCrdVersion } from './rules/gateway-api/gateway-api-crd-version';
import { ignoredBackendTlsPolicy } from './rules/gateway-api/ignored-backend-tls-policy';
import { ignoredGatewayApiFeature } from './rules/gateway-api/ignored-gateway-api-feature';
import { ignoredRoute } from './rules/gateway-api/ignored-route';
import { missingListenerCertificate } from './rules/gateway-api/missing-listener-certificate';
import { missingReferenceGrant } from './rules/gateway-api/missing-reference-grant';
import { missingRouteBackend } from './rules/gateway-api/missing-route-backend';
import { missingRouteParent } from './rules/gateway-api/missing-route-parent';
import { refusedListener } from './rules/gateway-api/refused-listener';
import { selectorOnGatewayApi } from './rules/gateway-api/selector-on-gateway-api';
import { shadowedRouteRule } from './rules/gateway-api/shadowed-route-rule';
import { unattachedRoute } from './rules/gateway-api/unattached-route';
import { conflictingGatewayHosts } from './rules/gateways/conflicting-gateway-hosts';
import { conflictingGateways } from './rules/gateways/conflicting-gateways';
import { duplicateGatewayCertificate } from './rules/gateways/duplicate-gateway-certificate';
import { gatewayNotAllowed } from './rules/gateways/gateway-not-allowed';
import { gatewayPortNotInService } from './rules/gateways/gateway-port-not-in-service';
import { gatewayRouteProtocol } from './rules/gateways/gateway-route-protocol';
import { gatewayWithoutWorkload } from './rules/gateways/gateway-without-workload';
import { hostNotInGateway } from './rules/gateways/host-not-in-gateway';
import { hostOutsideGateway } from './rules/gateways/host-outside-gateway';
import { internalGatewayReference } from './rules/gateways/internal-gateway-reference';
import { invalidGatewayCredential } from './rules/gateways/invalid-gateway-credential';
import { missingGateway } from './rules/gateways/missing-gateway';
import { missingGatewayCredential } from './rules/gateways/missing-gateway-credential';
import { refusedGatewayPort } from './rules/gateways/refused-gateway-port';
import { autoImageWithoutInjection } from './rules/injection/auto-image-without-injection';
import { blockedEviction } from './rules/injection/blocked-eviction';
import { conflictingInjectionLabels } from './rules/injection/conflicting-injection-labels';
import { conflictingInjectionWebhooks } from './rules/injection/conflicting-injection-webhooks';
import { externalControlPlaneAddress } from './rules/injection/external-control-plane-address';
import { hostNetworkWorkload } from './rules/injection/host-network-workload';
import { ineffectiveInjectionRequest } from './rules/injection/ineffective-injection-request';
import { injectionWithoutControlPlane } from './rules/injection/injection-without-control-plane';
import { namespaceNotInjected } from './rules/injection/namespace-not-injected';
import { podWithoutProxy } from './rules/injection/pod-without-proxy';
import { proxyImageMismatch } from './rules/injection/proxy-image-mismatch';
import { reservedUserId } from './rules/injection/reserved-user-id';
import { restrictedNamespaceWithoutCni } from './rules/injection/restricted-namespace-without-cni';
import { webhookServiceMissing } from './rules/injection/webhook-service-missing';
import { unknownEnvironmentVariable } from './rules/install/unknown-environment-variable';
import { unreadHelmValue } from './rules/install/unread-helm-value';
import { alphaAnnotation } from './rules/metadata/alpha-annotation';
import { deprecatedAnnotation } from './rules/metadata/deprecated-annotation';
import { ignoredAnnotationValue } from './rules/metadata/ignored-annotation-value';
import { ignoredLabelValue } from './rules/metadata/ignored-label-value';
import { invalidAnnotationValue } from './rules/metadata/invalid-annotation-value';
import { misplacedAnnotation } from './rules/metadata/misplaced-annotation';
import { misplacedLabel } from './rules/metadata/misplaced-label';
import { unknownAnnotation } from './rules/metadata/unknown-annotation';
import { unknownLabel } from './rules/metadata/unknown-label';
import { unknownProxyConfigField } from './rules/metadata/unknown-proxy-config-field';
import { conflictingPeerAuthentications } from './rules/mutual-tls/conflicting-peer-authentications';
import { ignoredPeerAuthentication } from './rules/mutual-tls/ignored-peer-authentication';
import { mutualTlsForWholeDomain } from './rules/mutual-tls/mutual-tls-for-whole-domain';
import { mutualTlsWithoutProxy } from './rules/mutual-tls/mutual-tls-without-proxy';
import { plaintextCaller } from './rules/mutual-tls/plaintext-caller';
import { strictBehindLoadBalancer } from './rules/mutual-tls/strict-behind-load-balancer';
import { tlsModeMismatch } from './rules/mutual-tls/tls-mode-mismatch';
import { unknownMutualTlsPort } from './rules/mutual-tls/unknown-mutual-tls-port';
import { deprecatedField } from './rules/objects/deprecated-field';
import { duplicateObject } from './rules/objects/duplicate-object';
import { invalidObject, invalidObjectOf } from './rules/objects/invalid-object';
import { relativeEnvoyPatch } from './rules/objects/relative-envoy-patch';
import { wrongEnvoyPatchOperation } from './rules/objects/wrong-envoy-patch-operation';
import { bypassedWaypoint } from './rules/policies/bypassed-waypoint';
import { conflictingProxyConfigs } from './rules/policies/conflicting-proxy-configs';
import { namespaceWithoutProxy } from './rules/policies/namespace-without-proxy';
import { selectorWithoutWorkload } from './rules/policies/selector-without-workload';
import { unenforcedTarget } from './rules/policies/unenforced-target';
import { conflictingMeshHosts } from './rules/routes/conflicting-mesh-hosts';
import { contestedRoute } from './rules/routes/contested-route';
import { danglingSubset } from './rules/routes/dangling-subset';
import { destinationPortRequired } from './rules/routes/destination-port-required';
import { doubledSlashRewrite } from './rules/routes/doubled-slash-rewrite';
import { droppedDelegate } from './rules/routes/dropped-delegate';
import { faultDisablesRetries } from './rules/routes/fault-disables-retries';
import { ineffectiveRouteMatch } from './rules/routes/ineffective-route-match';
import { mirrorWithoutPercentage } from './rules/routes/mirror-without-percentage';
import { redirectLoop } from './rules/routes/redirect-loop';
import { repeatedRouteDestination } from './rules/routes/repeated-route-destination';
import { retriesOverTimeout } from './rules/routes/retries-over-timeout';
import { routeWeights } from './rules/routes/route-weights';
import { stickyWeightedSplit } from './rules/routes/sticky-weighted-split';
import { unknownDestinationHost } from './rules/routes/unknown-destination-host';
import { unknownDestinationPort } from './rules/routes/unknown-destination-port';
import { unknownVirtualServiceHost } from './rules/routes/unknown-virtual-service-host';
import { unmatchableCorsOrigin } from './rules/routes/unmatchable-cors-origin';
import { unmatchableRoute } from './rules/routes/unmatchable-route';
import { unreachableRouteRule } from './rules/routes/unreachable-route-rule';
import { unsafeRetries } from './rules/routes/unsafe-retries';
import { unusedRouteRule } from './rules/routes/unused-route-rule';
import { conflictingServiceEntries } from './rules/services/conflicting-service-entries';
import { externalNamePort } from './rules/services/external-name-port';
import { localhostListener } from './rules/services/localhost-listener';
import { missingNamedObject } from './rules/services/missing-named-object';
import { portNumberConflict } from './rules/services/port-number-conflict';
import { portProtocolConflict } from './rules/services/port-protocol-conflict';
import { reservedPort } from './rules/services/reserved-port';
import { selectorOfNoPod } from './rules/services/selector-of-no-pod';
import { serviceEntryAddressesRequired } from './rules/services/service-entry-addresses-required';
import { serviceEntryWithoutEndpoints } from './rules/services/service-entry-without-endpoints';
import { servicePortName } from './rules/services/service-port-name';
import { serviceTargetPort } from './rules/services/service-target-port';
import { shadowedServiceEntry } from './rules/services/shadowed-service-entry';
import { targetPortProtocol } from './rules/services/target-port-protocol';
import { unknownCalledPort } from './rules/services/unknown-called-port';
import { unknownCalledService } from './rules/services/unknown-called-service';
import { unknownNetworkRegistry } from './rules/services/unknown-network-registry';
import { unregisteredExternalHost } from './rules/services/unregistered-external-host';
import { unusedServiceEntry } from './rules/services/unused-service-entry';
import { conflictingTelemetries } from './rules/telemetry/conflicting-telemetries';
import { deprecatedLightstepProvider } from './rules/telemetry/deprecated-lightstep-provider';
import { ignoredLogFilter } from './rules/telemetry/ignored-log-filter';
import { ignoredMetricOverride } from './rules/telemetry/ignored-metric-override';
import { ignoredTracingSetting } from './rules/telemetry/ignored-tracing-setting';
import { monitorWithoutMetrics } from './rules/telemetry/monitor-without-metrics';
import { multipleDefaultTelemetries } from './rules/telemetry/multiple-default-telemetries';
import { overruledAccessLog } from './rules/telemetry/overruled-access-log';
import { telemetryProviderPort } from './rules/telemetry/telemetry-provider-port';
import { telemetryWithoutProvider } from './rules/telemetry/telemetry-without-provider';
import { telemetryWithoutWorkload } from './rules/telemetry/telemetry-without-workload';
import { unknownProviderService } from './rules/telemetry/unknown-provider-service';
import { unknownTelemetryAttribute } from './rules/telemetry/unknown-telemetry-attribute';
import { unknownTelemetryProvider } from './rules/telemetry/unknown-telemetry-provider';
import { unusedTelemetryMode } from './rules/telemetry/unused-telemetry-mode';
import { wrongTelemetryProvider } from './rules/telemetry/wrong-telemetry-provider';
import { jwtClaimRouteWithoutAuthentication } from './rules/tokens/jwt-claim-route-without-authentication';
import { refusedJwksAddress } from './rules/tokens/refused-jwks-address';
import { tokenConditionWithoutAuthentication } from './rules/tokens/token-condition-without-authentication';
import { tokenDroppedAtGateway } from './rules/tokens/token-dropped-at-gateway';
import { tokenNotRequired } from './rules/tokens/token-not-required';
import { unacceptedToken } from './rules/tokens/unaccepted-token';
import { unrestrictedJwksFetch } from './rules/tokens/unrestricted-jwks-fetch';
import { conflictingSidecars } from './rules/visibility/conflicting-sidecars';
import { multipleDefaultSidecars } from './rules/visibility/multiple-default-sidecars';
import { namespaceNotDiscovered } from './rules/visibility/namespace-not-discovered';
import { outboundPolicyNeedsSidecars } from './rules/visibility/outbound-policy-needs-sidecars';
import { registryOnlyWithoutNetworkPolicy } from './rules/visibility/registry-only-without-network-policy';
import { sidecarHidesDestination } from './rules/visibility/sidecar-hides-destination';
import { sidecarWithoutEgress } from './rules/visibility/sidecar-without-egress';
import { sidecarWithoutWorkload } from './rules/visibility/sidecar-without-workload';
import { unknownExportNamespace } from './rules/visibility/unknown-export-namespace';
import { unknownSidecarHost } from './rules/visibility/unknown-sidecar-host';
import { unknownSidecarPort } from './rules/visibility/unknown-sidecar-port';
import { unseenVirtualService } from './rules/visibility/unseen-virtual-service';

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
  bypassedWaypoint,
  clientAddressWithoutTrustedProxies,
  conflictingAuthorizers,
  conflictingDestinationRules,
  conflictingGatewayHosts,
  conflictingGateways,
  conflictingInjectionLabels,
  conflictingInjectionWebhooks,
  conflictingMeshHosts,
  conflictingPeerAuthentications,
  conflictingProxyConfigs,
  conflictingServiceEntries,
  conflictingSidecars,
  conflictingTelemetries,
  contestedRoute,
  danglingSubset,
  deprecatedAnnotation,
  deprecatedField,
  deprecatedLightstepProvider,
  destinationPortRequired,
  disabledMutualTlsInAmbient,
  doubleTls,
  doubledSlashRewrite,
  droppedDelegate,
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
  httpSettingsOnTcpPort,
  identityWithoutMutualTls,
  ignoredAnnotationValue,
  ignoredBackendTlsPolicy,
  ignoredCredential,
  ignoredGatewayApiFeature,
  ignoredLabelValue,
  ignoredLogFilter,
  ignoredMetricOverride,
  ignoredPeerAuthentication,
  ignoredRoute,
  ignoredTracingSetting,
  ignoredTrafficSetting,
  ineffectiveInjectionRequest,
  ineffectiveRouteMatch,
  injectionWithoutControlPlane,
  internalGatewayReference,
  invalidAnnotationValue,
  invalidGatewayCredential,
  invalidObject,
  jwtClaimRouteWithoutAuthentication,
  literalWildcard,
  localhostListener,
  methodOfGrpc,
  mirrorWithoutPercentage,
  misplacedAnnotation,
  misplacedLabel,
  missingGateway,
  missingGatewayCredential,
  missingListenerCertificate,
  missingNamedObject,
  missingReferenceGrant,
  missingRouteBackend,
  missingRouteParent,
  monitorWithoutMetrics,
  multipleDefaultSidecars,
  multipleDefaultTelemetries,
  mutualTlsForWholeDomain,
  mutualTlsWithoutProxy,
  namespaceNotDiscovered,
  namespaceNotInjected,
  namespaceWithoutProxy,
  narrowerDestinationRule,
  negativeCondition,
  outboundPolicyNeedsSidecars,
  outlierDetectionEjectsAll,
  outlierDetectionWithoutEffect,
  outsideAddressBehindGateway,
  overruledAccessLog,
  overruledAuthorizationRule,
  pathBypassBySlashes,
  plaintextCaller,
  podWithoutProxy,
  policyWithoutWorkload,
  portNumberConflict,
  portProtocolConflict,
  proxyImageMismatch,
  redirectLoop,
  refusedGatewayPort,
  refusedJwksAddress,
  refusedListener,
  registryOnlyWithoutNetworkPolicy,
  relativeEnvoyPatch,
  repeatedRouteDestination,
  replacedTrafficPolicy,
  reservedPort,
  reservedUserId,
  restrictedNamespaceWithoutCni,
  retriesOverTimeout,
  routeWeights,
  selectorOfNoPod,
  selectorOnGatewayApi,
  selectorWithoutWorkload,
  serverNameWithoutTls,
  serviceEntryAddressesRequired,
  serviceEntryWithoutEndpoints,
  servicePortName,
  serviceTargetPort,
  shadowedRouteRule,
  shadowedServiceEntry,
  shadowingDestinationRule,
  sidecarHidesDestination,
  sidecarInAmbient,
  sidecarWithoutEgress,
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
  unacceptedToken,
  unattachedRoute,
  unenforcedTarget,
  unknownAnnotation,
  unknownAuthorizationProvider,
  unknownCalledPort,
  unknownCalledService,
  unknownDestinationHost,
  unknownDestinationPort,
  unknownDestinationRuleHost,
  unknownEnvironmentVariable,
  unknownExportNamespace,
  unknownHttpMethod,
  unknownLabel,
  unknownMutualTlsPort,
  unknownNetworkRegistry,
  unknownPolicyPort,
  unknownPrincipal,
  unknownProviderService,
  unknownProxyConfigField,
  unknownSettingsPort,
  unknownSidecarHost,
  unknownSidecarPort,
  unknownSourceNamespace,
  unknownTelemetryAttribute,
  unknownTelemetryProvider,
  unknownVirtualServiceHost,
  unknownWaypoint,
  unmatchableCondition,
  unmatchableCorsOrigin,
  unmatchableRoute,
  unreachableRouteRule,
  unreadHelmValue,
  unregisteredExternalHost,
  unrestrictedJwksFetch,
  unsafeRetries,
  unseenVirtualService,
  unusedDestinationRule,
  unusedRouteRule,
  unusedServiceEntry,
  unusedSubsetPolicy,
  unusedTelemetryMode,
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
