import { compareAge } from '../../../istio/age';
import { targetRefsOf } from '../../../istio/policies/policy-attachment';
import type { Resource } from '../../../model/resource';
import { addTo } from '../../../values/multimap';
import type { Finding, Rule } from '../../rule';
import { quoted } from '../../wording';

/** A namespace has several Telemetries for all its pods: the oldest is used, the others are ignored. */
export const multipleDefaultTelemetries: Rule = {
  name: 'multiple-default-telemetries',
  severity: 'error',
  summary: 'At most one Telemetry of a namespace may have no selector.',
  equivalents: ['IST0160'],
  istioAnalyzers: ['telemetry.DefaultSelectorAnalyzer'],

  check({ model }) {
    const findings: Finding[] = [];
    const defaults = new Map<string, Resource<'Telemetry'>[]>();
    for (const telemetry of model.all('Telemetry')) {
      const { selector } = telemetry.spec;
      const isAttached = !model.istioParity && targetRefsOf(telemetry.spec).length > 0;
      if (selector === undefined && !isAttached) addTo(defaults, telemetry.namespace, telemetry);
    }
    for (const [namespace, all] of defaults) {
      const telemetries = [...all].sort(compareAge);
      if (telemetries.length < 2) continue;
      for (const resource of model.istioParity ? telemetries : telemetries.slice(1)) {
        const others = telemetries.filter(other => other !== resource);
        findings.push({
          resource,
          problem: `namespace "${namespace}" has another Telemetry without a selector: ${quoted(others.map(({ name }) => name))}; Istio uses one of them`,
          fix: 'merge the Telemetries, or give one a selector',
          related: others.slice(0, 5),
        });
      }
    }
    return findings;
  },
};
