import fc from 'fast-check';
import { coversMatch } from '../../src/routing/match-cover';
import type { ManifestMatch } from '../../src/routing/request-match';
import { compareMatches } from '../../src/routing/route-order';

test.each<[string, ManifestMatch, ManifestMatch, boolean]>([
  ['no condition covers everything', {}, { uri: { exact: '/a' } }, true],
  ['a condition does not cover none', { uri: { exact: '/a' } }, {}, false],
  ['the prefix "/" covers every path', { uri: { prefix: '/' } }, {}, true],
  ['a prefix covers a longer one', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
  ['a prefix covers an exact path under it', { uri: { prefix: '/a' } }, { uri: { exact: '/ab' } }, true],
  ['a prefix covers no shorter one', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
  ['an expression covers only itself', { uri: { regex: '/a.*' } }, { uri: { exact: '/ab' } }, false],
  ['fewer conditions cover more', { uri: { prefix: '/a' } }, { uri: { prefix: '/a' }, method: { exact: 'GET' } }, true],
  ['more conditions do not cover fewer', { uri: { prefix: '/a' }, port: 80 }, { uri: { prefix: '/a' } }, false],
  [
    'a header prefix covers a value that begins with it',
    { headers: { a: { prefix: 'x' } } },
    { headers: { a: { exact: 'xy' }, b: { exact: 'z' } } },
    true,
  ],
  [
    'the absence of a prefix does not follow from that of a value',
    { withoutHeaders: { a: { prefix: 'x' } } },
    { withoutHeaders: { a: { exact: 'xy' } } },
    false,
  ],
  ['labels cover more labels', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a', version: 'v1' } }, true],
  ['any case covers one', { uri: { prefix: '/A' }, ignoreUriCase: true }, { uri: { exact: '/ab' } }, true],
  ['one case does not cover any', { uri: { prefix: '/a' } }, { uri: { exact: '/ab' }, ignoreUriCase: true }, false],
])('%s', (_name, wide, narrow, expected) => {
  expect(coversMatch(wide, narrow)).toBe(expected);
});

const text = fc.constantFrom('a', 'ab', 'abc', 'b');
const value = fc.oneof(
  text.map(exact => ({ exact })),
  text.map(prefix => ({ prefix })),
);
const path = fc.oneof(
  text.map(exact => ({ exact: `/${exact}` })),
  fc.constantFrom('/', '/a', '/ab').map(prefix => ({ prefix })),
);
const headers = fc.dictionary(fc.constantFrom('x', 'y'), value, { maxKeys: 2, minKeys: 1 });
const match = fc.record({ uri: path, headers, method: value }, { requiredKeys: [] }) as fc.Arbitrary<ManifestMatch>;

/** Whether a request meets a match, computed apart from the code under test. */
function meets(request: { path: string; headers: Record<string, string>; method: string }, wanted: ManifestMatch) {
  const fits = (got: string | undefined, want: object): boolean =>
    got !== undefined && ('exact' in want ? got === want.exact : got.startsWith((want as { prefix: string }).prefix));
  return (
    (wanted.uri === undefined || fits(request.path, wanted.uri)) &&
    (wanted.method === undefined || fits(request.method, wanted.method)) &&
    Object.entries(wanted.headers ?? {}).every(([name, want]) => fits(request.headers[name], want))
  );
}

const request = fc.record({
  path: text.map(name => `/${name}`),
  headers: fc.dictionary(fc.constantFrom('x', 'y'), text, { maxKeys: 2 }),
  method: text,
});

test('what covers is met by every request that meets the covered', () => {
  fc.assert(
    fc.property(match, match, fc.array(request, { minLength: 20, maxLength: 20 }), (wide, narrow, requests) => {
      fc.pre(coversMatch(wide, narrow));
      for (const each of requests) if (meets(each, narrow)) expect(meets(each, wide)).toBe(true);
    }),
  );
});

test('the computed order never puts a covering match before a covered one', () => {
  fc.assert(
    fc.property(match, match, (a, b) => {
      fc.pre(coversMatch(a, b) && !coversMatch(b, a));
      expect(compareMatches([b], [a])).toBeLessThan(0);
    }),
  );
});
