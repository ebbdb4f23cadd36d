import fc from 'fast-check';
import { compileRe2 } from '../../src/text/re2';
import { parseRe2 } from '../../src/text/re2/parse';
import { Re2SyntaxError } from '../../src/text/re2/syntax';
import { arbitraryRe2 } from './re2/arbitrary-re2';
import { fitsNode } from './re2/match-node';

/** Expressions that RE2 and JavaScript understand alike, and in which only what takes a character is repeated. */
const COMMON = arbitraryRe2({
  atoms: ['a', 'b', '1', '\\.', '.', '\\d', '\\w', '\\W', '[ab]', '[^a]', '[a-z_]', '^', '$', '\\b', '\\B'],
  repetitions: [''],
  openings: ['(', '(?:'],
});
const REPEATED = fc
  .array(
    fc.tuple(
      fc.constantFrom('a', 'b', '.', '\\d', '\\w', '[^a]', '(ab|a)', '(?:b|1a)', '\\b', '^', '$'),
      fc.constantFrom('', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{1,}?'),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map(items => items.map(([atom, repetition]) => (/^(\\b|[$^])$/.test(atom) ? atom : atom + repetition)).join(''));
const ALIKE = fc.oneof(
  COMMON,
  REPEATED,
  fc.tuple(REPEATED, REPEATED).map(([a, b]) => `${a}|(${b})`),
);
const TEXT = fc.string({ unit: fc.constantFrom('a', 'b', '1', '_', ' ', '.', '\n'), maxLength: 10 });
const ODD_TEXT = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', '1', '_', ' ', '.', '\n', 'é', 'É', 's', 'ſ', 'α', '😀', '\v'),
  maxLength: 8,
});

describe('compileRe2', () => {
  it.each([
    ['a.c', 'abc', 'a\nc'],
    ['(?s)a.c', 'a\nc', 'ac'],
    ['(?i)stra\\x{DF}e', 'STRAẞE', 'strase'],
    ['(?i)k', '\u212a', 'x'],
    ['(?i:a)b', 'Ab', 'AB'],
    ['(?m)a\n^b$\nc', 'a\nb\nc', 'a\nb\nd'],
    ['\\Aab\\z', 'ab', 'ab\n'],
    ['[[:alpha:]]+', 'xY', 'x1'],
    ['[^\\W_]', 'a', '_'],
    ['\\s', '\t', '\v'],
    ['\\w', '_', 'é'],
    ['\\pL', 'é', '1'],
    ['\\PL', '1', 'é'],
    ['\\p{Greek}', 'α', 'a'],
    ['(?i)\\p{Lu}', 'a', '1'],
    ['\\Qa.b\\E+', 'a.bb', 'acb'],
    ['[]a-]', ']', 'b'],
    ['a{2,3}', 'aaa', 'a'],
    ['a{,2}', 'a{,2}', 'aa'],
    ['\\x41\\101', 'AA', 'aa'],
    ['(?P<n>a)(?<m>b)', 'ab', 'a'],
    ['a\\b.b', 'a b', 'acb'],
    ['(0|)', '', '😀'],
    ['.', '😀', ''],
    ['a|ab', 'ab', 'abc'],
  ])('matches %s against the whole text as RE2 does', (pattern, yes, no) => {
    expect(compileRe2(pattern).fullMatch(yes)).toBe(true);
    expect(compileRe2(pattern).fullMatch(no)).toBe(false);
  });

  it('finds a part that fits', () => {
    expect(compileRe2('b+').find('abbc')).toBe(true);
    expect(compileRe2('^b').find('ab')).toBe(false);
  });

  it('refuses what RE2 refuses, before anything is matched', () => {
    expect(() => compileRe2('(?=a)')).toThrow(Re2SyntaxError);
  });

  it('loads the engine only to match', () => {
    jest.isolateModules(() => {
      let loaded = 0;
      jest.doMock('re2js', () => {
        loaded++;
        return jest.requireActual('re2js');
      });
      const isolated = require('../../src/text/re2') as typeof import('../../src/text/re2');
      const expression = isolated.compileRe2('a+');
      expect(loaded).toBe(0);
      expect(expression.fullMatch('aa')).toBe(true);
      expect(loaded).toBe(1);
      jest.dontMock('re2js');
    });
  });

  it('takes a whole text exactly when the syntax tree says so', () => {
    fc.assert(
      fc.property(arbitraryRe2(), ODD_TEXT, (pattern, text) => {
        expect(compileRe2(pattern).fullMatch(text)).toBe(fitsNode(parseRe2(pattern), text));
      }),
      { numRuns: 250 },
    );
  });

  it('agrees with JavaScript where both mean the same', () => {
    fc.assert(
      fc.property(ALIKE, TEXT, (pattern, text) => {
        const { find, fullMatch, replaceAll } = compileRe2(pattern);
        expect(find(text)).toBe(new RegExp(pattern, 'u').test(text));
        expect(fullMatch(text)).toBe(new RegExp(`^(?:${pattern})$`, 'u').test(text));
        // Both go on in their own way after a match of nothing.
        const parts = [...text.matchAll(new RegExp(pattern, 'gu'))];
        if (parts.some(([part]) => part === '')) return;
        expect(replaceAll(text, '<\\0>')).toBe(text.replace(new RegExp(pattern, 'gu'), '<$&>'));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '(a+)+b',
    '(a+)+[bc]',
    '(a|a)*[bc]',
    '(a*)*[bc]',
    '([a-z]+)*[=!]',
    '(.*)*[xy]',
    '.*.*.*[=!].*',
    '(a|aa)+[bc]',
    '(?:a?){30}a{30}[bc]',
    '(?i)(A+)+\\pN',
  ])('needs no more than one pass over a long text for %s', pattern => {
    const text = 'a'.repeat(200_000);
    const expression = compileRe2(pattern);
    expect([expression.fullMatch(text), expression.find(text), expression.replaceAll(text, '')]).toEqual([
      false,
      false,
      text,
    ]);
  });

  it.each([
    ['a+', 'baaac', '-', 'b-c'],
    ['a*', 'baaac', '<>', '<>b<>c<>'],
    ['', '😀a', '-', '-😀-a-'],
    ['^/api/(v[0-9]+)/(.*)$', '/api/v2/notes', '/\\2?from=\\1', '/notes?from=v2'],
    ['(a)|(b)', 'ab', '[\\1\\2]', '[a][b]'],
    ['b', 'abc', '$&$1\\\\', 'a$&$1\\c'],
    ['x', 'abc', 'y', 'abc'],
    ['.', 'ab', '\\0\\0', 'aabb'],
  ])('replaces %s in %s by %s', (pattern, text, replacement, result) => {
    expect(compileRe2(pattern).replaceAll(text, replacement)).toBe(result);
  });

  it.each([
    ['(a)', '\\2', 'replacement of 1 groups refers to: `\\2`'],
    ['a', '\\n', 'invalid reference in replacement: `\\n`'],
    ['a', 'b\\', 'invalid reference in replacement: `\\`'],
  ])('refuses to replace %s by %s', (pattern, replacement, problem) => {
    expect(() => compileRe2(pattern).replaceAll('x', replacement)).toThrow(problem);
  });
});
