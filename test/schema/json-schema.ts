import type { KindSchema, SchemaNode } from '../../src/values/object-schema';

type JsonSchema = { readonly [keyword: string]: unknown };

/** The structure that a schema demands, as JSON Schema, so that an independent validator can judge objects by it. */
export function toJsonSchema(schema: KindSchema): JsonSchema {
  return {
    $ref: `#/definitions/${schema.root}`,
    definitions: Object.fromEntries(schema.nodes.map((node, i) => [String(i), definition(node, i === schema.root)])),
  };
}

function definition(node: SchemaNode, isRoot: boolean): JsonSchema {
  const types =
    node.type === 'int-or-string' ? ['integer', 'string'] : node.type === undefined ? undefined : [node.type];
  const limits = [
    'required',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minimum',
    'maximum',
    'minProperties',
    'maxProperties',
  ] as const;
  return {
    ...(types && { type: node.nullable === true ? [...types, 'null'] : types }),
    ...(node.enum && { enum: node.nullable === true ? [...node.enum, null] : node.enum }),
    ...(node.pattern !== undefined && { pattern: node.pattern }),
    ...Object.fromEntries(limits.filter(limit => node[limit] !== undefined).map(limit => [limit, node[limit]])),
    ...(node.items !== undefined && { items: reference(node.items) }),
    ...(node.type === 'object' && fields(node, isRoot)),
    ...(node.groups && {
      allOf: node.groups.map(({ min, max, of }) => ({
        [max === undefined ? 'anyOf' : 'oneOf']: alternatives(min, of),
      })),
    }),
  };
}

function fields(node: SchemaNode, isRoot: boolean): JsonSchema {
  const properties = Object.fromEntries(
    Object.entries(node.properties ?? {}).map(([field, index]) => [field, reference(index)]),
  );
  return {
    properties: isRoot ? { apiVersion: {}, kind: {}, metadata: {}, ...properties } : properties,
    additionalProperties: node.values === undefined ? node.open === true : reference(node.values),
  };
}

/** Exactly one of the sets of fields, or none of them where that is allowed. */
function alternatives(min: number, of: readonly (readonly string[])[]): JsonSchema[] {
  const sets = of.map(required => ({ required }));
  return min === 0 ? [{ not: { anyOf: sets } }, ...sets] : sets;
}

function reference(index: number): JsonSchema {
  return { $ref: `#/definitions/${index}` };
}
