import { isAtLeast } from '../../../values/istio-version';
import { nearest } from '../../../values/nearest';
import { ANNOTATIONS } from '../../annotation-registry';
import { labelsOf } from '../../istio-metadata';
import { LABELS } from '../../label-registry';
import type { Finding, Rule } from '../../rule';

/** A label in Istio's name that Istio, or the target release, does not know: it has no effect. */
export const unknownLabel: Rule = {
  name: 'unknown-label',
  severity: 'warning',
  summary: 'Labels under istio.io must be labels that Istio knows.',
  equivalents: [],

  check({ model }, { istioVersion }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, field } of labelsOf(model)) {
      const since = LABELS.get(name)?.since;
      if (LABELS.has(name) && (since === undefined || isAtLeast(istioVersion, since))) continue;
      const annotation = ANNOTATIONS.has(name);
      const similar = nearest(name, [...LABELS.keys()]);
      findings.push({
        resource,
        field,
        problem:
          since === undefined
            ? `"${name}" is not a label of Istio${annotation ? ', but an annotation' : ''}`
            : `label "${name}" exists since Istio ${since}, the target is ${istioVersion}`,
        fix: annotation
          ? `write it as an annotation: ${name}: "${value}"`
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
