import { compareAge } from '../../../istio/age';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** Several Sidecars select the same pod. The oldest counts, or the first by name. */
export const conflictingSidecars: Rule = {
  name: 'conflicting-sidecars',
  severity: 'error',
  summary: 'At most one Sidecar may select a pod.',
  equivalents: ['IST0110', 'KIA0003'],
  istioAnalyzers: ['sidecar.SelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const selecting = new Map<Workload, Resource<'Sidecar'>[]>();
    for (const sidecar of model.all('Sidecar')) {
      const labels = sidecar.spec.workloadSelector?.labels ?? {};
      if (Object.keys(labels).length === 0) continue;
      for (const workload of model.workloads.selectedBy(labels, sidecar.namespace)) addTo(selecting, workload, sidecar);
    }
    for (const [workload, all] of selecting) {
      const sidecars = [...all].sort(compareAge);
      if (sidecars.length < 2 || isAmbientPod(workload, model.istioParity)) continue;
      for (const resource of model.istioParity ? sidecars : sidecars.slice(1)) {
        const others = sidecars.filter(other => other !== resource);
        findings.push({
          resource,
          field: model.istioParity ? undefined : 'spec.workloadSelector.labels',
          problem: `the pods of "${workload.name}" are also selected by Sidecar ${quoted(others.map(({ name }) => name))}`,
          fix: 'merge the Sidecars, or select other pods',
          related: [...others, workload.resource],
        });
      }
    }
    return findings;
  },
};

/** Whether a pod is in the ambient mesh; to istioctl, only an annotation that is set at run time tells. */
export function isAmbientPod(workload: Workload, istioParity: boolean): boolean {
  return istioParity
    ? workload.annotations['ambient.istio.io/redirection'] === 'enabled'
    : workload.dataPlane === 'ambient';
}
