import { matchesSelector } from '../../../model/labels';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A budget forbids to evict the only pod of a gateway or service: a node that runs it cannot be drained. */
export const blockedEviction: Rule = {
  name: 'blocked-eviction',
  severity: 'warning',
  summary: 'A PodDisruptionBudget must leave at least one pod to be evicted.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('PodDisruptionBudget')) {
      const { selector, minAvailable, maxUnavailable } = resource.spec;
      const candidates =
        selector?.matchLabels === undefined
          ? model.workloads.inNamespace(resource.namespace)
          : model.workloads.selectedBy(selector.matchLabels, resource.namespace);
      const selected = candidates.filter(
        ({ labels, endsByItself }) => !endsByItself && matchesSelector(selector, labels),
      );
      if (selected.length === 0 || selected.some(({ replicas }) => replicas === undefined)) continue;
      const pods = selected.reduce((sum, { replicas }) => sum + (replicas?.min ?? 0), 0);
      const kept = maxUnavailable === undefined ? share(minAvailable ?? 1, pods) : pods - share(maxUnavailable, pods);
      if (pods === 0 || kept < pods) continue;
      findings.push({
        resource,
        field: maxUnavailable === undefined ? 'spec.minAvailable' : 'spec.maxUnavailable',
        problem: `${pods === 1 ? 'the only pod' : `all ${pods} pods`} of ${quoted(selected.map(({ name }) => name))} must stay, so that no node that runs ${pods === 1 ? 'it' : 'them'} can be drained`,
        fix: 'run more pods than must stay (minReplicas of the autoscaler counts), or allow one to be unavailable',
        related: selected.map(workload => workload.resource),
      });
    }
    return findings;
  },
};

/** A number of pods, or a share of them, rounded up as Kubernetes does. */
function share(value: number | string, pods: number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? Math.ceil((Number(value.slice(0, -1)) / 100) * pods) : Number(value);
}
