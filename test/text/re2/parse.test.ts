import fc from 'fast-check';
import { RE2JS } from 're2js';
import { loadSchema, schemaGroups, schemaKinds } from '../../../imports/schemas';
import { re2Problem } from '../../../src/text/re2';
import { parseRe2 } from '../../../src/text/re2/parse';
import { Re2SyntaxError } from '../../../src/text/re2/syntax';
import { arbitraryRe2 } from './arbitrary-re2';
import { printRe2 } from './print-re2';

const one = (from: string, to = from) => ({ of: [[from.codePointAt(0), to.codePointAt(0)]], negative: false });
const characters = (...classes: readonly object[]) => ({
  is: 'characters',
  classes,
  negative: false,
  ignoreCase: false,
});

describe('parseRe2', () => {
  it.each([
    ['', { is: 'sequence', items: [] }],
    ['a', characters(one('a'))],
    ['ab', { is: 'sequence', items: [characters(one('a')), characters(one('b'))] }],
    ['a|', { is: 'choice', options: [characters(one('a')), { is: 'sequence', items: [] }] }],
    ['.', { ...characters(one('\n')), negative: true }],
    ['(?s).', characters({ of: 'Any', negative: false })],
    ['(?i:a)', { ...characters(one('a')), ignoreCase: true }],
    [
      '(?i:a(?-i)b)',
      expect.objectContaining({ items: [{ ...characters(one('a')), ignoreCase: true }, characters(one('b'))] }),
    ],
    ['[^a-c\\d]', { ...characters(one('a', 'c'), one('0', '9')), negative: true }],
    ['\\PL', characters({ of: 'L', negative: true })],
    ['\\P{^Greek}', characters({ of: 'Greek', negative: false })],
    ['(?P<n>a)', { is: 'group', of: characters(one('a')), name: 'n' }],
    ['a{2,}?', { is: 'repetition', of: characters(one('a')), least: 2, most: Number.POSITIVE_INFINITY, lazy: true }],
    ['(?U)a*', { is: 'repetition', of: characters(one('a')), least: 0, most: Number.POSITIVE_INFINITY, lazy: true }],
    ['^', { is: 'place', place: 'text-start' }],
    ['(?m)$', { is: 'place', place: 'line-end' }],
    ['\\B', { is: 'place', place: 'no-word-boundary' }],
  ])('parses %s', (pattern, node) => {
    expect(parseRe2(pattern)).toEqual(node);
  });

  it.each([
    ['a{,2}', ['a', '{', ',', '2', '}']],
    ['a{02}', ['a', '{', '0', '2', '}']],
    ['\\Q*\\E', ['*']],
    ['\\Qa', ['a']],
    ['[]]', [']']],
    ['\\x41\\101\\x{263A}', ['A', 'A', '☺']],
  ])('takes %s for its characters', (pattern, texts) => {
    const nodes = texts.map(text => characters(one(text)));
    expect(parseRe2(pattern)).toEqual(nodes.length === 1 ? nodes[0] : { is: 'sequence', items: nodes });
  });

  it('yields a node that is the same when it is written and parsed again', () => {
    fc.assert(
      fc.property(arbitraryRe2(), pattern => {
        const node = parseRe2(pattern);
        expect(parseRe2(printRe2(node))).toEqual(node);
      }),
      { numRuns: 500 },
    );
  });
});

describe('re2Problem', () => {
  it.each([
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<!a)', 'invalid or unsupported Perl syntax: `(?<!`'],
    ['(?<=a)', 'invalid or unsupported Perl syntax: `(?<=`'],
    ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
    ['(?i', 'invalid or unsupported Perl syntax: `(?i`'],
    ['(?i--s)', 'invalid or unsupported Perl syntax: `(?i--`'],
    ['(?-)', 'invalid or unsupported Perl syntax: `(?-)`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['\\C', 'invalid escape sequence: `\\C`'],
    ['\\Z', 'invalid escape sequence: `\\Z`'],
    ['\\x{110000}', 'invalid escape sequence: `\\x{110000`'],
    ['\\xG1', 'invalid escape sequence: `\\xG1`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a?+', 'invalid nested repetition operator: `?+`'],
    ['a*?{2}?', 'invalid nested repetition operator: `*?{2}?`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a|*?', 'missing argument to repetition operator: `*?`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['a{2,1}', 'invalid repeat count: `{2,1}`'],
    ['a{99999999999}', 'invalid repeat count: `{99999999999}`'],
    ['(a{40}){30}', 'invalid repeat count: `{30}`'],
    ['((a{1000}){2}', 'invalid repeat count: `{2}`'],
    ['[b-a]', 'invalid character class range: `b-a`'],
    ['[[:alpa:]]', 'invalid character class range: `[:alpa:]`'],
    ['\\p{Klingon}', 'invalid character class range: `\\p{Klingon}`'],
    ['\\p{greek}', 'invalid character class range: `\\p{greek}`'],
    ['\\p{Grek}', 'invalid character class range: `\\p{Grek}`'],
    ['\\p{Alphabetic}', 'invalid character class range: `\\p{Alphabetic}`'],
    ['\\pX', 'invalid character class range: `\\pX`'],
    ['\\p{L', 'invalid character class range: `\\p{L`'],
    ['[a', 'missing closing ]: `[a`'],
    ['x[^]', 'missing closing ]: `[^]`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['\\', 'trailing backslash at end of expression'],
    ['(?P<n>a)(?P<n>b)', 'duplicate capture group name: `n`'],
    ['(?P<n', 'invalid named capture: `(?P<n`'],
    ['(?<a-b>c)', 'invalid named capture: `(?<a-b>`'],
  ])('says why RE2 refuses %s', (pattern, problem) => {
    expect(re2Problem(pattern)).toBe(`error parsing regexp: ${problem}`);
    expect(() => parseRe2(pattern)).toThrow(Re2SyntaxError);
  });

  it.each(['(a{1000}){1}', '(?:(a{1000}){0}){9}', '^*', '(?i)(?s)', 'a(?i)*', '\\p{Yi}\\p{Han}\\pC', '[[:a]', '(|)'])(
    'has nothing against %s',
    pattern => expect(re2Problem(pattern)).toBeUndefined(),
  );

  it('says what the engine says of any text', () => {
    const pieces = [
      ...'ab1,:<>|()*+?{}[]^$.-\\',
      '(?',
      '(?i',
      '(?P<n>',
      '[:alpha:]',
      '[^',
      '\\p{',
      '\\x',
      '\\Q',
      '\\E',
      '{2}',
      '{1,3}',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map(texts => texts.join('')),
        pattern => {
          expect(re2Problem(pattern)).toBe(engineProblem(pattern));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('has nothing against the patterns of the schemas', () => {
    const patterns = schemaGroups.flatMap(group =>
      schemaKinds(group).flatMap(kind => loadSchema(group, kind)?.nodes.flatMap(({ pattern }) => pattern ?? []) ?? []),
    );
    expect(patterns.length).toBeGreaterThan(20);
    expect(patterns.map(re2Problem).filter(problem => problem !== undefined)).toEqual([]);
  });

  it('survives what is far too long or too deep', () => {
    expect(re2Problem('a'.repeat(300_000))).toBeUndefined();
    expect(re2Problem('{1,2'.repeat(100_000))).toBeUndefined();
    expect(re2Problem(`[${'[:'.repeat(100_000)}a]`)).toBeUndefined();
    expect(re2Problem(`(?:${'a'.repeat(4000)}){1000}`)).toBe('error parsing regexp: expression too large');
    expect(re2Problem(`${'('.repeat(5000)}${')'.repeat(5000)}`)).toBe(
      'error parsing regexp: expression nests too deeply',
    );
  });
});

/** Why the engine refuses an expression; what we leave out where it says nothing, it shows as empty. */
function engineProblem(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/: ``$/, '');
  }
}
