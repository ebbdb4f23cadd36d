import { ambientRouteWithoutWaypoint } from '../../../../src/analysis/rules/ambient/ambient-route-without-waypoint';
import { testRule } from '../../../../src/testing/test-rule';

const mesh = (label = '', parents = '{ group: "", kind: Service, name: web }') => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web${label} } }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }, { name: http-admin, port: 81 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web, istio.io/dataplane-mode: ambient } } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [${parents}], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`;

const reported = {
  expect: [
    'HTTPRoute shop/web spec.parentRefs[0]: "web.shop.svc.cluster.local" is in the ambient mesh and uses no waypoint, so that ambient callers pass by these routes',
  ],
};

testRule(ambientRouteWithoutWaypoint, {
  valid: { 'a route of a service that uses a waypoint': mesh(', istio.io/use-waypoint: waypoint') },
  invalid: {
    'an HTTPRoute, at its parent': { yaml: mesh(), ...reported },
    'an HTTPRoute with two ports as its parents, once': {
      yaml: mesh(
        '',
        '{ group: "", kind: Service, name: web, port: 80 }, { group: "", kind: Service, name: web, port: 81 }',
      ),
      ...reported,
    },
  },
});
