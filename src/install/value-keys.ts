import { loadSchema } from '../../imports/schemas';
import { nearest } from '../values/nearest';
import type { KindSchema } from '../values/object-schema';
import { isMapping } from '../values/plain-data';
import type { ValueTree } from './value-tree';

/** Kinds of the Sail operator whose `spec.values` describe the values of a chart. */
export type ValuesKind = 'Istio' | 'IstioCNI' | 'ZTunnel';

/**
 * Finds keys that a chart does not read. The charts themselves take any key without a word, so that a misspelt one
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
  if (schema === undefined) return [];
  const start = ['spec', 'values', ...below].reduce<number | undefined>(
    (node, field) => (node === undefined ? undefined : schema.nodes[node]?.properties?.[field]),
    schema.root,
  );
  return start === undefined ? [] : [...unknownBelow(schema, start, tree, also, [])];
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
