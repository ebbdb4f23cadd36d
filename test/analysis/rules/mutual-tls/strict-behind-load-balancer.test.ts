import { strictBehindLoadBalancer } from '../../../../src/analysis/rules/mutual-tls/strict-behind-load-balancer';
import { testRule } from '../../../../src/testing/test-rule';

const policy = (name: string, ns: string, spec: string) => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${ns} }
spec: ${spec}
`;

const INJECTED = `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`;

const pods = (labels = '{ app: web }', containers = '[{ name: app }]') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: ${containers} } } }
`;

const service = (type = 'ClusterIP', ports = '{ name: http, port: 80, targetPort: 8080 }') => `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: ${type}, selector: { app: web }, ports: [${ports}] }
`;

const STRICT = policy('default', 'shop', '{ mtls: { mode: STRICT } }');

testRule(strictBehindLoadBalancer, {
  valid: {
    'a Service within the cluster': INJECTED + pods() + service() + STRICT,
    'pods that also take plaintext': INJECTED + pods() + service('LoadBalancer'),
    'a gateway':
      INJECTED + pods('{ app: web }', '[{ name: istio-proxy, image: auto }]') + service('LoadBalancer') + STRICT,
    'a port that is excepted':
      INJECTED +
      pods() +
      service('LoadBalancer') +
      policy(
        'web',
        'shop',
        '{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: PERMISSIVE } } }',
      ),
  },
  invalid: {
    'a node port': {
      yaml: INJECTED + pods() + service('NodePort') + STRICT,
      expect: [
        'Service shop/web spec.type: clients outside the cluster reach port 80 of "web" without mutual TLS, which it requires',
      ],
    },
  },
});
