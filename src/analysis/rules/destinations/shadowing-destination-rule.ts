import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import type { ConsolidatedRule } from '../../../istio/destinations/destination-rules';
import type { Resource } from '../../../model/resource';
import { isWildcard } from '../../../values/host-pattern';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A client follows one DestinationRule for a host. What others say of the same host is lost, not added. */
export const shadowingDestinationRule: Rule = {
  name: 'shadowing-destination-rule',
  severity: 'warning',
  summary: 'A DestinationRule that replaces another one for some clients must repeat its settings.',
  equivalents: ['KIA0204'],

  check(mesh) {
    const findings: Finding[] = [];
    const use = mesh.once(DestinationRuleUse);
    const { destinationRules, seen } = mesh;
    for (const resource of mesh.model.all('DestinationRule')) {
      const host = use.hostOf(resource);
      if (resource.spec.workloadSelector !== undefined || isWildcard(host)) continue;
      if (destinationRules.naming(host).length < 2) continue;
      const clients = use.followersOf(resource) ?? [resource.namespace];
      for (const namespace of clients) {
        const service = seen.from(namespace, host);
        if (service === undefined) continue;
        const own = destinationRules.followed(namespace, host, service.namespace);
        const mine = own.find(({ from }) => from.includes(resource));
        // What is for some pods only is meant to leave the others to this rule.
        const next = destinationRules
          .followed(namespace, host, service.namespace, resource)
          .find(({ workloadSelector }) => workloadSelector === undefined);
        // What takes the place of the rule is merged with it where both are of one namespace.
        if (mine === undefined || next === undefined || next.from.some(other => mine.from.includes(other))) continue;
        const [hidden] = next.from;
        const lost = lostOf(resource, next);
        if (hidden === undefined || lost.length === 0) continue;
        findings.push({
          resource,
          field: 'spec.host',
          // A rule for a whole domain is often meant for what has none of its own.
          severity: isWildcard(hidden.spec.host ?? '') ? 'info' : 'warning',
          problem: `clients in namespace "${namespace}" use this instead of DestinationRule "${hidden.fullName}", whose ${lost.join(', ')} ${lost.length === 1 ? 'is' : 'are'} lost`,
          fix: `move the settings into "${hidden.fullName}", or repeat its settings`,
          related: next.from,
        });
        break;
      }
    }
    return findings;
  },
};

const SETTINGS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls', 'portLevelSettings'] as const;

/** The settings and subsets of another rule that this one does not have. */
function lostOf(
  { spec }: Resource<'DestinationRule'>,
  { trafficPolicy, subsets }: ConsolidatedRule,
): readonly string[] {
  const settings = SETTINGS.filter(
    name => trafficPolicy?.[name] !== undefined && spec.trafficPolicy?.[name] === undefined,
  );
  const names = subsets.map(({ name = '' }) => name).filter(name => !spec.subsets?.some(own => own.name === name));
  return [...settings, ...(names.length === 0 ? [] : [`subset ${quoted(names)}`])];
}
