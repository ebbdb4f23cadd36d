import { composeYaml } from '../../src/text/compose-yaml';
import { YamlPositions } from '../../src/text/yaml-positions';

// The answers of Go's yaml library itself.
test.each<[what: string, text: string, value: unknown]>([
  ['a bracket below its key', 'a:\n  b: [\n    x,\n  ]\n  c: 1\n', { a: { b: ['x'], c: 1 } }],
  ['items at the margin', 'a:\n  - b: [\nx, {w:\n1}\n]\n  - c\n', { a: [{ b: ['x', { w: 1 }] }, 'c'] }],
  ['quoted texts at the margin', "a:\n  b: \"x\ny\"\n  c: 'it''s\n\nz'\n", { a: { b: 'x y', c: "it's\nz" } }],
  ['escaped quotes', 'a: "x\\"[\ny"\nb: [\n"]"]\n', { a: 'x"[ y', b: [']'] }],
  ['brackets in comments', 'a: # [\n  b: [ # ]\n1]\n', { a: { b: [1] } }],
  ['brackets in block scalars', 'a: |\n  [ "x\n\n  {\nb: [\n]\n', { a: '[ "x\n\n{\n', b: [] }],
  ['brackets in an indented block scalar', 'a: |2\n    [\n   x\nb: {\n}\n', { a: '  [\n x\n', b: {} }],
  ['brackets in plain scalars', "a: it's [\nb: x\n  [y\nc: [\n]\n", { a: "it's [", b: 'x [y', c: [] }],
  ['anchors and tags', 'a: &x [\n1]\nb: !!seq [\n2]\nc: *x\n', { a: [1], b: [2], c: [1] }],
  ['keys in quotes', '"a [": 1\n"b": [\n1\n]\n', { 'a [': 1, b: [1] }],
  ['sequences of sequences', '- - [\n1\n]\n  - "2\n3"\n', [[[1], '2 3']]],
])('%s may stand further left than YAML says', (_, text, value) => {
  expect(composeYaml(text)).toEqual(value);
});

test('lines stay where they are', () => {
  const positions = new YamlPositions('a:\n  b: [\n  1,\n  {c: 2}\n  ]\n  d: "x\ny"\n  e: 3\n');
  expect(['a.b', 'a.b[0]', 'a.b[1].c', 'a.d', 'a.e'].map(path => positions.lineOf(path))).toEqual([1, 2, 3, 5, 7]);
});

test('what is wrong otherwise is told', () => {
  const problem = { line: 2, message: expect.stringContaining('ends within brackets, braces or quotes') };
  expect(() => composeYaml('a: [\n1\n')).toThrow(expect.objectContaining(problem));
});
