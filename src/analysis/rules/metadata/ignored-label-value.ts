import { nearest } from '../../../values/nearest';
import { labelsOf } from '../../istio-metadata';
import { LABELS } from '../../label-registry';
import type { Finding, Rule } from '../../rule';

/** A label with a value that Istio does not know. Values are compared letter by letter. */
export const ignoredLabelValue: Rule = {
  name: 'ignored-label-value',
  severity: 'warning',
  summary: 'The value of a label must be one that Istio knows.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, kind, field } of labelsOf(model)) {
      const { on = [], values } = LABELS.get(name) ?? {};
      if (values === undefined || !on.includes(kind) || values.accepts(value)) continue;
      const known = [...values.wanted.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
      const meant = nearest(value, known);
      findings.push({
        resource,
        field,
        problem: `label "${name}" has the value "${value}", wanted ${values.wanted}; ${values.otherwise}`,
        fix: meant === undefined ? `write ${values.wanted}` : `did you mean "${meant}"?`,
      });
    }
    return findings;
  },
};
