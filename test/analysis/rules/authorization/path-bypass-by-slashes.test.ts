import { pathBypassBySlashes } from '../../../../src/analysis/rules/authorization/path-bypass-by-slashes';
import { runRule, testRule } from '../../../../src/testing/test-rule';
import { mesh as documents, GATEWAY_PODS } from '../mesh-yaml';

const policy = (action: string, operation: string) => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  action: ${action}
  ${action === 'CUSTOM' ? 'provider: { name: opa }' : ''}
  rules: [{ to: [{ operation: { methods: [GET] } }] }, { to: [{ operation: ${operation} }] }]
---`;

const mesh = (normalization: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "pathNormalization: { normalization: ${normalization} }" }
---`;

const WHERE = 'AuthorizationPolicy shop/web spec.rules[1].to[0].operation';
const passes = (path: string, meant: string) =>
  `"${path}" passes, since the mesh does not merge slashes and the policy is about "${meant}"; most programs treat both paths as the same`;

testRule(pathBypassBySlashes, {
  valid: {
    'a path that is allowed: other forms of it are refused': policy('ALLOW', '{ paths: [/admin*] }'),
    'a path left out of what is denied: other forms of it are denied': policy('DENY', '{ notPaths: [/healthz] }'),
    'a path left out of others that are allowed': policy('ALLOW', '{ paths: [/a], notPaths: [/b] }'),
    'an audit, which withholds nothing': policy('AUDIT', '{ paths: [/admin*] }'),
    'a path by its end, or any path': policy('DENY', '{ paths: ["*.php", "/*", "/{**}"] }'),
    'a mesh that merges slashes': policy('DENY', '{ paths: [/admin*] }') + mesh('MERGE_SLASHES'),
    'a mesh that decodes and merges them': policy('DENY', '{ paths: [/admin*] }') + mesh('DECODE_AND_MERGE_SLASHES'),
  },
  invalid: {
    'a path left out of all that are allowed': {
      yaml: policy('ALLOW', '{ paths: ["/*"], notPaths: [/b] }'),
      expect: [`${WHERE}.notPaths: ${passes('//b', '/b')}`],
    },
    'a prefix that is denied': {
      yaml: policy('DENY', '{ paths: ["*.php", /admin*] }'),
      expect: [`${WHERE}.paths: ${passes('//admin', '/admin*')}`],
    },
    'a path that is denied in a mesh that resolves dots alone': {
      yaml: policy('DENY', '{ paths: ["/admin/{*}/keys"] }') + mesh('BASE'),
      expect: [`${WHERE}.paths: ${passes('//admin/', '/admin/{*}/keys')}`],
    },
    'a path left out of what is allowed': {
      yaml: policy('ALLOW', '{ notPaths: [/admin] }'),
      expect: [`${WHERE}.notPaths: ${passes('//admin', '/admin')}`],
    },
    'a path about which an authorizer is asked': {
      yaml: policy('CUSTOM', '{ paths: [/admin] }'),
      expect: [`${WHERE}.paths: ${passes('//admin', '/admin')}`],
    },
  },
});

describe('a policy of a gateway', () => {
  const DENY = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: admin, namespace: edge }
spec: { selector: { matchLabels: { istio: ingress } }, action: DENY, rules: [{ to: [{ operation: { paths: [/admin] } }] }] }`;
  const gatewayWith = (settings: string) =>
    documents(
      GATEWAY_PODS.replace(
        'inject.istio.io/templates: gateway',
        `inject.istio.io/templates: gateway, proxy.istio.io/config: '{ "connectionSettings": ${settings} }'`,
      ),
      DENY,
    );

  test.each([
    ['{ "profile": "EDGE" }', 0],
    ['{ "httpMergeSlashes": true }', 0],
    ['{ "profile": "EDGE", "httpMergeSlashes": false }', 1],
    ['{}', 1],
  ])('with the connection settings %s', (settings, count) => {
    expect(runRule(pathBypassBySlashes, { yaml: gatewayWith(settings) })).toHaveLength(count);
  });
});
