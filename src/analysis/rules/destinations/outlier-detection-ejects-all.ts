import type { Finding, Rule } from '../../rule';
import { policiesOf } from './outlier-detection-without-effect';

/** All pods may be ejected, and there is one only: after a few errors every request gets 503. */
export const outlierDetectionEjectsAll: Rule = {
  name: 'outlier-detection-ejects-all',
  severity: 'warning',
  summary: 'Outlier detection must not eject the only pod of a service.',
  equivalents: [],

  check(mesh) {
    const findings: Finding[] = [];
    for (const resource of mesh.model.all('DestinationRule')) {
      for (const { policy, field, pods } of policiesOf(resource, mesh)) {
        const { maxEjectionPercent = 0, minHealthPercent = 0 } = policy.outlierDetection ?? {};
        // Above that share of healthy pods Envoy stops to leave out the others.
        if (maxEjectionPercent < 100 || minHealthPercent > 0 || pods === undefined || pods.min !== 1) continue;
        findings.push({
          resource,
          field: `${field}.outlierDetection.maxEjectionPercent`,
          problem: 'the only pod is ejected after a few errors, and then every request gets 503',
          fix: 'run at least two pods, or set minHealthPercent above 0, so that an ejected pod is used if there is no other',
          related: pods.workloads.map(workload => workload.resource),
        });
      }
    }
    return findings;
  },
};
