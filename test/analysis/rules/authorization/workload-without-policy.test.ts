import { workloadWithoutPolicy } from '../../../../src/analysis/rules/authorization/workload-without-policy';
import { testRule } from '../../../../src/testing/test-rule';

const web = (inject: string, labels = '{}') => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${inject} } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: ${labels} }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app }] } } }
---`;

const policy = (spec: string, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: ${namespace} }
spec: { ${spec} }
---`;

const SIDECAR = 'istio-injection: enabled';

const AMBIENT = 'istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint';

const WAYPOINT = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
---`;

const PROBLEM = 'Deployment shop/web: no AuthorizationPolicy applies to the pods of "web": everybody may call them';

testRule(workloadWithoutPolicy, {
  valid: {
    'pods that a policy selects': web(SIDECAR) + policy('selector: { matchLabels: { app: web } }'),
    'a policy of the mesh': web(SIDECAR) + policy('rules: [{}]', 'istio-system'),
    'a policy for the service': web(AMBIENT) + WAYPOINT + policy('targetRefs: [{ kind: Service, name: web }]'),
    'a policy for the waypoint':
      web(AMBIENT) +
      WAYPOINT +
      policy('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: waypoint }]'),
    'pods outside the mesh': web('istio-injection: disabled'),
  },
  invalid: {
    'a policy for other pods': {
      yaml: web(SIDECAR) + policy('selector: { matchLabels: { app: db } }'),
      expect: [PROBLEM],
    },
    'a policy for another service': {
      yaml: web(AMBIENT) + WAYPOINT + policy('targetRefs: [{ kind: Service, name: db }]'),
      expect: [PROBLEM],
    },
  },
});
