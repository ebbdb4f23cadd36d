import { compareAge } from '../../../istio/age';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type ProxyConfig = Resource<'ProxyConfig'>;

/** Several ProxyConfigs are for the same pods: Istio takes the oldest whole, and nothing of the others. */
export const conflictingProxyConfigs: Rule = {
  name: 'conflicting-proxy-configs',
  severity: 'warning',
  summary: 'At most one ProxyConfig may select a pod, and at most one of a namespace may have no selector.',
  equivalents: [],

  *check({ model }) {
    const defaults = new Map<string, ProxyConfig[]>();
    const selecting = new Map<Workload, ProxyConfig[]>();
    for (const config of model.all('ProxyConfig')) {
      const { namespace, spec } = config;
      const { matchLabels = {} } = spec.selector ?? {};
      if (spec.selector === undefined) addTo(defaults, namespace, config);
      // A selector without labels selects nothing.
      if (Object.keys(matchLabels).length === 0) continue;
      for (const workload of model.workloads.selectedBy(matchLabels, namespace)) addTo(selecting, workload, config);
    }
    for (const [namespace, all] of defaults) {
      yield* unused(all, used => ({
        problem: `namespace "${namespace}" has an older ProxyConfig without a selector, ${quoted([used.name])}: nothing of this one is used`,
        fix: 'merge the two, or give this one a selector',
        related: [used],
      }));
    }
    for (const [workload, all] of selecting) {
      yield* unused(all, used => ({
        field: 'spec.selector.matchLabels',
        problem: `the pods of "${workload.name}" are also selected by the older ProxyConfig ${quoted([used.name])}: nothing of this one is used for them`,
        fix: 'merge the two, or select other pods',
        related: [used, workload.resource],
      }));
    }
  },
};

/** What is said of all but the oldest. */
function unused(
  all: readonly ProxyConfig[],
  say: (used: ProxyConfig) => Omit<Finding, 'resource'>,
): readonly Finding[] {
  const [used, ...others] = [...all].sort(compareAge);
  return used === undefined ? [] : others.map(resource => ({ resource, ...say(used) }));
}
