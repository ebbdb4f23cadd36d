import { printLabels } from '../../../model/labels';
import type { Finding, Rule } from '../../rule';

/** A Telemetry selects no pod of its namespace: it is never applied. */
export const telemetryWithoutWorkload: Rule = {
  name: 'telemetry-without-workload',
  severity: 'error',
  summary: 'The selector of a Telemetry must select pods of its namespace.',
  equivalents: ['IST0101', 'KIA0004'],
  istioAnalyzers: ['telemetry.SelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Telemetry')) {
      const labels = resource.spec.selector?.matchLabels ?? {};
      if (Object.keys(labels).length === 0 || model.workloads.isSelected(labels, resource.namespace)) continue;
      // Of a namespace whose pods are not in the set nothing is known.
      if (!model.istioParity && model.workloads.inNamespace(resource.namespace).length === 0) continue;
      findings.push({
        resource,
        field: 'spec.selector.matchLabels',
        problem: `no pod of namespace "${resource.namespace}" has the labels "${printLabels(labels)}"`,
        fix: 'select labels of the pod template',
      });
    }
    return findings;
  },
};
