import { ANNOTATIONS } from '../annotation-registry';
import { wantedValue } from '../annotation-values';
import { annotationsOf } from '../annotations';
import type { Rule } from '../rule';

/** An annotation with a value that istiod cannot read: the pod is refused when it is injected. */
export const invalidAnnotationValue: Rule = {
  name: 'invalid-annotation-value',
  severity: 'error',
  summary: 'The value of an annotation must be one that Istio reads.',
  equivalents: ['IST0125'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  *check({ model }) {
    for (const { resource, name, value, kind, field } of annotationsOf(model)) {
      const { on = [], check } = ANNOTATIONS.get(name) ?? {};
      if (check === undefined || !on.includes(kind)) continue;
      const wanted = wantedValue(check, value);
      if (wanted === undefined) continue;
      yield {
        resource,
        field,
        problem: `"${value}" is not a value of "${name}": wanted ${wanted}`,
        fix: `write ${wanted}`,
      };
    }
  },
};
