import { policyParts } from '../../../istio/destinations/policy-parts';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** Requests are split by weight between subsets with sticky sessions. The split is drawn anew for each request. */
export const stickyWeightedSplit: Rule = {
  name: 'sticky-weighted-split',
  severity: 'warning',
  summary: 'A split by weight must not rely on sticky sessions, which apply within one subset only.',
  equivalents: [],

  check({ model, destinationRules }) {
    const findings: Finding[] = [];
    if (!model.all('DestinationRule').some(isSticky)) return findings;
    for (const resource of model.all('VirtualService')) {
      for (const [i, { route = [] }] of (resource.spec.http ?? []).entries()) {
        if (route.length < 2) continue;
        const weighted = route.filter(({ weight = 0, destination }) => weight > 0 && destination?.subset !== undefined);
        if (weighted.length < 2) continue;
        for (const host of new Set(
          weighted.map(({ destination }) => model.fullHost(destination?.host ?? '', resource.namespace)),
        )) {
          const sticky = destinationRules.naming(host).find(isSticky);
          if (sticky === undefined) continue;
          findings.push({
            resource,
            field: `spec.http[${i}].route`,
            problem: `sessions of "${host}" stay on one pod, but the subset is selected by weight for each request, so that users change versions`,
            fix: 'route by a header or cookie that says which version a user gets, or remove sticky sessions during the split',
            related: [sticky],
          });
        }
      }
    }
    return findings;
  },
};

function isSticky(rule: Resource<'DestinationRule'>): boolean {
  return policyParts(rule).some(({ policy }) => policy.loadBalancer?.consistentHash !== undefined);
}
