import { missingGateway } from '../../../../src/analysis/rules/gateways/missing-gateway';
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

testRule(missingGateway, {
  valid: {
    'the mesh itself': route('a.example.com', 'mesh'),
    'a Gateway of the same namespace': gateway('public', http('"*"')) + route('a.example.com', 'public', 'edge'),
    'a Gateway by namespace and name': gateway('public', http('"*"')) + route('a.example.com', 'edge/public'),
    'a Gateway of the Gateway API in parity with the istioctl of 1.32': {
      yaml: kubernetesGateway('') + route('a.example.com', 'public'),
      options: { istioParity: true, istioVersion: '1.32' },
    },
    'a dot for the own namespace': gateway('public', http('"*"')) + route('a.example.com', './public', 'edge'),
  },
  invalid: {
    'a name without its namespace, and where it is': {
      yaml: gateway('public', http('"*"')) + route('a.example.com', 'mesh, public'),
      expect: [
        'VirtualService shop/web spec.gateways[1]: Gateway "public" does not exist in namespace "shop"; there are none',
      ],
    },
    'a Gateway of the Gateway API, which is another kind': {
      yaml: kubernetesGateway('') + route('a.example.com', 'public'),
      options: { istioVersion: '1.32' },
      expect: [
        'VirtualService shop/web spec.gateways[0]: "public" of namespace "shop" is a Gateway of the Gateway API, which serves no VirtualServices; Gateways of Istio there are none',
      ],
    },
    'the same in parity with an older istioctl': {
      yaml: kubernetesGateway('') + route('a.example.com', 'public'),
      options: { istioParity: true, istioVersion: '1.31' },
      expect: [
        'VirtualService shop/web spec.gateways[0]: "public" of namespace "shop" is a Gateway of the Gateway API, which serves no VirtualServices; Gateways of Istio there are none',
      ],
    },
  },
});
