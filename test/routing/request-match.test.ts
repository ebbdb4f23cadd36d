import fc from 'fast-check';
import { intersectMatches } from '../../src/routing/match-intersection';
import { type ManifestMatch, toManifestMatch } from '../../src/routing/request-match';
import { PathMatch, TextMatch } from '../../src/routing/string-match';
import { declareMesh } from '../mesh/declare';

test('all conditions of a match are written together', () => {
  const match = {
    path: PathMatch.prefix('/notes'),
    headers: { 'end-user': TextMatch.exact('jason') },
    method: TextMatch.exact('GET'),
  };
  expect(toManifestMatch(match, 'app/x')).toEqual({
    uri: { prefix: '/notes' },
    headers: { 'end-user': { exact: 'jason' } },
    method: { exact: 'GET' },
  });
});

test('a match without conditions and a header in capitals are refused where they were written', () => {
  expect(() => toManifestMatch({}, 'app/x')).toThrow('Cannot match requests at app/x: wanted at least one condition');
  expect(() => toManifestMatch({ headers: { 'X-Canary': TextMatch.exact('1') } }, 'app/x')).toThrow(
    'Cannot match header "X-Canary" at app/x: wanted a header name in lower case',
  );
});

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

test('the service that calls is matched by the labels and namespace of its pods', () => {
  const { service } = declareMesh();
  expect(toManifestMatch({ source: service('frontend') }, 'app/x')).toEqual({
    sourceLabels: { app: 'frontend' },
    sourceNamespace: 'shop',
  });
  expect(() => toManifestMatch({ source: service('other'), sourceNamespace: 'shop' }, 'app/x')).toThrow(
    'Cannot match requests at app/x: wanted either source or sourceLabels and sourceNamespace, got both',
  );
});

test('the case of a path can be ignored, but not that of an expression', () => {
  expect(toManifestMatch({ path: PathMatch.prefix('/Api'), ignorePathCase: true }, 'app/x')).toEqual({
    uri: { prefix: '/Api' },
    ignoreUriCase: true,
  });
  const regex = { path: PathMatch.regex('/a.*'), ignorePathCase: true };
  expect(() => toManifestMatch(regex, 'app/x')).toThrow('wanted an exact path or a prefix with ignorePathCase');
});

test('a path meets the intersection exactly when it meets both', () => {
  const path = fc.stringMatching(/^\/[ab/]{0,4}$/);
  const uri = fc.tuple(fc.constantFrom('exact', 'prefix'), path).map(([kind, text]) => ({ [kind]: text }) as never);
  const meets = (match: { exact?: string; prefix?: string }, text: string) =>
    match.exact === undefined ? text.startsWith(match.prefix ?? '') : text === match.exact;
  fc.assert(
    fc.property(uri, uri, path, (a, b, text) => {
      const both = intersectMatches({ uri: a }, { uri: b }, 'x');
      expect(both?.uri !== undefined && meets(both.uri as never, text)).toBe(meets(a, text) && meets(b, text));
    }),
  );
});
