import { tokenConditionWithoutAuthentication } from '../../../../src/analysis/rules/tokens/token-condition-without-authentication';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, policy, sidecars } from '../mesh-yaml';

const accepts = (labels: string) =>
  object(
    'security.istio.io/v1',
    'RequestAuthentication',
    'jwt',
    'shop',
    `{ selector: { matchLabels: { ${labels} } }, jwtRules: [{ issuer: "https://id.example.org", jwksUri: "https://id.example.org/keys" }] }`,
  );
const needs = (rule: string, action = 'ALLOW') =>
  policy(`{ selector: { matchLabels: { app: api } }, action: ${action}, rules: [${rule}] }`);
const TOKEN = '{ from: [{ source: { requestPrincipals: ["*"] } }] }';
const SHOP = mesh(sidecars('shop'), app('api'), app('web'));
const says = (field = 'from[0].source.requestPrincipals') => [
  `AuthorizationPolicy shop/policy spec.rules[0].${field}: it asks for a checked token, but no RequestAuthentication checks those of requests to "shop/api", so that none has one`,
];

testRule(tokenConditionWithoutAuthentication, {
  valid: {
    'tokens that are checked for the same pods': mesh(SHOP, accepts('app: api'), needs(TOKEN)),
    'a rule without tokens': mesh(SHOP, needs('{ to: [{ operation: { methods: [GET] } }] }')),
    'pods that are not in the set': needs(TOKEN),
  },
  invalid: {
    'tokens that nobody checks': { yaml: mesh(SHOP, needs(TOKEN)), expect: says() },
    'tokens that are checked for other pods': { yaml: mesh(SHOP, accepts('app: web'), needs(TOKEN)), expect: says() },
    'a claim of a condition': {
      yaml: mesh(SHOP, needs('{ when: [{ key: "request.auth.claims[groups]", values: [a] }] }')),
      expect: says('when[0].values'),
    },
    'a rule that denies whom no token names': {
      yaml: mesh(SHOP, needs('{ from: [{ source: { notRequestPrincipals: ["*"] } }] }', 'DENY')),
      expect: says('from[0].source.notRequestPrincipals'),
    },
  },
});

test('a token that nobody checks is none', () => {
  const call = { from: 'shop/web', to: 'http://api/', jwtClaims: { iss: 'https://id.example.org', sub: 'u' } };
  expect(answer(mesh(SHOP, needs(TOKEN)), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(mesh(SHOP, accepts('app: api'), needs(TOKEN)), call)).toBe('routed');
});
