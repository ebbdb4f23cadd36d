import { CelSyntaxError } from './syntax';

/** A piece of an expression. */
export interface CelToken {
  readonly kind: 'number' | 'string' | 'bytes' | 'word' | 'sign' | 'end';
  /** The text as written; of a string, what it stands for. */
  readonly text: string;
}

const NUMBER = /(?:0x[0-9a-fA-F]+u?|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+u?)/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const SIGN = /(?:&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}])/y;
const SPACE = /(?:\s+|\/\/[^\n]*)+/y;
const STRING_START = /(?:[rR][bB]?|[bB][rR]?)?(?:"""|'''|"|')/y;

const ESCAPES: { readonly [letter: string]: string } = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Splits an expression into its pieces, the last of which is `end`. */
export function celTokens(source: string): readonly CelToken[] {
  const tokens: CelToken[] = [];
  let at = 0;
  const take = (shape: RegExp): string | undefined => {
    shape.lastIndex = at;
    const text = shape.exec(source)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  };
  for (;;) {
    take(SPACE);
    if (at >= source.length) break;
    const opening = take(STRING_START);
    if (opening !== undefined) {
      const prefix = /^[a-zA-Z]*/.exec(opening)?.[0].toLowerCase() ?? '';
      const raw = prefix.includes('r');
      const quote = opening.slice(prefix.length);
      const end = endOfString(source, at, quote, raw);
      if (end < 0) throw new CelSyntaxError(source, `the string that begins at ${at} has no end`);
      const body = source.slice(at, end);
      tokens.push({ kind: prefix.includes('b') ? 'bytes' : 'string', text: raw ? body : unescapeText(source, body) });
      at = end + quote.length;
      continue;
    }
    const number = take(NUMBER);
    if (number !== undefined) {
      tokens.push({ kind: 'number', text: number });
      continue;
    }
    const word = take(WORD);
    if (word !== undefined) {
      tokens.push({ kind: 'word', text: word });
      continue;
    }
    const sign = take(SIGN);
    if (sign === undefined) throw new CelSyntaxError(source, `unexpected "${source[at]}" at ${at}`);
    tokens.push({ kind: 'sign', text: sign });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function endOfString(source: string, start: number, quote: string, raw: boolean): number {
  for (let at = start; at < source.length; at++) {
    if (source.startsWith(quote, at)) return at;
    if (source[at] === '\\' && !raw) at++;
    if (source[at] === '\n' && quote.length === 1) return -1;
  }
  return -1;
}

function unescapeText(source: string, body: string): string {
  return body.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([\s\S]))/g,
    (
      whole,
      two: string | undefined,
      four: string | undefined,
      eight: string | undefined,
      octal: string | undefined,
      letter: string | undefined,
    ) => {
      const digits = two ?? four ?? eight;
      if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const plain = letter ?? '';
      const control = ESCAPES[plain];
      if (control !== undefined) return control;
      if ('\\?"\'`'.includes(plain)) return plain;
      throw new CelSyntaxError(source, `invalid escape "${whole}"`);
    },
  );
}
