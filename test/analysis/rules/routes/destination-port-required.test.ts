import { destinationPortRequired } from '../../../../src/analysis/rules/routes/destination-port-required';
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

const HOST = 'VirtualService shop/web spec.http[0].route[0].destination.host';

testRule(destinationPortRequired, {
  valid: {
    'one port': service('web') + route('{ host: web }', { more: ', gateways: [g]' }),
    'several ports, one of them named':
      service('web', 'shop', '{ port: 80 }, { port: 81 }') + route('{ host: web, port: { number: 80 } }'),
  },
  invalid: {
    'several ports, none of them named': {
      yaml: service('web', 'shop', '{ port: 81 }, { port: 80 }') + route('{ host: web }', { more: ', gateways: [g]' }),
      expect: [`${HOST}: "web.shop.svc.cluster.local" has the ports 80, 81, and the route names none of them`],
    },
  },
});
