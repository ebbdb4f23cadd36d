import fc from 'fast-check';
import { filled, mergeValues, type ValueTree, valueAt } from '../../src/values/value-tree';

const tree: fc.Arbitrary<ValueTree> = fc.letrec<{ tree: ValueTree; value: unknown }>(tie => ({
  tree: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.string(),
    fc.array(fc.integer(), { maxLength: 2 }),
    tie('tree'),
  ),
})).tree;

describe('mergeValues', () => {
  test('lets the later tree win, key by key, and replaces lists', () => {
    expect(mergeValues({ a: { b: 1, c: [1, 2] } }, { a: { c: [3] } }, { d: 4 })).toEqual({ a: { b: 1, c: [3] }, d: 4 });
  });

  test('drops what has no value, and the mappings that hold nothing else', () => {
    expect(mergeValues({ a: undefined, b: { c: undefined }, d: { e: { f: undefined } } }, undefined)).toEqual({});
  });

  test('keeps a mapping that was written empty, which may mean something by being there', () => {
    expect(mergeValues({ gatewayTopology: { proxyProtocol: {} } })).toEqual({ gatewayTopology: { proxyProtocol: {} } });
  });

  test('is the same whether trees are merged one by one or all at once', () => {
    fc.assert(
      fc.property(tree, tree, tree, (a, b, c) => {
        expect(mergeValues(mergeValues(a, b), c)).toEqual(mergeValues(a, b, c));
      }),
    );
  });

  test('has every scalar of the last tree where that has it', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        const merged = mergeValues(a, b);
        const visit = (value: unknown, path: readonly string[]): void => {
          if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
            for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
          } else expect(valueAt(merged, ...path)).toEqual(value);
        };
        visit(b, []);
      }),
    );
  });

  test('leaves the trees as they were', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        const before = JSON.stringify([a, b]);
        mergeValues(a, b);
        expect(JSON.stringify([a, b])).toBe(before);
      }),
    );
  });
});

describe('filled', () => {
  test('is nothing for an empty tree', () => {
    expect(filled({})).toBeUndefined();
    expect(filled(undefined)).toBeUndefined();
    expect(filled({ a: 1 })).toEqual({ a: 1 });
  });
});
