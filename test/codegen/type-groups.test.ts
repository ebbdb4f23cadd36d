import type { Schema } from '../../src/codegen/schema';
import { typeGroups } from '../../src/codegen/type-groups';

function groups(rules: string[], fields = ['a', 'b', 'c', 'd'], schema: Partial<Schema> = {}) {
  return typeGroups({ path: 'Widget.spec', ...schema, rules: rules.map(rule => ({ rule })) }, new Set(fields));
}

const sum = (...names: string[]): string => `${names.map(name => `(has(self.${name}) ? 1 : 0)`).join(' + ')} <= 1`;

test.each([
  ['a sum', sum('a', 'b', 'c'), [['a'], ['b'], ['c']], 'at most'],
  ['a sum without blanks', '(has(self.a)?1:0) + (has(self.b)?1:0) <= 1', [['a'], ['b']], 'at most'],
  ['a sum that is one', '(has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) == 1', [['a'], ['b']], 'exactly'],
  ['an inequality', 'has(self.a) != has(self.b)', [['a'], ['b']], 'exactly'],
  [
    'either without the other',
    '(has(self.a) && !has(self.b)) || (!has(self.a) && has(self.b))',
    [['a'], ['b']],
    'exactly',
  ],
  ['one absent', '!has(self.a) || !has(self.b)', [['a'], ['b']], 'at most'],
  ['not both', '!(has(self.a) && has(self.b))', [['a'], ['b']], 'at most'],
  [
    'some in place of others',
    '(has(self.a) || has(self.b)) ? (!has(self.c) &&\n!has(self.d)) : true',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    'at most',
  ],
])('reads %s', (_, rule, variants, demand) => {
  expect(groups([rule])).toEqual([{ variants, demand }]);
});

test('takes no other rule for an alternative', () => {
  expect(groups(['has(self.a) || has(self.b)', "self.a != 'x'", 'has(self.a) ? has(self.b) : true'])).toEqual([]);
});

test('joins exclusions that share a field into variants that may stand together', () => {
  expect(groups([sum('a', 'b'), sum('b', 'c'), sum('b', 'a')])).toEqual([
    { variants: [['a', 'c'], ['b']], demand: 'at most' },
  ]);
});

test('finds every set of a chain of exclusions', () => {
  const variants = [
    ['a', 'c'],
    ['b', 'd'],
    ['a', 'd'],
  ];
  expect(groups([sum('a', 'b'), sum('b', 'c'), sum('c', 'd')])).toEqual([{ variants, demand: 'at most' }]);
});

test('leaves out the fields that the types do not have', () => {
  expect(groups([sum('a', 'b', 'a_b')])).toEqual([{ variants: [['a'], ['b']], demand: 'at most' }]);
  expect(groups([sum('a', 'a_b')])).toEqual([]);
});

test('takes out the fields that all sets of a group have', () => {
  const of = [
    ['a', 'b'],
    ['a', 'c'],
  ];
  expect(groups([], undefined, { groups: [{ min: 1, max: 1, of }] })).toEqual([
    { variants: [['b'], ['c']], demand: 'exactly' },
  ]);
});

test('keeps "at least one" apart, which forbids nothing', () => {
  expect(groups([], undefined, { groups: [{ min: 1, of: [['a'], ['b']] }] })).toEqual([
    { variants: [['a'], ['b']], demand: 'any' },
  ]);
});
