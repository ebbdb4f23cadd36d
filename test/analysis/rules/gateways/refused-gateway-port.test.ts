import { refusedGatewayPort } from '../../../../src/analysis/rules/gateways/refused-gateway-port';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (name: string, hosts: string, port = 443) => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge }
spec:
  selector: { istio: edge }
  servers:
    - port: { number: ${port}, name: https, protocol: HTTPS }
      hosts: [${hosts}]
      tls: { mode: SIMPLE, credentialName: edge }
`;

testRule(refusedGatewayPort, {
  valid: {
    'other names': gateway('a', 'a.example.com') + gateway('b', './b.example.com'),
    'other ports': gateway('a', 'a.example.com') + gateway('b', './a.example.com', 8443),
    'hosts written alike, of which istiod drops one': gateway('a', 'a.example.com') + gateway('b', 'a.example.com'),
  },
  invalid: {
    'one name written in two ways': {
      yaml: gateway('a', 'a.example.com') + gateway('b', './a.example.com, b.example.com'),
      expect: [
        'Gateway edge/b spec.servers[0]: port 443 takes "a.example.com" twice, here and by Gateway edge/a spec.servers[0]: Envoy refuses the listener, so that the whole port fails',
      ],
    },
  },
});
