import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { composeYaml } from '../../src/text/compose-yaml';
import { emitDocument } from '../../src/text/emit-yaml';
import { plainYaml } from '../../src/text/plain-yaml';
import { splitDocuments } from '../../src/text/yaml-documents';
import { YamlError } from '../../src/text/yaml-error';

/** What the parser of all of YAML makes of a text; an error where it refuses it. */
function whole(text: string): unknown {
  try {
    return composeYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
}

describe('plain YAML', () => {
  test.each([
    ['a: 1\nb: text\nc: true\nd: null\n', { a: 1, b: 'text', c: true, d: null }],
    ['a:\n  b:\n    c: x\n  d: w\ne: z\n', { a: { b: { c: 'x' }, d: 'w' }, e: 'z' }],
    ['a:\n- b\n- c: 1\n  d: 2\n-\n- - e\n  - f\n', { a: ['b', { c: 1, d: 2 }, null, ['e', 'f']] }],
    ['a:\n  - b:\n    - c\n  -   d: 1\n      e: 2\n', { a: [{ b: ['c'] }, { d: 1, e: 2 }] }],
    ['a:\nb:\n  c:\n', { a: null, b: { c: null } }],
    ['# why\n\na: "1"\n  # why\nb: \'no\'\nc: ""\nd: {}\ne: []\n', { a: '1', b: 'no', c: '', d: {}, e: [] }],
    [
      'image: docker.io/web:1.0\nargs: a=b, c (d)\nat: 10:30\n',
      { image: 'docker.io/web:1.0', args: 'a=b, c (d)', at: '10:30' },
    ],
    ['- a\n- 0x10\n- 010\n- yes\n', ['a', 16, 8, true]],
  ])('reads %j', (text, value) => {
    expect(plainYaml(text)).toEqual(value);
    expect(whole(text)).toEqual(value);
  });

  test.each([
    'a: 1 # why',
    'a: b: c',
    'a: b\n  c: d',
    'a: b\n  c',
    'a: b\n c: d',
    '  a: b\nc: d',
    'a:\n    b: 1\n  c: 2',
    'a:\n  - b\n  c: 1',
    '- a\nb: 1',
    'a: 1\na: 2',
    'on: 1',
    '1: 1',
    '__proto__: 1',
    '<<: 1',
    'a: |\n  b',
    'a: &b c',
    'a: *b',
    'a: !!str 1',
    'a: [1]',
    'a: "b\\n"',
    "a: 'b''c'",
    'a: 9007199254740993',
    'a: --b',
    'a: x:',
    'a: x ',
    'a:\tb',
    'a: ü',
    'a: -1',
    'a: .5',
    'a:\r\n  b: 1',
    'text',
    '? a\n: b',
    '',
  ])('leaves %j to the parser of all of YAML', text => {
    expect(plainYaml(text)).toBeUndefined();
  });

  test('is what the parser of all of YAML reads, whatever signs stand where', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b',
        'key',
        'on',
        'no',
        '1',
        '0o7',
        '1e3',
        '12:30',
        '~',
        'null',
        ' ',
        '  ',
        '    ',
        '\n',
        '\n  ',
        '\n    ',
      ],
      ...[
        ': ',
        ':',
        ':\n',
        '- ',
        '-',
        '\n- ',
        '\n  - ',
        '# ',
        ' #',
        '"',
        "'",
        '{}',
        '[]',
        '{',
        ']',
        ',',
        '&a',
        '*a',
        '!!str ',
      ],
      ...['|', '>', '?', '%', '@', '`', '<<', '=', '.', '...', '---', '\\', '\t', 'a: b\n', '  c: d\n', '- e\n', 'é'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
        const text = pieces.join('');
        const value = plainYaml(text);
        if (value !== undefined) expect([text, whole(text)]).toEqual([text, value]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('is what was written, as far as it is read', () => {
    const value = fc.letrec(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ maxLength: 6 }),
        fc.constantFrom('yes', '1', '', 'a: b', 'a #b', '- a', '0x1', '1e3', 'null'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c.d/e', 'on', '1'), tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(value, document => {
        const read = plainYaml(emitDocument(document));
        if (read !== undefined) expect(read).toEqual(document);
      }),
      { numRuns: 500 },
    );
  });

  test('is most of what this package writes', () => {
    const folder = join(__dirname, '../../dist');
    const documents = readdirSync(folder)
      .filter(file => file.endsWith('.yaml'))
      .flatMap(file => [...splitDocuments(readFileSync(join(folder, file), 'utf8'))].map(({ text }) => text));
    const read = documents.flatMap(text => {
      const value = plainYaml(text);
      return value === undefined ? [] : [[value, whole(text)]];
    });
    for (const [value, expected] of read) expect(value).toEqual(expected);
    expect(read.length).toBeGreaterThan(documents.length / 2);
  });
});
