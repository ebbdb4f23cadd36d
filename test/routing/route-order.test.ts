import fc from 'fast-check';
import type { ManifestMatch } from '../../src/routing/request-match';
import { compareMatches } from '../../src/routing/route-order';

const sorted = (...matches: ManifestMatch[]) => [...matches].sort((a, b) => compareMatches([a], [b]));

test('exact paths come before expressions, those before prefixes by length, those before everything', () => {
  const exact: ManifestMatch = { uri: { exact: '/a' } };
  const regex: ManifestMatch = { uri: { regex: '/a/.*' } };
  const long: ManifestMatch = { uri: { prefix: '/a/b' } };
  const short: ManifestMatch = { uri: { prefix: '/a' } };
  const all: ManifestMatch = { uri: { prefix: '/' } };
  expect(sorted(all, short, long, regex, exact)).toEqual([exact, regex, long, short, all]);
});

test('at the same path the match with more conditions comes first', () => {
  const plain: ManifestMatch = { uri: { prefix: '/a' } };
  const header: ManifestMatch = { uri: { prefix: '/a' }, headers: { x: { exact: '1' } } };
  const two: ManifestMatch = { uri: { prefix: '/a' }, headers: { x: { exact: '1' }, y: { exact: '1' } } };
  expect(sorted(plain, header, two)).toEqual([two, header, plain]);
});

test('alternatives count as the least specific of them', () => {
  const alternatives: ManifestMatch[] = [{ uri: { exact: '/a' } }, { uri: { prefix: '/' } }];
  expect(compareMatches(alternatives, [{ uri: { prefix: '/b' } }])).toBeGreaterThan(0);
});

test('the order is total and does not depend on the input order', () => {
  const path = fc.constantFrom<ManifestMatch['uri'] | undefined>(
    undefined,
    { exact: '/a' },
    { prefix: '/' },
    { prefix: '/ab' },
    { regex: '.*' },
  );
  const match = fc.tuple(path, fc.option(fc.constantFrom('1', '2'))).map(([uri, header]) => ({
    ...(uri === undefined ? {} : { uri }),
    ...(header === null ? {} : { headers: { x: { exact: header } } }),
  }));
  fc.assert(
    fc.property(fc.array(match, { maxLength: 6 }), matches => {
      expect(sorted(...[...matches].reverse())).toEqual(sorted(...matches));
    }),
  );
});
