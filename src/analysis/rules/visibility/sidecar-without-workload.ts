import { printLabels } from '../../../model/labels';
import type { Resource } from '../../../model/resource';
import type { Workload } from '../../../model/workload';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A Sidecar selects no pod of its namespace: it is never applied. */
export const sidecarWithoutWorkload: Rule = {
  name: 'sidecar-without-workload',
  severity: 'error',
  summary: 'The selector of a Sidecar must select pods of its namespace.',
  equivalents: ['IST0101', 'KIA0004', 'KIA1006'],
  istioAnalyzers: ['sidecar.SelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const resource of model.all('Sidecar')) {
      const labels = resource.spec.workloadSelector?.labels ?? {};
      if (Object.keys(labels).length === 0 || model.workloads.isSelected(labels, resource.namespace)) continue;
      const workloads = model.workloads.inNamespace(resource.namespace);
      if (!model.istioParity && resource.namespace === model.meshConfig.rootNamespace) {
        const [meant] = workloads.length > 0 ? [] : model.workloads.selectedBy(labels);
        if (meant !== undefined) findings.push(forAll(resource, meant));
      }
      // Of a namespace whose pods are not in the set nothing is known.
      if (workloads.length === 0 && !model.istioParity) continue;
      const keys = Object.keys(labels);
      const have = workloads.map(workload =>
        printLabels(Object.fromEntries(keys.map(key => [key, workload.labels[key] ?? '(absent)']))),
      );
      findings.push({
        resource,
        field: 'spec.workloadSelector.labels',
        problem: `no pod of namespace "${resource.namespace}" has the labels "${printLabels(labels)}"; its pods have ${quoted(have)}`,
        fix: 'select labels of the pod template',
      });
    }
    return findings;
  },
};

/** A Sidecar of the root namespace is a default for all namespaces only as long as it selects nothing. */
function forAll(resource: Resource<'Sidecar'>, { namespace, resource: pods }: Workload): Finding {
  return {
    resource,
    field: 'spec.workloadSelector',
    problem: `with a selector the Sidecar counts for pods of the root namespace alone, and not for those of namespace "${namespace}" that it selects`,
    fix: `leave the selector out, or move the Sidecar to namespace "${namespace}"`,
    related: [pods],
  };
}
