import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ManifestReadError } from '../../src/model/manifest-read-error';
import { parseManifests, readManifests } from '../../src/model/read-manifests';

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const names = (text: string) => parseManifests(text, 'mesh.yaml').map(({ manifest }) => manifest.metadata.name);

function problems(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ManifestReadError) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('parseManifests', () => {
  test('gives the position and first line of every document', () => {
    const text = `# header\n---\n\n# a comment\n${configMap('a')}---\n---\n${configMap('b')}`;
    expect(parseManifests(text, 'mesh.yaml').map(({ origin }) => origin)).toEqual([
      { file: 'mesh.yaml', document: 0, line: 5 },
      { file: 'mesh.yaml', document: 1, line: 10 },
    ]);
  });

  test('ends a document at a marker with a comment or Windows line ends', () => {
    expect(
      names(`${configMap('a')}--- # next\r\n${configMap('b').replaceAll('\n', '\r\n')}---\r\n${configMap('c')}...\n`),
    ).toEqual(['a', 'b', 'c']);
  });

  test('keeps dashes that are no marker', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  text: |\n    ---\n    x\n  other: '---'\n`;
    expect(parseManifests(text, 'mesh.yaml')[0]?.manifest.data).toEqual({ text: '---\nx\n', other: '---' });
  });

  test('unpacks lists of lists and gives typed items the kind of their list', () => {
    const item = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } };
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'ServiceList', items: [{ metadata: { name: 'a' } }] },
        { apiVersion: 'v1', kind: 'List', items: [item] },
      ],
    });
    expect(parseManifests(text, 'x.json').map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name}`)).toEqual([
      'Service a',
      'ConfigMap b',
    ]);
  });

  test('reads scalars as kubectl does', () => {
    const data = (text: string) => parseManifests(`${configMap('a')}data: ${text}\n`, 'mesh.yaml')[0]?.manifest.data;
    expect(data('{ a: on, b: 1:30, c: 2001-12-14, d: 0777, e: !!binary aGk= }')).toEqual({
      a: true,
      b: '1:30',
      c: '2001-12-14',
      d: 511,
      e: 'hi',
    });
  });

  test('resolves anchors and merge keys', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: &m { name: a }\ndata: { <<: *m, x: z }\n`;
    expect(parseManifests(text, 'mesh.yaml')[0]?.manifest.data).toEqual({ name: 'a', x: 'z' });
  });

  test('names every document that is unreadable, with its line', () => {
    const text = `${configMap('a')}---\nkind: [\n---\nhello\n---\nname: chart\n---\n- 1\n---\napiVersion: 1\nkind: A\n---\n{{- if .Values.a }}\nkind: A\n{{- end }}\n`;
    expect(problems(() => parseManifests(text, 'mesh.yaml')).split('\n')).toEqual([
      expect.stringMatching(/^Cannot read manifests of "mesh.yaml" at mesh.yaml:6: is not valid YAML: /),
      expect.stringMatching(/mesh.yaml:7: is not a Kubernetes object: wanted a mapping .*, got the string "hello"$/),
      expect.stringMatching(/mesh.yaml:9: is not a Kubernetes object: wanted a non-empty apiVersion, got only name$/),
      expect.stringMatching(/mesh.yaml:11: .*got a list$/),
      expect.stringMatching(/mesh.yaml:13: .*wanted a non-empty apiVersion, got apiVersion 1$/),
      expect.stringMatching(/mesh.yaml:16: is not valid YAML: .*looks like a template/),
    ]);
  });

  test('names the item of a list that is no object', () => {
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'List', items: ['x'] }],
    });
    expect(problems(() => parseManifests(text, 'a.json'))).toContain('items[0].items[0] is not a Kubernetes object');
  });

  test('refuses a key that is written twice', () => {
    expect(problems(() => parseManifests('apiVersion: v1\nkind: A\nkind: B\n', 'a.yaml'))).toContain('a.yaml:3: ');
  });
});

describe('readManifests', () => {
  let root: string;
  const write = (path: string, text: string) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'manifests-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('passes over folders inside that are the input of Kustomize or Helm, and says so', () => {
    write('a.yaml', configMap('a'));
    write('overlay/kustomization.yaml', 'resources: []\n');
    write('overlay/patch.yaml', 'spec: {}\n');
    write('chart/Chart.yaml', 'name: x\n');
    write('chart/templates/a.yaml', '{{ if }}\n');
    const skipped: string[] = [];
    const read = readManifests([root], {
      onSkip: (path, reason) => skipped.push(`${path.slice(root.length)}: ${reason}`),
    });
    expect(read.map(({ manifest }) => manifest.metadata.name)).toEqual(['a']);
    expect(skipped).toEqual([
      '/chart: it is a Helm chart; pipe "helm template" to "-"',
      '/overlay: it is the input of Kustomize; pipe "kustomize build" to "-"',
    ]);
    expect(problems(() => readManifests([join(root, 'overlay')]))).toContain(
      'patch.yaml:1: is not a Kubernetes object',
    );
  });

  test('reads a file once that is named beside its folder', () => {
    const file = write('a.yaml', configMap('a'));
    expect(readManifests([root, file, join(root, '.', 'a.yaml')])).toHaveLength(1);
  });

  test('passes over templates and foreign texts if asked to, but no manifest with a typo', () => {
    write('a.yaml', `${configMap('a')}---\napiVersion: v1\nkind: {{ .x }}: y\n---\na: [\n`);
    const skipped: string[] = [];
    const read = readManifests([root], { ignoreUnknown: true, onSkip: path => skipped.push(path.slice(root.length)) });
    expect(read).toHaveLength(1);
    expect(skipped).toEqual(['/a.yaml:6', '/a.yaml:9']);
    write('b.yaml', 'apiVersion: v1\nkind: Service\nspec: [\n');
    expect(problems(() => readManifests([root], { ignoreUnknown: true }))).toContain('b.yaml:4: is not valid YAML');
  });

  test('passes over documents that are no objects if asked to, and says which', () => {
    const file = write('mixed.yaml', `${configMap('a')}---\nfoo: bar\n`);
    const skipped: string[] = [];
    const read = readManifests([file], { ignoreUnknown: true, onSkip: path => skipped.push(path) });
    expect(read).toHaveLength(1);
    expect(skipped).toEqual([`${file}:5`]);
  });

  test('reads a folder in the order of names and passes over what lies beside manifests', () => {
    write('b.yaml', configMap('b'));
    write('a/z.yml', configMap('az'));
    write('a/b.json', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ab' } }));
    for (const other of [
      'kustomization.yaml',
      'values-prod.yaml',
      'node_modules/x/a.yaml',
      '.git/a.yaml',
      'notes.md',
    ]) {
      write(other, 'not: a manifest');
    }
    expect(readManifests([root]).map(({ manifest }) => manifest.metadata.name)).toEqual(['ab', 'az', 'b']);
  });

  test('reads a named file whatever its name', () => {
    expect(problems(() => readManifests([write('values.yaml', 'a: 1')]))).toContain('wanted a non-empty apiVersion');
  });

  test('takes a list without items for what it is', () => {
    expect(parseManifests('apiVersion: v1\nkind: List\nitems:\n', 'a.yaml')).toEqual([]);
  });

  test('refuses bytes that are no UTF-8 rather than reading other letters', () => {
    const latin1 = Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: caf\u00e9 }\n', 'latin1');
    writeFileSync(join(root, 'latin1.yaml'), latin1);
    expect(problems(() => readManifests([root]))).toContain('latin1.yaml": cannot be read: is not text in UTF-8');
    writeFileSync(join(root, 'utf16.yaml'), Buffer.from('\ufeffa: ü\n', 'utf16le'));
    expect(problems(() => readManifests([root]))).toContain(
      'utf16.yaml": cannot be read: is not text in UTF-8 but in UTF-16',
    );
  });

  test('names a path that does not exist and still reports the others', () => {
    const broken = write('broken.yaml', 'a: [');
    const message = problems(() => readManifests([join(root, 'absent'), broken]));
    expect(message).toContain(`"${join(root, 'absent')}": cannot be read: no such file or folder`);
    expect(message).toContain(`${broken}:`);
  });
});
