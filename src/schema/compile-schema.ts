import { isAtLeast } from '../values/istio-version';
import type { KindSchema, SchemaNode } from '../values/object-schema';
import { compileArray } from './array-checks';
import { compileRules } from './cel-checks';
import { compileObject } from './object-checks';
import { compileNumber, compileString, isOfType, quoteAsWritten, typeProblem } from './scalar-checks';
import type { Check, Constraint, SchemaContext } from './schema-context';

/** Turns the schema of a kind into one function; nodes are compiled when an object first reaches them. */
export function compileSchema(schema: KindSchema, istioVersion: string): Check {
  const compiled: (Check | undefined)[] = [];
  const context: SchemaContext = {
    schema,
    istioVersion,
    has: release => release === undefined || release === '' || isAtLeast(istioVersion, release),
    check: index => {
      let check = compiled[index];
      if (check === undefined) {
        const node = schema.nodes[index];
        if (node === undefined) throw new Error(`schema of ${schema.kind}: no node ${index}`);
        check = compileNode(node, context);
        compiled[index] = check;
      }
      return check;
    },
  };
  return context.check(schema.root);
}

function compileNode(node: SchemaNode, context: SchemaContext): Check {
  const constraints = constraintsOf(node, context);
  const rules = compileRules(node, context);
  const { type } = node;
  const nullable = node.nullable === true || type === undefined || context.schema.native === true;
  return (value, run) => {
    if (value === null && nullable) return;
    if (type !== undefined && !isOfType(value, type)) {
      run.add('type', typeProblem(value, node, run), { blocks: true, fix: typeFix(value, type, node.format) });
      return;
    }
    const before = run.blocking;
    for (const constraint of constraints) constraint(value, run);
    // A rule that reads a field of the wrong shape would only repeat the problem, in worse words.
    if (run.blocking === before) for (const rule of rules) rule(value, run);
  };
}

function constraintsOf(node: SchemaNode, context: SchemaContext): readonly Constraint[] {
  switch (node.type) {
    case 'object':
      return compileObject(node, context);
    case 'array':
      return compileArray(node, context);
    case 'string':
      return compileString(node, context);
    case 'integer':
    case 'number':
      return compileNumber(node, context);
    case 'int-or-string':
      return [...compileString(node, context), ...compileNumber(node, context)];
    default:
      return compileString(node, context);
  }
}

function typeFix(value: unknown, type: string, format: string | undefined): string {
  if (value === null) return 'remove the field or give it a value';
  if (format === 'duration') return 'write an amount with a unit, such as "5s", "250ms" or "1h30m"';
  if (type === 'string' && typeof value !== 'object') return quoteAsWritten(value);
  return `write a value of type ${type}`;
}
