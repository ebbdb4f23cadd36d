import { conflictingPeerAuthentications } from '../../src/analysis/rules/conflicting-peer-authentications';
import { ignoredPeerAuthentication } from '../../src/analysis/rules/ignored-peer-authentication';
import { strictBehindLoadBalancer } from '../../src/analysis/rules/strict-behind-load-balancer';
import { tlsModeMismatch } from '../../src/analysis/rules/tls-mode-mismatch';
import { testRule } from '../../src/testing/test-rule';

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

const STRICT = policy('default', 'shop', '{ mtls: { mode: STRICT } }');

testRule(tlsModeMismatch, {
  valid: {
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

testRule(conflictingPeerAuthentications, {
  valid: {
    'one of each level':
      policy('a', 'istio-system', '{}') +
      STRICT +
      pods() +
      policy('web', 'shop', '{ selector: { matchLabels: { app: web } } }'),
    'other pods':
      pods() +
      policy('a', 'shop', '{ selector: { matchLabels: { app: web } } }') +
      policy('b', 'shop', '{ selector: { matchLabels: { app: other } } }'),
  },
  invalid: {
    'two for the same pods, at the one that loses': {
      yaml:
        pods('{ app: web, tier: front }') +
        policy('b', 'shop', '{ selector: { matchLabels: { app: web } } }') +
        policy('a', 'shop', '{ selector: { matchLabels: { tier: front } } }'),
      expect: [
        'PeerAuthentication shop/b spec.selector: PeerAuthentication "a" is also about the pods of "web"; one of them is used',
      ],
    },
  },
});

testRule(ignoredPeerAuthentication, {
  valid: {
    'the mode of the mesh': policy('a', 'istio-system', '{ mtls: { mode: STRICT } }'),
    'a namespace whose pods are elsewhere': policy('a', 'shop', '{ selector: { matchLabels: { app: web } } }'),
  },
  invalid: {
    'labels that no pod has': {
      yaml: pods() + policy('a', 'shop', '{ selector: { matchLabels: { app: wep } } }'),
      expect: [
        'PeerAuthentication shop/a spec.selector.matchLabels: no pod of namespace "shop" has the labels "app=wep"',
      ],
    },
  },
});
