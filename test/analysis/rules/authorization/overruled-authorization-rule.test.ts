import { overruledAuthorizationRule } from '../../../../src/analysis/rules/authorization/overruled-authorization-rule';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, policy, sidecars } from '../mesh-yaml';

const SHOP = mesh(sidecars('shop'), app('web'), app('api'));
const API = 'selector: { matchLabels: { app: api } }';
const allow = (rules: string, more = `${API}, `) => policy(`{ ${more}rules: [${rules}] }`, 'allow');
const deny = (rules: string, more = `${API}, `) => policy(`{ action: DENY, ${more}rules: [${rules}] }`, 'deny');
const open = (more = '') => policy(`{ ${more}rules: [{}] }`, 'open');
const to = (operation: string) => `{ to: [{ operation: { ${operation} } }] }`;
const from = (source: string) => `{ from: [{ source: { ${source} } }] }`;
const never = (i: number) => [
  `AuthorizationPolicy shop/allow spec.rules[${i}]: rules[${i}] never allows anything: AuthorizationPolicy shop/deny denies all that it matches`,
];

testRule(overruledAuthorizationRule, {
  valid: {
    'a policy that allows nothing to all others': mesh(SHOP, policy('{}', 'none'), allow(to('methods: [GET]'))),
    'a policy that allows everything, for other pods': mesh(
      SHOP,
      open('selector: { matchLabels: { app: web } }, '),
      allow(to('methods: [GET]')),
    ),
    'a policy that allows everything, beside one that denies': mesh(SHOP, open(), deny(to('methods: [POST]'))),
    'a policy on trial that allows everything': mesh(
      SHOP,
      open().replace('namespace: shop', 'namespace: shop, annotations: { istio.io/dry-run: "true" }'),
      allow(to('methods: [GET]')),
    ),
    'what is denied in part': mesh(SHOP, allow(to('paths: [/a*]')), deny(to('paths: [/a/b]'))),
    'what is denied to others': mesh(SHOP, allow(from('namespaces: [shop]')), deny(from('notNamespaces: [shop]'))),
    'what is denied at some of the pods': mesh(SHOP, allow(to('methods: [GET]'), ''), deny(to('methods: [GET]'))),
    'what is denied without a token': mesh(
      SHOP,
      allow(to('methods: [GET]')),
      deny(`{ from: [{ source: { notRequestPrincipals: ["*"] } }], to: [{ operation: { methods: [GET] } }] }`),
    ),
  },
  invalid: {
    'a policy beside one that allows everything': {
      yaml: mesh(SHOP, open(), allow(to('methods: [GET]'))),
      expect: [
        'AuthorizationPolicy shop/allow spec.rules: the policy limits nobody: AuthorizationPolicy shop/open allows everything to the same pods, and one rule that allows is enough',
      ],
    },
    'rules that are denied as a whole': {
      yaml: mesh(
        SHOP,
        allow(`${to('methods: [GET]')}, ${to('methods: [POST], paths: [/a]')}`),
        deny(to('methods: [POST, PUT]')),
      ),
      expect: never(1),
    },
    'everything denied': { yaml: mesh(SHOP, allow(to('methods: [GET]')), deny('{}', '')), expect: never(0) },
    'callers that are not excepted': {
      yaml: mesh(SHOP, allow(from('namespaces: [edge]')), deny(from('notNamespaces: [shop]'))),
      expect: never(0),
    },
  },
});

test('such rules decide nothing', () => {
  const call = (method: string) => ({ from: 'shop/web', to: 'http://api/', method });
  const allowed = allow(to('methods: [GET]'));
  expect(answer(mesh(SHOP, allowed), call('POST'))).toBe('denied by AuthorizationPolicy shop/allow');
  expect(answer(mesh(SHOP, allowed, open()), call('POST'))).toBe('routed');
  expect(answer(mesh(SHOP, allowed, deny('{}')), call('GET'))).toBe('denied by AuthorizationPolicy shop/deny');
});
