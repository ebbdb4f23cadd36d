/** First and last code point of a range. */
export type CodeRange = readonly [from: number, to: number];

/** The last code point of Unicode. */
export const ALPHABET = 0x10ffff;

const DIGIT: CodeRange = [0x30, 0x39];
const UPPER: CodeRange = [0x41, 0x5a];
const LOWER: CodeRange = [0x61, 0x7a];
const UNDERSCORE: CodeRange = [0x5f, 0x5f];

/** What `\d`, `\s` and `\w` mean in RE2: ASCII only, and no vertical tab in `\s`. */
export const PERL_CLASSES: { readonly [letter: string]: readonly CodeRange[] } = {
  d: [DIGIT],
  s: [
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ],
  w: [DIGIT, UPPER, UNDERSCORE, LOWER],
};

/** The classes that are written `[:name:]` inside brackets. */
export const POSIX_CLASSES: { readonly [name: string]: readonly CodeRange[] } = {
  alnum: [DIGIT, UPPER, LOWER],
  alpha: [UPPER, LOWER],
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [DIGIT],
  graph: [[0x21, 0x7e]],
  lower: [LOWER],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [UPPER],
  word: [DIGIT, UPPER, LOWER, UNDERSCORE],
  xdigit: [DIGIT, [0x41, 0x46], [0x61, 0x66]],
};

/** A set of characters, gathered from ranges and Unicode properties, and written as JavaScript does. */
export class CharacterSet {
  private readonly ranges: CodeRange[] = [];
  private readonly properties: string[] = [];
  private negative = false;

  public addRanges(ranges: readonly CodeRange[], ignoreCase: boolean): void {
    for (const range of ranges) {
      this.ranges.push(range);
      if (ignoreCase) this.addOtherCase(range);
    }
  }

  /** Adds a general category or script; answers whether RE2 has one of that name. */
  public addProperty(name: string, negative: boolean): boolean {
    if (name === 'Any') {
      if (!negative) this.ranges.push([0, ALPHABET]);
      return true;
    }
    // Categories have one or two letters; a JavaScript script of that shape does not exist.
    const property = /^[A-Z][a-z]?$/.test(name) ? name : `Script=${name}`;
    const source = `\\${negative ? 'P' : 'p'}{${property}}`;
    try {
      new RegExp(source, 'u');
    } catch {
      return false;
    }
    this.properties.push(source);
    return true;
  }

  public addSet(set: CharacterSet): void {
    // Only classes of plain ranges come negated; a negated property is written as one.
    this.ranges.push(...(set.negative ? complement(set.ranges) : set.ranges));
    this.properties.push(...set.properties);
  }

  public negated(): CharacterSet {
    const other = new CharacterSet();
    other.ranges.push(...this.ranges);
    other.properties.push(...this.properties);
    other.negative = !this.negative;
    return other;
  }

  public toSource(): string {
    const [only] = this.ranges;
    if (
      only !== undefined &&
      this.ranges.length === 1 &&
      this.properties.length === 0 &&
      !this.negative &&
      only[0] === only[1]
    ) {
      return unit(only[0]);
    }
    const parts = this.ranges.map(([from, to]) => (from === to ? unit(from) : `${unit(from)}-${unit(to)}`));
    return `[${this.negative ? '^' : ''}${[...parts, ...this.properties].join('')}]`;
  }

  private addOtherCase([from, to]: CodeRange): void {
    // Past the scripts that have case there is nothing to fold, and large ranges contain both cases anyway.
    for (let code = from; code <= to && code <= 0x24ff && code - from < 0x500; code++) {
      const character = String.fromCodePoint(code);
      for (const other of [character.toLowerCase(), character.toUpperCase()]) {
        const folded = other.codePointAt(0) ?? code;
        if ([...other].length === 1 && (folded < from || folded > to)) this.ranges.push([folded, folded]);
      }
    }
  }
}

function complement(ranges: readonly CodeRange[]): CodeRange[] {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= ALPHABET) gaps.push([next, ALPHABET]);
  return gaps;
}

function unit(code: number): string {
  const character = String.fromCodePoint(code);
  return /[0-9A-Za-z]/.test(character) ? character : `\\u{${code.toString(16)}}`;
}
