import { subsetIgnoredAtGateway } from '../../../../src/analysis/rules/destinations/subset-ignored-at-gateway';
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

testRule(subsetIgnoredAtGateway, {
  valid: {
    'a gateway route to a subset':
      route('{ host: web, subset: v1 }') +
      route('{ host: web, subset: v1 }', { name: 'edge', hosts: 'a.example.com', more: ', gateways: [g]' }),
    'routes of the mesh':
      route('{ host: web, subset: v1 }') + route('{ host: web }', { name: 'other', hosts: 'other' }),
    'a waypoint that gateways use as well, and that chooses subsets for them':
      service(
        'web',
        'shop',
        undefined,
        ', labels: { istio.io/use-waypoint: w, istio.io/ingress-use-waypoint: "true" }',
      ) +
      route('{ host: web, subset: v1 }') +
      route('{ host: web }', { name: 'edge', hosts: 'a.example.com', more: ', gateways: [g]' }),
  },
  invalid: {
    'a gateway route by the full name to a host that is split by its short one': {
      yaml:
        route('{ host: web, subset: v1 }') +
        route('{ host: web.shop.svc.cluster.local }', {
          name: 'edge',
          hosts: 'a.example.com',
          more: ', gateways: [g]',
        }),
      expect: [
        'VirtualService shop/edge spec.http[0].route[0].destination: the subsets to which VirtualService "shop/web" splits "web.shop.svc.cluster.local" are not used for requests that come through the gateway',
      ],
    },
  },
});
