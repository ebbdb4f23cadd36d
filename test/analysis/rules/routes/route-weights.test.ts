import { routeWeights } from '../../../../src/analysis/rules/routes/route-weights';
import { testRule } from '../../../../src/testing/test-rule';

const route = (destinations: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ route: [${destinations}] }] }
`;

const to = (subset: string, weight?: number) =>
  `{ destination: { host: web, subset: ${subset} }${weight === undefined ? '' : `, weight: ${weight}`} }`;

testRule(routeWeights, {
  valid: {
    'a sum of 100': route(`${to('a', 90)}, ${to('b', 10)}, ${to('c', 0)}`),
    'one destination without a weight': route(to('a')),
    'one destination with all': route(to('a', 100)),
    'several without weights, which validation refuses': route(`${to('a')}, ${to('b')}`),
  },
  invalid: {
    'a sum below': {
      yaml: route(`${to('a', 1)}, ${to('b', 2)}`),
      expect: ['VirtualService shop/web spec.http[0].route: the weights add up to 3, and mean 33.3%, 66.7%'],
    },
    'one destination that should get nothing': {
      yaml: route(to('a', 0)),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].weight: the only destination gets all requests, whatever its weight of 0',
      ],
    },
  },
});
