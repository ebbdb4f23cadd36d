import { ProxyConfigs } from '../../../istio/policies/proxy-configs';
import type { Resource } from '../../../model/resource';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

type ProxyConfig = Resource<'ProxyConfig'>;

/** Several ProxyConfigs are for the same pods: Istio takes the oldest whole, and nothing of the others. */
export const conflictingProxyConfigs: Rule = {
  name: 'conflicting-proxy-configs',
  severity: 'warning',
  summary: 'At most one ProxyConfig may select a pod, and at most one of a namespace may have no selector.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    const { ofNamespaces, ofPods } = mesh.once(ProxyConfigs);
    for (const [namespace, all] of ofNamespaces) {
      findings.push(
        ...unused(all, used => ({
          problem: `namespace "${namespace}" has an older ProxyConfig without a selector, ${quoted([used.name])}: nothing of this one is used`,
          fix: 'merge the two, or give this one a selector',
          related: [used],
        })),
      );
    }
    for (const [workload, all] of ofPods) {
      findings.push(
        ...unused(all, used => ({
          field: 'spec.selector.matchLabels',
          problem: `the pods of "${workload.name}" are also selected by the older ProxyConfig ${quoted([used.name])}: nothing of this one is used for them`,
          fix: 'merge the two, or select other pods',
          related: [used, workload.resource],
        })),
      );
    }
    return findings;
  },
};

/** What is said of all but the one that is used. */
function unused(
  [used, ...others]: readonly ProxyConfig[],
  say: (used: ProxyConfig) => Omit<Finding, 'resource'>,
): readonly Finding[] {
  return used === undefined ? [] : others.map(resource => ({ resource, ...say(used) }));
}
