import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generate } from '../../src/codegen/generate';
import { type Crd, readCrds } from '../../src/codegen/read-crds';
import type { Source } from '../../src/codegen/sources';
import { writeFiles } from '../../src/codegen/write-files';
import { WIDGET_CRD } from './widget-crd';

const ROOT = resolve(__dirname, '../..');
const source: Source = {
  name: 'widgets',
  title: 'Widgets 1.0.0',
  urls: [],
  groups: ['example.org'],
  kinds: ['Widget'],
};
const crds = readCrds(WIDGET_CRD, 'widgets.yaml');
const files = generate(source, crds);
const textOf = (path: string): string => files.find(file => file.path === path)?.text ?? '';

test('emits the types, the compact schema and the tables of a group', () => {
  expect(files.map(({ path }) => path)).toEqual([
    'example.org/widget.ts',
    'example.org/index.ts',
    'example.org/schemas/widget.ts',
    'example.org/schemas/index.ts',
  ]);
  expect(textOf('example.org/widget.ts')).toMatchSnapshot();
  expect(textOf('example.org/schemas/widget.ts')).toMatchSnapshot();
});

test('carries no prose over', () => {
  expect(files.filter(({ text }) => text.includes('Not carried over'))).toEqual([]);
});

test('yields the same bytes whatever the order of definitions, versions and keys', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, entry]) => [key, reversed(entry)]),
    );
  };
  const shuffled = crds.map(crd => ({
    ...(reversed(crd) as Crd),
    versions: [...crd.versions].reverse().map(reversed) as Crd['versions'],
  }));
  expect(generate(source, shuffled.reverse())).toEqual(files);
});

test('shares one type between equal structures of one name and keeps others apart', () => {
  const types = [...textOf('example.org/widget.ts').matchAll(/^export (?:interface|type) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(types).toContain('WidgetPart');
  expect(types.filter(name => name === 'WidgetMatch')).toHaveLength(1);
});

test.each([
  [{ ...source, groups: ['other.org'] }, 'wanted the groups other.org, got "example.org"'],
  [{ ...source, groups: ['example.org', 'other.org'] }, 'no kind of the group "other.org"'],
  [{ ...source, kinds: ['Widget', 'Gadget'] }, 'no definition of Gadget'],
])('stops when the source does not hold what is wanted (%#)', (other, message) => {
  expect(() => generate(other, crds)).toThrow(message);
});

describe('what is generated', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'generate-'));
    mkdirSync(join(folder, 'src'));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    symlinkSync(join(ROOT, 'src/values'), join(folder, 'src/values'));
    symlinkSync(join(ROOT, 'src/tree'), join(folder, 'src/tree'));
    writeFiles(join(folder, 'imports'), files, ['example.org']);
    writeFileSync(
      join(folder, 'app.ts'),
      `import { App, Chart, JsonPatch } from 'cdk8s';
import { Widget, WidgetMatch } from './imports/example.org';
const chart = new Chart(new App(), 'chart');
const widget = new Widget(chart, 'widget', {
  spec: { size: 2, url: 'https://a', file: undefined, parts: [{ name: 'a', match: WidgetMatch.exact('b') }], raw: { any: [1] }, limits: { cpu: 1, memory: '1Gi' } },
});
widget.addJsonPatch(JsonPatch.add('/spec/unknownField', 'kept'));
// @ts-expect-error two sources
new Widget(chart, 'second', { spec: { size: 1, url: 'https://a', file: 'b' } });
console.log(JSON.stringify([widget.toJson(), Widget.manifest({ spec: { size: 1 } })]));
`,
    );
    const compilerOptions = { preserveSymlinks: true, noEmit: true, types: ['node'] };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['app.ts', 'imports'] }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('compiles, wrong programs excepted', () => {
    const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });

  test('runs: fields keep their names, absent ones are dropped, patches survive', () => {
    const output = execFileSync(join(ROOT, 'node_modules/.bin/tsx'), ['app.ts'], { cwd: folder, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([
      {
        apiVersion: 'example.org/v1',
        kind: 'Widget',
        metadata: { name: expect.stringMatching(/^chart-widget-/) },
        spec: {
          size: 2,
          url: 'https://a',
          parts: [{ name: 'a', match: { exact: 'b' } }],
          raw: { any: [1] },
          limits: { cpu: 1, memory: '1Gi' },
          unknownField: 'kept',
        },
      },
      { apiVersion: 'example.org/v1', kind: 'Widget', spec: { size: 1 } },
    ]);
  });
});

describe('writing', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('deletes what is no longer emitted, in its own folders alone', () => {
    const write = (path: string): string[] => writeFiles(folder, [{ path, text: 'a' }], ['own']);
    writeFiles(folder, [{ path: 'other/kept.ts', text: 'a' }], []);
    expect(write('own/deep/old.ts')).toEqual(['own/deep/old.ts']);
    expect(write('own/new.ts')).toEqual(['own/deep/old.ts', 'own/new.ts']);
    expect(existsSync(join(folder, 'own/deep/old.ts'))).toBe(false);
    expect(existsSync(join(folder, 'other/kept.ts'))).toBe(true);
  });

  test('a second run changes nothing', () => {
    expect(writeFiles(folder, files, ['example.org'])).toHaveLength(files.length);
    expect(writeFiles(folder, files, ['example.org'])).toEqual([]);
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(join(ROOT, 'node_modules/.bin/tsx'), [join(ROOT, 'src/codegen/main.ts'), ...args], { encoding: 'utf8' });

  test('refuses an unknown flag and says which there are', () => {
    const { status, stderr } = run('--widgets', 'widgets.yaml');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Cannot understand the argument "--widgets"\n\nUsage: .*--<source>/s);
  });

  test('generates one source from a file into a folder, and writes nothing if the file does not fit', () => {
    const folder = mkdtempSync(join(tmpdir(), 'command-'));
    try {
      writeFileSync(join(folder, 'widgets.yaml'), WIDGET_CRD);
      const wrong = run('--flagger', join(folder, 'widgets.yaml'), '--output', join(folder, 'imports'));
      expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('no definition of Canary')]);
      expect(existsSync(join(folder, 'imports'))).toBe(false);

      const canary = WIDGET_CRD.replaceAll('example.org', 'flagger.app').replace('kind: Widget', 'kind: Canary');
      writeFileSync(join(folder, 'canary.yaml'), canary);
      const right = run('--flagger', join(folder, 'canary.yaml'), '--output', join(folder, 'imports'));
      expect([right.status, right.stderr]).toEqual([
        0,
        expect.stringMatching(/^Flagger .*: 4 files, \d+ bytes, 4 changed\n$/),
      ]);
      expect(readFileSync(join(folder, 'imports/flagger.app/canary.ts'), 'utf8')).toContain('export class Canary ');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
