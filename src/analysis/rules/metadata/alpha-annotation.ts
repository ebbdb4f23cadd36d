import type { Resource } from '../../../model/resource';
import { isKind } from '../../../model/resource';
import { ANNOTATIONS } from '../../annotation-registry';
import { annotationsOf } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

/** What the CNI plugin sets on every pod. */
const SET_BY_CNI: ReadonlySet<string> = new Set([
  'sidecar.istio.io/interceptionMode',
  'traffic.sidecar.istio.io/includeInboundPorts',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
]);

/** An annotation that may change without notice. Nearly all are, so that it is only told on request. */
export const alphaAnnotation: Rule = {
  name: 'alpha-annotation',
  severity: 'info',
  summary: 'An annotation in alpha may change with any release.',
  equivalents: ['IST0136'],
  istioAnalyzers: ['maturity.AlphaAnalyzer'],
  when: 'asked',

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, name, field } of annotationsOf(model)) {
      if (ANNOTATIONS.get(name)?.maturity !== 'alpha' || (SET_BY_CNI.has(name) && isSetByCni(resource))) continue;
      findings.push({ resource, field, problem: `annotation "${name}" is in alpha` });
    }
    return findings;
  },
};

function isSetByCni(resource: Resource): boolean {
  return isKind(resource, 'Pod') && !resource.spec.initContainers?.some(({ name }) => name === 'istio-init');
}
