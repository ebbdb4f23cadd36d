import { isAtLeast } from '../../../values/istio-version';
import { nearest } from '../../../values/nearest';
import { ANNOTATIONS } from '../../annotation-registry';
import { annotationsOf } from '../../istio-metadata';
import { LABELS } from '../../label-registry';
import type { Finding, Rule } from '../../rule';

/** An annotation in Istio's name that Istio does not know: it has no effect. */
export const unknownAnnotation: Rule = {
  name: 'unknown-annotation',
  severity: 'warning',
  summary: 'Annotations under istio.io must be annotations that Istio knows.',
  equivalents: ['IST0108'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  check({ model }, { istioVersion }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, field } of annotationsOf(model)) {
      const since = ANNOTATIONS.get(name)?.since;
      if (ANNOTATIONS.has(name) && (since === undefined || isAtLeast(istioVersion, since))) continue;
      const label = LABELS.has(name);
      const similar = nearest(name, [...ANNOTATIONS.keys()]);
      findings.push({
        resource,
        field,
        problem:
          since === undefined
            ? `"${name}" is not an annotation of Istio${label ? ', but a label' : ''}`
            : `annotation "${name}" exists since Istio ${since}, the target is ${istioVersion}`,
        fix: label
          ? `write it as a label: ${name}: "${value}"`
          : since !== undefined
            ? `target Istio ${since} or newer, or remove it`
            : similar === undefined
              ? 'remove it'
              : `did you mean "${similar}"?`,
      });
    }
    return findings;
  },
};
