import { ANNOTATIONS } from '../annotation-registry';
import { annotationsOf } from '../annotations';
import type { Rule } from '../rule';

/** An annotation on an object of a kind on which Istio does not look for it: it has no effect. */
export const misplacedAnnotation: Rule = {
  name: 'misplaced-annotation',
  severity: 'warning',
  summary: 'An annotation must be on a kind of object on which Istio looks for it.',
  equivalents: ['IST0107'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  *check({ model }) {
    for (const { resource, name, kind, field } of annotationsOf(model)) {
      const fact = ANNOTATIONS.get(name);
      if (fact === undefined || fact.on.includes('Any') || fact.on.includes(kind)) continue;
      yield {
        resource,
        field,
        problem: `annotation "${name}" has an effect on ${fact.on.join(', ')} only, not on ${kind}`,
        fix:
          fact.on.includes('Pod') && kind === 'Deployment'
            ? 'move it to spec.template.metadata.annotations'
            : `move it to the ${fact.on.join(' or ')}`,
      };
    }
  },
};
