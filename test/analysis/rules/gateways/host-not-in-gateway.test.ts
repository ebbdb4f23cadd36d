import { hostNotInGateway } from '../../../../src/analysis/rules/gateways/host-not-in-gateway';
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

const route = (hosts: string, gateways: string, ns = 'shop') => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: ${ns} }
spec: { hosts: [${hosts}], gateways: [${gateways}], http: [{ route: [{ destination: { host: web } }] }] }
`;

const kubernetesGateway = (hostname: string) => `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP${hostname} }] }
`;

testRule(hostNotInGateway, {
  valid: {
    'a host below a wildcard': gateway('public', http('"*.example.com"')) + route('a.example.com', 'edge/public'),
    'a wildcard over a host': gateway('public', http('a.example.com')) + route('"*.example.com"', 'edge/public'),
    'one host of several': gateway('public', http('a.example.com')) + route('a.example.com, web', 'edge/public, mesh'),
    'a host for its namespace': gateway('public', http('shop/a.example.com')) + route('a.example.com', 'edge/public'),
    'a host for all namespaces': gateway('public', http('"*/a.example.com"')) + route('a.example.com', 'edge/public'),
    'a host for the namespace of the Gateway':
      gateway('public', http('./a.example.com')) + route('a.example.com', 'public', 'edge'),
    'a Gateway that does not exist, which is another rule': route('a.example.com', 'edge/absent'),
    'a listener that has the host': {
      yaml: kubernetesGateway(', hostname: "*.example.com"') + route('a.example.com', 'public'),
      options: { istioParity: true, istioVersion: '1.32' },
    },
    'a listener for all hosts': {
      yaml: kubernetesGateway('') + route('a.example.com', 'public'),
      options: { istioParity: true, istioVersion: '1.32' },
    },
    'a delegate, which has no hosts': gateway('public', http('a.example.com')) + route('', 'edge/public'),
  },
  invalid: {
    'a host that no listener of a Kubernetes Gateway has': {
      yaml: kubernetesGateway(', hostname: b.example.com') + route('a.example.com', 'public'),
      options: { istioParity: true, istioVersion: '1.32' },
      expect: [
        'VirtualService shop/web spec.gateways[0]: Gateway "shop/public" accepts no host of "a.example.com"; for namespace "shop" it accepts "b.example.com"',
      ],
    },
    'a host for another namespace': {
      yaml:
        gateway('public', http('bank/a.example.com, ./b.example.com')) +
        route('a.example.com, b.example.com', 'edge/public'),
      expect: [
        'VirtualService shop/web spec.gateways[0]: Gateway "edge/public" accepts no host of "a.example.com", "b.example.com"; for namespace "shop" it accepts none',
      ],
    },
    'the bare domain of a wildcard': {
      yaml: gateway('public', http('"*.example.com"')) + route('example.com', 'edge/public'),
      expect: [
        'VirtualService shop/web spec.gateways[0]: Gateway "edge/public" accepts no host of "example.com"; for namespace "shop" it accepts "*.example.com"',
      ],
    },
  },
});
