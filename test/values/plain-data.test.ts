import fc from 'fast-check';
import { canonicalJson, isMapping, mergeObjects } from '../../src/values/plain-data';

test('mappings are neither lists nor scalars nor nothing', () => {
  expect([{}, { a: 1 }, Object.create(null)].map(isMapping)).toEqual([true, true, true]);
  expect([[], null, undefined, 'a', 1].map(isMapping)).toEqual([false, false, false, false, false]);
});

test('equal values have one canonical text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), value => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('what is laid over wins key by key, lists as a whole, and changes neither side', () => {
  const base = { a: { x: 1, y: [1, 2] }, b: 1 };
  const over = { a: { y: [3], z: { deep: true } }, b: { now: 'a mapping' }, c: undefined };
  expect(mergeObjects(base, over)).toEqual({ a: { x: 1, y: [3], z: { deep: true } }, b: { now: 'a mapping' } });
  expect(base).toEqual({ a: { x: 1, y: [1, 2] }, b: 1 });
});
