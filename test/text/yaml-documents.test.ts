import { parseDocument, parseDocumentText, splitDocuments } from '../../src/text/yaml-documents';

const read = (stream: string) =>
  [...splitDocuments(stream)].map(document => {
    const { value, error } = parseDocument(document);
    return error === undefined
      ? [document.line + document.leadingLines, value]
      : [document.line + error.line, error.problem];
  });

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

  test('leaves marks alone that are no marks for kubectl', () => {
    expect(read('a: |\n  ---\n  ...\n  %b\nc: ...\n ---\n')).toEqual([[1, { a: '---\n...\n%b\n', c: '... ---' }]]);
  });

  test('takes "..." as the end of a document of which nothing is left', () => {
    expect(read('a: 1\n...\n... # end\n\n# more\n---\nb: 2\n...')).toEqual([
      [1, { a: 1 }],
      [7, { b: 2 }],
    ]);
  });

  test('takes a mark that stands behind a byte order mark at the start', () => {
    expect(read('\ufeff---\na: 1\n---\n\ufeff---\nb: 2\n').map(([, value]) => value)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test.each<[stream: string, line: number, problem: string]>([
    ['--- {a: 1}\n', 1, 'kubectl takes nothing but a comment behind "---", got "{a: 1}"'],
    ['a: 1\n--- |\n x\n', 2, 'kubectl takes nothing but a comment behind "---", got "|"'],
    ['---a: 1\n', 1, 'kubectl takes nothing but a comment behind "---", got "a: 1"'],
    ['a: 1\n----\nb: 2\n', 2, 'kubectl takes nothing but a comment behind "---", got "-"'],
    ['a: 1\n\ufeff---\nb: 2\n', 2, 'wanted "---" at the start of the line, got a byte order mark before it'],
    ['# c\n%YAML 1.2\n---\na: 1\n', 2, 'kubectl takes no directives, got "%YAML 1.2"'],
    ['%TAG ! tag:x,2000:\r\n---\r\na: 1\r\n', 1, 'kubectl takes no directives, got "%TAG ! tag:x,2000:"'],
    ['a: 1\n...\n\n# c\nb: 2\n', 5, 'is not read by kubectl from here on'],
    ['a: 1\n... b: 2\n', 2, 'is not read by kubectl from here on'],
    ['a: 1\n...\n...\n%YAML 1.1\n---\nb: 2\n', 4, 'is not read by kubectl from here on'],
    ['...\na: 1\n', 2, 'is not read by kubectl from here on'],
  ])('refuses %j, which kubectl refuses or reads in part', (stream, line, problem) => {
    expect(read(stream)[0]).toEqual([line, expect.stringContaining(problem)]);
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
