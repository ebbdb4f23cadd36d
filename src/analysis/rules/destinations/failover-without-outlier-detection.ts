import { policyParts } from '../../../istio/destinations/policy-parts';
import { valueAt } from '../../../model/installations';
import { isAtLeast } from '../../../values/istio-version';
import type { Finding, Rule } from '../../rule';

/** Traffic fails over from pods that are found unhealthy, and nothing finds them: it stays where it is. */
export const failoverWithoutOutlierDetection: Rule = {
  name: 'failover-without-outlier-detection',
  severity: 'warning',
  summary: 'Locality failover needs outlier detection.',
  equivalents: [],

  check({ model }) {
    const findings: Finding[] = [];
    // Since Istio 1.31 the mesh configuration can turn it on for all hosts.
    const everywhere = valueAt(model.meshConfig.raw, 'defaultTrafficPolicy.outlierDetection') !== undefined;
    if (everywhere && isAtLeast(model.istioVersion, '1.31')) return findings;
    for (const resource of model.all('DestinationRule')) {
      const ofHost = resource.spec.trafficPolicy?.outlierDetection;
      for (const { policy, field } of policyParts(resource)) {
        const { failoverPriority = [], failover = [], enabled } = policy.loadBalancer?.localityLbSetting ?? {};
        // Settings of a port take the place of those of the host, also where they leave some out.
        const detects = policy.outlierDetection ?? (field.endsWith(']') ? undefined : ofHost);
        if (enabled === false || detects !== undefined) continue;
        const setting = failoverPriority.length > 0 ? 'failoverPriority' : failover.length > 0 ? 'failover' : undefined;
        if (setting === undefined) continue;
        findings.push({
          resource,
          field: `${field}.loadBalancer.localityLbSetting.${setting}`,
          problem: 'without outlier detection no pod is found unhealthy, so that the setting has no effect',
          fix: `add outlierDetection to ${field}`,
        });
      }
    }
    return findings;
  },
};
