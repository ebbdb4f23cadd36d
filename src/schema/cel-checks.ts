import { type CelProgram, compileCel } from '../text/cel/compile';
import { CelError } from '../text/cel/values';
import type { CelRule, SchemaNode } from '../values/object-schema';
import type { Constraint, SchemaContext } from './schema-context';

/** The CEL rules of a node. */
export function compileRules(node: SchemaNode, context: SchemaContext): Constraint[] {
  return (node.rules ?? []).flatMap(index => {
    const rule = context.schema.rules[index];
    return rule === undefined ? [] : [compileRule(rule, node)];
  });
}

const programs = new Map<string, CelProgram>();

/** Rules repeat all over a schema, and between schemas. */
function programOf(expression: string): CelProgram {
  let program = programs.get(expression);
  if (program === undefined) {
    program = compileCel(expression);
    programs.set(expression, program);
  }
  return program;
}

function compileRule(rule: CelRule, node: SchemaNode): Constraint {
  const program = programOf(rule.rule);
  const type = JSON.stringify(node.type ?? '');
  const name = rule.message ?? `rule: ${rule.rule}`;
  const messageOf = rule.messageExpression === undefined ? undefined : programOf(rule.messageExpression);
  const at = rule.fieldPath === undefined ? {} : { at: rule.fieldPath };
  return (value, run) => {
    let problem: string;
    try {
      if (program.evaluate(value) === true) return;
      problem = messageFrom(messageOf, value) ?? rule.message ?? `failed rule: ${rule.rule}`;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      problem = error.message.startsWith('no such overload')
        ? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`
        : `${error.message} evaluating rule: ${name}`;
    }
    run.add('cel', `Invalid value: ${type}: ${problem}`, { source: 'cel', ...at });
  };
}

function messageFrom(expression: CelProgram | undefined, value: unknown): string | undefined {
  if (expression === undefined) return undefined;
  try {
    const text = expression.evaluate(value);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text : undefined;
  } catch (error) {
    if (error instanceof CelError) return undefined;
    throw error;
  }
}
