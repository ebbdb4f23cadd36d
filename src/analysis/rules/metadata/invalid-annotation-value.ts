import { ANNOTATIONS } from '../../annotation-registry';
import { proxyConfigIssues, wantedValue } from '../../annotation-values';
import { annotationsOf } from '../../istio-metadata';
import type { Finding, Rule } from '../../rule';

/** What the injector does not read, and so does not refuse. */
const PASSED_OVER: ReadonlySet<string> = new Set(['unknown-field', 'field-not-in-release']);

/** An annotation with a value that istiod cannot read: the pod is refused when it is injected. */
export const invalidAnnotationValue: Rule = {
  name: 'invalid-annotation-value',
  severity: 'error',
  summary: 'The value of an annotation must be one that Istio accepts.',
  equivalents: ['IST0125'],
  istioAnalyzers: ['annotations.K8sAnalyzer'],

  check({ model }, { istioVersion }) {
    const findings: Finding[] = [];
    for (const { resource, name, value, kind, field } of annotationsOf(model)) {
      const { on = [], needs, check = model.istioParity ? undefined : needs } = ANNOTATIONS.get(name) ?? {};
      if (check === undefined || !on.includes(kind)) continue;
      const issues = check === 'proxyConfig' && !model.istioParity ? proxyConfigIssues(value, istioVersion) : [];
      for (const { path, rule, problem, fix } of issues) {
        if (PASSED_OVER.has(rule)) continue;
        findings.push({ resource, field, problem: `the proxy cannot be configured: field "${path}": ${problem}`, fix });
      }
      const wanted = wantedValue(check, value);
      if (wanted === undefined) continue;
      findings.push({
        resource,
        field,
        problem: `"${value}" is not a value of "${name}": wanted ${wanted}`,
        fix: `write ${wanted}`,
      });
    }
    return findings;
  },
};
