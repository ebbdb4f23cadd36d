import { tlsModeMismatch } from '../../../../src/analysis/rules/mutual-tls/tls-mode-mismatch';
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

const rule = (tls: string) => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec: { host: web, trafficPolicy: ${tls} }
`;

const subsets = (policies: string, version = 'v1') =>
  rule(`{}, subsets: [{ name: old, labels: { version: ${version} }, trafficPolicy: ${policies} }]`);
const V1 = INJECTED + pods('{ app: web, version: v1 }') + service();

const STRICT = policy('default', 'shop', '{ mtls: { mode: STRICT } }');

testRule(tlsModeMismatch, {
  valid: {
    'plaintext to a subset of other pods': V1 + STRICT + subsets('{ tls: { mode: DISABLE } }', 'v2'),
    'mutual TLS to a subset': V1 + STRICT + subsets('{ tls: { mode: ISTIO_MUTUAL } }'),
    'mutual TLS of the mesh': INJECTED + pods() + service() + STRICT + rule('{ tls: { mode: ISTIO_MUTUAL } }'),
    'plaintext where both are accepted': INJECTED + pods() + service() + rule('{ tls: { mode: DISABLE } }'),
    'pods outside the mesh': pods() + service() + STRICT + rule('{ tls: { mode: DISABLE } }'),
    'a port that is excepted':
      INJECTED +
      pods() +
      service() +
      policy(
        'web',
        'shop',
        '{ selector: { matchLabels: { app: web } }, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } } }',
      ) +
      rule('{ tls: { mode: DISABLE } }'),
  },
  invalid: {
    'plaintext to one subset': {
      yaml: V1 + STRICT + subsets('{ tls: { mode: DISABLE } }'),
      expect: [
        'DestinationRule shop/web spec.subsets[0].trafficPolicy.tls.mode: clients send plaintext to port 80 of subset "old" of "web.shop.svc.cluster.local", whose pods accept mutual TLS only',
      ],
    },
    'plaintext where mutual TLS is required': {
      yaml: INJECTED + pods() + service() + STRICT + rule('{ tls: { mode: DISABLE } }'),
      expect: [
        'DestinationRule shop/web spec.trafficPolicy.tls.mode: clients send plaintext to port 80 of "web.shop.svc.cluster.local", whose pods accept mutual TLS only',
      ],
    },
    'mutual TLS where it is off': {
      yaml:
        INJECTED +
        pods() +
        service() +
        policy('a', 'shop', '{ mtls: { mode: DISABLE } }') +
        rule('{ portLevelSettings: [{ port: { number: 80 }, tls: { mode: ISTIO_MUTUAL } }] }'),
      expect: [
        'DestinationRule shop/web spec.trafficPolicy.portLevelSettings[0].tls.mode: clients send mutual TLS to port 80 of "web.shop.svc.cluster.local", whose pods accept plaintext only',
      ],
    },
  },
});
