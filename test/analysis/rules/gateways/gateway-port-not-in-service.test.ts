import { gatewayPortNotInService } from '../../../../src/analysis/rules/gateways/gateway-port-not-in-service';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (name: string, servers: string, ns = 'edge', selector = '{ istio: edge }') => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${ns} }
spec: { selector: ${selector}, servers: [${servers}] }
`;

const http = (hosts: string, port = 80, more = '') =>
  `{ port: { number: ${port}, name: http, protocol: HTTP }, hosts: [${hosts}]${more} }`;

const pods = (labels = '{ istio: edge }', ns = 'edge', name = 'edge') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
`;

const service = (ports: string, selector = '{ istio: edge }') => `
---
apiVersion: v1
kind: Service
metadata: { name: edge, namespace: edge }
spec: { selector: ${selector}, ports: [${ports}] }
`;

testRule(gatewayPortNotInService, {
  valid: {
    'the port of the Service': gateway('public', http('"*"')) + pods() + service('{ port: 80 }'),
    'the target port of the Service':
      gateway('public', http('"*"', 8080)) + pods() + service('{ port: 80, targetPort: 8080 }'),
    'pods without a Service': gateway('public', http('"*"')) + pods(),
    'a Gateway without pods, which is another rule': gateway('public', http('"*"')) + service('{ port: 443 }'),
  },
  invalid: {
    'a port of UDP': {
      yaml:
        gateway('public', http('"*"')) +
        pods() +
        service('{ port: 80, protocol: UDP }, { port: 443, targetPort: 8443 }'),
      expect: [
        'Gateway edge/public spec.servers[0].port.number: no Service of the pods with "istio=edge" leads to port 80; reachable are 443, 8443',
      ],
    },
    'a Service of other pods': {
      yaml:
        gateway('public', http('"*"', 8443)) +
        pods('{ istio: edge, app: edge }') +
        service('{ port: 443 }', '{ app: edge }'),
      expect: [
        'Gateway edge/public spec.servers[0].port.number: no Service of the pods with "istio=edge" leads to port 8443; reachable are 443',
      ],
    },
  },
});
