import { repeatedRouteDestination } from '../../../../src/analysis/rules/routes/repeated-route-destination';
import { testRule } from '../../../../src/testing/test-rule';

const route = (...destinations: readonly string[]) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: { hosts: [reviews], http: [{ route: [${destinations.map(fields => `{ ${fields}, weight: 50 }`).join(', ')}] }] }
`;

testRule(repeatedRouteDestination, {
  valid: {
    'two subsets': route('destination: { host: a, subset: v1 }', 'destination: { host: a, subset: v2 }'),
    'two ports': route(
      'destination: { host: a, port: { number: 1 } }',
      'destination: { host: a, port: { number: 2 } }',
    ),
    'one subset with headers of its own': route(
      'destination: { host: a, subset: v1 }',
      'destination: { host: a, subset: v1 }, headers: { request: { set: { x-canary: "1" } } }',
    ),
  },
  invalid: {
    'one subset twice, by short and full name': {
      yaml: route(
        'destination: { host: a, subset: v1 }',
        'destination: { host: a.shop.svc.cluster.local, subset: v1 }',
      ),
      expect: [
        'VirtualService shop/reviews spec.http[0].route[1].destination: subset "v1" of "a.shop.svc.cluster.local" is already the destination of route[0]',
      ],
    },
  },
});
