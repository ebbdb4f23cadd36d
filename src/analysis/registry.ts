import type { Rule } from './rule';
import { alphaAnnotation } from './rules/alpha-annotation';
import { autoImageWithoutInjection } from './rules/auto-image-without-injection';
import { conflictingDestinationRules } from './rules/conflicting-destination-rules';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingInjectionLabels } from './rules/conflicting-injection-labels';
import { conflictingInjectionWebhooks } from './rules/conflicting-injection-webhooks';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { conflictingSidecars } from './rules/conflicting-sidecars';
import { conflictingTelemetries } from './rules/conflicting-telemetries';
import { danglingSubset } from './rules/dangling-subset';
import { deprecatedAnnotation } from './rules/deprecated-annotation';
import { deprecatedField } from './rules/deprecated-field';
import { deprecatedLightstepProvider } from './rules/deprecated-lightstep-provider';
import { destinationPortRequired } from './rules/destination-port-required';
import { duplicateGatewayCertificate } from './rules/duplicate-gateway-certificate';
import { duplicateObject } from './rules/duplicate-object';
import { externalControlPlaneAddress } from './rules/external-control-plane-address';
import { externalNamePort } from './rules/external-name-port';
import { gatewayApiCrdVersion } from './rules/gateway-api-crd-version';
import { gatewayPortNotInService } from './rules/gateway-port-not-in-service';
import { gatewayWithoutWorkload } from './rules/gateway-without-workload';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { ineffectiveRouteMatch } from './rules/ineffective-route-match';
import { internalGatewayReference } from './rules/internal-gateway-reference';
import { invalidAnnotationValue } from './rules/invalid-annotation-value';
import { invalidGatewayCredential } from './rules/invalid-gateway-credential';
import { invalidObject, invalidObjectOf } from './rules/invalid-object';
import { jwtClaimRouteWithoutAuthentication } from './rules/jwt-claim-route-without-authentication';
import { localhostListener } from './rules/localhost-listener';
import { mirrorWithoutPercentage } from './rules/mirror-without-percentage';
import { misplacedAnnotation } from './rules/misplaced-annotation';
import { missingGateway } from './rules/missing-gateway';
import { missingGatewayCredential } from './rules/missing-gateway-credential';
import { multipleDefaultSidecars } from './rules/multiple-default-sidecars';
import { multipleDefaultTelemetries } from './rules/multiple-default-telemetries';
import { namespaceNotInjected } from './rules/namespace-not-injected';
import { negativeCondition } from './rules/negative-condition';
import { podWithoutProxy } from './rules/pod-without-proxy';
import { policyWithoutWorkload } from './rules/policy-without-workload';
import { portNumberConflict } from './rules/port-number-conflict';
import { portProtocolConflict } from './rules/port-protocol-conflict';
import { proxyImageMismatch } from './rules/proxy-image-mismatch';
import { relativeEnvoyPatch } from './rules/relative-envoy-patch';
import { repeatedRouteDestination } from './rules/repeated-route-destination';
import { reservedUserId } from './rules/reserved-user-id';
import { selectorOnGatewayApi } from './rules/selector-on-gateway-api';
import { serviceEntryAddressesRequired } from './rules/service-entry-addresses-required';
import { servicePortName } from './rules/service-port-name';
import { sidecarInAmbient } from './rules/sidecar-in-ambient';
import { sidecarWithoutWorkload } from './rules/sidecar-without-workload';
import { splitAuthorizationRule } from './rules/split-authorization-rule';
import { subsetIgnoredAtGateway } from './rules/subset-ignored-at-gateway';
import { subsetWithoutWorkload } from './rules/subset-without-workload';
import { telemetryWithoutProvider } from './rules/telemetry-without-provider';
import { telemetryWithoutWorkload } from './rules/telemetry-without-workload';
import { unknownAnnotation } from './rules/unknown-annotation';
import { unknownDestinationHost } from './rules/unknown-destination-host';
import { unknownDestinationPort } from './rules/unknown-destination-port';
import { unknownDestinationRuleHost } from './rules/unknown-destination-rule-host';
import { unknownNetworkRegistry } from './rules/unknown-network-registry';
import { unknownSourceNamespace } from './rules/unknown-source-namespace';
import { unreachableRouteRule } from './rules/unreachable-route-rule';
import { unrestrictedJwksFetch } from './rules/unrestricted-jwks-fetch';
import { unsafeRetries } from './rules/unsafe-retries';
import { unusedSubsetPolicy } from './rules/unused-subset-policy';
import { unverifiedTlsOrigination } from './rules/unverified-tls-origination';
import { webhookServiceMissing } from './rules/webhook-service-missing';
import { wrongEnvoyPatchOperation } from './rules/wrong-envoy-patch-operation';

/** All rules of the library, by name. */
export const RULES: readonly Rule[] = [
  alphaAnnotation,
  autoImageWithoutInjection,
  conflictingDestinationRules,
  conflictingGateways,
  conflictingInjectionLabels,
  conflictingInjectionWebhooks,
  conflictingMeshHosts,
  conflictingSidecars,
  conflictingTelemetries,
  danglingSubset,
  deprecatedAnnotation,
  deprecatedField,
  deprecatedLightstepProvider,
  destinationPortRequired,
  duplicateGatewayCertificate,
  duplicateObject,
  externalControlPlaneAddress,
  externalNamePort,
  gatewayApiCrdVersion,
  gatewayPortNotInService,
  gatewayWithoutWorkload,
  hostNotInGateway,
  ineffectiveRouteMatch,
  internalGatewayReference,
  invalidAnnotationValue,
  invalidGatewayCredential,
  invalidObject,
  jwtClaimRouteWithoutAuthentication,
  localhostListener,
  mirrorWithoutPercentage,
  misplacedAnnotation,
  missingGateway,
  missingGatewayCredential,
  multipleDefaultSidecars,
  multipleDefaultTelemetries,
  namespaceNotInjected,
  negativeCondition,
  podWithoutProxy,
  policyWithoutWorkload,
  portNumberConflict,
  portProtocolConflict,
  proxyImageMismatch,
  relativeEnvoyPatch,
  repeatedRouteDestination,
  reservedUserId,
  selectorOnGatewayApi,
  serviceEntryAddressesRequired,
  servicePortName,
  sidecarInAmbient,
  sidecarWithoutWorkload,
  splitAuthorizationRule,
  subsetIgnoredAtGateway,
  subsetWithoutWorkload,
  telemetryWithoutProvider,
  telemetryWithoutWorkload,
  unknownAnnotation,
  unknownDestinationHost,
  unknownDestinationPort,
  unknownDestinationRuleHost,
  unknownNetworkRegistry,
  unknownSourceNamespace,
  unreachableRouteRule,
  unrestrictedJwksFetch,
  unsafeRetries,
  unusedSubsetPolicy,
  unverifiedTlsOrigination,
  webhookServiceMissing,
  wrongEnvoyPatchOperation,
];

const BY_NAME = new Map(RULES.map(rule => [rule.name, rule]));

/** The rule of this name, if there is one. */
export function ruleNamed(name: string): Rule | undefined {
  return BY_NAME.get(name);
}

const VALIDATION = 'schema.ValidationAnalyzer.';

/** The rules that together stand for an analyzer of istioctl. */
export function rulesStandingFor(istioAnalyzer: string): readonly Rule[] {
  const rules = RULES.filter(({ istioAnalyzers = [] }) => istioAnalyzers.includes(istioAnalyzer));
  if (!istioAnalyzer.startsWith(VALIDATION)) return rules;
  return [invalidObjectOf(istioAnalyzer.slice(VALIDATION.length)), ...rules];
}
