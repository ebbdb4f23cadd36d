import { parseDocumentText, splitDocuments } from '../../src/text/yaml-documents';

const read = (stream: string) =>
  [...splitDocuments(stream)].map(({ text, line, leadingLines }) => [
    line + leadingLines,
    parseDocumentText(text).value ?? parseDocumentText(text).error?.problem,
  ]);

describe('splitDocuments', () => {
  test('separates what is joined without a mark between: JSON values, and files with a byte order mark', () => {
    expect(read('{"a":"}{"}\n{\n"b":2}{"c":3}\n---\n\ufeffd: 4\n---# comment\ne: 5\n')).toEqual([
      [1, { a: '}{' }],
      [2, { b: 2 }],
      [3, { c: 3 }],
      [5, { d: 4 }],
      [7, { e: 5 }],
    ]);
  });

  test('leaves flow mappings of YAML whole', () => {
    expect(read('{a: {b: 1}\n, c: "}{"}\n')).toEqual([[1, { a: { b: 1 }, c: '}{' }]]);
  });
});

describe('JSON', () => {
  test.each<[text: string, value: unknown]>([
    ['{"a":"\\/","b":[{"c":":1234567890123456"}]}', { a: '/', b: [{ c: ':1234567890123456' }] }],
    ['{"a":1234567890123456}', { a: 1234567890123456 }],
    ['{"a":1234567890123456.5,"b":"\\ud83d\\ude00"}', { a: 1234567890123456.5, b: '😀' }],
    ['{\n\t"a": [\n\t\t1\n\t]\n}', { a: [1] }],
  ])('%s is read as it is', (text, value) => {
    expect(parseDocumentText(text)).toEqual({ value });
  });

  test.each<[text: string, line: number, problem: string]>([
    ['{"a":1,\n"b":{"c":1,\n"c":2}}', 2, 'is not valid JSON: the key "c" is written twice'],
    ['{"a":\n9223372036854775807}', 1, 'has a number of more digits than are kept, 9223372036854775807'],
  ])('%s is refused', (text, line, problem) => {
    expect(parseDocumentText(text).error).toEqual({ line, problem: expect.stringContaining(problem) });
  });
});
