import { NearestNames, nearest } from '../../src/values/nearest';

const NAMES = ['orders', 'payments', 'pay', 'web-v1', 'web-v2', 'Users', 'x'];
const LETTERS = ['a', 'p', 'z', '1'];

/** All texts that one letter makes of a name: without one, with one more, with another one, with two exchanged. */
function slips(name: string): readonly string[] {
  return [...name].flatMap((letter, i) => {
    const [before, after] = [name.slice(0, i), name.slice(i + 1)];
    return [
      before + after,
      before + (after[0] ?? '') + letter + after.slice(1),
      ...LETTERS.flatMap(one => [before + one + letter + after, before + one + after]),
    ];
  });
}

describe('NearestNames', () => {
  const names = new NearestNames(NAMES);

  test.each(NAMES)('finds what nearest finds for every slip of one letter in "%s"', name => {
    const wrong = slips(name).filter(slip => names.of(slip) !== nearest(slip, NAMES));
    expect(wrong).toEqual([]);
  });

  test('takes letter case, hyphens and underscores for nothing', () => {
    expect([names.of('ORDERS'), names.of('web_v1'), names.of('users')]).toEqual(['orders', 'web-v1', 'Users']);
  });

  test('finds nothing for what is no slip, and among no names', () => {
    expect([names.of('inventory'), new NearestNames([]).of('orders')]).toEqual([undefined, undefined]);
  });
});
