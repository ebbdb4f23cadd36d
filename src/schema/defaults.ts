import type { KindSchema } from '../values/object-schema';
import { isMapping } from '../values/plain-data';

type Fill = (value: unknown) => unknown;

/**
 * Fills in the defaults of a schema, as the API server does before it checks anything. Objects that lack nothing are
 * returned as they are, others are copied; `undefined` if the schema has no defaults.
 */
export function compileDefaults(schema: KindSchema): Fill | undefined {
  // Most kinds have none, and some of them hundreds of nodes.
  if (schema.nodes.every(node => node.default === undefined)) return undefined;
  const fills: (Fill | null | undefined)[] = [];
  const fillOf = (index: number): Fill | null => {
    const known = fills[index];
    if (known !== undefined) return known;
    // A node that contains itself finds its own entry while it is compiled.
    fills[index] = null;
    const fill = compileNode(index) ?? null;
    fills[index] = fill;
    return fill;
  };

  const compileNode = (index: number): Fill | undefined => {
    const node = schema.nodes[index];
    if (node === undefined) return undefined;
    const defaults: [field: string, value: unknown, nullable: boolean][] = [];
    const below: [field: string, fill: Fill][] = [];
    for (const [field, property] of Object.entries(node.properties ?? {})) {
      const { default: value, nullable } = schema.nodes[property] ?? {};
      if (value !== undefined) defaults.push([field, value, nullable === true]);
      const fill = fillOf(property);
      if (fill !== null) below.push([field, fill]);
    }
    const ofValues = node.values === undefined ? null : fillOf(node.values);
    const ofItems = node.items === undefined ? null : fillOf(node.items);
    if (ofItems !== null) return value => (Array.isArray(value) ? mapped(value, ofItems) : value);
    if (defaults.length === 0 && below.length === 0 && ofValues === null) return undefined;
    return value => {
      if (!isMapping(value)) return value;
      const after: { [field: string]: unknown } = { ...value };
      for (const [field, content, nullable] of defaults) {
        // An explicit null counts as absent where it is not a value.
        if (after[field] === undefined || (after[field] === null && !nullable)) after[field] = content;
      }
      for (const [field, fill] of below) if (after[field] !== undefined) after[field] = fill(after[field]);
      if (ofValues !== null) for (const [field, content] of Object.entries(after)) after[field] = ofValues(content);
      return Object.keys(after).some(field => after[field] !== value[field]) ? after : value;
    };
  };

  return fillOf(schema.root) ?? undefined;
}

function mapped(values: readonly unknown[], fill: Fill): readonly unknown[] {
  const filled = values.map(fill);
  return filled.some((value, i) => value !== values[i]) ? filled : values;
}
