import { checkSentences, sentenceOn } from '../../src/codegen/field-sentences';
import { type FieldSentences, readIstioFacts } from '../../src/codegen/istio-facts';
import type { KindModel, Schema } from '../../src/codegen/schema';

const spec: Schema = {
  path: 'Widget.spec',
  message: 'istio.networking.v1beta1.Widget',
  type: 'object',
  properties: {
    size: { path: 'Widget.spec.size', type: 'integer' },
    max_size: { path: 'Widget.spec.max_size', type: 'integer' },
    maxSize: { path: 'Widget.spec.maxSize', type: 'integer' },
    selector: { path: 'Widget.spec.selector', type: 'object' },
  },
};
const root: Schema = { path: 'Widget', type: 'object', properties: { spec, status: { path: 'Widget.status' } } };
const widget = {
  group: 'networking.istio.io',
  kind: 'Widget',
  plural: 'widgets',
  scope: 'Namespaced',
  versions: {},
  root,
};
const models = [widget as KindModel];
const complete: FieldSentences = {
  '(object)': { spec: 'What is asked for.' },
  '(policy)': { selector: 'The pods that it holds for.' },
  Widget: { size: 'How large it is.', maxSize: 'How large it may become.' },
};

test('finds the sentence of a message, and what all policies and all objects have', () => {
  expect(sentenceOn(complete, spec, 'size')).toBe('How large it is.');
  expect(sentenceOn(complete, spec, 'selector')).toBe('The pods that it holds for.');
  expect(sentenceOn(complete, root, 'spec')).toBe('What is asked for.');
  expect(sentenceOn(complete, spec, 'colour')).toBeUndefined();
  expect(sentenceOn({ ...complete, Widget: { selector: 'Its own.' } }, spec, 'selector')).toBe('Its own.');
});

test('asks for no sentence on the status of an object, nor on second spellings', () => {
  expect(() => checkSentences(models, complete)).not.toThrow();
});

test('stops at a field without a sentence, and at a sentence without a field', () => {
  expect(() => checkSentences(models, { ...complete, Widget: { size: 'How large it is.' } })).toThrow(
    'Cannot say what the field "maxSize" of "istio.networking.v1beta1.Widget" does',
  );
  expect(() => checkSentences(models, { ...complete, Gadget: { size: 'How large it is.' } })).toThrow(
    'Cannot place the sentence on "size" of "Gadget" in istio-sentences.json: there is no such field',
  );
});

test('every sentence is short and whole', () => {
  const all = Object.values(readIstioFacts().sentences).flatMap(fields => Object.values(fields));
  expect(all.length).toBeGreaterThan(500);
  expect(all.filter(text => !/^[A-Z`].*\.$/.test(text))).toEqual([]);
  expect(all.filter(text => text.split(' ').length < 3 || text.split(' ').length > 24)).toEqual([]);
});
