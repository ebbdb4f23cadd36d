import { loadSchema } from '../../imports/schemas';
import { durationMilliseconds } from '../values/duration';
import { isDurationField } from '../values/mesh-config-history';
import { nearest } from '../values/nearest';
import type { KindSchema, SchemaNode } from '../values/object-schema';
import { isMapping } from '../values/plain-data';
import type { ValueTree } from '../values/value-tree';

/** Kinds of the Sail operator whose `spec.values` describe the values of a chart. */
export type ValuesKind = 'Istio' | 'IstioCNI' | 'ZTunnel';

/**
 * Finds keys that a chart does not read. The charts themselves take any key without an error, so that a misspelt one
 * silently does nothing.
 *
 * @param kind whose values the tree is written as
 * @param tree the values
 * @param also keys that the chart reads although the schema does not have them, as paths
 * @param below where the tree belongs in the values of the kind
 * @returns one text per unknown key: its path, and the key that was probably meant
 */
export function unknownValues(
  kind: ValuesKind,
  tree: ValueTree,
  also: readonly (readonly string[])[] = [],
  below: readonly string[] = [],
): readonly string[] {
  const schema = loadSchema('sailoperator.io', kind);
  const start = nodeOf(schema, below);
  return schema === undefined || start === undefined ? [] : [...unknownBelow(schema, start, tree, also, [])];
}

/**
 * Finds values that Istio cannot read: of another type, not among the values of a field, or no durations.
 *
 * @returns one text per value: its path, what it is and what is wanted
 */
export function wrongValues(kind: ValuesKind, tree: ValueTree): readonly string[] {
  const schema = loadSchema('sailoperator.io', kind);
  const start = nodeOf(schema, []);
  return schema === undefined || start === undefined ? [] : [...wrongBelow(schema, start, tree, '')];
}

function nodeOf(schema: KindSchema | undefined, below: readonly string[]): number | undefined {
  return ['spec', 'values', ...below].reduce<number | undefined>(
    (node, field) => (node === undefined ? undefined : schema?.nodes[node]?.properties?.[field]),
    schema?.root,
  );
}

function* wrongBelow(schema: KindSchema, index: number, value: unknown, path: string): Iterable<string> {
  const node = schema.nodes[index];
  if (node === undefined || value === undefined || value === null) return;
  if (node.type === 'object' || node.type === 'array') {
    const fits = node.type === 'array' ? Array.isArray(value) : isMapping(value);
    if (!fits) yield `${JSON.stringify(value)} as "${path}", wanted ${node.type === 'array' ? 'a list' : 'a mapping'}`;
  } else if (!isReadable(node, path, value)) {
    yield `${JSON.stringify(value)} as "${path}", wanted ${wantedOf(node, path)}`;
  }
  if (Array.isArray(value) && node.items !== undefined) {
    for (const [i, item] of value.entries()) yield* wrongBelow(schema, node.items, item, `${path}[${i}]`);
  }
  if (!isMapping(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const property = node.properties?.[key] ?? node.values;
    if (property !== undefined) yield* wrongBelow(schema, property, child, path === '' ? key : `${path}.${key}`);
  }
}

function isReadable({ type, enum: values }: SchemaNode, path: string, value: unknown): boolean {
  if (values !== undefined) return values.includes(String(value)) || Number.isInteger(value);
  if (type === 'integer') return Number.isInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value));
  if (type === 'string' && isDurationField(path)) {
    return typeof value === 'string' && durationMilliseconds(value) !== undefined;
  }
  return type === undefined || type === 'int-or-string' || typeof value === type;
}

function wantedOf({ type, enum: values }: SchemaNode, path: string): string {
  if (values !== undefined) return `one of ${values.join(', ')}`;
  if (isDurationField(path) && type === 'string') return 'a duration such as "10s"';
  return { boolean: 'true or false', integer: 'a whole number', string: 'a text' }[String(type)] ?? `a ${type}`;
}

function* unknownBelow(
  schema: KindSchema,
  nodeIndex: number,
  value: unknown,
  also: readonly (readonly string[])[],
  path: readonly string[],
): Iterable<string> {
  const node = schema.nodes[nodeIndex];
  if (Array.isArray(value)) {
    if (node?.items === undefined) return;
    for (const [index, item] of value.entries()) {
      yield* unknownBelow(schema, node.items, item, [], [...path.slice(0, -1), `${path.at(-1)}[${index}]`]);
    }
    return;
  }
  if (node?.properties === undefined || !isMapping(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const deeper = also.filter(([first]) => first === key).map(([, ...rest]) => rest);
    if (deeper.some(rest => rest.length === 0)) continue;
    const known = node.properties[key];
    if (known !== undefined) {
      yield* unknownBelow(schema, known, child, deeper, [...path, key]);
    } else if (node.open !== true) {
      const candidates = [...Object.keys(node.properties), ...also.flatMap(([first]) => first ?? [])];
      const meant = nearest(key, candidates);
      yield `"${[...path, key].join('.')}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`;
    }
  }
}
