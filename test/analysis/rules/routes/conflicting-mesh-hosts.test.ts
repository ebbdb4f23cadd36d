import { conflictingMeshHosts } from '../../../../src/analysis/rules/routes/conflicting-mesh-hosts';
import { testRule } from '../../../../src/testing/test-rule';

const route = (destination: string, { name = 'web', ns = 'shop', hosts = 'web', more = '' } = {}) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: ${ns} }
spec: { hosts: [${hosts}]${more}, http: [{ route: [{ destination: ${destination} }] }] }
`;

const kubernetes = (name: string, ns = 'shop', port = '') => `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ name: http, port: 80 }, { name: http-admin, port: 81 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: ${ns} }
spec: { parentRefs: [{ group: "", kind: Service, name: web, namespace: shop${port} }], rules: [{ backendRefs: [{ name: web, namespace: shop, port: 80 }] }] }
`;

testRule(conflictingMeshHosts, {
  valid: {
    'several HTTPRoutes for a service, which are merged':
      kubernetes('a') + kubernetes('b') + kubernetes('c', 'shop', ', port: 80') + kubernetes('a', 'team'),
    'an HTTPRoute for the callers of another namespace': route('{ host: web }') + kubernetes('web', 'team'),
    'one host at a gateway and in the mesh':
      route('{ host: web }') + route('{ host: web }', { name: 'edge', more: ', gateways: [g]' }),
    'the same short name in two namespaces': route('{ host: web }') + route('{ host: web }', { ns: 'bank' }),
    'one host for the clients of two namespaces':
      route('{ host: a }', { hosts: 'a.example.com', more: ', exportTo: [shop]' }) +
      route('{ host: a }', { hosts: 'a.example.com', ns: 'bank', more: ', exportTo: ["."]' }),
  },
  invalid: {
    'an HTTPRoute beside a VirtualService': {
      yaml: route('{ host: web }', { name: 'a' }) + kubernetes('b'),
      expect: [
        'HTTPRoute shop/b spec.parentRefs: host "web.shop.svc.cluster.local" is also routed by VirtualService "shop/a"; Istio uses one of them and ignores the others',
      ],
    },
    'a short and a full name in two VirtualServices, at the one that loses': {
      yaml:
        route('{ host: web }', { name: 'b' }) +
        route('{ host: web }', { name: 'a', hosts: 'web.shop.svc.cluster.local' }),
      expect: [
        'VirtualService shop/b spec.hosts[0]: host "web.shop.svc.cluster.local" is also routed by VirtualService "shop/a"; Istio uses one of them and ignores the others',
      ],
    },
    'a host for some clients that a wildcard for all covers': {
      yaml:
        route('{ host: a }', { name: 'a', hosts: '"*.example.com"' }) +
        route('{ host: a }', { name: 'b', hosts: 'a.example.com', more: ', exportTo: ["."]' }),
      expect: [
        'VirtualService shop/b spec.hosts[0]: host "a.example.com" is also routed by VirtualService "shop/a" for clients in namespace "shop"; Istio uses one of them and ignores the others',
      ],
    },
    'a short and a full name in one VirtualService': {
      yaml: route('{ host: web }', { hosts: 'web, web.shop.svc.cluster.local' }),
      expect: [
        'VirtualService shop/web spec.hosts[0]: host "web.shop.svc.cluster.local" is listed twice, by its short and its full name',
      ],
    },
  },
});
