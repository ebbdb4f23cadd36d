import { unmatchableCondition } from '../../../../src/analysis/rules/authorization/unmatchable-condition';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, object, policy, sidecars } from '../mesh-yaml';

const rule = (rules: string) => policy(`{ rules: [${rules}] }`);
const to = (operation: string) => rule(`{ to: [{ operation: { ${operation} } }] }`);
const from = (source: string) => rule(`{ from: [{ source: { ${source} } }] }`);
const finding = (field: string, problem: string) => [
  `AuthorizationPolicy shop/policy spec.rules[0].${field}: ${problem}`,
];
const never = (field: string, problem: string) => finding(field, `${problem}: the value never matches`);
const merging = { meshConfig: { pathNormalization: { normalization: 'MERGE_SLASHES' } } };

testRule(unmatchableCondition, {
  valid: {
    'values as requests have them': mesh(
      to(
        'paths: [/, /a*, "*.html", "/a/{*}"], hosts: [shop.example.org, "*.example.org", "web:8080"], methods: [GET], ports: ["80"]',
      ),
    ),
    identities: from(
      'principals: [cluster.local/ns/shop/sa/web, "*/sa/web", "cluster.local/ns/shop/*", "*"], namespaces: [shop, "*-prod"], serviceAccounts: [shop/web, web]',
    ),
    'headers of HTTP/2': rule('{ when: [{ key: "request.headers[:method]", values: [GET] }] }'),
    'values that the webhook refuses': rule(
      '{ from: [{ source: { serviceAccounts: [a/b/c], ipBlocks: [10.0.0.0/33] } }], to: [{ operation: { paths: [""] } }] }',
    ),
    'a namespace and an account of which another rule knows what is meant': mesh(
      sidecars('shop'),
      app('web'),
      rule(
        '{ from: [{ source: { namespaces: [Shop] } }, { source: { principals: [cluster.local/ns/shop/sa/Web] } }] }',
      ),
    ),
    'what is excluded from something wider': to('paths: [/a*], notPaths: [/a/b]'),
    'doubled slashes where they are not merged': to('paths: [//a]'),
    'addresses and tokens': rule(
      '{ from: [{ source: { ipBlocks: [10.0.0.0/8], notIpBlocks: [10.1.0.0/16], requestPrincipals: ["*"] } }], when: [{ key: "request.auth.claims[groups]", values: [a, b] }] }',
    ),
    'texts of any script in claims and headers': rule(
      '{ from: [{ source: { requestPrincipals: ["iss/a b"] } }], when: [{ key: "request.auth.claims[groups]", values: ["Domain Admins", Größe] }, { key: "request.headers[x-name]", values: [Größe] }] }',
    ),
    'a request principal of which others are excluded': rule(
      '{ from: [{ source: { requestPrincipals: ["iss/*"], notRequestPrincipals: ["iss/guest", "other/*"] } }], when: [{ key: "request.auth.claims[sub]", values: [alice] }] }',
    ),
    'a claim of a request that may have no subject': rule(
      '{ from: [{ source: { notRequestPrincipals: ["*"] } }], when: [{ key: "request.auth.claims[groups]", values: [a] }] }',
    ),
    'two values of a claim that may hold both': rule(
      '{ when: [{ key: "request.auth.claims[groups]", values: [a] }, { key: "request.auth.claims[groups]", values: [b] }] }',
    ),
  },
  invalid: {
    'the name of no header': {
      yaml: rule(
        '{ when: [{ key: "request.headers[x a]", values: [b] }, { key: "request.headers[:status]", notValues: ["200"] }] }',
      ),
      expect: [
        ...finding('when[0].key', 'no request has a header "x a": the condition never holds'),
        ...finding('when[1].key', 'no request has a header ":status": the condition never holds'),
      ],
    },
    'a principal with its scheme': {
      yaml: from('principals: ["spiffe://cluster.local/ns/shop/sa/web"]'),
      expect: never(
        'from[0].source.principals[0]',
        'principals are compared without "spiffe://", got "spiffe://cluster.local/ns/shop/sa/web"',
      ),
    },
    'a principal of another form': {
      yaml: from('principals: [shop/api]'),
      expect: never(
        'from[0].source.principals[0]',
        'no identity is "shop/api": identities are "<trust domain>/ns/<namespace>/sa/<service account>"',
      ),
    },
    'a principal of a condition': {
      yaml: rule('{ when: [{ key: source.principal, values: [shop/api] }] }'),
      expect: never(
        'when[0].values[0]',
        'no identity is "shop/api": identities are "<trust domain>/ns/<namespace>/sa/<service account>"',
      ),
    },
    'a namespace that no namespace can be named': {
      yaml: from('namespaces: [Shop]'),
      expect: never('from[0].source.namespaces[0]', 'no namespace or service account has the name "Shop"'),
    },
    'a path without its slash': {
      yaml: to('paths: [api]'),
      expect: never('to[0].operation.paths[0]', 'no request has path "api": paths begin with "/"'),
    },
    'a path with its query': {
      yaml: to('paths: ["/api?x=1"]'),
      expect: never(
        'to[0].operation.paths[0]',
        'no request has path "/api?x=1" after normalisation BASE, and without its query',
      ),
    },
    'a path that is normalised away': {
      yaml: to('paths: [/a/../b]'),
      expect: never(
        'to[0].operation.paths[0]',
        'no request has path "/a/../b" after normalisation BASE, and without its query',
      ),
    },
    'doubled slashes where they are merged': {
      yaml: to('paths: [//a*]'),
      options: merging,
      expect: never(
        'to[0].operation.paths[0]',
        'no request has path "//a*" after normalisation MERGE_SLASHES, and without its query',
      ),
    },
    'a path that is excluded although nobody has it': {
      yaml: to('notPaths: [admin]'),
      expect: finding(
        'to[0].operation.notPaths[0]',
        'no request has path "admin": paths begin with "/": the value excludes nothing',
      ),
    },
    'a host with its scheme': {
      yaml: to('hosts: ["https://shop.example.org"]'),
      expect: never(
        'to[0].operation.hosts[0]',
        'no request has host "https://shop.example.org": hosts have neither scheme nor path',
      ),
    },
    'paths that are all excluded': {
      yaml: to('paths: [/a/b], notPaths: [/a*]'),
      expect: finding(
        'to[0].operation.paths',
        'no request meets to[0].operation.paths and to[0].operation.notPaths together: rules[0] never applies',
      ),
    },
    'a namespace and a principal of another one': {
      yaml: rule('{ from: [{ source: { principals: [cluster.local/ns/shop/sa/web], namespaces: [edge] } }] }'),
      expect: finding(
        'from[0].source.principals',
        'no request meets from[0].source.principals and from[0].source.namespaces together: rules[0] never applies',
      ),
    },
    'a port and a condition on another one': {
      yaml: rule('{ to: [{ operation: { ports: ["80"] } }], when: [{ key: destination.port, values: ["8080"] }] }'),
      expect: finding(
        'to[0].operation.ports',
        'no request meets to[0].operation.ports and when[0].values together: rules[0] never applies',
      ),
    },
    'a claim that is wanted and excluded': {
      yaml: rule('{ when: [{ key: "request.auth.claims[groups]", values: [a], notValues: ["*"] }] }'),
      expect: finding(
        'when[0].values',
        'no request meets when[0].values and when[0].notValues together: rules[0] never applies',
      ),
    },
    'request principals that are all excluded': {
      yaml: from('requestPrincipals: ["iss/alice", "iss/bob"], notRequestPrincipals: ["iss/*"]'),
      expect: finding(
        'from[0].source.requestPrincipals',
        'no request meets from[0].source.requestPrincipals and from[0].source.notRequestPrincipals together: rules[0] never applies',
      ),
    },
    'a request principal and another one': {
      yaml: rule(
        '{ from: [{ source: { requestPrincipals: [iss/alice] } }], when: [{ key: request.auth.principal, values: ["iss/bob", "other/*"] }] }',
      ),
      expect: finding(
        'from[0].source.requestPrincipals',
        'no request meets from[0].source.requestPrincipals and when[0].values together: rules[0] never applies',
      ),
    },
    'a request principal and a subject that it has not': {
      yaml: rule(
        '{ from: [{ source: { requestPrincipals: [iss/alice] } }], when: [{ key: "request.auth.claims[iss]", values: [iss] }, { key: "request.auth.claims[sub]", values: [bob] }] }',
      ),
      expect: finding(
        'from[0].source.requestPrincipals',
        'no request meets from[0].source.requestPrincipals and when[1].values together: rules[0] never applies',
      ),
    },
    'two issuers of one token': {
      yaml: rule(
        '{ when: [{ key: "request.auth.claims[iss]", values: [a] }, { key: "request.auth.claims[iss]", values: [b] }] }',
      ),
      expect: finding(
        'when[0].values',
        'no request meets when[0].values and when[1].values together: rules[0] never applies',
      ),
    },
    'an audience and a presenter that are excluded': {
      yaml: rule(
        '{ when: [{ key: request.auth.audiences, values: [a], notValues: ["a*"] }, { key: request.auth.presenter, values: [b] }, { key: request.auth.presenter, notValues: [b] }] }',
      ),
      expect: [
        ...finding(
          'when[0].values',
          'no request meets when[0].values and when[0].notValues together: rules[0] never applies',
        ),
        ...finding(
          'when[1].values',
          'no request meets when[1].values and when[2].notValues together: rules[0] never applies',
        ),
      ],
    },
    'one source of two': {
      yaml: rule(
        '{ from: [{ source: { namespaces: [edge] } }, { source: { namespaces: [shop] } }], when: [{ key: source.namespace, notValues: [edge] }] }',
      ),
      expect: finding(
        'from[0].source.namespaces',
        'no request meets from[0].source.namespaces and when[0].notValues together: rules[0].from[0] never applies',
      ),
    },
    'addresses that are all excluded': {
      yaml: from('ipBlocks: [10.1.0.0/16], notIpBlocks: [10.0.0.0/8]'),
      expect: finding(
        'from[0].source.ipBlocks',
        'no request meets from[0].source.ipBlocks and from[0].source.notIpBlocks together: rules[0] never applies',
      ),
    },
  },
});

const tokens = object(
  'security.istio.io/v1',
  'RequestAuthentication',
  'tokens',
  'shop',
  '{ jwtRules: [{ issuer: iss, jwks: "{}" }] }',
);

test('such rules allow nothing', () => {
  const set = (written: string) => mesh(sidecars('shop'), app('web'), app('api'), tokens, written);
  const call = { from: 'shop/web', to: 'http://api/a/b' };
  for (const dead of [
    from('principals: ["spiffe://cluster.local/ns/shop/sa/web"]'),
    to('paths: [a/b]'),
    to('paths: [/a/b], notPaths: [/a*]'),
  ]) {
    expect(answer(set(dead), call)).toBe('denied by AuthorizationPolicy shop/policy');
  }
  expect(answer(set(from('principals: [cluster.local/ns/shop/sa/web]')), call)).toBe('routed');
  const alice = { ...call, jwtClaims: { iss: 'iss', sub: 'alice' } };
  const principal = 'requestPrincipals: ["iss/alice"]';
  expect(answer(set(from(`${principal}, notRequestPrincipals: ["iss/*"]`)), alice)).toBe(
    'denied by AuthorizationPolicy shop/policy',
  );
  expect(answer(set(from(`${principal}, notRequestPrincipals: ["iss/bob"]`)), alice)).toBe('routed');
});
