import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadSchema, schemaGroups, schemaKinds } from '../../imports/schemas';
import { SOURCES } from '../../src/codegen/sources';
import type { KindSchema, SchemaNode } from '../../src/values/object-schema';

const ROOT = resolve(__dirname, '../..');
const ISTIO = SOURCES.find(({ name }) => name === 'istio')?.groups ?? [];

const load = (group: string, kind: string): KindSchema => {
  const schema = loadSchema(group, kind);
  if (schema === undefined) throw new Error(`no schema of ${group}/${kind}`);
  return schema;
};
const kindsOf = (groups: readonly string[]): [string, string][] =>
  groups.flatMap(group => schemaKinds(group).map((kind): [string, string] => [group, kind]));

/** The node at a path such as `spec.http[].match[]`. */
function nodeAt(schema: KindSchema, path: string): SchemaNode {
  let node = schema.nodes[schema.root];
  for (const [step] of path.matchAll(/\[\]|\{\}|[^.[\]{}]+/g)) {
    const next: number | undefined =
      step === '[]' ? node?.items : step === '{}' ? node?.values : node?.properties?.[step];
    node = next === undefined ? undefined : schema.nodes[next];
  }
  if (node === undefined) throw new Error(`no node at ${path}`);
  return node;
}

test('every group has a folder with the kinds it lists', () => {
  expect(schemaGroups).toEqual([...new Set(SOURCES.flatMap(({ groups }) => groups))].sort());
  expect(kindsOf(ISTIO)).toHaveLength(15);
  for (const [group, kind] of kindsOf(schemaGroups)) expect(load(group, kind)).toMatchObject({ group, kind });
});

test.each([
  ['networking.istio.io', 'Route'],
  ['networking.istio.io', 'constructor'],
  ['example.org', 'Widget'],
  ['constructor', 'name'],
])('there is no schema of %s/%s', (group, kind) => {
  expect(loadSchema(group, kind)).toBeUndefined();
});

test.each(kindsOf(schemaGroups))('the nodes of %s/%s refer to nodes, fields and rules that exist', (group, kind) => {
  const { nodes, rules, root, versions } = load(group, kind);
  expect(nodes[root]?.properties).toHaveProperty('spec');
  expect(Object.keys(versions)).not.toHaveLength(0);
  const reached = new Set<number>();
  const visit = (index: number): void => {
    const node = nodes[index];
    if (node === undefined) throw new Error(`no node ${index}`);
    if (reached.has(index)) return;
    reached.add(index);
    const fields = Object.keys(node.properties ?? {});
    const named = [
      node.required,
      ...(node.groups ?? []).flatMap(({ of }) => of),
      Object.keys(node.since ?? {}),
    ].flatMap(names => names ?? []);
    expect(named.filter(field => !fields.includes(field) && node.properties !== undefined)).toEqual([]);
    expect((node.rules ?? []).filter(rule => rules[rule] === undefined)).toEqual([]);
    expect(Object.keys(node.enumSince ?? {}).filter(value => !node.enum?.includes(value))).toEqual([]);
    for (const next of [...Object.values(node.properties ?? {}), node.items, node.values])
      if (next !== undefined) visit(next);
  };
  visit(root);
  expect(reached.size).toBe(nodes.length);
});

test("Istio's kinds carry 36 distinct rules with their messages", () => {
  const rules = kindsOf(ISTIO).flatMap(([group, kind]) => load(group, kind).rules);
  expect(new Set(rules.map(({ rule }) => rule)).size).toBe(36);
  expect(rules.filter(({ message }) => message === undefined)).toEqual([]);
});

test('the structure is that of the definitions', () => {
  const schema = load('networking.istio.io', 'VirtualService');
  expect(schema).toMatchObject({
    plural: 'virtualservices',
    scope: 'Namespaced',
    versions: { v1: '1.22', v1beta1: '', v1alpha3: '' },
  });
  expect(nodeAt(schema, 'spec.http[].match[].uri').groups).toEqual([
    { min: 0, max: 1, of: [['exact'], ['prefix'], ['regex']] },
  ]);
  expect(nodeAt(schema, 'spec.http[].timeout')).toMatchObject({ type: 'string', format: 'duration' });
  expect(nodeAt(schema, 'spec.http[].directResponse').required).toEqual(['status']);
  expect(Object.keys(nodeAt(schema, 'spec.http[]').properties ?? {})).toContain('mirror_percent');
  expect(nodeAt(schema, 'status')).toEqual({ type: 'object', open: true });
});

test('the history is that of the releases', () => {
  const serviceEntry = load('networking.istio.io', 'ServiceEntry');
  expect(nodeAt(serviceEntry, 'spec.resolution').enumSince).toEqual({ DYNAMIC_DNS: '1.28' });
  expect(nodeAt(load('networking.istio.io', 'DestinationRule'), 'spec.trafficPolicy').since).toMatchObject({
    retryBudget: '1.27',
  });
  expect(nodeAt(load('security.istio.io', 'RequestAuthentication'), 'spec.jwtRules[]').requiredUntil).toEqual({
    issuer: '1.27',
  });
  expect(load('extensions.istio.io', 'TrafficExtension').since).toBe('1.30');
  expect(load('telemetry.istio.io', 'Telemetry').versions).toEqual({ v1: '1.22', v1alpha1: '' });
});

test('what Istio accepts before it acts on it is marked', () => {
  const outlier = nodeAt(load('networking.istio.io', 'DestinationRule'), 'spec.trafficPolicy.outlierDetection');
  expect(outlier.since).toMatchObject({ outlierDetectionHttpErrorCodes: '1.31', failurePercentageThreshold: '1.32' });
  expect(outlier.works).toEqual({ outlierDetectionHttpErrorCodes: '1.32' });
  const context = nodeAt(load('networking.istio.io', 'EnvoyFilter'), 'spec.configPatches[].match.context');
  expect(context).toMatchObject({ enumSince: { WAYPOINT: '1.29' }, enumWorks: { WAYPOINT: '1.32' } });
});

test("the schemas of Istio's kinds weigh less than 52 KB together", () => {
  const files = ISTIO.flatMap(group => {
    const folder = join(ROOT, 'imports', group, 'schemas');
    return readdirSync(folder).map(name => join(folder, name));
  });
  expect(files.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(52_000);
});

test('loading the schema of one kind loads no other', () => {
  const program = `
    require('./imports/schemas.ts').loadSchema('networking.istio.io', 'VirtualService');
    console.log(Object.keys(require.cache).filter(path => /imports.*schemas/.test(path)).map(path => path.split('/imports/')[1]).join());`;
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsx'), ['-e', program], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout.trim().split(',').sort()).toEqual([
    'networking.istio.io/schemas/index.ts',
    'networking.istio.io/schemas/virtual-service.ts',
    'schemas.ts',
  ]);
});
