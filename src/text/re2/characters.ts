import type { CharacterClass, CodeRange, Re2Characters } from './syntax';

/** The last code point of Unicode. */
export const LAST_CODE_POINT = 0x10ffff;

const DIGIT = range(0x30, 0x39);
const UPPER = range(0x41, 0x5a);
const LOWER = range(0x61, 0x7a);
const UNDERSCORE = range(0x5f);
const BLANK = range(0x20);

/** What `\d`, `\s` and `\w` mean in RE2: ASCII only, and no vertical tab in `\s`. */
export const PERL_CLASSES: { readonly [letter: string]: readonly CodeRange[] } = {
  d: [DIGIT],
  s: [range(0x09, 0x0a), range(0x0c, 0x0d), BLANK],
  w: [DIGIT, UPPER, UNDERSCORE, LOWER],
};

/** The classes that are written `[:name:]` inside brackets. */
export const POSIX_CLASSES: { readonly [name: string]: readonly CodeRange[] } = {
  alnum: [DIGIT, UPPER, LOWER],
  alpha: [UPPER, LOWER],
  ascii: [range(0, 0x7f)],
  blank: [range(0x09), BLANK],
  cntrl: [range(0, 0x1f), range(0x7f)],
  digit: [DIGIT],
  graph: [range(0x21, 0x7e)],
  lower: [LOWER],
  print: [range(0x20, 0x7e)],
  punct: [range(0x21, 0x2f), range(0x3a, 0x40), range(0x5b, 0x60), range(0x7b, 0x7e)],
  space: [range(0x09, 0x0d), BLANK],
  upper: [UPPER],
  word: [DIGIT, UPPER, LOWER, UNDERSCORE],
  xdigit: [DIGIT, range(0x41, 0x46), range(0x61, 0x66)],
};

function range(from: number, to = from): CodeRange {
  return [from, to];
}

/** Scripts whose names are as short as the codes by which JavaScript knows all scripts, and RE2 none. */
const SHORT_SCRIPTS = new Set(['Ahom', 'Cham', 'Kawi', 'Lisu', 'Miao', 'Modi', 'Newa', 'Thai', 'Toto']);

/** Whether RE2 knows a category or script of Unicode by this name. */
export function isUnicodeName(name: string): boolean {
  if (name === 'Any') return true;
  if (!/^[A-Z][A-Za-z_]*$/.test(name) || name === 'Cn' || name === 'LC') return false;
  if (name.length === 4 && !SHORT_SCRIPTS.has(name)) return false;
  return isProperty(name.length <= 2 ? name : '') || isProperty(`Script=${name}`);
}

function isProperty(property: string): boolean {
  try {
    new RegExp(`\\p{${property}}`, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The code points of a node in ascending ranges with gaps between them. */
export function codeRanges({ classes, negative, ignoreCase }: Re2Characters): readonly CodeRange[] {
  const ranges = merged(classes.flatMap(each => rangesOf(each, ignoreCase)));
  return negative ? complement(ranges) : ranges;
}

function rangesOf({ of, negative }: CharacterClass, ignoreCase: boolean): readonly CodeRange[] {
  const ranges = typeof of === 'string' ? namedRanges(of, ignoreCase) : withCases(merged(of), ignoreCase);
  return negative ? complement(ranges) : ranges;
}

const byName = new Map<string, readonly CodeRange[]>();

function namedRanges(name: string, ignoreCase: boolean): readonly CodeRange[] {
  if (name === 'Any') return [[0, LAST_CODE_POINT]];
  const key = `${name} ${ignoreCase}`;
  let ranges = byName.get(key);
  if (ranges === undefined) {
    ranges = ignoreCase ? withCases(namedRanges(name, false), true) : runsOf(namedExpression(name));
    byName.set(key, ranges);
  }
  return ranges;
}

function namedExpression(name: string): RegExp {
  // Code points that nobody has assigned are in JavaScript's category C, but not in RE2's.
  if (name === 'C') return /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu;
  return new RegExp(`\\p{${isProperty(name) ? name : `Script=${name}`}}+`, 'gu');
}

/** The runs of characters that an expression of one character fits. */
function runsOf(expression: RegExp): readonly CodeRange[] {
  const ranges: CodeRange[] = [];
  const chunk = 0x1000;
  for (let start = 0; start <= LAST_CODE_POINT; start += chunk) {
    if (start >= 0xd000 && start < 0xe000) {
      // Between surrogates a text has no borders of characters.
      for (let code = start; code < start + chunk; code++)
        if (String.fromCodePoint(code).search(expression) >= 0) ranges.push([code, code]);
      continue;
    }
    const text = String.fromCodePoint(...Array.from({ length: chunk }, (_, i) => start + i));
    const width = start > 0xffff ? 2 : 1;
    for (const { index, 0: run } of text.matchAll(expression)) {
      ranges.push([start + index / width, start + (index + run.length) / width - 1]);
    }
  }
  return merged(ranges);
}

let cased: readonly string[] | undefined;

/** The ranges and, where case is ignored, the characters that differ from some of theirs in case alone. */
function withCases(ranges: readonly CodeRange[], ignoreCase: boolean): readonly CodeRange[] {
  if (!ignoreCase || ranges.length === 0) return ranges;
  cased ??= runsOf(/[\p{Changes_When_Casemapped}\p{Changes_When_Casefolded}]+/gu).flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
  );
  // With the flags i and u JavaScript compares by simple case folding, as RE2 does.
  const units = ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`);
  const expression = new RegExp(`[${units.join('')}]`, 'iu');
  const others = cased.filter(character => expression.test(character)).map(character => character.codePointAt(0) ?? 0);
  return merged([...ranges, ...others.map((code): CodeRange => [code, code])]);
}

function merged(ranges: readonly CodeRange[]): readonly CodeRange[] {
  if (ranges.length < 2) return ranges;
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function complement(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const gaps: CodeRange[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) gaps.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}
