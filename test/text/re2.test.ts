import { compileRe2, Re2SyntaxError, re2Problem } from '../../src/text/re2';

describe('compileRe2', () => {
  it.each([
    ['^a.c$', 'abc', 'a\nc'],
    ['(?s)^a.c$', 'a\nc', 'ac'],
    ['(?i)^stra\\x{DF}e$', 'STRAßE', 'strase'],
    ['^(?i:a)b$', 'Ab', 'AB'],
    ['(?m)^b$', 'a\nb', 'ab'],
    ['\\Aab\\z', 'ab', 'ab\n'],
    ['^[[:alpha:]]+$', 'xY', 'x1'],
    ['^[^\\W_]$', 'a', '_'],
    ['^\\s$', '\t', '\v'],
    ['^\\w$', '_', 'é'],
    ['^\\pL$', 'é', '1'],
    ['^\\PL$', '1', 'é'],
    ['^\\p{Greek}$', 'α', 'a'],
    ['^\\Qa.b\\E+$', 'a.bb', 'acb'],
    ['^[]a-]$', ']', 'b'],
    ['^a{2,3}$', 'aaa', 'a'],
    ['^a{,2}$', 'a{,2}', 'aa'],
    ['^\\x41\\101$', 'AA', 'aa'],
    ['^(?P<n>a)(?<m>b)$', 'ab', 'a'],
    ['^(0|)$', '', '😀'],
  ])('matches %s as RE2 does', (pattern, yes, no) => {
    expect(compileRe2(pattern).test(yes)).toBe(true);
    expect(compileRe2(pattern).test(no)).toBe(false);
  });

  it.each([
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<!a)', 'invalid or unsupported Perl syntax: `(?<!`'],
    ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a?+', 'invalid nested repetition operator: `?+`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(a{40}){30}', 'invalid repeat count: `{30}`'],
    ['[b-a]', 'invalid character class range: `b-a`'],
    ['[a', 'missing closing ]: `[a`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['\\', 'trailing backslash at end of expression'],
    ['(?P<n>a)(?P<n>b)', 'duplicate capture group name: `n`'],
    ['\\p{Klingon}', 'invalid character class range: `\\p{Klingon}`'],
  ])('refuses %s, which RE2 does not have', (pattern, problem) => {
    expect(re2Problem(pattern)).toBe(`error parsing regexp: ${problem}`);
    expect(() => compileRe2(pattern)).toThrow(Re2SyntaxError);
  });

  it('survives what is far too long or too deep', () => {
    expect(re2Problem('a'.repeat(300_000))).toBeUndefined();
    expect(re2Problem(`${'('.repeat(5000)}${')'.repeat(5000)}`)).toBe(
      'error parsing regexp: expression nests too deeply',
    );
  });
});
