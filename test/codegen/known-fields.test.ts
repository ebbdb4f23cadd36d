import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate, listFields } from '../../src/codegen/generate';
import type { IstioFacts } from '../../src/codegen/istio-facts';
import { newestFiles } from '../../src/codegen/local-files';
import { readCrds } from '../../src/codegen/read-crds';
import type { Source } from '../../src/codegen/sources';

const crds = (fields: string): ReturnType<typeof readCrds> =>
  readCrds(
    `
kind: CustomResourceDefinition
spec:
  group: networking.istio.io
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { ${fields} } } } } }
`,
    'widgets.yaml',
  );

const source: Source = {
  name: 'istio',
  title: 'Istio 1.32.0',
  release: '1.32.0',
  urls: [],
  groups: ['networking.istio.io'],
  kinds: ['Widget'],
};

const OLD = 'size: { type: integer }, part: { type: object, properties: { mode: { type: string, enum: [SLOW] } } }';

function facts(parts: Partial<IstioFacts> & { fields?: { [path: string]: string }; newest?: string } = {}): IstioFacts {
  const { fields = {}, newest = '1.32', ...rest } = parts;
  return {
    messages: {
      'istio.networking.v1.Widget': { fields: { part: 'istio.networking.v1.Part' } },
      'istio.networking.v1.Part': { enums: { mode: 'istio.networking.v1.Mode' } },
    },
    history: { newest, kinds: { 'networking.istio.io/Widget': { versions: { v1: '' }, fields } } },
    effects: {},
    sentences: {
      '(object)': { spec: 'What is asked for.' },
      Widget: {
        part: 'What it is made of.',
        size: 'How large it is.',
        ...(fields.extra && { extra: 'Something more.' }),
      },
      Part: { mode: 'How it goes.' },
      ...(fields.extra && { 'Widget.spec.extra': { inner: 'What is in it.' } }),
    },
    before: {
      release: '1.31.4',
      fields: {
        Widget: ['spec'],
        'istio.networking.v1.Widget': ['part', 'size'],
        'istio.networking.v1.Part': ['mode'],
      },
      values: { 'istio.networking.v1.Mode': ['SLOW'] },
    },
    ...rest,
  };
}

test('lists the fields of messages and the values of enums', () => {
  expect(listFields(source, crds(OLD), facts(), '1.31.4')).toEqual(facts().before);
});

test('generates what the release before had, and what the history knows', () => {
  expect(() => generate(source, crds(OLD), facts())).not.toThrow();
  const grown = crds(`${OLD}, extra: { type: object, properties: { inner: { type: string } } }`);
  const [file] = generate(source, grown, facts({ fields: { extra: '1.32' } }));
  expect(file?.text).toContain('Since Istio 1.32.');
});

test.each<[string, string, IstioFacts, string]>([
  [
    'a field that is in neither',
    `${OLD}, extra: { type: string }`,
    facts(),
    'since when the field "Widget.spec.extra" exists: Istio 1.31.4 does not have it',
  ],
  [
    'a value that is in neither',
    OLD.replace('[SLOW]', '[SLOW, FAST]'),
    facts(),
    'since when the value "FAST" of "Widget.spec.part.mode" exists',
  ],
  ['a release that the history does not reach', OLD, facts({ newest: '1.31' }), 'the history ends with Istio 1.31'],
  [
    'fields that are not those of a release before',
    OLD,
    facts({ before: { ...facts().before, release: '1.32.0' } }),
    'wanted the fields of a release before it, got those of Istio 1.32.0',
  ],
  [
    'an effect of a field that there is not',
    OLD,
    facts({ effects: { 'istio.networking.v1.Part': { mod: '1.30' } } }),
    'Cannot place the effect of "mod"',
  ],
])('stops at %s', (_, fields, known, message) => {
  expect(() => generate(source, crds(fields), known)).toThrow(message);
});

test('takes the newest file of a project, whatever the folder', () => {
  const folder = join(__dirname, 'fixtures', 'definitions');
  const project = { ...source, name: 'widgets' };
  const [path = ''] = newestFiles(project, [join(folder, 'old'), join(folder, 'new')]);
  expect(readFileSync(path, 'utf8')).toBe('# 1.10.0\n');
  expect(() => newestFiles({ ...project, projects: ['gadgets'] }, [folder])).toThrow('"gadgets-<release>.yaml"');
});
