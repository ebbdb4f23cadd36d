import { failoverWithoutOutlierDetection } from '../../../../src/analysis/rules/destinations/failover-without-outlier-detection';
import { testRule } from '../../../../src/testing/test-rule';
import { destinationRule } from '../mesh-yaml';

const FAILOVER = 'localityLbSetting: { failoverPriority: [topology.kubernetes.io/region] }';
const TO = 'localityLbSetting: { failover: [{ from: eu, to: us }] }';
const DETECTION = 'outlierDetection: { consecutive5xxErrors: 5 }';
const rule = (spec: string) => destinationRule(`{ host: web, ${spec} }`);
const DEFAULTS = { meshConfig: { defaultTrafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } } };

testRule(failoverWithoutOutlierDetection, {
  valid: {
    'detection of the host, for a subset': rule(
      `trafficPolicy: { ${DETECTION} }, subsets: [{ name: v1, trafficPolicy: { loadBalancer: { ${FAILOVER} } } }]`,
    ),
    'a setting that is off': rule(
      'trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: false, failover: [{ from: eu, to: us }] } } }',
    ),
    'shares of localities, which need none': rule(
      'trafficPolicy: { loadBalancer: { localityLbSetting: { distribute: [{ from: "eu/*", to: { "eu/*": 100 } }] } } }',
    ),
    'detection of a port, for its setting': rule(
      `trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ${DETECTION}, loadBalancer: { ${FAILOVER} } }] }`,
    ),
    'detection for the whole mesh': {
      yaml: rule(`trafficPolicy: { loadBalancer: { ${FAILOVER} } }`),
      options: DEFAULTS,
    },
  },
  invalid: {
    'failover from region to region': {
      yaml: rule(`trafficPolicy: { loadBalancer: { ${TO} } }`),
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.loadBalancer.localityLbSetting.failover: without outlier detection no pod is found unhealthy, so that the setting has no effect',
      ],
    },
    'a subset': {
      yaml: rule(`subsets: [{ name: v1, trafficPolicy: { loadBalancer: { ${FAILOVER} } } }]`),
      expect: [
        'DestinationRule shop/rule spec.subsets[0].trafficPolicy.loadBalancer.localityLbSetting.failoverPriority: without outlier detection no pod is found unhealthy, so that the setting has no effect',
      ],
    },
    'detection of another subset': {
      yaml: rule(
        `subsets: [{ name: v1, trafficPolicy: { loadBalancer: { ${FAILOVER} } } }, { name: v2, trafficPolicy: { ${DETECTION} } }]`,
      ),
      expect: [
        'DestinationRule shop/rule spec.subsets[0].trafficPolicy.loadBalancer.localityLbSetting.failoverPriority: without outlier detection no pod is found unhealthy, so that the setting has no effect',
      ],
    },
    'a port, to which the detection of the host does not come': {
      yaml: rule(
        `trafficPolicy: { ${DETECTION}, portLevelSettings: [{ port: { number: 80 }, loadBalancer: { ${FAILOVER} } }] }`,
      ),
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.portLevelSettings[0].loadBalancer.localityLbSetting.failoverPriority: without outlier detection no pod is found unhealthy, so that the setting has no effect',
      ],
    },
    'detection for the whole mesh in a release that does not know it': {
      yaml: rule(`trafficPolicy: { loadBalancer: { ${FAILOVER} } }`),
      options: { ...DEFAULTS, istioVersion: '1.30' },
      expect: [
        'DestinationRule shop/rule spec.trafficPolicy.loadBalancer.localityLbSetting.failoverPriority: without outlier detection no pod is found unhealthy, so that the setting has no effect',
      ],
    },
  },
});
