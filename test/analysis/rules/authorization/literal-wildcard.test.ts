import { literalWildcard } from '../../../../src/analysis/rules/authorization/literal-wildcard';
import { testRule } from '../../../../src/testing/test-rule';
import { answer } from '../behaviour';
import { app, mesh, policy, sidecars, virtualService } from '../mesh-yaml';

const to = (operation: string) => policy(`{ rules: [{ to: [{ operation: { ${operation} } }] }] }`);
const from = (source: string) => policy(`{ rules: [{ from: [{ source: { ${source} } }] }] }`);
const when = (key: string, values: string) => policy(`{ rules: [{ when: [{ key: "${key}", values: [${values}] }] }] }`);
const star = (field: string, value: string) =>
  `AuthorizationPolicy shop/policy spec.rules[0].${field}: the star in "${value}" is taken literally: only one at the start or end of a value is a wildcard`;
const literal = (at: string, part: string, value: string) =>
  `${at}: "${part}" in "${value}" is taken literally: paths of policies are no expressions`;
const reports = (yaml: string, field: string, value: string) => ({ yaml, expect: [star(field, value)] });

testRule(literalWildcard, {
  valid: {
    'stars at one end': to('paths: [/a*, "*/b", "*"], hosts: ["*.example.org"], methods: ["GE*"]'),
    'names that begin with a dot, which are denied': policy(
      '{ action: DENY, rules: [{ to: [{ operation: { paths: ["/.*"] } }] }] }',
    ),
    'a method of a resource behind a colon': to('paths: ["/v1/items:cancel", "/v1/items:*"]'),
    'templates of paths': to('paths: ["/a/{*}/b", "/c/{**}"]'),
    'patterns of namespaces, which know stars': from('namespaces: ["a*b", "*"]'),
    'a header that holds a star': when('request.headers[accept]', '"*/*"'),
    'a prefix without a star': virtualService(
      '{ hosts: [web], http: [{ match: [{ uri: { prefix: /a } }, { uri: { regex: "/a.*" } }] }] }',
    ),
  },
  invalid: {
    'an expression, and the parameter of a router': {
      yaml: mesh(
        to('paths: ["/api/.*", "/items/:id", "/v[0-9]+/x"], notPaths: ["/items/:id/parts"]'),
        virtualService('{ hosts: [web], http: [{ match: [{ uri: { prefix: "/items/:id" } }] }] }'),
      ),
      expect: [
        literal('AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.paths[0]', '.*', '/api/.*'),
        literal('AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.paths[1]', ':id', '/items/:id'),
        literal('AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.paths[2]', '[0-9]+', '/v[0-9]+/x'),
        literal('AuthorizationPolicy shop/policy spec.rules[0].to[0].operation.notPaths[0]', ':id', '/items/:id/parts'),
        'VirtualService shop/routes spec.http[0].match[0].uri.prefix: ":id" in "/items/:id" is taken literally: prefix matches know no patterns',
      ],
    },
    'a path with a star within': reports(to('paths: [/a/*/b]'), 'to[0].operation.paths[0]', '/a/*/b'),
    'a path with stars at both ends': reports(to('paths: ["*/a/*"]'), 'to[0].operation.paths[0]', '*/a/*'),
    'a path that is excluded': reports(to('notPaths: [/a/*/b]'), 'to[0].operation.notPaths[0]', '/a/*/b'),
    'a host with stars at both ends': reports(
      to('hosts: ["*.example.org:*"]'),
      'to[0].operation.hosts[0]',
      '*.example.org:*',
    ),
    'a principal with two stars': reports(
      from('principals: ["*/ns/shop/sa/*"]'),
      'from[0].source.principals[0]',
      '*/ns/shop/sa/*',
    ),
    'a principal of a condition': reports(
      when('source.principal', '"cluster.local/ns/*/sa/web"'),
      'when[0].values[0]',
      'cluster.local/ns/*/sa/web',
    ),
    'a header with a star within': reports(when('request.headers[x-version]', '"v*.1"'), 'when[0].values[0]', 'v*.1'),
    'a prefix of a route': {
      yaml: virtualService('{ hosts: [web], http: [{ match: [{ uri: { prefix: "/api/*" } }] }] }'),
      expect: [
        'VirtualService shop/routes spec.http[0].match[0].uri.prefix: the star in "/api/*" is taken literally: prefix matches know no wildcards',
      ],
    },
    'an authority of a route': {
      yaml: virtualService('{ hosts: [web], http: [{ match: [{ authority: { exact: "*.example.org" } }] }] }'),
      expect: [
        'VirtualService shop/routes spec.http[0].match[0].authority.exact: the star in "*.example.org" is taken literally: exact matches know no wildcards',
      ],
    },
  },
});

test('a star within a value allows nothing but itself', () => {
  const set = mesh(sidecars('shop'), app('web'), app('api'), to('paths: [/a/*/b]'));
  expect(answer(set, { from: 'shop/web', to: 'http://api/a/x/b' })).toBe('denied by AuthorizationPolicy shop/policy');
  expect(answer(set, { from: 'shop/web', to: 'http://api/a/*/b' })).toBe('routed');
});
