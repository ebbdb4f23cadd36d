import { conflictingGateways } from '../../../../src/analysis/rules/gateways/conflicting-gateways';
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

const https = (hosts: string, credential: string) =>
  `{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${hosts}], tls: { mode: SIMPLE, credentialName: ${credential} } }`;

const pods = (labels = '{ istio: edge }', ns = 'edge', name = 'edge') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${ns} }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
`;

testRule(conflictingGateways, {
  valid: {
    'other hosts': gateway('a', http('a.example.com')) + gateway('b', http('b.example.com')),
    'other ports': gateway('a', http('a.example.com')) + gateway('b', http('a.example.com', 8080)),
    'other pods': gateway('a', http('a.example.com')) + gateway('b', http('a.example.com'), 'edge', '{ istio: other }'),
    'another bind address':
      gateway('a', http('a.example.com')) + gateway('b', http('a.example.com', 80, ', bind: 10.0.0.1')),
    'two servers of one Gateway': gateway('a', `${http('a.example.com')}, ${http('b.example.com')}`),
  },
  invalid: {
    'the same host twice, once': {
      yaml:
        gateway('a', https('a.example.com, b.example.com', 'a')) + gateway('b', https('b.example.com', 'b'), 'shop'),
      expect: [
        'Gateway shop/b spec.servers[0].hosts: "b.example.com" on port 443 of the pods with "istio=edge" is also defined by Gateway "edge/a"',
      ],
    },
    'selectors that differ and select the same pods': {
      yaml:
        gateway('a', http('a.example.com')) +
        gateway('b', http('a.example.com'), 'edge', '{ app: edge }') +
        pods('{ app: edge, istio: edge }'),
      expect: [
        'Gateway edge/b spec.servers[0].hosts: "a.example.com" on port 80 of the pods with "app=edge" is also defined by Gateway "edge/a"',
      ],
    },
    'both of them in parity with istioctl': {
      yaml: gateway('a', http('a.example.com')) + gateway('b', http('a.example.com')),
      options: { istioParity: true },
      expect: [
        'Gateway edge/a: "a.example.com" on port 80 of the pods with "istio=edge" is also defined by Gateway "edge/b"',
        'Gateway edge/b: "a.example.com" on port 80 of the pods with "istio=edge" is also defined by Gateway "edge/a"',
      ],
    },
  },
});
