import { splitAuthorizationRule } from '../../../../src/analysis/rules/authorization/split-authorization-rule';
import { testRule } from '../../../../src/testing/test-rule';

const policy = (rules: string, action = 'ALLOW') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec: { action: ${action}, rules: ${rules} }
`;

const FROM = 'from: [{ source: { namespaces: [web] } }]';

const TO = 'to: [{ operation: { methods: [GET] } }]';

const PROBLEM = (to: number, from: number) =>
  `AuthorizationPolicy shop/reviews spec.rules[${to}]: rules[${to}] names no source, so that everybody may do its operations, and the sources of rules[${from}] may do everything; items of rules are alternatives`;

testRule(splitAuthorizationRule, {
  valid: {
    'source and operation in one item': policy(`[{ ${FROM}, ${TO} }]`),
    'sources only': policy(`[{ ${FROM} }]`),
    'operations only': policy(`[{ ${TO} }]`),
    'a health check that is open to everybody': policy(
      `[{ ${FROM} }, { to: [{ operation: { paths: [/healthz, "/ready*"] } }] }]`,
    ),
    'operations under a condition': policy(
      `[{ ${FROM} }, { ${TO}, when: [{ key: source.ip, values: [10.0.0.0/8] }] }]`,
    ),
    'a policy that denies': policy(`[{ ${FROM} }, { ${TO} }]`, 'DENY'),
  },
  invalid: {
    'an operation beside the source that it belongs to': {
      yaml: policy(`[{ ${FROM} }, { ${TO} }]`),
      expect: [PROBLEM(1, 0)],
    },
    'the operation before the source': { yaml: policy(`[{ ${TO} }, { ${FROM} }]`), expect: [PROBLEM(0, 1)] },
  },
});
