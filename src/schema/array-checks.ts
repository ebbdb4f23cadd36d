import type { SchemaNode } from '../values/object-schema';
import { invalid } from './scalar-checks';
import type { Constraint, SchemaContext } from './schema-context';
import type { SchemaRun } from './schema-run';

export function compileArray(node: SchemaNode, context: SchemaContext): Constraint[] {
  const constraints: Constraint[] = [];
  const { items, minItems, maxItems, list } = node;
  if (items !== undefined) {
    constraints.push(
      ofArray((values, run) => {
        const check = context.check(items);
        // The API server takes null among the objects of its own kinds for an object without fields.
        const absent = context.schema.native === true && context.schema.nodes[items]?.type === 'object' ? {} : null;
        for (let i = 0; i < values.length; i++) {
          run.path.enter(i);
          check(values[i] === null ? absent : values[i], run);
          run.path.leave();
        }
      }),
    );
  }
  if (minItems !== undefined) {
    constraints.push(
      ofArray((values, run) => {
        if (values.length >= minItems) return;
        run.add('min-items', invalid(values.length, `${run.inBody()} should have at least ${minItems} items`), {
          fix: minItems === 1 ? 'write an item, or remove the field' : `write at least ${minItems} items`,
        });
      }),
    );
  }
  if (maxItems !== undefined) {
    constraints.push(
      ofArray((values, run) => {
        if (values.length <= maxItems) return;
        run.add(
          'max-items',
          `Too many: ${values.length}: must have at most ${maxItems} ${maxItems === 1 ? 'item' : 'items'}`,
          {
            blocks: true,
          },
        );
      }),
    );
  }
  if (list !== undefined) {
    const keyOf = list === 'set' ? (item: unknown) => item : (item: unknown) => pick(item, node.keys ?? []);
    constraints.push(ofArray((values, run) => reportDuplicates(values.map(keyOf), run)));
  }
  return constraints;
}

function ofArray(check: (values: readonly unknown[], run: SchemaRun) => void): Constraint {
  return (value, run) => {
    if (Array.isArray(value)) check(value, run);
  };
}

/** Reports the second of each set of equal keys, as the API server does. */
function reportDuplicates(keys: readonly unknown[], run: SchemaRun): void {
  if (keys.length < 2) return;
  const times = new Map<string, number>();
  keys.forEach((key, i) => {
    const text = JSON.stringify(key) ?? '';
    const before = times.get(text) ?? 0;
    times.set(text, before + 1);
    if (before !== 1) return;
    run.path.enter(i);
    run.add('duplicate', `Duplicate value: ${text}`, { fix: 'remove one of the equal items, or give it another key' });
    run.path.leave();
  });
}

function pick(item: unknown, keys: readonly string[]): unknown {
  const picked: { [key: string]: unknown } = {};
  if (typeof item !== 'object' || item === null) return picked;
  const entries: { readonly [key: string]: unknown } = { ...item };
  for (const key of keys) if (Object.hasOwn(entries, key)) picked[key] = entries[key];
  return picked;
}
