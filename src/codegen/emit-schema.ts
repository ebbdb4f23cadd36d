import type { CelRule, SchemaNode } from '../values/object-schema';
import type { KindModel, Schema } from './schema';

/** The compact schema of a kind as a module: equal nodes once, no prose, one node per line. */
export function emitSchema(model: KindModel, header: string): string {
  const nodes = new Map<string, number>();
  const rules = new Map<string, number>();
  const indexOf = (table: Map<string, number>, entry: string): number => {
    const index = table.get(entry) ?? table.size;
    table.set(entry, index);
    return index;
  };
  const addRule = (rule: CelRule): number => indexOf(rules, literal(rule));
  const add = (schema: Schema): number => {
    const { limits, rules: own, properties, values, items, ...rest } = schema;
    const node: SchemaNode = {
      ...constraints(rest),
      ...limits,
      ...(properties && {
        properties: Object.fromEntries(Object.entries(properties).map(([field, value]) => [field, add(value)])),
      }),
      ...(values && { values: add(values) }),
      ...(items && { items: add(items) }),
      ...(own && { rules: own.map(addRule) }),
    };
    return indexOf(nodes, literal(node));
  };
  const root = add(model.root);
  const { group, kind, plural, scope, since, versions } = model;
  return `${header}import type { KindSchema } from '../../../src/values/object-schema';

export const schema: KindSchema = {
  group: '${group}', kind: '${kind}', plural: '${plural}', scope: '${scope}',${since === undefined ? '' : ` since: '${since}',`}
  versions: ${literal(versions)},
  root: ${root},
  rules: [${lines(rules.keys())}],
  nodes: [${lines(nodes.keys())}],
};
`;
}

function lines(entries: Iterable<string>): string {
  const all = [...entries];
  return all.length === 0 ? '' : `\n    ${all.join(',\n    ')},\n  `;
}

/** The facts of a schema that a check needs; values of an enum that a newer release adds are known already. */
function constraints(schema: Omit<Schema, 'limits' | 'rules' | 'properties' | 'values' | 'items'>): SchemaNode {
  const { path: _1, message: _2, enumName: _3, newer: _4, enum: values, ...rest } = schema;
  const newer = Object.keys(schema.enumSince ?? {}).filter(value => !values?.includes(value));
  return { ...rest, ...(values && { enum: [...values, ...newer] }) };
}

/** A JavaScript literal without the quotes that JSON puts around keys. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => `${propertyName(key)}:${literal(entry)}`)
      .join(',')}}`;
  }
  return typeof value === 'string' ? quote(value) : String(JSON.stringify(value));
}

export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

export function quote(text: string): string {
  return text.includes("'") && !text.includes('"')
    ? JSON.stringify(text)
    : `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
