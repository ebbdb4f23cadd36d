import { parseManifests } from '../../src/model/read-manifests';
import { YamlPositions } from '../../src/text/yaml-positions';

const TEXT = `# a comment
apiVersion: v1
metadata:
  annotations:
    istio.io/rev: a
    "x y": b

  name: web
spec:
  hosts: [a, b,
    c, fe80::]
  http:
  - match:
    - uri:
        prefix: /
    # a comment
  - route: |
      text
      text
    timeout:
      5s
  - &last
    name: x
  - *last
`;

describe('YamlPositions', () => {
  const positions = new YamlPositions(TEXT);

  test.each([
    ['', 1],
    ['apiVersion', 1],
    ['metadata', 2],
    ['metadata.annotations["istio.io/rev"]', 4],
    ['metadata.annotations[istio.io/rev]', 4],
    ['metadata.annotations["x y"]', 5],
    ['metadata.name', 7],
    ['spec.hosts', 9],
    ['spec.hosts[1]', 9],
    ['spec.hosts[2]', 10],
    ['spec.hosts[3]', 10],
    ['spec.http', 11],
    ['spec.http[0]', 12],
    ['spec.http[0].match[0].uri.prefix', 14],
    ['spec.http[1].route', 16],
    ['spec.http[1].timeout', 19],
    ['spec.http[2].name', 22],
    ['spec.http[3]', 23],
    ['spec.http[3].name', 22],
    ['spec.http[9].route', 11],
    ['spec.tls[0]', 8],
    ['status', 1],
  ])('finds %s in line %d', (path, line) => {
    expect(positions.lineOf(path)).toBe(line);
  });

  test('finds the first of the keys of one line, and those of JSON', () => {
    const json = new YamlPositions('{\n  "a": {"b": [1,\n 2]},\n  "c": null\n}\n');
    expect(['a', 'a.b', 'a.b[1]', 'c'].map(path => json.lineOf(path))).toEqual([1, 1, 2, 3]);
  });
});

describe('what is repeated', () => {
  const positions = new YamlPositions(`a: &x
  b: 1
  c: &y { d: 2 }
e: *x
f:
  <<: [*y, { g: 3,
    d: 4 }]
  h: 5
i:
  <<: *x
  b: 6
`);

  test.each([
    ['e', 3],
    ['e.b', 1],
    ['e.c.d', 2],
    ['f.d', 2],
    ['f.g', 5],
    ['f.h', 7],
    ['i.b', 10],
    ['i.c.d', 2],
    ['i.z', 8],
  ])('finds %s in line %d, where it is written', (path, line) => {
    expect(positions.lineOf(path)).toBe(line);
  });
});

describe('the origin of an object', () => {
  test('gives the line of a field in its file, also of an item of a list', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n';
    const [first, item] = parseManifests(
      `${TEXT.replace('apiVersion: v1', 'apiVersion: v1\nkind: B')}---\n${list}`,
      'a.yaml',
    );
    expect(first?.origin.lineOf?.('spec.http[1].timeout')).toBe(21);
    expect(item?.origin.lineOf?.('')).toBe(30);
    expect(item?.origin.lineOf?.('metadata.name')).toBe(33);
    expect(item?.origin).toEqual({ file: 'a.yaml', document: 1, line: 27 });
  });
});
