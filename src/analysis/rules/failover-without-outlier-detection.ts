import type { Rule } from '../rule';

/** Traffic fails over from pods that are found unhealthy, and nothing finds them: it stays where it is. */
export const failoverWithoutOutlierDetection: Rule = {
  name: 'failover-without-outlier-detection',
  severity: 'warning',
  summary: 'Locality failover needs outlier detection.',
  equivalents: [],

  *check({ model }) {
    for (const resource of model.all('DestinationRule')) {
      const { trafficPolicy, subsets = [] } = resource.spec;
      const policies = [
        { policy: trafficPolicy, field: 'spec.trafficPolicy' },
        ...subsets.map(({ trafficPolicy: policy }, i) => ({ policy, field: `spec.subsets[${i}].trafficPolicy` })),
      ];
      for (const { policy, field } of policies) {
        const { failoverPriority = [], failover = [], enabled } = policy?.loadBalancer?.localityLbSetting ?? {};
        const detects = policy?.outlierDetection ?? trafficPolicy?.outlierDetection;
        if (enabled === false || detects !== undefined) continue;
        const setting = failoverPriority.length > 0 ? 'failoverPriority' : failover.length > 0 ? 'failover' : undefined;
        if (setting === undefined) continue;
        yield {
          resource,
          field: `${field}.loadBalancer.localityLbSetting.${setting}`,
          problem: 'no outlier detection finds the pods from which to fail over, so that the setting has no effect',
          fix: 'add outlierDetection to the traffic policy',
        };
      }
    }
  },
};
