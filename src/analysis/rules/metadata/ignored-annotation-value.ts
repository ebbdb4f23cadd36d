import { ANNOTATIONS } from '../../annotation-registry';
import { readableValue } from '../../annotation-values';
import { annotationsOf } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

/** An annotation with a value that Istio does not know and passes over, as if the annotation were not there. */
export const ignoredAnnotationValue: Rule = {
  name: 'ignored-annotation-value',
  severity: 'warning',
  summary: 'The value of an annotation must be one that Istio does not ignore.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, field } of annotationsOf(model)) {
      const { reads } = ANNOTATIONS.get(name) ?? {};
      const wanted = reads === undefined ? undefined : readableValue(reads, value);
      if (wanted === undefined) continue;
      findings.push({
        resource,
        field,
        problem: `"${value}" of "${name}" is ignored, wanted ${wanted}`,
        fix: `write ${wanted}`,
      });
    }
    return findings;
  },
};
