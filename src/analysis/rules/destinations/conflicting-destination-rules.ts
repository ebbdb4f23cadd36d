import type { ConsolidatedRule } from '../../../istio/destinations/destination-rules';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type DestinationRule = Resource<'DestinationRule'>;

/** Several DestinationRules of a namespace are about one host. Istio merges their subsets and keeps one traffic policy. */
export const conflictingDestinationRules: Rule = {
  name: 'conflicting-destination-rules',
  severity: 'warning',
  summary: 'Only one DestinationRule of a namespace may set the traffic policy, or a certain subset, of a host.',
  equivalents: ['KIA0201'],

  check(mesh) {
    const findings: Finding[] = [];
    const reported = new Set<string>();
    for (const rule of mesh.destinationRules.consolidated()) {
      if (rule.from.length < 2) continue;
      for (const finding of losses(rule)) {
        const key = `${finding.resource} ${finding.field}`;
        if (!reported.has(key)) findings.push(finding);
        reported.add(key);
      }
    }
    return findings;
  },
};

function losses({
  from,
  workloadSelector,
}: ConsolidatedRule): readonly (Finding & { readonly resource: DestinationRule })[] {
  const found: (Finding & { readonly resource: DestinationRule })[] = [];
  const [first, ...later] = from;
  if (first === undefined) return found;
  let policy = first.spec.trafficPolicy === undefined ? undefined : first;
  const subsets = new Map((first.spec.subsets ?? []).map(({ name = '' }) => [name, first]));
  for (const resource of later) {
    const { trafficPolicy, host = '' } = resource.spec;
    // That one for all pods counts for some only is the greater harm, and for another rule to say.
    const isSwallowed = workloadSelector !== undefined && resource.spec.workloadSelector === undefined;
    if (trafficPolicy !== undefined && policy !== undefined && !isSwallowed) {
      found.push({
        resource,
        field: 'spec.trafficPolicy',
        problem: `the traffic policy of host "${host}" is that of DestinationRule "${policy.fullName}", and this one is dropped`,
        fix: 'merge the two into one DestinationRule',
        related: [policy],
      });
    }
    policy ??= trafficPolicy === undefined ? undefined : resource;
    const repeated = (resource.spec.subsets ?? []).filter(({ name = '' }) => subsets.has(name));
    if (repeated.length > 0 && !isSwallowed) {
      const owners = repeated.flatMap(({ name = '' }) => subsets.get(name) ?? []);
      found.push({
        resource,
        field: 'spec.subsets',
        problem: `subset ${quoted(repeated.map(({ name = '' }) => name))} of host "${host}" is also defined by DestinationRule ${quoted(owners.map(owner => owner.fullName))}, which is the one that counts`,
        fix: 'merge the two into one DestinationRule',
        related: [...new Set(owners)],
      });
    }
    for (const { name = '' } of resource.spec.subsets ?? []) if (!subsets.has(name)) subsets.set(name, resource);
  }
  return found;
}
