import type { EffectiveMesh } from '../../../istio/effective-mesh';
import type { Finding, Rule } from '../../rule';

/** Something of the Gateway API that Istio accepts without doing anything about it. */
export const ignoredGatewayApiFeature: Rule = {
  name: 'ignored-gateway-api-feature',
  severity: 'warning',
  summary: 'Objects of the Gateway API must not use features that Istio does not implement.',
  equivalents: [],

  check(mesh) {
    const findings = [...routeFields(mesh), ...unreadKinds(mesh)];
    for (const policy of mesh.model.all('BackendTLSPolicy')) {
      if (Object.keys(policy.spec.options ?? {}).length === 0) continue;
      const problem = 'Istio has no options for a BackendTLSPolicy, and ignores them';
      findings.push({ resource: policy, field: 'spec.options', problem, fix: 'take the options out' });
    }
    return findings;
  },
};

function routeFields({ gatewayApi }: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { route } of gatewayApi.routes) {
    if (!gatewayApi.isForIstio(route)) continue;
    if ('useDefaultGateways' in route.spec && route.spec.useDefaultGateways !== undefined) {
      findings.push({
        resource: route,
        field: 'spec.useDefaultGateways',
        problem: 'Istio has no default Gateways, and attaches the route to its parents only',
        fix: 'name the Gateway as a parent',
      });
    }
    for (const [i, rule] of (route.spec.rules ?? []).entries()) {
      if (!('sessionPersistence' in rule) || rule.sessionPersistence === undefined) continue;
      findings.push({
        resource: route,
        field: `spec.rules[${i}].sessionPersistence`,
        problem: 'Istio ignores the session persistence of routes, so that each request may go to another pod',
        fix: 'balance by a consistent hash in a DestinationRule',
      });
    }
  }
  return findings;
}

const EXPERIMENTS = 'gateway.networking.x-k8s.io';
const ALPHA = 'PILOT_ENABLE_ALPHA_GATEWAY_API';

function unreadKinds({ gatewayApi, model }: EffectiveMesh): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { route, field, reason } of gatewayApi.unread) {
    if (!gatewayApi.isForIstio(route)) continue;
    findings.push({ resource: route, field, problem: reason, fix: 'route these connections another way' });
  }
  const readsPolicies = model.istiodEnvironment.get(ALPHA) === 'true';
  for (const resource of model.resources) {
    if (resource.group !== EXPERIMENTS) continue;
    const isPolicy = resource.kind === 'XBackendTrafficPolicy';
    if (isPolicy && readsPolicies) continue;
    findings.push({
      resource,
      field: 'kind',
      problem: `Istio does not read the experimental kind ${resource.kind}${isPolicy ? ` unless ${ALPHA}=true` : ''}`,
      fix: isPolicy ? 'write a DestinationRule' : 'use a kind of the standard channel',
    });
  }
  return findings;
}
