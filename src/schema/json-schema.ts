import type { FieldGroup, KindSchema, SchemaNode } from '../values/object-schema';

type JsonSchema = { readonly [keyword: string]: unknown };

const DRAFT = 'http://json-schema.org/draft-07/schema#';

const METADATA: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    generateName: { type: 'string' },
    namespace: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

/**
 * The JSON Schema of a kind, by which editors complete and check manifests while they are written. CEL rules and what
 * Istio's webhook checks have no place in it: `validate` knows them.
 *
 * @see https://json-schema.org/draft-07/json-schema-release-notes
 */
export function jsonSchemaOf(schema: KindSchema): JsonSchema {
  const { group, kind, versions, nodes, root } = schema;
  const node = nodes[root];
  return {
    $schema: DRAFT,
    title: group === '' ? kind : `${kind} of ${group}`,
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata', ...(node?.required ?? [])],
    properties: {
      apiVersion: { enum: Object.keys(versions).map(version => (group === '' ? version : `${group}/${version}`)) },
      kind: { const: kind },
      metadata: METADATA,
      ...propertiesOf(node?.properties ?? {}),
    },
    additionalProperties: false,
    definitions: Object.fromEntries(
      nodesBelow(nodes, root).map(i => [nameOf(i), definitionOf(nodes[i] ?? {}, schema.native === true)]),
    ),
  };
}

/** The nodes that a node leads to, in their order. */
function nodesBelow(nodes: readonly SchemaNode[], root: number): readonly number[] {
  const found = new Set<number>();
  const left = childrenOf(nodes[root]);
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    left.push(...childrenOf(nodes[node]));
  }
  return [...found].sort((a, b) => a - b);
}

function childrenOf({ properties, values, items }: SchemaNode = {}): number[] {
  return [...Object.values(properties ?? {}), values, items].filter(node => node !== undefined);
}

/** @param nullable Whether every field may be null, which the kinds of Kubernetes take as absent */
function definitionOf(node: SchemaNode, nullable: boolean): JsonSchema {
  const { properties, values, open, items, groups = [], type } = node;
  const alternatives = groups.flatMap(conditionsOf);
  return {
    ...(type === undefined ? {} : { type: typeOf(node, nullable) }),
    ...copied(node, 'required', 'minProperties', 'maxProperties', 'minItems', 'maxItems'),
    ...(node.pattern === undefined || !isEcmaScript(node.pattern) ? {} : { pattern: node.pattern }),
    ...copied(node, 'minLength', 'maxLength', 'minimum', 'maximum', 'default'),
    ...(node.enum === undefined ? {} : { enum: nullable || node.nullable === true ? [...node.enum, null] : node.enum }),
    ...(properties === undefined ? {} : { properties: propertiesOf(properties) }),
    ...(values === undefined ? {} : { additionalProperties: reference(values) }),
    ...(properties !== undefined && values === undefined && open !== true ? { additionalProperties: false } : {}),
    ...(items === undefined ? {} : { items: reference(items) }),
    ...(node.list === 'set' ? { uniqueItems: true } : {}),
    ...(alternatives.length === 0 ? {} : { allOf: alternatives }),
  };
}

function typeOf({ type, nullable }: SchemaNode, always: boolean): unknown {
  const types = type === 'int-or-string' ? ['integer', 'string'] : type === 'quantity' ? ['number', 'string'] : [type];
  const all = always || nullable === true ? [...types, 'null'] : types;
  return all.length === 1 ? all[0] : all;
}

/** Patterns are RE2, and JSON Schema knows those of JavaScript alone. */
function isEcmaScript(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function copied(node: SchemaNode, ...keywords: readonly (keyof SchemaNode)[]): JsonSchema {
  return Object.fromEntries(keywords.filter(word => node[word] !== undefined).map(word => [word, node[word]]));
}

function propertiesOf(properties: { readonly [field: string]: number }): JsonSchema {
  return Object.fromEntries(Object.entries(properties).map(([field, node]) => [field, reference(node)]));
}

/** Enough sets of fields are there, and of any two not both where one is the limit. */
function conditionsOf({ min, max, of }: FieldGroup): readonly JsonSchema[] {
  const present = of.map(fields => ({ required: fields }));
  const pairs = present.flatMap((one, i) => present.slice(i + 1).map(other => ({ not: { allOf: [one, other] } })));
  return [...(min > 0 ? [{ anyOf: present }] : []), ...(max === 1 ? pairs : [])];
}

function reference(node: number): JsonSchema {
  return { $ref: `#/definitions/${nameOf(node)}` };
}

function nameOf(node: number): string {
  return `node${node}`;
}
