import { nearest } from '../../values/nearest';
import { ANNOTATIONS } from '../annotation-registry';
import { annotationsOf } from '../annotations';
import type { Rule } from '../rule';

/** An annotation in Istio's name that Istio does not know: it has no effect. */
export const unknownAnnotation: Rule = {
  name: 'unknown-annotation',
  severity: 'warning',
  summary: 'Annotations under istio.io must be annotations that Istio knows.',
  equivalents: ['IST0108'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  *check({ model }) {
    for (const { resource, name, field } of annotationsOf(model)) {
      if (ANNOTATIONS.has(name)) continue;
      const similar = nearest(name, [...ANNOTATIONS.keys()]);
      yield {
        resource,
        field,
        problem: `"${name}" is not an annotation of Istio`,
        fix: similar === undefined ? 'remove it' : `did you mean "${similar}"?`,
      };
    }
  },
};
