import fc from 'fast-check';
import { normalizePath } from '../../src/requests/path-normalization';
import type { PathNormalization } from '../../src/values/path-normalization';

const MODES: readonly PathNormalization[] = ['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'];

test.each([
  ['/a/../b?x=/../y#frag', '/b?x=/../y'],
  ['/a/./b/', '/a/b/'],
  ['/a/..', '/'],
  ['/../../a', '/a'],
  ['/a\\b', '/a/b'],
  ['/%61%2D%7e', '/a-~'],
  ['/a%2fb', '/a%2fb'],
  ['/a//b', '/a//b'],
  ['*', '*'],
])('BASE turns %s into %s', (path, wanted) => {
  expect(normalizePath(path, 'BASE')).toBe(wanted);
});

test('slashes are merged, and decoded first, where the mesh says so', () => {
  expect(normalizePath('/a//b%2f%5Cc', 'MERGE_SLASHES')).toBe('/a/b%2f%5Cc');
  expect(normalizePath('/a//b%2f%5Cc', 'DECODE_AND_MERGE_SLASHES')).toBe('/a/b/c');
});

test('NONE only cuts the fragment', () => {
  expect(normalizePath('/a/../b//%2e#c', 'NONE')).toBe('/a/../b//%2e');
});

test('an encoded NUL is refused', () => {
  expect(normalizePath('/a%00b', 'BASE')).toBeUndefined();
});

test('a path that was normalized stays as it is, and holds no dot segment', () => {
  const segment = fc.constantFrom('a', 'b', '.', '..', '...', '', '%2e', '%2E%2e', '%41', 'x y', '%2f', '\\', 'é');
  const path = fc.array(segment, { maxLength: 8 }).map(segments => `/${segments.join('/')}`);
  fc.assert(
    fc.property(path, fc.constantFrom(...MODES.slice(1)), (given, mode) => {
      const once = normalizePath(given, mode) ?? '';
      expect(normalizePath(once, mode)).toBe(once);
      expect(once.split('/')).not.toContain('..');
      expect(once.startsWith('/')).toBe(true);
    }),
  );
});
