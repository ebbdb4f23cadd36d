import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { emitDocument } from '../../src/text/emit-yaml';
import { parseDocumentText, splitDocuments } from '../../src/text/yaml-documents';
import { kubectlProgram } from '../install/fixtures/helm-program';
import { oddStrings } from '../synth/fixtures/odd-strings';

const STRINGS = 100_000;
const PER_DOCUMENT = 1_000;

type Read = (text: string) => readonly unknown[];

/** The ways in which our files are read; mappings come as Maps, so that no key turns into a property. */
const READERS: Readonly<Record<string, Read>> = {
  'YAML 1.1': reader('1.1'),
  'YAML 1.2': reader('1.2'),
  "Go's rules": text => [...splitDocuments(text)].map(part => asMaps(parseDocumentText(part.text).value)),
};

function reader(version: '1.1' | '1.2'): Read {
  return text =>
    parseAllDocuments(text, { version, uniqueKeys: false, logLevel: 'error' }).map(document => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return document.toJS({ mapAsMap: true });
    });
}

function documentsText(documents: readonly unknown[]): string {
  return documents.map(emitDocument).join('---\n');
}

/** The string as a value of a mapping, of a sequence, and of a mapping in a sequence, in turn. */
function placed(string: string, position: number): unknown {
  return [string, [string], [[{ key: string }]], { key: { key: string } }][position % 4];
}

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, asMaps(item)]));
}

describe.each(Object.entries(READERS))('emitDocument, read by %s', (_name, read) => {
  const strings = oddStrings(STRINGS, 20_261_121);

  test(`gives back each of ${STRINGS} odd strings as value and as key`, () => {
    const changed: string[] = [];
    for (let from = 0; from < strings.length; from += PER_DOCUMENT) {
      const part = strings.slice(from, from + PER_DOCUMENT);
      const keys: Record<string, number> = Object.create(null);
      for (const [i, string] of part.entries()) keys[string] = i;
      const values = part.map(placed);
      const documents = read(documentsText([{ values, keys }, { next: 'document' }]));
      expect(documents).toHaveLength(2);
      const got = documents[0] as ReadonlyMap<string, unknown>;
      const gotValues = got.get('values') as readonly unknown[];
      const gotKeys = got.get('keys') as ReadonlyMap<unknown, number>;
      for (const [i, string] of part.entries()) {
        if (JSON.stringify(plain(gotValues[i])) !== JSON.stringify(values[i])) changed.push(`value ${string}`);
        if (gotKeys.get(string) !== i) changed.push(`key ${string}`);
      }
      expect(gotKeys.size).toBe(part.length);
    }
    expect(changed).toEqual([]);
  });

  test('gives back any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
        const [got] = read(emitDocument({ value }));
        expect(got).toEqual(asMaps({ value }));
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

/** Maps back to JSON, with `__proto__` as a key of its own. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof Map ? Object.fromEntries([...value].map(([key, item]) => [key, plain(item)])) : value;
}

describe('kubectl', () => {
  const onPath = spawnSync('kubectl', ['version', '--client']).status === 0;
  const kubectl = onPath ? 'kubectl' : kubectlProgram();
  if (kubectl === undefined) console.warn('no kubectl for this machine: its reading is checked by its rules only');

  (kubectl ? test : test.skip)(
    kubectl ? `gives back each of ${STRINGS} odd strings as value and as key` : 'skipped: no kubectl for this machine',
    () => {
      const strings = oddStrings(STRINGS, 7);
      const objects = [];
      for (let from = 0; from < strings.length; from += PER_DOCUMENT) {
        const part = strings.slice(from, from + PER_DOCUMENT);
        const keys: Record<string, number> = Object.create(null);
        for (const [i, string] of part.entries()) keys[string] = i;
        objects.push({
          apiVersion: 'example.com/v1',
          kind: 'Strings',
          metadata: { name: `odd-${from}`, labels: { seen: 'true' } },
          keys,
          values: part.map(placed),
        });
      }
      const result = spawnSync(
        kubectl ?? '',
        ['label', '--local', '--overwrite', '-o', 'json', '-f', '-', 'seen=true'],
        {
          input: documentsText(objects),
          encoding: 'utf8',
          maxBuffer: 256 * 1024 * 1024,
        },
      );
      expect(result.stderr).toBe('');
      const read = result.stdout.split(/(?<=^}\n)/m).map(text => JSON.parse(text));
      expect(read.map(({ values }) => values)).toEqual(objects.map(({ values }) => values));
      const pairs = (keys: object) => Object.entries(keys).sort(([, a], [, b]) => a - b);
      expect(read.map(({ keys }) => pairs(keys))).toEqual(objects.map(({ keys }) => pairs(keys)));
    },
    120_000,
  );
});

describe('emitDocument', () => {
  test('writes block style with quotes only where they are needed', () => {
    expect(
      emitDocument({
        apiVersion: 'v1',
        hosts: ['*.example.com', 'a.b'],
        port: 8080,
        ratio: 0.5,
        on: true,
        none: null,
        empty: {},
        list: [],
        nested: [[1, [2]], { a: 1, b: [{ c: 'd' }] }],
        time: '1:30',
        script: 'line one\n  line two\n',
      }),
    ).toBe(
      `apiVersion: v1
hosts:
  - "*.example.com"
  - a.b
port: 8080
ratio: 0.5
"on": true
none: null
empty: {}
list: []
nested:
  - - 1
    - - 2
  - a: 1
    b:
      - c: d
time: "1:30"
script: |
  line one
    line two
`,
    );
  });

  test.each([
    [1e21, '1.0e+21'],
    [1e-7, '1.0e-7'],
    [1.5e300, '1.5e+300'],
    [-0, '0'],
    [9007199254740991, '9007199254740991'],
  ])('writes the number %d so that YAML 1.1 reads a number', (number, text) => {
    expect(emitDocument({ number })).toBe(`number: ${text}\n`);
    expect(READERS['YAML 1.1']?.(`number: ${text}\n`)).toEqual([
      new Map([['number', Object.is(number, -0) ? 0 : number]]),
    ]);
  });

  test.each([
    ['half of a surrogate pair', 'a\ud800b', /surrogate/],
    ['a number that is not finite', Number.NaN, /finite/],
    ['a function', () => 1, /function/],
    ['an undefined value', undefined, /undefined/],
  ])('refuses %s', (_what, value, message) => {
    expect(() => emitDocument({ value })).toThrow(message);
  });

  test('takes text of megabytes', () => {
    const text = 'a line of text\n'.repeat(300_000);
    expect(emitDocument({ text })).toBe(`text: |\n${text.replace(/^(?=.)/gm, '  ')}`);
  });

  test('makes characters visible that hide in a review', () => {
    expect(emitDocument({ value: 'a\u202eb\u200bc' })).toBe('value: "a\\u202eb\\u200bc"\n');
  });
});
