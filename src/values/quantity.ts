const QUANTITY = /^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

/** Whether `text` is an amount as Kubernetes reads it, such as `100m`, `0.5` or `128Mi`; none is negative. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** Like `isQuantity`, negative amounts included. */
export function isSignedQuantity(text: string): boolean {
  return QUANTITY.test(text.replace(/^-(?=[\d.])/, ''));
}

const DECIMAL: readonly (readonly [suffix: string, exponent: number])[] = [
  ['E', 18],
  ['P', 15],
  ['T', 12],
  ['G', 9],
  ['M', 6],
  ['k', 3],
  ['', 0],
  ['m', -3],
  ['u', -6],
  ['n', -9],
];
const BINARY: readonly string[] = ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'];

/**
 * An amount in the form in which the API server stores it, `2` for `2000m` and `1Gi` for `1024Mi`, so that what is
 * applied and what is stored never differ. What is no amount comes back as it is.
 */
export function canonicalQuantity(text: string): string {
  const [, sign = '', whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)\.?(\d*)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/.exec(text) ?? [];
  if (whole + fraction === '') return text;
  const minus = sign === '-' ? '-' : '';
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return '0';
  if (suffix.endsWith('i')) {
    const power = BigInt(10) * BigInt(BINARY.length - BINARY.indexOf(suffix));
    const bytes = (digits << power) / 10n ** BigInt(fraction.length);
    for (const [i, binary] of BINARY.entries()) {
      const unit = 1n << (10n * BigInt(BINARY.length - i));
      if (bytes % unit === 0n) return `${minus}${bytes / unit}${binary}`;
    }
    return `${minus}${bytes}`;
  }
  const own = /^[eE]/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL.find(([name]) => name === suffix)?.[1] ?? 0);
  const exponent = own - fraction.length;
  for (const [name, power] of DECIMAL) {
    const shift = exponent - power;
    const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits;
    const divisor = shift >= 0 ? 1n : 10n ** BigInt(-shift);
    if (scaled % divisor === 0n) {
      // The server keeps the form that was chosen for exponents.
      return /^[eE]/.test(suffix) ? text : `${minus}${scaled / divisor}${name}`;
    }
  }
  return text;
}

/** -1, 0 or 1 as the first amount is less than, equal to or greater than the second; `undefined` if one is no amount. */
export function compareQuantities(a: string, b: string): number | undefined {
  const [first, second] = [billionths(a), billionths(b)];
  if (first === undefined || second === undefined) return undefined;
  return first < second ? -1 : first > second ? 1 : 0;
}

/** An amount in billionths, the smallest unit there is. */
function billionths(text: string): bigint | undefined {
  if (!isSignedQuantity(text)) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] =
    /^([+-]?)(\d*)\.?(\d*)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/.exec(text) ?? [];
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const binary = BINARY.indexOf(suffix);
  if (binary >= 0)
    return (digits * 10n ** 9n * (1n << (10n * BigInt(BINARY.length - binary)))) / 10n ** BigInt(fraction.length);
  const own = /^[eE]/.test(suffix) ? Number(suffix.slice(1)) : (DECIMAL.find(([name]) => name === suffix)?.[1] ?? 0);
  const exponent = own - fraction.length + 9;
  // Beyond that, amounts are as good as nothing or endless.
  if (Math.abs(exponent) > 60) return exponent < 0 ? 0n : digits * 10n ** 60n;
  return exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent);
}

/** The amounts of several resources in their canonical form. */
export function canonicalAmounts(
  amounts: { readonly [resource: string]: string } | undefined,
): { [resource: string]: string } | undefined {
  return (
    amounts && Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, canonicalQuantity(amount)]))
  );
}
