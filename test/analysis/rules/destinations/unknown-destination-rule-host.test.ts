import { unknownDestinationRuleHost } from '../../../../src/analysis/rules/destinations/unknown-destination-rule-host';
import { testRule } from '../../../../src/testing/test-rule';

const service = (name: string, ns = 'shop', ports = '{ name: http, port: 80 }', more = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${ns}${more} }
spec: { selector: { app: ${name} }, ports: [${ports}] }
`;

const rule = (host: string, subsets = '{ name: v1, labels: { version: v1 } }', ns = 'shop', more = '') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: ${ns} }
spec: { host: ${host}, subsets: [${subsets}]${more} }
`;

testRule(unknownDestinationRuleHost, {
  valid: {
    'a Service': service('web') + rule('web'),
    'a wildcard': rule('"*.local"'),
  },
  invalid: {
    'a short name of another namespace': {
      yaml: service('web') + service('cart', 'bank') + rule('web', '', 'bank'),
      expect: [
        'DestinationRule bank/web spec.host: host "web.bank.svc.cluster.local" is neither a Service nor a host of a ServiceEntry; namespace "bank" has "cart"',
      ],
    },
  },
});
