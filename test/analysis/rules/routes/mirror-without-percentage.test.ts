import { mirrorWithoutPercentage } from '../../../../src/analysis/rules/routes/mirror-without-percentage';
import { testRule } from '../../../../src/testing/test-rule';

const mirrored = (fields: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: orders, namespace: shop }
spec: { hosts: [orders], http: [{ route: [{ destination: { host: orders } }], ${fields} }] }
`;

const PROBLEM = '"shadow" gets a copy of every request, writes among them, and nothing marks the copies';

testRule(mirrorWithoutPercentage, {
  valid: {
    'a mirror with a percentage': mirrored('mirror: { host: shadow }, mirrorPercentage: { value: 100 }'),
    'mirrors with percentages': mirrored('mirrors: [{ destination: { host: shadow }, percentage: { value: 5 } }]'),
    'no mirror': mirrored('timeout: 5s'),
  },
  invalid: {
    'a mirror without one': {
      yaml: mirrored('mirror: { host: shadow }'),
      expect: [`VirtualService shop/orders spec.http[0].mirror: ${PROBLEM}`],
    },
    'one of several mirrors without one': {
      yaml: mirrored(
        'mirrors: [{ destination: { host: a }, percentage: { value: 5 } }, { destination: { host: shadow } }]',
      ),
      expect: [`VirtualService shop/orders spec.http[0].mirrors[1]: ${PROBLEM}`],
    },
  },
});
