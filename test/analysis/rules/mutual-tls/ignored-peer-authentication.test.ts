import { ignoredPeerAuthentication } from '../../../../src/analysis/rules/mutual-tls/ignored-peer-authentication';
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
