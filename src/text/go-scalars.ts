/** Whole numbers once underscores are gone: hexadecimal, octal, binary and decimal. */
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[1-9][0-9]*|0)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Among numbers that begin with a point, underscores must stand between digits. */
const FRACTION = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const DECIMAL = /^(?:[1-9][0-9]{0,14}|0)$/;

const WORDS: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ...spellings(true, 'y', 'yes', 'true', 'on'),
  ...spellings(false, 'n', 'no', 'false', 'off'),
  ...spellings(null, '~', 'null'),
  ...spellings(Number.NaN, '.nan'),
  ['.NaN', Number.NaN],
  ...spellings(Number.POSITIVE_INFINITY, '.inf', '+.inf'),
  ...spellings(Number.NEGATIVE_INFINITY, '-.inf'),
]);
const LONGEST_WORD = 5;

/** Each word in small letters, capitalized, and in capitals. */
function spellings<T>(value: T, ...words: readonly string[]): [string, T][] {
  return words.flatMap(word => {
    const capitalized = word.replace(/[a-z]/, letter => letter.toUpperCase());
    return [word, capitalized, word.toUpperCase()].map((spelling): [string, T] => [spelling, value]);
  });
}

/**
 * What an unquoted text is for Go's yaml library, which kubectl, the API server and Istio use: a boolean, null, a
 * number, or the text itself. It reads YAML 1.1, for which `on` is a boolean and `0777` is octal, but knows neither
 * base-60 numbers nor dates once the value has become JSON.
 */
export function goScalar(text: string): boolean | number | string | null {
  if (text === '') return null;
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  // Digits and "+", "-", ".".
  if (first > 57 || first < 43 || (first < 48 && first !== 43 && first !== 45 && first !== 46)) return text;
  return goNumber(text) ?? text;
}

/**
 * The number that an unquoted text is for Go's yaml library; `undefined` if it is a text. Its rules are neither those
 * of YAML 1.1 nor of YAML 1.2: `0o17` is 15, `08` is 8, and `e80`, `.e5`, `1:30` and what no 64 bits hold are texts.
 */
export function goNumber(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  if (text.startsWith('.')) return FRACTION.test(text) ? finite(text.replaceAll('_', '')) : undefined;
  if (!/^[-+0-9]/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const whole = INTEGER.test(digits) ? goInteger(digits) : undefined;
  return whole ?? (FLOAT.test(digits) ? finite(digits) : undefined);
}

/** A whole number, if 64 bits hold it. */
function goInteger(digits: string): number | undefined {
  const sign = /^[-+]/.exec(digits)?.[0] ?? '';
  const size = BigInt(digits.slice(sign.length).replace(/^0(?=[0-7])/, '0o'));
  const most = sign === '' ? 2n ** 64n - 1n : sign === '+' ? 2n ** 63n - 1n : 2n ** 63n;
  return size > most ? undefined : Number(sign === '-' ? -size : size);
}

/**
 * Whether a number would be written again with other digits, where Go keeps them: whole numbers of 64 bits have more than
 * a number of JavaScript. Of what is greater than that, Go keeps no more either.
 */
export function losesDigits(number: number, written: string): boolean {
  if (Number.isSafeInteger(number) || Math.abs(number) > 2 ** 63) return false;
  const digits = written.replaceAll('_', '');
  if (!INTEGER.test(digits)) return false;
  const size = BigInt(digits.replace(/^[-+]/, '').replace(/^0(?=[0-7])/, '0o'));
  return size < 2n ** 63n && size !== BigInt(String(Math.abs(number)));
}

function finite(digits: string): number | undefined {
  const number = Number(digits);
  return Number.isFinite(number) ? number : undefined;
}
