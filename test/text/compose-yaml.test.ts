import { composeYaml } from '../../src/text/compose-yaml';

describe('composeYaml', () => {
  // The answers of Go's yaml library itself.
  test.each<[what: string, text: string, value: unknown]>([
    ['what an alias repeats', 'a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['merged mappings, of which the first wins', 'a: {<<: [{b: 1}, {b: 2, c: 3}]}\n', { a: { b: 1, c: 3 } }],
    ['binary data as its text', 'a: !!binary aGk=\n', { a: 'hi' }],
    ['binary data in several lines', 'a: !!binary |\n  aGk=\n', { a: 'hi' }],
    ['a colon behind a quoted key, and one within a text', 'a: {"b":{c: d:e}}\n', { a: { b: { c: 'd:e' } } }],
    ['an address with a question mark outside of brackets', 'a: http://x/y?z=1\n', { a: 'http://x/y?z=1' }],
    ['a quoted question mark within brackets', 'a: ["x?y"]\n', { a: ['x?y'] }],
    ['backslashes before what is no escape', 'a: "\\\\/ \\\\ud83d"\n', { a: '\\/ \\ud83d' }],
    ['numbers up to 2^53', 'a: 9007199254740992\n', { a: 9007199254740992 }],
    ['numbers that JavaScript writes again as they are', 'a: 47936785705591530\n', { a: 47936785705591530 }],
    ['numbers that Go does not keep either', 'a: 18446744073709551617\n', { a: 18446744073709552000 }],
  ])('reads %s', (_, text, value) => {
    expect(composeYaml(text)).toEqual(value);
  });

  test.each<[text: string, line: number, problem: string]>([
    ['a: 1\nb:\n- [x?y]\n', 2, 'kubectl does not read x?y within brackets or braces: quote it'],
    ['a: [::1]\n', 0, 'kubectl does not read ::1 within'],
    ['a: {b: 1,\n c:{d: 1}}\n', 1, 'kubectl takes the colon of c: for a part of the text: write a space behind it'],
    ['[a:[1]]\n', 0, 'kubectl takes the colon of a: for'],
    ['a: {b:, c: 1}\n', 0, 'kubectl takes the colon of b: for'],
    ['a: !!binary aGk\n', 0, '"aGk" is not Base64'],
    ['a: "x\\/y"\n', 0, 'kubectl does not know the escape \\/ in YAML'],
    ['a: "\\\\\\ud83d\\ude00"\n', 0, 'kubectl does not know the escape \\ud83d in YAML'],
    ['a: &x.y 1\n', 0, 'the anchor "x.y" has other signs than'],
    ['a: 1\n~: 2\n', 1, 'wanted a text as key, got null'],
    ['a: 1\na: 2\n', 1, 'the key "a" is written twice'],
    ['a: !!int x\n', 0, '"x" is not a number'],
    ['a:\n  b: 9007199254740993\n', 1, 'has a number of more digits than are kept, 9007199254740993'],
    ['a: -9007199254740993\n', 0, 'has a number of more digits than are kept, -9007199254740993'],
    ['a: 0x7fffffffffffffff\n', 0, 'has a number of more digits than are kept, 0x7fffffffffffffff'],
  ])('refuses %j', (text, line, problem) => {
    expect(() => composeYaml(text)).toThrow(
      expect.objectContaining({ line, message: expect.stringContaining(problem) }),
    );
  });

  test('takes the escapes of JSON in JSON', () => {
    expect(composeYaml('{"a":"\\/\\ud83d\\ude00"}', true)).toEqual({ a: '/😀' });
  });
});
