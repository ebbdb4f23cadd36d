import { condenseHistory, condenseMessages } from '../../src/codegen/condense-facts';
import { messageAt } from '../../src/codegen/istio-facts';

test('turns the paths of messages into fields, wherever their parents appear', () => {
  const messages = condenseMessages({
    messages: {
      'a.Leaf': { paths: ['Kind.one.list[].map{}', 'Kind.two.map{}'], durations: ['wait'] },
      'a.Item': { paths: ['Kind.one.list[]', 'Kind.two'], enums: { mode: 'a.Item.Mode' } },
      'a.One': { paths: ['Kind.one'] },
      'a.Kind': { paths: ['Kind'] },
    },
  });
  expect(messages).toEqual({
    'a.Item': { fields: { map: 'a.Leaf' }, enums: { mode: 'a.Item.Mode' } },
    'a.Kind': { fields: { one: 'a.One', two: 'a.Item' } },
    'a.Leaf': { durations: ['wait'] },
    'a.One': { fields: { list: 'a.Item' } },
  });
  expect(messageAt(messages, { Kind: 'a.Kind' }, 'Kind.two.map{}')).toBe('a.Leaf');
  expect(messageAt(messages, { Kind: 'a.Kind' }, 'Kind.two.other')).toBeUndefined();
});

test('stops at a message whose parent is not known, and at two messages in one place', () => {
  const kind = { paths: ['Kind'] };
  expect(() => condenseMessages({ messages: { 'a.Kind': kind, 'a.B': { paths: ['Kind.x.y'] } } })).toThrow(
    'at the parent of "Kind.x.y"',
  );
  expect(() =>
    condenseMessages({ messages: { 'a.Kind': kind, 'a.B': { paths: ['Kind.x'] }, 'a.C': { paths: ['Kind.x[]'] } } }),
  ).toThrow('Cannot place message');
});

const history = {
  _meta: { floor: '1.19', minors: { '1.9': '1.9.2', '1.19': '1.19.10', '1.22': '1.22.0' } },
  kinds: { 'g/Kind': { since: '<=1.19', versions: { v1: { since: '1.22' }, v1beta1: { since: '<=1.19' } } } },
};

test('keeps the releases and writes the oldest as empty', () => {
  const fields = { old: '<=1.19', a: '1.20' };
  const condensed = condenseHistory({
    ...history,
    kinds: { 'g/Kind': { ...history.kinds['g/Kind'], fieldsDeprecated: fields, storage: {} } },
  });
  expect(condensed).toEqual({
    newest: '1.22',
    kinds: { 'g/Kind': { versions: { v1: '1.22', v1beta1: '' }, deprecated: { a: '1.20', old: '' } } },
  });
});

test('stops at facts of a sort that it does not know', () => {
  const kinds = { 'g/Kind': { ...history.kinds['g/Kind'], fieldsRemoved: {} } };
  expect(() => condenseHistory({ ...history, kinds })).toThrow('"fieldsRemoved" is not known');
});
