import { crashingGatewayHosts } from '../../../../src/analysis/rules/gateways/crashing-gateway-hosts';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (hosts: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: a, namespace: edge }
spec: { selector: { istio: edge }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${hosts}] }] }
`;

testRule(crashingGatewayHosts, {
  valid: {
    'all hosts alone': gateway('"*/*"'),
    'all hosts at the end': gateway('./a.example.com, "*/b.example.com", "*/*"'),
    'hosts of named namespaces after it': gateway('"*/*", shop/a.example.com, b.example.com'),
    'all hosts twice': gateway('"*/*", "*/*"'),
  },
  invalid: {
    'a host of every namespace after it': {
      yaml: gateway('"*/*", "*/a.example.com"'),
      expect: [
        'Gateway edge/a spec.servers[0].hosts[1]: "*/a.example.com" comes after "*/*": istiod crashes when it reads this Gateway, and again each time it starts',
      ],
    },
    'a host of its own namespace after others': {
      yaml: gateway('a.example.com, "*/*", shop/b.example.com, ./c.example.com'),
      expect: [
        'Gateway edge/a spec.servers[0].hosts[3]: "./c.example.com" comes after "*/*": istiod crashes when it reads this Gateway, and again each time it starts',
      ],
    },
  },
});
