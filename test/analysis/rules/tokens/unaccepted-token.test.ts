import { unacceptedToken } from '../../../../src/analysis/rules/tokens/unaccepted-token';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, policy, sidecars } from '../mesh-yaml';

const ID = 'https://id.example.org';
const accepts = (more = '') =>
  object(
    'security.istio.io/v1',
    'RequestAuthentication',
    'jwt',
    'shop',
    `{ jwtRules: [{ issuer: "${ID}", jwksUri: "${ID}/keys"${more} }] }`,
  );
const principals = (value: string) =>
  policy(`{ rules: [{ from: [{ source: { requestPrincipals: ["${value}"] } }] }] }`);
const when = (key: string, value: string) => policy(`{ rules: [{ when: [{ key: "${key}", values: ["${value}"] }] }] }`);
const SHOP = mesh(sidecars('shop'), app('api'), accepts());
const at = (field: string, wanted: string, accepted: string) => [
  `AuthorizationPolicy shop/policy spec.rules[0].${field}[0]: no token that is accepted for "shop/api" has ${wanted}; accepted are "${accepted}"`,
];

testRule(unacceptedToken, {
  valid: {
    'an issuer that is accepted': mesh(SHOP, principals(`${ID}/*`)),
    'any issuer': mesh(SHOP, principals('*')),
    'the end of an issuer': mesh(SHOP, principals('*id.example.org/u')),
    'an audience where any is accepted': mesh(SHOP, when('request.auth.audiences', 'shop')),
    'another claim': mesh(SHOP, when('request.auth.claims[groups]', 'admin')),
    'a proxy that accepts no tokens, which is for another rule': mesh(
      sidecars('shop'),
      app('api'),
      principals('https://other/*'),
    ),
  },
  invalid: {
    'another issuer': {
      yaml: mesh(SHOP, principals('https://id.example.com/*')),
      expect: at('from[0].source.requestPrincipals', 'the issuer of "https://id.example.com/*"', ID),
    },
    'an issuer with a slash more': {
      yaml: mesh(SHOP, principals(`${ID}//sub`)),
      expect: at('from[0].source.requestPrincipals', `the issuer of "${ID}//sub"`, ID),
    },
    'another issuer by its claim': {
      yaml: mesh(SHOP, when('request.auth.claims[iss]', 'https://id.example.com')),
      expect: at('when[0].values', 'the issuer of "https://id.example.com"', ID),
    },
    'an audience that is not accepted': {
      yaml: mesh(sidecars('shop'), app('api'), accepts(', audiences: [shop]'), when('request.auth.audiences', 'admin')),
      expect: at('when[0].values', 'audience "admin"', 'shop'),
    },
  },
});

test('tokens that are accepted do not meet such a rule', () => {
  const call = { from: 'shop/web', to: 'http://api/', jwtClaims: { iss: ID, sub: 'u' } };
  const set = (value: string) => mesh(SHOP, app('web'), principals(value));
  expect(answer(set('https://id.example.com/*'), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(set(`${ID}/*`), call)).toBe('routed');
});
