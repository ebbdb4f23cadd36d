import { DestinationRuleUse } from '../../../istio/destinations/destination-rule-use';
import { matchesLabels, printLabels } from '../../../model/labels';
import { emptySubsets } from '../../istioctl/destinations';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** No pod of the service has the labels of a subset. Envoy has no endpoint for it and answers 503. */
export const subsetWithoutWorkload: Rule = {
  name: 'subset-without-workload',
  severity: 'error',
  summary: 'The labels of a subset must be labels of pods of that service.',
  equivalents: ['IST0173', 'KIA0203'],
  istioAnalyzers: ['destinationrule.PodNotSelectedAnalyzer'],
  asIstioctl: emptySubsets,

  check(mesh) {
    const findings: Finding[] = [];
    const { model } = mesh;
    const use = mesh.once(DestinationRuleUse);
    for (const resource of model.all('DestinationRule')) {
      const service = use.serviceOf(resource);
      if (service === undefined) continue;
      const workloads = service.parts.flatMap(part => model.workloadsOf(part.service));
      const written = service.parts.flatMap(part => part.endpoints);
      const labelSets = [...workloads, ...written].map(({ labels }) => labels);
      // Of a service whose pods are not in the set nothing is known.
      if (labelSets.length === 0) continue;
      for (const [i, { name = '', labels = {} }] of (resource.spec.subsets ?? []).entries()) {
        if (labelSets.some(have => matchesLabels(labels, have))) continue;
        const wanted = Object.fromEntries(Object.entries(labels).filter(([key]) => !isTopology(key)));
        if (labelSets.some(have => matchesLabels(wanted, have))) continue;
        const keys = Object.keys(wanted);
        const shown = labelSets.map(have =>
          printLabels(Object.fromEntries(keys.map(key => [key, have[key] ?? '(absent)']))),
        );
        findings.push({
          resource,
          field: `spec.subsets[${i}].labels`,
          problem: `subset "${name}" of "${service.host}" selects "${printLabels(labels)}", which no pod of the service has; its pods have ${quoted(shown)}`,
          fix: 'put the labels on the pod template, or select labels that the pods have',
          related: [...new Set([service.resource, ...workloads.map(workload => workload.resource)])],
        });
      }
    }
    return findings;
  },
};

/** The node puts these labels on the endpoint. */
function isTopology(key: string): boolean {
  return key.startsWith('topology.') || key === 'kubernetes.io/hostname';
}
