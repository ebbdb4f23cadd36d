import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCrds, readSource } from '../../src/codegen/read-crds';
import { WIDGET_CRD } from './widget-crd';

test('reads the definitions of a file and passes over other objects', () => {
  const crds = readCrds(WIDGET_CRD, 'widgets.yaml');
  expect(crds.map(({ group, kind, plural, scope }) => [group, kind, plural, scope])).toEqual([
    ['example.org', 'Widget', 'widgets', 'Namespaced'],
  ]);
  expect(crds[0]?.versions.map(({ name, served }) => [name, served])).toEqual([
    ['v1beta1', true],
    ['v1', true],
    ['v1alpha1', false],
  ]);
});

test('refuses a file without definitions and names it', () => {
  expect(() => readCrds('kind: ConfigMap\n', 'other.yaml')).toThrow(
    'Cannot read "other.yaml": wanted a CustomResourceDefinition, found none',
  );
});

test('refuses a definition that lacks a part and says which', () => {
  const text = WIDGET_CRD.replace('plural: widgets', 'singular: widget');
  expect(() => readCrds(text, 'widgets.yaml')).toThrow(/"widgets.yaml": "spec.names.plural" is not as expected/);
});

test('refuses broken YAML', () => {
  expect(() => readCrds('kind: [CustomResourceDefinition', 'broken.yaml')).toThrow(/^Cannot read "broken.yaml": /);
});

test('takes quoted descriptions whose lines are indented too little', () => {
  const text = WIDGET_CRD.replace(
    'names: { kind: Widget, plural: widgets }',
    "names:\n    kind: Widget\n    plural: widgets\n    description: 'It''s in\n    two lines'",
  );
  expect(readCrds(text, 'widgets.yaml')[0]?.kind).toBe('Widget');
});

describe('over HTTP', () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/crd.yaml' ? 200 : 404;
    response.end(WIDGET_CRD);
  });
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise(resolve => server.close(resolve)));

  test('reads what a URL serves', async () => {
    expect(await readSource(`${url()}/crd.yaml`)).toBe(WIDGET_CRD);
  });

  test('says what is wrong where there is no server, and no file', async () => {
    await expect(readSource('http://127.0.0.1:1/crd.yaml')).rejects.toThrow(
      /^Cannot read "http:\/\/127.0.0.1:1\/crd.yaml": .+/,
    );
    await expect(readSource('no-such-file.yaml')).rejects.toThrow(/^Cannot read "no-such-file.yaml": ENOENT/);
  });

  test('refuses any other status than 200', async () => {
    await expect(readSource(`${url()}/gone.yaml`)).rejects.toThrow('gone.yaml": wanted status 200, got 404');
  });
});
