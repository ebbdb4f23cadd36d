import { codeRanges, isUnicodeName } from '../../../src/text/re2/characters';
import { parseRe2 } from '../../../src/text/re2/parse';
import type { CodeRange } from '../../../src/text/re2/syntax';

function rangesOf(pattern: string): readonly CodeRange[] {
  const node = parseRe2(pattern);
  if (node.is !== 'characters') throw new Error(`${pattern} is no character`);
  return codeRanges(node);
}

test.each([
  ['b', 'b'],
  ['[c-ea-b]', 'a-e'],
  ['[ace]', 'a c e'],
  ['(?i)k', 'K k \u212a'],
  ['(?i)[^\\W_]', '0-9 A-Z a-z \u017f \u212a'],
  ['(?i)[α]', 'Α α'],
  ['\\d', '0-9'],
  ['[[:blank:]]', '\t  '],
])('%s stands for %s', (pattern, wanted) => {
  const texts = rangesOf(pattern).map(([from, to]) =>
    from === to ? String.fromCodePoint(from) : `${String.fromCodePoint(from)}-${String.fromCodePoint(to)}`,
  );
  expect(texts.join(' ')).toBe(wanted);
});

test('a negated class holds all the rest', () => {
  expect(rangesOf('[^b]')).toEqual([
    [0, 0x61],
    [0x63, 0x10ffff],
  ]);
  expect(rangesOf('[^\\D]')).toEqual(rangesOf('\\d'));
  expect(rangesOf('[\\d\\D]')).toEqual([[0, 0x10ffff]]);
  expect(rangesOf('[^\\d\\D]')).toEqual([]);
});

test.each(['L', 'C', 'Cs', 'Yi'])('\\p{%s} holds what JavaScript says, in order', name => {
  const inJavaScript = name === 'C' ? /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u : propertyOf(name);
  const ranges = rangesOf(`\\p{${name}}`);
  const wrong: number[] = [];
  for (let code = 0, next = 0; code <= 0x10ffff; code++) {
    while ((ranges[next]?.[1] ?? Number.POSITIVE_INFINITY) < code) next++;
    if ((ranges[next]?.[0] ?? Number.POSITIVE_INFINITY) <= code !== inJavaScript.test(String.fromCodePoint(code))) {
      wrong.push(code);
    }
  }
  expect(wrong.slice(0, 10)).toEqual([]);
});

function propertyOf(name: string): RegExp {
  return new RegExp(`^\\p{${/^(L|Cs)$/.test(name) ? name : `Script=${name}`}}$`, 'u');
}

test('which names of classes RE2 has', () => {
  const has = ['Any', 'L', 'Nd', 'Greek', 'Sora_Sompeng', 'Yi', 'Thai'];
  const lacks = ['Cn', 'LC', 'greek', 'Grek', 'Alphabetic', 'Letter', 'Script=Greek', '', 'Zzzz'];
  expect(has.filter(isUnicodeName)).toEqual(has);
  expect(lacks.filter(isUnicodeName)).toEqual([]);
});
