import { compareAge } from '../../../istio/age';
import { isAmbient } from '../../../model/namespaces';
import type { Resource } from '../../../model/resource';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A namespace has several Sidecars for all its pods. Which of them counts is not defined. */
export const multipleDefaultSidecars: Rule = {
  name: 'multiple-default-sidecars',
  severity: 'error',
  summary: 'At most one Sidecar of a namespace may have no workload selector.',
  equivalents: ['IST0111', 'KIA0002'],
  istioAnalyzers: ['sidecar.SelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const defaults = new Map<string, Resource<'Sidecar'>[]>();
    for (const sidecar of model.all('Sidecar')) {
      if (Object.keys(sidecar.spec.workloadSelector?.labels ?? {}).length > 0) continue;
      if (isAmbient(model.namespaces.get(sidecar.namespace)?.labels ?? {})) continue;
      addTo(defaults, sidecar.namespace, sidecar);
    }
    for (const [namespace, all] of defaults) {
      const sidecars = [...all].sort(compareAge);
      if (sidecars.length < 2) continue;
      for (const resource of model.istioParity ? sidecars : sidecars.slice(1)) {
        const others = sidecars.filter(other => other !== resource);
        findings.push({
          resource,
          problem: `namespace "${namespace}" has another Sidecar without a workload selector: ${quoted(others.map(({ name }) => name))}`,
          fix: 'merge the Sidecars, or give one a workload selector',
          related: others.slice(0, 5),
        });
      }
    }
    return findings;
  },
};
