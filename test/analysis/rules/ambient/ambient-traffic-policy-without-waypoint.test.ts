import { ambientTrafficPolicyWithoutWaypoint } from '../../../../src/analysis/rules/ambient/ambient-traffic-policy-without-waypoint';
import { testRule } from '../../../../src/testing/test-rule';

const shop = (labels: string, serviceLabels = '{}') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: ${labels} }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop, labels: ${serviceLabels} }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: app }] } } }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM } } }
---`;

const AMBIENT = 'istio.io/dataplane-mode: ambient';

const web = (labels: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: web }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: app }] } } }
---`;

const route = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [a.example.com], gateways: [edge/public], http: [{ route: [{ destination: { host: reviews } }] }] }
---`;

const kubernetesRoute = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: edge }
spec: { rules: [{ backendRefs: [{ name: reviews, namespace: shop, port: 80 }] }] }
---`;

const PROBLEM =
  'DestinationRule shop/reviews spec.host: "reviews.shop.svc.cluster.local" is in the ambient mesh and uses no waypoint, so that ambient callers bypass this policy';

testRule(ambientTrafficPolicyWithoutWaypoint, {
  valid: {
    'a namespace with a waypoint': shop(`{ ${AMBIENT}, istio.io/use-waypoint: waypoint }`),
    'a service with a waypoint': shop(`{ ${AMBIENT} }`, '{ istio.io/use-waypoint: waypoint }'),
    'a service outside the ambient mesh': shop('{ istio-injection: enabled }'),
    'callers with sidecars': shop(`{ ${AMBIENT} }`) + web('{ sidecar.istio.io/inject: "true" }'),
    'a service behind a gateway': shop(`{ ${AMBIENT} }`) + route,
    'a service behind a gateway of the Gateway API': shop(`{ ${AMBIENT} }`) + kubernetesRoute,
  },
  invalid: {
    'a service that only ambient callers reach': { yaml: shop(`{ ${AMBIENT} }`), expect: [PROBLEM] },
    'a service that is taken out of the waypoint of its namespace': {
      yaml: shop(`{ ${AMBIENT}, istio.io/use-waypoint: waypoint }`, '{ istio.io/use-waypoint: none }'),
      expect: [PROBLEM],
    },
  },
});
