import { identityWithoutMutualTls } from '../../../../src/analysis/rules/authorization/identity-without-mutual-tls';
import { testRule } from '../../../../src/testing/test-rule';

const workload = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: app, image: app }] } } }
---`;

const policy = (action: string, source: string, to = '') => `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: reviews, namespace: shop }
spec: { action: ${action}, rules: [{ from: [{ source: ${source} }] ${to} }] }
---`;

const mode = (spec: string, namespace = 'shop') => `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: ${namespace} }
spec: ${spec}
---`;

const PORT = ', to: [{ operation: { ports: ["9090"] } }]';

const BY_PORT =
  '{ selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT }, portLevelMtls: { 9090: { mode: DISABLE } } }';

const SOURCE = 'AuthorizationPolicy shop/reviews spec.rules[0].from[0].source';

testRule(identityWithoutMutualTls, {
  valid: {
    'a principal that is allowed in the default mode': workload + policy('ALLOW', '{ principals: [a] }'),
    'a namespace that is denied in a strict mesh':
      workload + policy('DENY', '{ namespaces: [dev] }') + mode('{ mtls: { mode: STRICT } }', 'istio-system'),
    'others than a principal being denied, which stops plaintext as well':
      workload + policy('DENY', '{ notPrincipals: [a] }'),
    'addresses instead of identities': workload + policy('DENY', '{ ipBlocks: [10.0.0.0/8] }'),
    'a strict port beside one that is not':
      workload + policy('DENY', '{ namespaces: [dev] }', ', to: [{ operation: { ports: ["8080"] } }]') + mode(BY_PORT),
    'a policy without pods in the set': policy('DENY', '{ namespaces: [dev] }'),
  },
  invalid: {
    'a namespace that is denied in the default mode': {
      yaml: workload + policy('DENY', '{ namespaces: [dev] }'),
      expect: [
        `${SOURCE}.namespaces: the pods of "reviews" accept plaintext, which proves no identity: plaintext requests are not denied`,
      ],
    },
    'others than a namespace being allowed': {
      yaml: workload + policy('ALLOW', '{ notNamespaces: [dev] }'),
      expect: [
        `${SOURCE}.notNamespaces: the pods of "reviews" accept plaintext, which proves no identity: plaintext requests are allowed`,
      ],
    },
    'a principal on the one port that refuses mutual TLS': {
      yaml: workload + policy('ALLOW', '{ principals: [a] }', PORT) + mode(BY_PORT),
      expect: [
        `${SOURCE}.principals: port 9090 of the pods of "reviews" accept no mutual TLS, which proves no identity: the rule never allows anything`,
      ],
    },
    'plaintext that is let in on purpose and refused afterwards': {
      yaml: workload + policy('ALLOW', '{ principals: [a] }') + mode('{ mtls: { mode: PERMISSIVE } }'),
      expect: [
        `${SOURCE}.principals: the pods of "reviews" accept plaintext, which proves no identity: plaintext requests, which mode PERMISSIVE accepts, are denied`,
      ],
    },
  },
});
