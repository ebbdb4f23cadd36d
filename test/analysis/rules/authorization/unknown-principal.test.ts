import { unknownPrincipal } from '../../../../src/analysis/rules/authorization/unknown-principal';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, policy, sidecars } from '../mesh-yaml';

const from = (source: string) => policy(`{ rules: [{ from: [{ source: { ${source} } }] }] }`);
const SHOP = mesh(sidecars('shop'), app('web'), app('api'));
const nobody = (field: string) => [
  `AuthorizationPolicy shop/policy spec.rules[0].${field}: no pod of namespace "shop" runs as service account "wbe"; there are "api", "web"`,
];

testRule(unknownPrincipal, {
  valid: {
    'identities of pods': mesh(
      SHOP,
      from('principals: [cluster.local/ns/shop/sa/web, "*/ns/shop/sa/api"], serviceAccounts: [web, shop/api]'),
    ),
    'identities of a namespace that is not in the set': mesh(
      SHOP,
      from('principals: [cluster.local/ns/lab/sa/x], serviceAccounts: [lab/x]'),
    ),
    patterns: mesh(
      SHOP,
      from('principals: ["cluster.local/ns/shop/*", "cluster.local/ns/shop/sa/w*", "*/sa/x"], trustDomains: ["*"]'),
    ),
    'what is no account at all, which is for another rule': mesh(
      SHOP,
      from('serviceAccounts: ["system:serviceaccount:shop:web"]'),
    ),
  },
  invalid: {
    'a principal': {
      yaml: mesh(SHOP, from('principals: [cluster.local/ns/shop/sa/wbe]')),
      expect: nobody('from[0].source.principals[0]'),
    },
    'a service account, with and without its namespace': {
      yaml: mesh(SHOP, from('serviceAccounts: [wbe, shop/wbe]')),
      expect: [0, 1].flatMap(i => nobody(`from[0].source.serviceAccounts[${i}]`)),
    },
    'a pattern of accounts, and of a namespace with a slip': {
      yaml: mesh(
        SHOP,
        from('principals: ["cluster.local/ns/shop/sa/wbe*", "cluster.local/ns/shpo/*", cluster.local/ns/shpo/sa/web]'),
      ),
      expect: [
        ...nobody('from[0].source.principals[0]'),
        ...[1, 2].map(
          i =>
            `AuthorizationPolicy shop/policy spec.rules[0].from[0].source.principals[${i}]: namespace "shpo" is not among the manifests; there are "shop"`,
        ),
      ],
    },
    'an identity that is excluded': {
      yaml: mesh(SHOP, from('notPrincipals: [cluster.local/ns/shop/sa/wbe]')),
      expect: nobody('from[0].source.notPrincipals[0]'),
    },
    'a condition': {
      yaml: mesh(
        SHOP,
        policy('{ rules: [{ when: [{ key: source.principal, values: [cluster.local/ns/shop/sa/wbe] }] }] }'),
      ),
      expect: nobody('when[0].values[0]'),
    },
    'a trust domain that is not that of the mesh': {
      yaml: mesh(SHOP, from('principals: [other.example/ns/shop/sa/web]')),
      options: { meshConfig: { trustDomain: 'shop.example' } },
      expect: [
        'AuthorizationPolicy shop/policy spec.rules[0].from[0].source.principals[0]: trust domain "other.example" is not one of the mesh, which has "cluster.local", "shop.example"',
      ],
    },
  },
});

test('nobody is allowed by such a rule', () => {
  const call = { from: 'shop/web', to: 'http://api/' };
  expect(answer(mesh(SHOP, from('serviceAccounts: [wbe]')), call)).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(mesh(SHOP, from('serviceAccounts: [web]')), call)).toBe('routed');
});
