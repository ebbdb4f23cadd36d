import { regionsOf } from '../../src/proof/regions';
import { headerAttribute, METHOD, PATH } from '../../src/requests/attribute';
import { exact, prefix, type Test } from '../../src/requests/test';
import { Keys, type Literal } from '../../src/requests/witness/literal';

const A = { term: PATH, test: prefix('/a') };
const B = { term: METHOD, test: exact('GET') };
const C = { term: headerAttribute('c'), test: exact('1') };
const is = (asked: { term: Literal['term']; test: Test }): Literal => ({ ...asked, answer: true });
const isNot = (asked: { term: Literal['term']; test: Test }): Literal => ({ ...asked, answer: false });

interface Labelled {
  readonly condition: readonly Literal[];
  readonly label: string;
}
const keys = new Keys();
const shown = (classes: readonly Labelled[]) =>
  regionsOf(classes, keys, ({ label }) => label).map(({ condition, classes: own }) => [
    condition.map(literal => keys.literal(literal)),
    [...new Set(own.map(({ label }) => label))].join(),
    own.length,
  ]);
const text = (literal: Literal) => keys.literal(literal);

describe('regions', () => {
  test('are one where all classes mean the same', () => {
    const classes = [[is(A), is(B)], [is(A), isNot(B)], [isNot(A)]].map(condition => ({ condition, label: 'x' }));
    expect(shown(classes)).toEqual([[[], 'x', 3]]);
  });

  test('leave out questions that do not matter, also in the middle', () => {
    const classes = [
      { condition: [is(A), is(B), is(C)], label: 'x' },
      { condition: [is(A), is(B), isNot(C)], label: 'y' },
      { condition: [is(A), isNot(B), is(C)], label: 'x' },
      { condition: [is(A), isNot(B), isNot(C)], label: 'y' },
      { condition: [isNot(A)], label: 'y' },
    ];
    expect(shown(classes)).toEqual([
      [[text(is(A)), text(is(C))], 'x', 2],
      [[text(is(A)), text(isNot(C))], 'y', 2],
      [[text(isNot(A))], 'y', 1],
    ]);
  });

  test('keep what tells classes apart', () => {
    const classes = [
      { condition: [is(A)], label: 'x' },
      { condition: [isNot(A)], label: 'y' },
    ];
    expect(shown(classes)).toEqual([
      [[text(is(A))], 'x', 1],
      [[text(isNot(A))], 'y', 1],
    ]);
  });

  test('leave out what has one possible answer', () => {
    expect(
      shown([
        { condition: [is(A), is(B)], label: 'x' },
        { condition: [isNot(A)], label: 'y' },
      ]),
    ).toEqual([
      [[text(is(A))], 'x', 1],
      [[text(isNot(A))], 'y', 1],
    ]);
  });
});
