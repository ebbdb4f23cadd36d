import { conflictingPeerAuthentications } from '../../../../src/analysis/rules/mutual-tls/conflicting-peer-authentications';
import { testRule } from '../../../../src/testing/test-rule';

const policy = (name: string, ns: string, spec: string) => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${ns} }
spec: ${spec}
`;

const pods = (labels = '{ app: web }', containers = '[{ name: app }]') => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: ${labels} }, spec: { containers: ${containers} } } }
`;

const STRICT = policy('default', 'shop', '{ mtls: { mode: STRICT } }');

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
