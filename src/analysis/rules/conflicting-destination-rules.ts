import type { Resource } from '../../model/resource';
import { addTo } from '../../values/multimap';
import { byText } from '../../values/order';
import type { Finding, Rule } from '../rule';
import { quoted } from '../wording';

type DestinationRule = Resource<'DestinationRule'>;

/** Several DestinationRules of a namespace are about one host. Istio merges their subsets and keeps one traffic policy. */
export const conflictingDestinationRules: Rule = {
  name: 'conflicting-destination-rules',
  severity: 'warning',
  summary: 'Only one DestinationRule of a namespace may set the traffic policy, or a certain subset, of a host.',
  equivalents: ['KIA0201'],

  *check({ model }) {
    const groups = new Map<string, DestinationRule[]>();
    for (const resource of model.all('DestinationRule')) {
      const { host = '', exportTo = [], workloadSelector } = resource.spec;
      // One for certain clients takes the place of the others there, which is what it is for.
      if (workloadSelector !== undefined || host === '') continue;
      const clients = [...exportTo].sort().join(',');
      addTo(groups, `${resource.namespace} ${model.fullHost(host, resource.namespace)} ${clients}`, resource);
    }
    for (const rules of groups.values()) if (rules.length > 1) yield* losses(rules);
  },
};

function* losses(rules: readonly DestinationRule[]): Iterable<Finding> {
  // The oldest counts; manifests have no age, and then the first by name does.
  const [first, ...later] = [...rules].sort(byText(({ name }) => name));
  if (first === undefined) return;
  let policy = first.spec.trafficPolicy === undefined ? undefined : first;
  const subsets = new Map((first.spec.subsets ?? []).map(({ name = '' }) => [name, first]));
  for (const resource of later) {
    const { trafficPolicy, host = '' } = resource.spec;
    if (trafficPolicy !== undefined && policy !== undefined) {
      yield {
        resource,
        field: 'spec.trafficPolicy',
        problem: `the traffic policy of host "${host}" is that of DestinationRule "${policy.fullName}", and this one is dropped`,
        fix: 'merge the two into one DestinationRule',
        related: [policy],
      };
    }
    policy ??= trafficPolicy === undefined ? undefined : resource;
    const repeated = (resource.spec.subsets ?? []).filter(({ name = '' }) => subsets.has(name));
    if (repeated.length > 0) {
      const owners = repeated.flatMap(({ name = '' }) => subsets.get(name) ?? []);
      yield {
        resource,
        field: 'spec.subsets',
        problem: `subset ${quoted(repeated.map(({ name = '' }) => name))} of host "${host}" is also defined by DestinationRule ${quoted(owners.map(owner => owner.fullName))}, which is the one that counts`,
        fix: 'merge the two into one DestinationRule',
        related: [...new Set(owners)],
      };
    }
    for (const { name = '' } of resource.spec.subsets ?? []) if (!subsets.has(name)) subsets.set(name, resource);
  }
}
