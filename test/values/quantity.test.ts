import { isQuantity, isSignedQuantity } from '../../src/values/quantity';

test.each([
  '0',
  '1',
  '1.',
  '.5',
  '0.25',
  '+2',
  '100m',
  '128Mi',
  '1Ki',
  '2k',
  '3E',
  '4Ei',
  '5u',
  '6n',
  '1e3',
  '1E-3',
  '12e+6',
])('%s is a quantity', text => {
  expect([isQuantity(text), isSignedQuantity(text)]).toEqual([true, true]);
});

test.each([
  '',
  '.',
  'm',
  '1 Mi',
  '1mi',
  '1KI',
  '1K',
  '1e',
  '1e3Mi',
  '1,5',
  '1.2.3',
  '-+1',
  '+-1',
  '--1',
  '-',
  '1ki',
  '0x10',
])('%p is none', text => {
  expect([isQuantity(text), isSignedQuantity(text)]).toEqual([false, false]);
});

test('a negative amount is a quantity only where signs count', () => {
  expect([isQuantity('-1'), isSignedQuantity('-1'), isSignedQuantity('-.5Gi')]).toEqual([false, true, true]);
});
