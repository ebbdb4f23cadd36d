import { type Document, isMap, isPair, isScalar, isSeq, Scalar, type Tags, visit } from 'yaml';

/** Whole numbers once underscores are gone: hexadecimal, octal, binary and decimal. */
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[1-9][0-9]*|0)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Among numbers that begin with a point, underscores must stand between digits. */
const FRACTION = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;

const NUMBER_TAGS = ['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'];

/**
 * The number that an unquoted text is for Go's yaml library, which kubectl, the API server and Istio use; `undefined`
 * if it is a text. Its rules are neither those of YAML 1.1 nor of YAML 1.2: `0o17` is 15, `08` is 8, and `e80`, `.e5`,
 * `1:30` and what no 64 bits hold are texts.
 */
export function goNumber(text: string): number | undefined {
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

function finite(digits: string): number | undefined {
  const number = Number(digits);
  return Number.isFinite(number) ? number : undefined;
}

/** Replaces the numbers of YAML 1.1 by those of Go's yaml library. */
export function withGoNumbers(tags: Tags): Tags {
  const number = { test: /^[-+.0-9]/, resolve: (text: string) => goNumber(text) ?? text };
  return [
    ...tags.filter(tag => typeof tag === 'string' || !NUMBER_TAGS.includes(tag.tag) || isNotFinite(tag)),
    // Of tags with a test the first that fits is taken; both are needed by name, for `!!int` and `!!float`.
    ...NUMBER_TAGS.map(tag => ({ tag, default: true, ...number })),
  ];
}

/** `.nan`, `.inf` and their like, which both read alike. */
function isNotFinite(tag: Tags[number] & object): boolean {
  return 'test' in tag && tag.test?.test('.nan') === true;
}

/**
 * Makes texts of flow sequences that end with a colon what they are for Go's yaml library: `[::1, fe80::]` are two
 * texts, where YAML reads the last as a mapping without a value.
 */
export function restoreFlowTexts(document: Document, text: string): void {
  if (!/:[\],]/.test(text)) return;
  visit(document, {
    Map(_, map, path) {
      const parent = path.at(-1);
      const [pair] = map.items;
      if (!isSeq(parent) || parent.flow !== true || map.items.length !== 1 || !isPair(pair)) return undefined;
      const { key, value } = pair;
      if (!isScalar(key) || key.type !== 'PLAIN' || (isScalar(value) && value.source !== '' && value.value !== null))
        return undefined;
      if (isMap(value) || isSeq(value) || !key.range || text[map.range?.[0] ?? 0] === '{') return undefined;
      const [start, end] = key.range;
      return /^:[\],]/.test(text.slice(end)) ? new Scalar(text.slice(start, end + 1)) : undefined;
    },
  });
}
