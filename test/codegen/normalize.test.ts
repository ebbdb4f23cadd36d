import type { IstioFacts } from '../../src/codegen/istio-facts';
import { normalize, structureText } from '../../src/codegen/normalize';
import type { Crd, RawSchema } from '../../src/codegen/read-crds';
import type { Schema } from '../../src/codegen/schema';

function crd(spec: RawSchema, versions = ['v1']): Crd {
  const schema = { type: 'object', properties: { spec } };
  return {
    group: 'networking.istio.io',
    kind: 'Widget',
    plural: 'widgets',
    scope: 'Namespaced',
    versions: versions.map(name => ({ name, served: true, schema })),
  };
}

function specOf(spec: RawSchema, open: string[] = [], facts?: IstioFacts): Schema | undefined {
  return normalize(crd(spec), { open, ...(facts && { facts }) }).root.properties?.spec;
}

const text = { type: 'string' };
const fields = (...names: string[]): { [name: string]: RawSchema } =>
  Object.fromEntries(names.map(name => [name, text]));
const required = (...names: string[]): RawSchema => ({ required: names });

describe('stops with the path', () => {
  test.each<[string, RawSchema, string]>([
    [
      'at an unknown keyword',
      { ...text, contentEncoding: 'base64' },
      'Cannot understand the keyword "contentEncoding" at "Widget.spec.a[].b"',
    ],
    ['at an unknown type', { type: 'null' }, 'Cannot understand the type "null" at "Widget.spec.a[].b"'],
    ['at properties without a type', { properties: {} }, 'Cannot find a type at "Widget.spec.a[].b"'],
    [
      'at an unknown form of oneOf',
      { type: 'object', oneOf: [{ type: 'string' }] },
      'form of "oneOf" at "Widget.spec.a[].b"',
    ],
    [
      'at a oneOf whose negation names other fields',
      {
        type: 'object',
        properties: fields('c', 'd'),
        oneOf: [{ not: { anyOf: [required('c')] } }, required('c'), required('d')],
      },
      'form of "oneOf" at "Widget.spec.a[].b"',
    ],
    [
      'at alternatives between fields that there are not',
      { type: 'object', properties: fields('c'), oneOf: [required('c'), required('d')] },
      'alternatives at "Widget.spec.a[].b": there is no field "d"',
    ],
    [
      'at an unknown form of anyOf',
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      'form of "anyOf" at "Widget.spec.a[].b"',
    ],
    [
      'at an unknown form of allOf',
      { type: 'object', allOf: [required('c')] },
      'form of "allOf" at "Widget.spec.a[].b"',
    ],
    [
      'at an unknown part of a rule',
      { ...text, 'x-kubernetes-validations': [{ rule: 'true', severity: 'low' }] },
      '"severity" of a rule at "Widget.spec.a[].b"',
    ],
    [
      'at a rule with a function that is not evaluated',
      { ...text, 'x-kubernetes-validations': [{ rule: 'format.dns1123Label().validate(self)' }] },
      'the rule "format.dns1123Label().validate(self)" at "Widget.spec.a[].b": method "validate" is not supported',
    ],
    [
      'at a message with such a function',
      { ...text, 'x-kubernetes-validations': [{ rule: 'true', messageExpression: '"%s".format([self])' }] },
      'the rule ""%s".format([self])" at "Widget.spec.a[].b": method "format" is not supported',
    ],
  ])('%s', (_, schema, message) => {
    const spec = {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'object', properties: { b: schema } } } },
    };
    expect(() => normalize(crd(spec))).toThrow(message);
  });

  test('at constraints on metadata', () => {
    const widget = crd({ type: 'object' });
    const [version] = widget.versions;
    const properties = { metadata: { type: 'object', properties: { name: { maxLength: 5 } } } };
    const versions = [{ name: 'v1', served: true, schema: { ...version?.schema, properties } }];
    expect(() => normalize({ ...widget, versions })).toThrow('constraints on "metadata" are not understood');
  });
});

test('lists the served versions newest first and leaves out those of another structure', () => {
  const widget = crd({ type: 'object' }, ['v1alpha3', 'v1', 'v2beta1', 'v1beta1', 'v2']);
  const other = { name: 'v1alpha1', served: true, schema: { type: 'object', properties: { spec: { type: 'array' } } } };
  const hidden = { name: 'v3', served: false, schema: {} };
  const versions = [other, hidden, ...widget.versions];
  expect(Object.keys(normalize({ ...widget, versions }).versions)).toEqual([
    'v2',
    'v1',
    'v2beta1',
    'v1beta1',
    'v1alpha3',
  ]);
});

test('reads every form of alternative', () => {
  const spec = specOf({
    type: 'object',
    properties: { ...fields('a', 'b', 'c', 'd', 'e'), inner: { type: 'object', properties: fields('x', 'y') } },
    oneOf: [required('a'), { ...required('inner'), properties: { inner: { oneOf: [required('x'), required('y')] } } }],
    allOf: [{ oneOf: [{ not: { anyOf: [required('b'), required('c')] } }, required('b'), required('c')] }],
    anyOf: [required('d'), required('e')],
  });
  expect(spec?.groups).toEqual([
    { min: 1, max: 1, of: [['a'], ['inner']] },
    { min: 1, of: [['d'], ['e']] },
    { min: 0, max: 1, of: [['b'], ['c']] },
  ]);
  expect(spec?.properties?.inner?.groups).toEqual([{ min: 1, max: 1, of: [['x'], ['y']] }]);
});

test('drops a group of one field, which says nothing', () => {
  const oneOf = [{ not: { anyOf: [required('a')] } }, required('a')];
  expect(specOf({ type: 'object', properties: fields('a'), oneOf })?.groups).toBeUndefined();
});

test('reads a format that depends on a sibling', () => {
  const condition = { enum: ['IPAddress'] };
  const oneOf = [
    { properties: { type: condition, value: { anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] } } },
    { properties: { type: { not: condition } } },
  ];
  expect(specOf({ type: 'object', properties: fields('type', 'value'), oneOf })?.formatIf).toEqual({
    field: 'type',
    equals: ['IPAddress'],
    target: 'value',
    formats: ['ipv4', 'ipv6'],
  });
});

test('keeps the rules on a value and drops those on its change', () => {
  const rules = [
    { rule: 'self.size() > 0', message: 'empty', reason: 'FieldValueInvalid' },
    { rule: 'self == oldSelf' },
  ];
  expect(specOf({ ...text, 'x-kubernetes-validations': rules })?.rules).toEqual([
    { rule: 'self.size() > 0', message: 'empty' },
  ]);
});

test('leaves open what it is told to, by whole path or by ending', () => {
  const deep = { type: 'object', properties: fields('x') };
  const list = { type: 'array', items: { type: 'object', properties: fields('x') } };
  const spec = specOf(
    { type: 'object', properties: { a: deep, b: { type: 'object', properties: { volumes: list } } } },
    ['Widget.spec.a', '.volumes'],
  );
  expect(spec?.properties?.a).toEqual({ path: 'Widget.spec.a', type: 'object', open: true });
  expect(spec?.properties?.b?.properties?.volumes?.items).toEqual({
    path: 'Widget.spec.b.volumes[]',
    type: 'object',
    open: true,
  });
});

describe("with Istio's facts", () => {
  const facts: IstioFacts = {
    messages: {
      'istio.networking.v1.Widget': { fields: { parts: 'istio.networking.v1.Part' } },
      'istio.networking.v1.Part': { durations: ['timeout'], enums: { mode: 'istio.networking.v1.Part.Mode' } },
    },
    history: {
      newest: '1.31',
      kinds: {
        'networking.istio.io/Widget': {
          since: '1.22',
          versions: { v1: '1.24' },
          fields: { 'parts[].timeout': '1.25', 'parts[].later': '1.31', retired: '1.31' },
          enums: { 'parts[].mode': { FAST: '1.26' } },
          requiredUntil: { 'parts[].mode': '1.27' },
          deprecated: { parts: '' },
        },
      },
    },
    effects: {
      'istio.networking.v1.Part': { timeout: '1.27' },
      'istio.networking.v1.Part.Mode': { FAST: '1.28' },
    },
    sentences: {},
    before: { release: '1.29', fields: {}, values: {} },
  };
  const spec = specOf(
    {
      type: 'object',
      properties: {
        parts: {
          type: 'array',
          items: { type: 'object', properties: { timeout: text, mode: { ...text, enum: ['SLOW', 'FAST'] } } },
        },
      },
    },
    [],
    facts,
  );
  const part = spec?.properties?.parts?.items;

  test('names messages and enums and marks durations', () => {
    expect(spec?.message).toBe('istio.networking.v1.Widget');
    expect(part?.message).toBe('istio.networking.v1.Part');
    expect(part?.properties?.mode?.enumName).toBe('istio.networking.v1.Part.Mode');
    expect(part?.properties?.timeout?.format).toBe('duration');
  });

  test('says since when fields, values and versions exist', () => {
    expect(part?.since).toEqual({ timeout: '1.25', later: '1.31' });
    expect(part?.works).toEqual({ timeout: '1.27' });
    expect(part?.properties?.mode?.enumSince).toEqual({ FAST: '1.26' });
    expect(part?.properties?.mode?.enumWorks).toEqual({ FAST: '1.28' });
    expect(part?.requiredUntil).toEqual({ mode: '1.27' });
    expect(spec?.deprecated).toEqual({ parts: '' });
    expect(normalize(crd({ type: 'object' }), { facts })).toMatchObject({ since: '1.22', versions: { v1: '1.24' } });
  });

  test('knows fields of a newer release by name', () => {
    expect(part?.properties?.later).toEqual({ path: 'Widget.spec.parts[].later', newer: true });
    expect(spec?.properties?.retired?.newer).toBe(true);
  });

  test('stops at a kind without history', () => {
    expect(() => normalize({ ...crd({ type: 'object' }), kind: 'Gadget' }, { facts })).toThrow(
      '"Gadget": its history is not known',
    );
  });
});

test('the structure as text does not depend on prose or on the order of keys', () => {
  const a = {
    type: 'object',
    description: 'one',
    properties: { description: text, x: { type: 'string', description: 'two' } },
  };
  const b = { properties: { x: text, description: { type: 'string', description: 'three' } }, type: 'object' };
  expect(structureText(a)).toBe(structureText(b));
  expect(structureText(a)).not.toBe(structureText({ ...b, properties: { x: text } }));
});
