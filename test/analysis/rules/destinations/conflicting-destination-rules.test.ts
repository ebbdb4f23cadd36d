import { conflictingDestinationRules } from '../../../../src/analysis/rules/destinations/conflicting-destination-rules';
import { testRule } from '../../../../src/testing/test-rule';

const rule = (name: string, spec: string, namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec} }
---`;

const HOST = 'host: reviews.shop.svc.cluster.local';

const POLICY = 'trafficPolicy: { loadBalancer: { simple: RANDOM } }';

testRule(conflictingDestinationRules, {
  valid: {
    'subsets in one rule and the policy in another':
      rule('a', `${HOST}, subsets: [{ name: v1 }]`) + rule('b', `host: reviews, ${POLICY}, subsets: [{ name: v2 }]`),
    'rules of two namespaces': rule('a', `${HOST}, ${POLICY}`) + rule('a', `${HOST}, ${POLICY}`, 'web'),
    'a rule for certain clients':
      rule('a', `${HOST}, ${POLICY}`) +
      rule('b', `${HOST}, ${POLICY}, workloadSelector: { matchLabels: { app: web } }`),
    'rules of two hosts': rule('a', `${HOST}, ${POLICY}`) + rule('b', `host: ratings, ${POLICY}`),
  },
  invalid: {
    'two policies, also by short and full name; the first by name counts': {
      yaml: rule('b', `${HOST}, ${POLICY}`) + rule('a', `host: reviews, ${POLICY}`),
      expect: [
        'DestinationRule shop/b spec.trafficPolicy: the traffic policy of host "reviews.shop.svc.cluster.local" is that of DestinationRule "shop/a", and this one is dropped',
      ],
    },
    'one subset in two rules': {
      yaml: rule('a', `${HOST}, subsets: [{ name: v1 }]`) + rule('b', `${HOST}, subsets: [{ name: v1 }, { name: v2 }]`),
      expect: [
        'DestinationRule shop/b spec.subsets: subset "v1" of host "reviews.shop.svc.cluster.local" is also defined by DestinationRule "shop/a", which is the one that counts',
      ],
    },
  },
});
