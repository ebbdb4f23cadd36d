import { duplicateGatewayCertificate } from '../../../../src/analysis/rules/gateways/duplicate-gateway-certificate';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (name: string, servers: string, ns = 'edge', selector = '{ istio: edge }') => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: ${ns} }
spec: { selector: ${selector}, servers: [${servers}] }
`;

const https = (hosts: string, credential: string) =>
  `{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [${hosts}], tls: { mode: SIMPLE, credentialName: ${credential} } }`;

testRule(duplicateGatewayCertificate, {
  valid: {
    'other certificates': gateway('a', https('a.example.com', 'a')) + gateway('b', https('b.example.com', 'b')),
    'other pods':
      gateway('a', https('a.example.com', 'a')) + gateway('b', https('b.example.com', 'a'), 'edge', '{ istio: other }'),
    'the same files in one Gateway': gateway('a', `${https('a.example.com', 'a')}, ${https('b.example.com', 'a')}`),
  },
  invalid: {
    'one certificate of two Gateways, at the second': {
      yaml: gateway('a', https('a.example.com', 'a')) + gateway('b', https('b.example.com', 'a')),
      expect: [
        'Gateway edge/b spec.servers: Gateway "edge/a" serves the same certificate on the same pods; clients that reuse connections get 404',
      ],
    },
  },
});
