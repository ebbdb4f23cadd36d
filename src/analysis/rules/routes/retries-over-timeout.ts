import { budgetProblem } from '../../../routing/retry-budget';
import type { Finding, Rule } from '../../rule';

/** The timeout ends a request with all its tries: those that no longer fit are cut off, or never begun. */
export const retriesOverTimeout: Rule = {
  name: 'retries-over-timeout',
  severity: 'warning',
  summary: 'All tries of a request, each as long as perTryTimeout allows, must fit into the timeout of its route.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    const said = new Set<string>();
    for (const resource of model.all('VirtualService')) {
      said.clear();
      for (const [i, { timeout, retries, route = [] }] of (resource.spec.http ?? []).entries()) {
        const problem = route.length === 0 ? undefined : budgetProblem({ timeout, retries });
        // Several routes may repeat the settings of their host.
        if (problem === undefined || said.has(problem)) continue;
        said.add(problem);
        findings.push({
          resource,
          field: `spec.http[${i}].retries`,
          problem: `the timeout ends the last tries: ${problem}`,
          fix: 'increase the timeout, or reduce perTryTimeout or attempts',
        });
      }
    }
    return findings;
  },
};
