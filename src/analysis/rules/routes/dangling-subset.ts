import type { ConsolidatedRule } from '../../../istio/destinations/destination-rules';
import { RouteUse } from '../../../istio/routes/route-use';
import { undefinedSubsets } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A route names a subset that no DestinationRule of its clients defines. Envoy has no cluster for it and answers 503. */
export const danglingSubset: Rule = {
  name: 'dangling-subset',
  severity: 'error',
  summary: 'Every subset that a route names must be defined by a DestinationRule of that host.',
  equivalents: ['IST0101', 'KIA1107'],
  istioAnalyzers: ['virtualservice.DestinationRuleAnalyzer'],
  asIstioctl: undefinedSubsets,

  check(mesh) {
    const findings: Finding[] = [];
    const reported = new Set<string>();
    const use = mesh.once(RouteUse);
    const { seen, destinationRules } = mesh;
    for (const resource of mesh.model.all('VirtualService')) {
      reported.clear();
      for (const place of use.destinationsOf(resource)) {
        const { host } = place;
        const { subset = '' } = place.destination;
        if (subset === '') continue;
        const [only] = seen.named(host);
        if (only !== undefined && destinationRules.isDefinedForAll(host, subset, only.namespace)) continue;
        const key = `${host} ${subset}`;
        if (reported.has(key)) continue;
        const rules = destinationRules.naming(host);
        const clients = use.clientsOf(resource, place);
        const known = destinationRules.representatives(clients, host).flatMap(namespace => {
          const service = seen.from(namespace, host);
          const followed = service && destinationRules.followed(namespace, host, service.namespace);
          return followed === undefined ? [] : [{ namespace, followed }];
        });
        // Where the host itself is unknown, that is the cause.
        if (known.length === 0 && rules.length === 0) continue;
        const lacking = known.filter(({ followed }) => !defines(followed, subset));
        if (known.length > 0 && lacking.length === 0) continue;
        const owners = rules.filter(({ spec }) => spec.subsets?.some(({ name }) => name === subset));
        if (known.length === 0 && owners.length > 0) continue;
        const defined = rules.flatMap(({ spec }) => (spec.subsets ?? []).map(({ name = '' }) => name));
        const namespaces = quoted(lacking.map(({ namespace }) => namespace));
        const hidden = `is defined by DestinationRule ${quoted(owners.map(({ fullName }) => fullName))}, which clients in namespace ${namespaces} do not follow`;
        reported.add(key);
        findings.push({
          resource,
          field: `${place.field}.subset`,
          severity: lacking.length < known.length ? 'warning' : 'error',
          problem: `subset "${subset}" of "${host}" ${owners.length > 0 ? hidden : `is not defined; defined are ${quoted(defined)}`}`,
          fix:
            owners.length > 0
              ? 'define the DestinationRule in the namespace of the service, and export it to all that follow the route'
              : rules.length > 0
                ? `add subset "${subset}" to the DestinationRule, or route to a subset that it defines`
                : `define a DestinationRule for "${host}" with subset "${subset}"`,
          related: rules,
        });
      }
    }
    return findings;
  },
};

function defines(rules: readonly ConsolidatedRule[], subset: string): boolean {
  return rules.some(({ subsets }) => subsets.some(({ name }) => name === subset));
}
