import { ANNOTATIONS } from '../../annotation-registry';
import { annotationsOf, podMetadataPath, reachesPods } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

/** An annotation on an object of a kind on which Istio does not look for it: it has no effect. */
export const misplacedAnnotation: Rule = {
  name: 'misplaced-annotation',
  severity: 'warning',
  summary: 'An annotation must be on a kind of object from which Istio reads it.',
  equivalents: ['IST0107'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    for (const mark of annotationsOf(model)) {
      const { resource, name, kind, field } = mark;
      const fact = ANNOTATIONS.get(name);
      if (fact === undefined || fact.on.includes('Any') || fact.on.includes(kind)) continue;
      if (fact.on.includes('Pod') && reachesPods(mark)) continue;
      const pods = fact.on.includes('Pod') ? podMetadataPath(model, resource) : undefined;
      findings.push({
        resource,
        field,
        problem: `annotation "${name}" has an effect on ${fact.on.join(', ')} only, not on ${kind}`,
        fix: pods === undefined ? `move it to the ${fact.on.join(' or ')}` : `move it to ${pods}.annotations`,
      });
    }
    return findings;
  },
};
