import { tokenNotRequired } from '../../../../src/analysis/rules/tokens/token-not-required';
import { testRule } from '../../../../src/testing/test-rule';

const checked = (rule: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: app }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: users, namespace: shop }
spec: { jwtRules: [{ issuer: https://id.example.com${rule} }] }
`;

const open =
  'RequestAuthentication shop/users spec.jwtRules: requests without a token reach "web": no AuthorizationPolicy there asks for one';

testRule(tokenNotRequired, {
  valid: {
    'a rule that requires its token': { yaml: checked(', presence: REQUIRED'), options: { istioVersion: '1.32' } },
  },
  invalid: {
    'a rule that leaves it open': {
      yaml: checked(', presence: OPTIONAL'),
      options: { istioVersion: '1.32' },
      expect: [open],
    },
    'a requirement that the release does not read': {
      yaml: checked(', presence: REQUIRED'),
      options: { istioVersion: '1.31' },
      expect: [open],
    },
  },
});
