import { unknownDestinationPort } from '../../../../src/analysis/rules/routes/unknown-destination-port';
import { testRule } from '../../../../src/testing/test-rule';

const service = (name: string, ns = 'shop', ports = '{ name: http, port: 80 }', more = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${ns}${more} }
spec: { selector: { app: ${name} }, ports: [${ports}] }
`;

const route = (destination: string, { name = 'web', ns = 'shop', hosts = 'web', more = '' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${ns} }
spec: { hosts: [${hosts}]${more}, http: [{ route: [{ destination: ${destination} }] }] }
`;

testRule(unknownDestinationPort, {
  valid: {
    'a port of the Service': service('web') + route('{ host: web, port: { number: 80 } }'),
    'no port': service('web') + route('{ host: web }'),
    'a host that is unknown, which is another rule': route('{ host: web, port: { number: 80 } }'),
  },
  invalid: {
    'a port that the Service does not have': {
      yaml: service('web', 'shop', '{ port: 80 }, { port: 443 }') + route('{ host: web, port: { number: 8080 } }'),
      expect: [
        'VirtualService shop/web spec.http[0].route[0].destination.port.number: "web.shop.svc.cluster.local" has no port 8080; it has 80, 443',
      ],
    },
  },
});
