import fc from 'fast-check';
import { CoverIndex, coversMatch } from '../../src/routing/match-cover';
import type { ManifestMatch } from '../../src/routing/request-match';
import { compareMatches } from '../../src/routing/route-order';
import { match, meets, related, request } from './requests';

test.each<[string, ManifestMatch, ManifestMatch, boolean]>([
  ['no condition covers everything', {}, { uri: { exact: '/a' } }, true],
  ['a condition does not cover none', { uri: { exact: '/a' } }, {}, false],
  ['the prefix "/" covers every path', { uri: { prefix: '/' } }, {}, true],
  ['a prefix covers a longer one', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
  ['a prefix covers an exact path under it', { uri: { prefix: '/a' } }, { uri: { exact: '/ab' } }, true],
  ['a prefix covers no shorter one', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
  ['an expression covers only itself', { uri: { regex: '/a.*' } }, { uri: { exact: '/ab' } }, false],
  [
    'of what is no path, an expression covers a value that it takes',
    { method: { regex: 'PUT|POST' }, headers: { a: { regex: 'x+' } } },
    { method: { exact: 'PUT' }, headers: { a: { exact: 'xx' } } },
    true,
  ],
  ['but no other value', { method: { regex: 'PUT|POST' } }, { method: { exact: 'PUTS' } }, false],
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
  [
    'the absence of a value follows from that of a prefix of it',
    { withoutHeaders: { a: { exact: 'xy' } } },
    { withoutHeaders: { a: { prefix: 'x' } } },
    true,
  ],
  ['a header with any value covers one with some', { headers: { a: {} } }, { headers: { a: { regex: 'x+' } } }, true],
  ['a header with some value does not cover any', { headers: { a: { prefix: 'x' } } }, { headers: { a: {} } }, false],
  ['a header with any value must be there', { headers: { a: { regex: '.*' } } }, {}, false],
  ['a prefix covers an expression that begins with it', { uri: { prefix: '/a' } }, { uri: { regex: '/ab+' } }, true],
  ['a prefix does not cover what may be shorter', { uri: { prefix: '/ab' } }, { uri: { regex: '/ab*' } }, false],
  ['the expression ".*" covers every path', { uri: { regex: '.*' } }, {}, true],
  ['some gateways cover fewer of them', { gateways: ['a', 'b'] }, { gateways: ['b'] }, true],
  ['some gateways do not cover others', { gateways: ['a'] }, { gateways: ['a', 'b'] }, false],
  ['a port covers itself alone', { port: 80 }, { port: 81 }, false],
  ['a namespace covers itself alone', { sourceNamespace: 'a' }, { sourceNamespace: 'b' }, false],
  [
    'an expression does not depend on case',
    { uri: { regex: '/A' }, ignoreUriCase: true },
    { uri: { exact: '/a' } },
    false,
  ],
  ['labels cover more labels', { sourceLabels: { app: 'a' } }, { sourceLabels: { app: 'a', version: 'v1' } }, true],
  ['any case covers one', { uri: { prefix: '/A' }, ignoreUriCase: true }, { uri: { exact: '/ab' } }, true],
  ['one case does not cover any', { uri: { prefix: '/a' } }, { uri: { exact: '/ab' }, ignoreUriCase: true }, false],
])('%s', (_name, wide, narrow, expected) => {
  expect(coversMatch(wide, narrow)).toBe(expected);
});

test('what covers is met by every request that meets the covered', () => {
  fc.assert(
    fc.property(related, fc.array(request, { minLength: 30, maxLength: 30 }), ([wide, narrow], requests) => {
      fc.pre(coversMatch(wide, narrow));
      for (const each of requests) if (meets(each, narrow)) expect(meets(each, wide)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('a match covers itself', () => {
  fc.assert(fc.property(match, each => expect(coversMatch(each, each)).toBe(true)));
});

test('the computed order never puts a covering match before a covered one', () => {
  fc.assert(
    fc.property(related, ([a, b]) => {
      fc.pre(coversMatch(a, b) && !coversMatch(b, a));
      expect(compareMatches([b], [a])).toBeLessThan(0);
    }),
    { numRuns: 1000 },
  );
});

test('an index finds the first match that covers another one, as a look at each of them does', () => {
  const narrows = fc.tuple(fc.array(match, { minLength: 1, maxLength: 12 }), fc.nat(), match, fc.boolean());
  fc.assert(
    fc.property(narrows, ([matches, chosen, extra, alone]) => {
      const index = new CoverIndex<{ readonly match: ManifestMatch; readonly at: number }>();
      for (const [at, each] of matches.entries()) index.add({ match: each, at });
      // Mostly one that has to do with those in the index.
      const narrow = alone ? extra : { ...matches[chosen % matches.length], uri: extra.uri };
      const first = matches.findIndex(each => coversMatch(each, narrow));
      expect(index.find(narrow)?.at ?? -1).toBe(first);
    }),
    { numRuns: 2000 },
  );
});

test.each<[ManifestMatch['uri'], ManifestMatch['uri']]>([
  [{ prefix: '/ab' }, { exact: '/ab' }],
  [{ prefix: '/ab' }, { prefix: '/ab' }],
  [{ prefix: '/a' }, { prefix: '/ab' }],
  [{ prefix: '/a' }, { regex: '/ab+' }],
  [{ exact: '/ab' }, { exact: '/ab' }],
  [{ regex: '/a|/b' }, { regex: '/a|/b' }],
  [undefined, { regex: '/a|/b' }],
  [{ prefix: '/' }, undefined],
])('an index finds %j for %j, also where case does not matter', (wide, narrow) => {
  for (const ignoreUriCase of [undefined, true]) {
    const index = new CoverIndex<{ readonly match: ManifestMatch }>();
    index.add({ match: { uri: wide, ignoreUriCase } });
    expect(index.find({ uri: narrow })).toBeDefined();
  }
});
