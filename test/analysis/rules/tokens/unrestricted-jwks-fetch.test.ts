import { unrestrictedJwksFetch } from '../../../../src/analysis/rules/tokens/unrestricted-jwks-fetch';
import { testRule } from '../../../../src/testing/test-rule';
import { mesh, object } from '../mesh-yaml';

const istiod = (env = '', labels = 'app: istiod') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system, labels: { ${labels} } }
spec:
  template:
    metadata: { labels: { app: istiod } }
    spec: { containers: [{ name: discovery, image: pilot, env: [${env}] }] }`;
const jwt = (name: string, at = 'shop') =>
  object(
    'security.istio.io/v1',
    'RequestAuthentication',
    name,
    at,
    '{ jwtRules: [{ issuer: https://idp, jwksUri: https://idp/keys }] }',
  );

testRule(unrestrictedJwksFetch, {
  valid: {
    'networks that istiod must not call': mesh(
      istiod('{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: "10.0.0.0/8" }'),
      jwt('users'),
    ),
    'no RequestAuthentication': istiod(),
    'no istiod in the set': jwt('users'),
    'another program': mesh(istiod('', 'app: other'), jwt('users')),
  },
  invalid: {
    'no setting': {
      yaml: mesh(istiod(), jwt('users'), jwt('partners', 'team')),
      expect: [
        'Deployment istio-system/istiod spec.template.spec.containers: BLOCKED_CIDRS_IN_JWKS_URIS is not set, and RequestAuthentication "shop/users", "team/partners" may name any address to fetch keys from',
      ],
    },
    'an empty setting': {
      yaml: mesh(istiod('{ name: BLOCKED_CIDRS_IN_JWKS_URIS, value: "" }'), jwt('users')),
      expect: [
        'Deployment istio-system/istiod spec.template.spec.containers: BLOCKED_CIDRS_IN_JWKS_URIS is not set, and RequestAuthentication "shop/users" may name any address to fetch keys from',
      ],
    },
  },
});
