import { unusedSubsetPolicy } from '../../../../src/analysis/rules/destinations/unused-subset-policy';
import { testRule } from '../../../../src/testing/test-rule';

const rule = (subset: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, subsets: [${subset}] }
---`;

const route = (http: string, namespace = 'shop') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: ${namespace} }
spec: { hosts: [reviews.shop.svc.cluster.local], http: [${http}] }
---`;

const POLICY = '{ name: v1, trafficPolicy: { connectionPool: { tcp: { maxConnections: 1 } } } }';

testRule(unusedSubsetPolicy, {
  valid: {
    'a subset without a policy': rule('{ name: v1 }'),
    'a subset with a route': rule(POLICY) + route('{ route: [{ destination: { host: reviews, subset: v1 } }] }'),
    'a subset that a mirror of another namespace leads to':
      rule(POLICY) +
      route(
        '{ route: [{ destination: { host: a } }], mirror: { host: reviews.shop.svc.cluster.local, subset: v1 } }',
        'web',
      ),
  },
  invalid: {
    'a route to the host as a whole': {
      yaml: rule(POLICY) + route('{ route: [{ destination: { host: reviews } }] }'),
      expect: [
        'DestinationRule shop/reviews spec.subsets[0].trafficPolicy: no VirtualService routes to subset "v1" of "reviews.shop.svc.cluster.local", so that its policy is never used',
      ],
    },
    'a route to the same subset of another host': {
      yaml: rule(POLICY) + route('{ route: [{ destination: { host: ratings, subset: v1 } }] }'),
      expect: [
        'DestinationRule shop/reviews spec.subsets[0].trafficPolicy: no VirtualService routes to subset "v1" of "reviews.shop.svc.cluster.local", so that its policy is never used',
      ],
    },
  },
});
