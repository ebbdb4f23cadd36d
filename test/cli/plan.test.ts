import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verb } from '../../src/cli/plan';

const rule = (...subsets: readonly string[]) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec: { host: reviews, subsets: [${subsets.map(name => `{ name: ${name}, labels: { version: ${name} } }`).join(', ')}] }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
---`;

const route = (subset: string) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews, subset: ${subset} } }] }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: of-${subset}, namespace: shop }
---`;

let folder: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'));
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation(text => {
    output += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function given(before: string, after: string): [string, string] {
  const files: [string, string] = [join(folder, 'before.yaml'), join(folder, 'after.yaml')];
  writeFileSync(files[0], before);
  writeFileSync(files[1], after);
  return files;
}

test('prints the steps and exits with 0 if nothing drops traffic', () => {
  expect(verb(given(rule('v1') + route('v1'), rule('v2') + route('v2')))).toBe(0);
  expect(output).toContain('1. Create what other objects refer to');
  expect(output).toContain('nothing drops traffic');
});

test('exits with 1 if something drops traffic', () => {
  expect(verb(given(rule('v1') + route('v1'), rule('v1') + route('v2')))).toBe(1);
  expect(output).toContain('DROPS TRAFFIC VirtualService shop/reviews');
});

test('prints JSON with the interim form of an object, and without objects that the new set holds', () => {
  expect(verb([...given(rule('v1') + route('v1'), rule('v2') + route('v2')), '--json'])).toBe(0);
  const { steps } = JSON.parse(output) as {
    steps: { changes: { isInterim: boolean; manifest?: { kind: string } }[] }[];
  };
  const changes = steps.flatMap(step => step.changes);
  expect(changes.filter(({ manifest }) => manifest !== undefined)).toEqual([
    expect.objectContaining({ isInterim: true, manifest: expect.objectContaining({ kind: 'DestinationRule' }) }),
  ]);
});

test('writes what each step applies and deletes', () => {
  const steps = join(folder, 'steps');
  expect(verb([...given(rule('v1') + route('v1'), rule('v2') + route('v2')), '--write', steps])).toBe(0);
  expect(readdirSync(steps)).toEqual([
    '01-apply.json',
    '02-apply.json',
    '03-apply.json',
    '04-apply.json',
    '05-delete.json',
  ]);
  const { items } = JSON.parse(readFileSync(join(steps, '02-apply.json'), 'utf8')) as { items: { spec: unknown }[] };
  expect(items[0]?.spec).toMatchObject({ subsets: [{ name: 'v2' }, { name: 'v1' }] });
  expect(JSON.parse(readFileSync(join(steps, '05-delete.json'), 'utf8'))).toEqual({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'of-v1', namespace: 'shop' } }],
  });
});

test('does not mix the steps of two plans', () => {
  const files = given(rule('v1'), rule('v2'));
  expect(() => verb([...files, '--write', folder])).toThrow(
    `Cannot write the steps to "${folder}": wanted an empty folder, got one with "after.yaml"`,
  );
});

test('writes no steps where a file has their name, or where the manifests cannot be read', () => {
  const [old, young] = given(rule('v1'), rule('v2'));
  expect(() => verb([old ?? '', young ?? '', '--write', old ?? ''])).toThrow('wanted an empty folder, got a file');
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(verb([old ?? '', join(folder, 'none.yaml'), '--write', join(folder, 'steps')])).toBe(2);
  expect(readdirSync(folder)).not.toContain('steps');
});

test('asks for two sets', () => {
  expect(() => verb([folder])).toThrow('Cannot run "cdk8s-istio plan": wanted OLD NEW, got');
});
