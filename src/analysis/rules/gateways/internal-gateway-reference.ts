import { isInternalGateway } from '../../../istio/references';
import type { Finding, Rule } from '../../rule';

/** A VirtualService is bound to a Gateway that istiod makes for itself and may name differently tomorrow. Its name is none that the webhook accepts. */
export const internalGatewayReference: Rule = {
  name: 'internal-gateway-reference',
  severity: 'warning',
  summary: 'A VirtualService must not name a Gateway that istiod generates from one of the Gateway API.',
  equivalents: ['IST0165'],
  istioAnalyzers: ['virtualservice.GatewayAnalyzer'],
  when: 'parity',

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('VirtualService')) {
      for (const [i, reference] of (resource.spec.gateways ?? []).entries()) {
        if (!isInternalGateway(reference)) continue;
        findings.push({
          resource,
          field: `spec.gateways[${i}]`,
          problem: `"${reference}" is a Gateway that istiod generates; its name may change with any release`,
          fix: 'attach an HTTPRoute to the Gateway of the Gateway API instead',
        });
      }
    }
    return findings;
  },
};
