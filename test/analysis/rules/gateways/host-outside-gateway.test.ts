import { hostOutsideGateway } from '../../../../src/analysis/rules/gateways/host-outside-gateway';
import { testRule } from '../../../../src/testing/test-rule';

const gateway = (hosts: string, name = 'public') => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge }
spec: { servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [${hosts}] }] }
---`;

const route = (hosts: string, gateways = 'edge/public') => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [${hosts}], gateways: [${gateways}] }
---`;

testRule(hostOutsideGateway, {
  valid: {
    'hosts that are all accepted': gateway('"*.example.com"') + route('a.example.com, b.example.com'),
    'hosts that two Gateways share':
      gateway('a.example.com') +
      gateway('b.example.com', 'other') +
      route('a.example.com, b.example.com', 'edge/public, edge/other'),
    'hosts of the mesh': gateway('a.example.com') + route('a.example.com, web', 'edge/public, mesh'),
    'a Gateway that is not in the set':
      gateway('a.example.com') + route('a.example.com, b.example.com', 'edge/public, edge/x'),
    'hosts of which none is accepted': gateway('c.example.com') + route('a.example.com, b.example.com'),
  },
  invalid: {
    'a host that a wildcard does not cover': {
      yaml: gateway('"*.example.com"') + route('www.example.com, example.com'),
      expect: [
        'VirtualService shop/web spec.hosts[1]: no Gateway that the routes are bound to accepts host "example.com"; accepted are "*.example.com"',
      ],
    },
    'a host that is kept for another namespace': {
      yaml: gateway('a.example.com, bank/b.example.com') + route('a.example.com, b.example.com'),
      expect: [
        'VirtualService shop/web spec.hosts[1]: no Gateway that the routes are bound to accepts host "b.example.com"; accepted are "a.example.com"',
      ],
    },
  },
});
