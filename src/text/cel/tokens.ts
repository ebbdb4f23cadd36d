import { CelSyntaxError } from './syntax';

/** A piece of an expression. */
export interface CelToken {
  readonly kind: 'number' | 'string' | 'word' | 'sign' | 'end';
  /** The text as written; of a string, what it stands for. */
  readonly text: string;
}

/** What is no string, by kind. */
const PLAIN = [
  ['number', /(?:0x[0-9a-fA-F]+u?|\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\d+u?)/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['sign', /(?:&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}])/y],
] as const;
const SPACE = /(?:\s+|\/\/[^\n]*)+/y;
const STRING_START = /[rR]?(?:"""|'''|"|')/y;

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
      const raw = /^r/i.test(opening);
      const quote = opening.slice(raw ? 1 : 0);
      const end = endOfString(source, at, quote, raw);
      if (end < 0) throw new CelSyntaxError(source, `the string that begins at ${at} has no end`);
      const body = source.slice(at, end);
      tokens.push({ kind: 'string', text: raw ? body : unescapeText(source, body) });
      at = end + quote.length;
      continue;
    }
    let token: CelToken | undefined;
    for (const [kind, shape] of PLAIN) {
      const text = token === undefined ? take(shape) : undefined;
      if (text !== undefined) token = { kind, text };
    }
    if (token === undefined) throw new CelSyntaxError(source, `unexpected "${source[at]}" at ${at}`);
    tokens.push(token);
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
  return body.replace(/\\([\s\S])/g, (whole, letter: string) => {
    const plain = ESCAPES[letter] ?? ('\\?"\'`'.includes(letter) ? letter : undefined);
    if (plain === undefined) throw new CelSyntaxError(source, `escape "${whole}" is not supported`);
    return plain;
  });
}
