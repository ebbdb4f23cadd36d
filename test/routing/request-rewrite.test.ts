import type { HTTPRewrite } from '../../imports/networking.istio.io';
import type { RequestMatch } from '../../src/routing/request-match';
import { type RequestRewrite, requirePrefixes, writeRewrite } from '../../src/routing/request-rewrite';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { meshOf, verdictOf } from '../../src/testing';
import { Routing } from '../../src/traffic/routing';
import { failing } from '../../src/values/config-error';
import { declareShop, expectClean } from '../traffic/app';

const fail = failing('Cannot rewrite', 'here');
const prefix: RequestMatch = { path: PathMatch.prefix('/api/') };
const exact: RequestMatch = { path: PathMatch.exact('/old') };
const segments: RequestMatch = { path: PathMatch.segments('/old') };
const header: RequestMatch = { headers: { 'x-a': TextMatch.exact('b') } };

test.each<[RequestRewrite, readonly RequestMatch[], HTTPRewrite]>([
  [{ host: 'inner' }, [exact, prefix], { authority: 'inner' }],
  [{ path: '/new' }, [exact], { uri: '/new' }],
  [{ path: '/new', host: 'inner' }, [{ path: PathMatch.regex('/o.*') }], { uri: '/new', authority: 'inner' }],
  [{ prefix: '/' }, [prefix, header], { uri: '/' }],
  [
    { expression: { match: '^/v[0-9]+/', by: '/' } },
    [prefix, exact],
    { uriRegexRewrite: { match: '^/v[0-9]+/', rewrite: '/' } },
  ],
])('%j is %j to Istio', (rewrite, matches, written) => {
  expect(JSON.parse(JSON.stringify(writeRewrite(rewrite, matches, fail)))).toEqual(written);
});

test.each<[RequestRewrite, readonly RequestMatch[], string]>([
  [{}, [exact], 'wanted the rewrite to change the host or path, got neither'],
  [
    { path: '/a', prefix: '/b' },
    [exact],
    'wanted one of path, prefix and expression in the rewrite, got path and prefix',
  ],
  [
    { prefix: '/', expression: { match: 'a', by: 'b' } },
    [prefix],
    'wanted one of path, prefix and expression in the rewrite, got prefix and expression',
  ],
  [{ path: '/a' }, [exact, prefix], 'wanted matches of whole paths for a rewrite of the whole path, got a prefix'],
  [{ path: '/a' }, [header], 'wanted matches of whole paths for a rewrite of the whole path, got a prefix'],
  [
    { prefix: '/a' },
    [exact],
    'wanted matches by PathMatch.prefix for the prefix of the rewrite, got the whole path "/old"',
  ],
  [{ prefix: '/a' }, [segments], 'got the expression "/old(/.*)?", which PathMatch.segments("/old") is to Istio'],
  [{ expression: { match: '(', by: '' } }, [exact], 'Cannot rewrite paths by regular expression "("'],
])('%j under %j is refused', (rewrite, matches, message) => {
  expect(() => writeRewrite(rewrite, matches, fail)).toThrow(message);
});

test('a redirect of a prefix needs one too', () => {
  expect(() => requirePrefixes([exact], 'the redirect', fail)).toThrow('for the prefix of the redirect');
  expect(() => requirePrefixes([prefix], 'the redirect', fail)).not.toThrow();
});

test('what is said is what the service sees', () => {
  const { app, mesh, backend } = declareShop();
  const expression = { match: '^/v[0-9]+/(.*)$', by: '/\\1' };
  new Routing(mesh, 'routes', {
    service: backend,
    rules: [
      { name: 'whole', match: exact, rewrite: { path: '/new' } },
      { name: 'prefix', match: prefix, rewrite: { prefix: '/inner/' } },
      { name: 'expression', match: { path: PathMatch.prefix('/v') }, rewrite: { expression } },
    ],
  });
  const seen = (path: string) =>
    verdictOf(meshOf(app), { from: 'shop/frontend-v1', to: `http://backend:8080${path}` }).route?.path;
  expect(['/old', '/api/notes', '/v12/notes', '/else'].map(seen)).toEqual([
    '/new',
    '/inner/notes',
    '/notes',
    undefined,
  ]);
  expectClean(app);
});
