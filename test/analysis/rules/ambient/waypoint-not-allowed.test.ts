import { waypointNotAllowed } from '../../../../src/analysis/rules/ambient/waypoint-not-allowed';
import { testRule } from '../../../../src/testing/test-rule';

const namespace = (waypoint: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: ${waypoint} } }
---`;

const REVIEWS = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: app }] } } }
---`;

const policy = (rule: string, attachment = 'selector: { matchLabels: { app: reviews } }', action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec: { ${attachment}, action: ${action}, rules: [${rule}] }
---`;

const from = (principal: string) => `{ from: [{ source: { principals: [${principal}] } }] }`;

const WEB = from('cluster.local/ns/shop/sa/web');

testRule(waypointNotAllowed, {
  valid: {
    'a policy that allows the waypoint':
      namespace('waypoint') + REVIEWS + policy(from('cluster.local/ns/shop/sa/waypoint')),
    'a policy that allows the namespace':
      namespace('waypoint') + REVIEWS + policy('{ from: [{ source: { namespaces: [shop] } }] }'),
    'a policy at the waypoint':
      namespace('waypoint') + REVIEWS + policy(WEB, 'targetRefs: [{ kind: Service, group: "", name: reviews }]'),
    'a service without a waypoint': namespace('none') + REVIEWS + policy(WEB),
    'a policy that denies': namespace('waypoint') + REVIEWS + policy(WEB, 'selector: {}', 'DENY'),
    'a policy that ztunnel cannot check':
      namespace('waypoint') +
      REVIEWS +
      policy('{ from: [{ source: { principals: [web] } }], to: [{ operation: { methods: [GET] } }] }'),
  },
  invalid: {
    'a policy that allows the callers only': {
      yaml: namespace('waypoint') + REVIEWS + policy(WEB),
      expect: [
        'AuthorizationPolicy shop/reviews spec.rules: requests to "reviews.shop.svc.cluster.local" reach "reviews" from waypoint "shop/waypoint", which no policy of the pods allows',
      ],
    },
  },
});
