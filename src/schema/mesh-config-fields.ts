import { loadSchema } from '../../imports/schemas';
import { durationMilliseconds } from '../values/duration';
import { isDurationField, MESH_CONFIG_SINCE } from '../values/mesh-config-history';
import type { KindSchema, SchemaNode } from '../values/object-schema';
import { isMapping } from '../values/plain-data';
import { compileSchema } from './compile-schema';
import type { ObjectIssue } from './object-issue';
import type { Check } from './schema-context';
import { SchemaRun } from './schema-run';

/** The two messages of the mesh configuration that are written on their own, and where the schema has them. */
const MESSAGES = {
  MeshConfig: ['spec', 'values', 'meshConfig'],
  ProxyConfig: ['spec', 'values', 'meshConfig', 'defaultConfig'],
} as const;

export type MeshConfigMessage = keyof typeof MESSAGES;

const checks = new Map<string, { readonly schema: KindSchema; readonly root: number; readonly check: Check }>();

/**
 * What is wrong with the fields of a mesh configuration, or of the configuration of a proxy: names that Istio passes over
 * (rule `unknown-field`), and values that it cannot read. Paths begin with the first field.
 */
export function checkMeshConfigFields(
  message: MeshConfigMessage,
  config: { readonly [field: string]: unknown },
  istioVersion: string,
): readonly ObjectIssue[] {
  const key = `${message} ${istioVersion}`;
  const known = checks.get(key) ?? compile(message, istioVersion);
  if (known === undefined) return [];
  checks.set(key, known);
  const run = new SchemaRun();
  const read = asJson(known.schema, known.root, config, message === 'MeshConfig' ? '' : 'defaultConfig.');
  known.check(read, run);
  checkDurations(known.schema, known.root, read, run);
  return run.issues;
}

function compile(message: MeshConfigMessage, istioVersion: string) {
  const schema = loadSchema('sailoperator.io', 'Istio');
  const root = MESSAGES[message].reduce<number | undefined>(
    (node, field) => (node === undefined ? undefined : schema?.nodes[node]?.properties?.[field]),
    schema?.root,
  );
  if (schema === undefined || root === undefined) return undefined;
  return { schema, root, check: compileSchema({ ...schema, root }, istioVersion) };
}

/**
 * A message as Istio reads JSON: fields by either of their names, whole numbers as texts, values of an enum by number.
 * What is newer than the schema is left out.
 */
function asJson(schema: KindSchema, index: number, value: unknown, path: string): unknown {
  const node = schema.nodes[index];
  if (node === undefined || value === null) return undefined;
  if (Array.isArray(value) && node.items !== undefined) {
    const { items } = node;
    return value.map(item => asJson(schema, items, item, `${path}[].`));
  }
  if (isMapping(value)) return node.properties === undefined ? value : fieldsOf(schema, node.properties, value, path);
  if (node.type === 'integer' && typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  return node.enum !== undefined && typeof value === 'number' ? node.enum[0] : value;
}

function fieldsOf(
  schema: KindSchema,
  properties: NonNullable<SchemaNode['properties']>,
  value: { readonly [field: string]: unknown },
  path: string,
): { readonly [field: string]: unknown } {
  const read: { [field: string]: unknown } = {};
  for (const [name, content] of Object.entries(value)) {
    const field = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const property = properties[field];
    if (Object.hasOwn(MESH_CONFIG_SINCE, `${path}${field}`)) continue;
    if (property === undefined) read[name] = content;
    else read[field] = asJson(schema, property, content, `${path}${field}.`);
  }
  return read;
}

function checkDurations(schema: KindSchema, index: number, value: unknown, run: SchemaRun): void {
  const { properties, items } = schema.nodes[index] ?? {};
  if (Array.isArray(value) && items !== undefined) {
    for (const [i, item] of value.entries()) {
      run.path.enter(i);
      checkDurations(schema, items, item, run);
      run.path.leave();
    }
  }
  if (!isMapping(value) || properties === undefined) return;
  for (const [field, content] of Object.entries(value)) {
    const property = properties[field];
    if (property === undefined) continue;
    run.path.enter(field);
    if (typeof content !== 'string') checkDurations(schema, property, content, run);
    else if (schema.nodes[property]?.type === 'string' && isDurationField(field)) {
      if (durationMilliseconds(content) === undefined) {
        run.add('duration', `Invalid value: ${JSON.stringify(content)}: must be a duration`, {
          fix: 'write an amount with a unit, such as "5s", "250ms" or "1h30m"',
        });
      }
    }
    run.path.leave();
  }
}
