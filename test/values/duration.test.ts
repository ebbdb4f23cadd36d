import { Duration as CdkDuration } from 'cdk8s';
import fc from 'fast-check';
import { ConfigError } from '../../src/values/config-error';
import { duration, durationMilliseconds } from '../../src/values/duration';

test.each([['5s'], ['250ms'], ['1h30m'], ['1.5s'], ['0'], ['0s'], ['90s']])(
  'keeps the Go duration %s as it is written',
  text => {
    expect(duration(text)).toBe(text);
  },
);

test.each([
  [{ seconds: 2.5 }, '2s500ms'],
  [{ hours: 1, minutes: 30 }, '1h30m'],
  [{ milliseconds: 250 }, '250ms'],
  [{ milliseconds: 0.5 }, '500us'],
  [{ minutes: 60 }, '1h'],
  [{}, '0s'],
  [CdkDuration.seconds(90), '1m30s'],
  [CdkDuration.days(1), '24h'],
])('writes amounts with the largest units that fit: %j', (value, text) => {
  expect(duration(value)).toBe(text);
});

test.each([
  ['banana'],
  ['5'],
  ['-1s'],
  ['1 s'],
  [''],
  ['1d'],
  ['s'],
  ['1.2.3s'],
  [{ seconds: -1 }],
  [{ seconds: Number.NaN }],
])('refuses %j and says what is wanted', value => {
  expect(() => duration(value)).toThrow(ConfigError);
  expect(() => duration(value)).toThrow(/^Cannot write duration .*: wanted a non-negative amount with units/);
});

test('knows no length of what is no text, which an app in JavaScript can pass', () => {
  expect(durationMilliseconds(5 as unknown as string)).toBeUndefined();
});

test('refuses a misspelt unit', () => {
  expect(() => duration({ second: 5 } as never)).toThrow('Cannot write duration {"second":5}');
});

test('what is written reads back as the same length', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e10 }), milliseconds => {
      expect(durationMilliseconds(duration({ milliseconds }))).toBe(milliseconds);
    }),
  );
});
