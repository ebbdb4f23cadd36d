import type { Resource } from '../../../model/resource';
import type { TrafficPolicy } from '../../../model/shapes/traffic';
import { hostCovers } from '../../../values/host-pattern';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';
import { isLost, SETTINGS } from './replaced-traffic-policy';

type DestinationRule = Resource<'DestinationRule'>;

/**
 * Clients follow the DestinationRule with the most specific host alone: what one for a wildcard sets is gone for a host
 * that has a rule of its own.
 */
export const narrowerDestinationRule: Rule = {
  name: 'narrower-destination-rule',
  severity: 'warning',
  summary: 'A DestinationRule for a host must repeat the settings of one for a wildcard that covers the host.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    const wildcards = new Map<string, DestinationRule[]>();
    for (const rule of model.all('DestinationRule')) {
      if (rule.spec.host?.startsWith('*') === true && rule.spec.trafficPolicy !== undefined && isPlain(rule)) {
        addTo(wildcards, rule.namespace, rule);
      }
    }
    if (wildcards.size === 0) return findings;
    for (const resource of model.all('DestinationRule')) {
      const { host = '', trafficPolicy } = resource.spec;
      const around = wildcards.get(resource.namespace);
      if (around === undefined || host.startsWith('*') || !isPlain(resource)) continue;
      const name = model.fullHost(host, resource.namespace);
      const wide = around.filter(({ spec }) => hostCovers(spec.host ?? '', name)).sort(byLength)[0];
      if (wide === undefined) continue;
      const lost = SETTINGS.filter(
        setting => trafficPolicy?.[setting] === undefined && isSet(setting, wide.spec.trafficPolicy),
      );
      if (lost.length === 0) continue;
      findings.push({
        resource,
        field: trafficPolicy === undefined ? 'spec.host' : 'spec.trafficPolicy',
        problem: `for "${name}" the rule replaces ${wide} for "${wide.spec.host}", whose ${quoted(lost)} ${lost.length === 1 ? 'is' : 'are'} lost`,
        fix: `repeat ${quoted(lost)} in this rule`,
        related: [wide],
      });
    }
    return findings;
  },
};

/** Whether a rule is for all clients that see it, as far as others of its namespace are. */
function isPlain({ spec }: DestinationRule): boolean {
  return spec.workloadSelector === undefined && (spec.exportTo ?? []).length === 0;
}

function isSet(setting: (typeof SETTINGS)[number], policy: TrafficPolicy | undefined): boolean {
  return policy?.[setting] !== undefined && isLost(setting, policy);
}

/** The most specific host first. */
function byLength(a: DestinationRule, b: DestinationRule): number {
  return (b.spec.host ?? '').length - (a.spec.host ?? '').length;
}
