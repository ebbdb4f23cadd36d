import { ANNOTATIONS } from '../../annotation-registry';
import { annotationsOf } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

const INJECT = 'sidecar.istio.io/inject';

/** An annotation that Istio is going to ignore. */
export const deprecatedAnnotation: Rule = {
  name: 'deprecated-annotation',
  severity: 'info',
  summary: 'Deprecated annotations of Istio should not be used.',
  equivalents: ['IST0135'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, labels, field } of annotationsOf(model)) {
      if (ANNOTATIONS.get(name)?.deprecated !== true) continue;
      if (name === INJECT && labels[INJECT] !== undefined) continue;
      findings.push({
        resource,
        field,
        problem: `annotation "${name}" is deprecated`,
        fix: name === INJECT ? `set the label ${INJECT}: "${value}" on the pod instead` : 'remove it',
      });
    }
    return findings;
  },
};
