import { byText, compareText } from '../../src/values/order';

test('texts are ordered by their units, whatever the language', () => {
  expect(['ä', 'b', 'B', 'a', '', 'a1', 'a10', 'a2'].sort(compareText)).toEqual([
    '',
    'B',
    'a',
    'a1',
    'a10',
    'a2',
    'b',
    'ä',
  ]);
  expect([compareText('a', 'a'), compareText(undefined, ''), compareText(undefined, 'a')]).toEqual([0, 0, -1]);
});

test('things are ordered by a text that they have, and otherwise stay as they are', () => {
  const things = [{ name: 'b', at: 1 }, { name: 'a', at: 2 }, { at: 3 }, { name: 'b', at: 4 }, { name: 'a', at: 5 }];
  expect(things.sort(byText(({ name }) => name)).map(({ at }) => at)).toEqual([3, 2, 5, 1, 4]);
});
