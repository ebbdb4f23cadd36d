import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { RouteUse } from '../../../istio/routes/route-use';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';

/** A subset has a traffic policy that nothing uses, because no route leads to the subset. */
export const unusedSubsetPolicy: Rule = {
  name: 'unused-subset-policy',
  severity: 'warning',
  summary: 'A subset with a traffic policy must be the destination of some route.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const routes = mesh.once(RouteUse);
    const own = mesh.model.all('DestinationRule').filter(hasSubsetPolicy);
    if (own.length === 0) return findings;
    const used = new Set<string>();
    for (const route of mesh.model.all('VirtualService')) {
      for (const { destination, host } of routes.destinationsOf(route)) used.add(`${destination.subset} ${host}`);
    }
    for (const resource of own) {
      const host = mesh.once(DestinationRuleUse).hostOf(resource);
      for (const [i, { name = '', trafficPolicy }] of (resource.spec.subsets ?? []).entries()) {
        if (trafficPolicy === undefined || used.has(`${name} ${host}`)) continue;
        findings.push({
          resource,
          field: `spec.subsets[${i}].trafficPolicy`,
          problem: `no VirtualService routes to subset "${name}" of "${host}", so that its policy is never used`,
          fix: `add a route to subset "${name}", or set the policy for the whole host`,
        });
      }
    }
    return findings;
  },
};

function hasSubsetPolicy({ spec }: Resource<'DestinationRule'>): boolean {
  return (spec.subsets ?? []).some(({ trafficPolicy }) => trafficPolicy !== undefined);
}
