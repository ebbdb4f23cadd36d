import fc from 'fast-check';
import { intersectMatches } from '../../src/routing/match-intersection';
import type { ManifestMatch } from '../../src/routing/request-match';
import { ConfigError } from '../../src/values/config-error';
import { match, meets, request } from './requests';

test('two matches meet in the narrower of both', () => {
  const both = (a: ManifestMatch, b: ManifestMatch) => intersectMatches(a, b, 'app/x');
  expect(both({ uri: { prefix: '/api' } }, { headers: { x: { exact: '1' } } })).toEqual({
    uri: { prefix: '/api' },
    headers: { x: { exact: '1' } },
  });
  expect(both({ uri: { prefix: '/api' } }, { uri: { prefix: '/api/notes' } })).toEqual({
    uri: { prefix: '/api/notes' },
  });
  expect(both({ uri: { prefix: '/api' } }, { uri: { exact: '/api/1' } })).toEqual({ uri: { exact: '/api/1' } });
  expect(both({ uri: { prefix: '/api' } }, { uri: { prefix: '/web' } })).toBeUndefined();
  expect(both({ headers: { x: { exact: '1' } } }, { headers: { x: { exact: '2' } } })).toBeUndefined();
  expect(both({ sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'b' } })).toBeUndefined();
});

test('two different conditions with a regular expression cannot be combined', () => {
  expect(() => intersectMatches({ uri: { regex: '/a[bc].*' } }, { uri: { prefix: '/ab' } }, 'app/x')).toThrow(
    'Cannot combine two conditions on uri at app/x',
  );
  expect(() => intersectMatches({ uri: { regex: '/a|/b' } }, { uri: { exact: '/a' } }, 'app/x')).toThrow(
    'Cannot combine two conditions on uri at app/x',
  );
});

test('an expression that begins with a prefix lies within it, and one that cannot is dropped', () => {
  const within = (regex: string, prefix: string) => intersectMatches({ uri: { regex } }, { uri: { prefix } }, 'app/x');
  expect(within('/api/v[0-9]+', '/api/')).toEqual({ uri: { regex: '/api/v[0-9]+' } });
  expect(within('^/api/v[0-9]+', '/api/')).toEqual({ uri: { regex: '^/api/v[0-9]+' } });
  expect(within('/other/.*', '/api/')).toBeUndefined();
  // The last character before `*` or `?` may be absent.
  expect(() => within('/api?/v1', '/api')).toThrow('Cannot combine');
});

test('of paths whose case does not matter and others, the narrower keeps what it says of case', () => {
  const both = (a: ManifestMatch, b: ManifestMatch) => [intersectMatches(a, b, 'x'), intersectMatches(b, a, 'x')];
  const anyCase: ManifestMatch = { uri: { prefix: '/Api' }, ignoreUriCase: true };
  for (const narrower of both(anyCase, { uri: { exact: '/api/v1' } }))
    expect(narrower).toEqual({ uri: { exact: '/api/v1' } });
  for (const none of both(anyCase, { uri: { exact: '/web' } })) expect(none).toBeUndefined();
  expect(() => both(anyCase, { uri: { prefix: '/a' } })).toThrow('Cannot combine two conditions on uri at x');
});

test('of two headers that must be absent the wider one says both, and others cannot be said', () => {
  const without = (text: object): ManifestMatch => ({ withoutHeaders: { x: text } });
  expect(intersectMatches(without({ exact: 'ab' }), without({ prefix: 'a' }), 'x')).toEqual(without({ prefix: 'a' }));
  expect(() => intersectMatches(without({ exact: 'a' }), without({ exact: 'b' }), 'x')).toThrow(
    'Cannot combine two conditions on withoutHeaders.x at x',
  );
});

test('gateways, ports and sources meet where both name the same', () => {
  expect(intersectMatches({ gateways: ['a', 'b'] }, { gateways: ['b', 'c'] }, 'x')).toEqual({ gateways: ['b'] });
  expect(intersectMatches({ gateways: ['a'] }, { gateways: ['b'] }, 'x')).toBeUndefined();
  expect(intersectMatches({ port: 80 }, { port: 81 }, 'x')).toBeUndefined();
  expect(intersectMatches({ sourceNamespace: 'a' }, { sourceNamespace: 'a', port: 80 }, 'x')).toEqual({
    sourceNamespace: 'a',
    port: 80,
  });
});

test('a request meets the intersection exactly when it meets both', () => {
  fc.assert(
    fc.property(match, match, fc.array(request, { minLength: 20, maxLength: 20 }), (a, b, requests) => {
      let both: ManifestMatch | undefined;
      try {
        both = intersectMatches(a, b, 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        return;
      }
      for (const each of requests)
        expect(both !== undefined && meets(each, both)).toBe(meets(each, a) && meets(each, b));
    }),
    { numRuns: 1000 },
  );
});
