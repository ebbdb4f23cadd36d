import { isAmbient } from '../../../model/namespaces';
import type { Finding, Rule } from '../../rule';
import { isAmbientPod } from '../visibility/conflicting-sidecars';

/** A Sidecar is about pods that have no sidecar, because they are in the ambient mesh: it has no effect. */
export const sidecarInAmbient: Rule = {
  name: 'sidecar-in-ambient',
  severity: 'warning',
  summary: 'A Sidecar must not apply to pods in the ambient mesh.',
  equivalents: ['IST0167'],
  istioAnalyzers: ['sidecar.SelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Sidecar')) {
      const labels = resource.spec.workloadSelector?.labels ?? {};
      if (Object.keys(labels).length === 0) {
        if (!isAmbient(model.namespaces.get(resource.namespace)?.labels ?? {})) continue;
        findings.push({
          resource,
          problem: `the pods of namespace "${resource.namespace}" are in the ambient mesh and have no sidecar`,
          fix: 'remove the Sidecar; in the ambient mesh it has no effect',
        });
        continue;
      }
      const ambient = model.workloads
        .selectedBy(labels, resource.namespace)
        .find(workload => isAmbientPod(workload, model.istioParity));
      if (ambient === undefined) continue;
      findings.push({
        resource,
        field: model.istioParity ? undefined : 'spec.workloadSelector.labels',
        problem: `the pods of "${ambient.name}" are in the ambient mesh and have no sidecar`,
        fix: 'remove the Sidecar, or select pods with a sidecar',
        related: [ambient.resource],
      });
    }
    return findings;
  },
};
