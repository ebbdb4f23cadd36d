import fc from 'fast-check';
import { canonicalQuantity } from '../../src/values/quantity';

test.each([
  ['2000m', '2'],
  ['0.5', '500m'],
  ['100m', '100m'],
  ['1024Mi', '1Gi'],
  ['1536Mi', '1536Mi'],
  ['1.5Gi', '1536Mi'],
  ['0', '0'],
  ['1000', '1k'],
  ['1000M', '1G'],
  ['1e3', '1e3'],
  ['-2000m', '-2'],
  ['512', '512'],
  ['1000Ki', '1000Ki'],
  ['much', 'much'],
])('%s is stored as %s', (written, stored) => {
  expect(canonicalQuantity(written)).toBe(stored);
});

test('a canonical amount stays as it is, and equal amounts have one form', () => {
  const milli = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(milli, amount => {
      const stored = canonicalQuantity(`${amount}m`);
      expect(canonicalQuantity(stored)).toBe(stored);
      expect(canonicalQuantity(String(amount / 1000))).toBe(stored);
    }),
  );
  fc.assert(
    fc.property(milli, amount =>
      expect(canonicalQuantity(`${amount * 1024}Ki`)).toBe(canonicalQuantity(`${amount}Mi`)),
    ),
  );
});
