import { compareAge } from '../../../istio/age';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** Several Telemetries select the same pod: one is used, the others are ignored for it. */
export const conflictingTelemetries: Rule = {
  name: 'conflicting-telemetries',
  severity: 'error',
  summary: 'At most one Telemetry may select a pod.',
  equivalents: ['IST0159'],
  istioAnalyzers: ['telemetry.SelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const selecting = new Map<Workload, Resource<'Telemetry'>[]>();
    for (const telemetry of model.all('Telemetry')) {
      const labels = telemetry.spec.selector?.matchLabels ?? {};
      if (Object.keys(labels).length === 0) continue;
      for (const workload of model.workloads.selectedBy(labels, telemetry.namespace))
        addTo(selecting, workload, telemetry);
    }
    for (const [workload, all] of selecting) {
      const telemetries = [...all].sort(compareAge);
      if (telemetries.length < 2) continue;
      for (const resource of model.istioParity ? telemetries : telemetries.slice(1)) {
        const others = telemetries.filter(other => other !== resource);
        findings.push({
          resource,
          field: model.istioParity ? undefined : 'spec.selector.matchLabels',
          problem: `the pods of "${workload.name}" are also selected by Telemetry ${quoted(others.map(({ name }) => name))}`,
          fix: 'merge the Telemetries, or select other pods',
          related: [...others, workload.resource],
        });
      }
    }
    return findings;
  },
};
