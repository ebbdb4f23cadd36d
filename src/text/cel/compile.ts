import { re2Problem } from '../re2';
import { CEL_FUNCTIONS, CEL_METHODS } from './functions';
import { parseCel } from './parse';
import { type CelSyntax, CelSyntaxError } from './syntax';
import { CelError, celCompare, celEquals, celTypeOf } from './values';

/** A rule that is ready to run. */
export interface CelProgram {
  /**
   * The value of the expression for one value of `self`.
   *
   * @throws CelError where the API server reports an error of evaluation
   */
  evaluate(self: unknown): unknown;
}

/** The variables of a run by slot. */
type Frame = unknown[];
type Step = (frame: Frame) => unknown;

const SELF = 0;
const MACROS = new Set(['all', 'exists', 'exists_one', 'filter']);

/** How CEL spells the names of fields that are reserved words or have characters that identifiers lack. */
const FIELD_ESCAPES: { readonly [spelling: string]: string } = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/**
 * Compiles a CEL rule as Kubernetes evaluates it on custom resources.
 *
 * It knows the operators, functions and macros that rules of the definitions we generate from use. Everything is checked
 * here that does not depend on data: syntax, names of functions and variables, numbers of arguments, and regular
 * expressions. So a rule that cannot be evaluated is found when code is generated.
 *
 * @throws CelSyntaxError if the rule is malformed or uses what is not supported
 * @example
 * compileCel('self.min <= self.max').evaluate({ min: 1, max: 2 }); // true
 */
export function compileCel(expression: string): CelProgram {
  const run = new Compiler(expression).compile(parseCel(expression), new Map([['self', SELF]]));
  return { evaluate: self => run([self]) };
}

class Compiler {
  private slots = 1;

  public constructor(private readonly expression: string) {}

  public compile(node: CelSyntax, scope: ReadonlyMap<string, number>): Step {
    switch (node.is) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'identifier':
        return this.variable(node.name, scope);
      case 'select': {
        const of = this.compile(node.of, scope);
        const field = unescapeField(node.field);
        return frame => select(of(frame), field);
      }
      case 'list': {
        const items = node.items.map(item => this.compile(item, scope));
        return frame => items.map(item => item(frame));
      }
      case 'map': {
        const entries = node.entries.map(
          ([key, value]) => [this.compile(key, scope), this.compile(value, scope)] as const,
        );
        return frame => Object.fromEntries(entries.map(([key, value]) => [String(key(frame)), value(frame)]));
      }
      case 'call':
        return this.call(node, scope);
    }
  }

  private variable(name: string, scope: ReadonlyMap<string, number>): Step {
    const slot = scope.get(name);
    if (slot === undefined) throw this.error(`unknown name "${name}"`);
    return frame => frame[slot];
  }

  private call(node: CelSyntax & { is: 'call' }, scope: ReadonlyMap<string, number>): Step {
    const { name, target } = node;
    if (target === undefined && name === 'has') return this.has(node.arguments, scope);
    if (target !== undefined && MACROS.has(name) && node.arguments.length === 2) {
      return this.macro(name, target, node.arguments, scope);
    }
    const operator = target === undefined ? OPERATORS[name] : undefined;
    const functions = target === undefined ? CEL_FUNCTIONS : CEL_METHODS;
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (operator === undefined && known === undefined) throw this.error(`${calledBy(node)} is not supported`);
    const operands = (target === undefined ? node.arguments : [target, ...node.arguments]).map(each =>
      this.compile(each, scope),
    );
    if (operator !== undefined) return operator(operands);
    if (!known?.takes.includes(operands.length)) throw this.error(`"${name}" does not take ${operands.length} values`);
    if (name === 'matches') this.checkPattern(node.arguments.at(-1));
    const call = known.call;
    const step: Step =
      operands.length === 1
        ? frame => call(operands[0]?.(frame))
        : frame => call(...operands.map(operand => operand(frame)));
    return node.arguments.every(argument => argument.is === 'literal') && target === undefined ? constant(step) : step;
  }

  private checkPattern(pattern: CelSyntax | undefined): void {
    if (pattern?.is !== 'literal') return;
    const problem = re2Problem(String(pattern.value));
    if (problem !== undefined) throw this.error(problem);
  }

  private has(args: readonly CelSyntax[], scope: ReadonlyMap<string, number>): Step {
    const [argument] = args;
    if (args.length !== 1 || argument?.is !== 'select') throw this.error('has() takes one field selection');
    const of = this.compile(argument.of, scope);
    const field = unescapeField(argument.field);
    return frame => {
      const value = of(frame);
      if (!isMap(value)) throw new CelError('no such overload');
      return Object.hasOwn(value, field);
    };
  }

  private macro(name: string, target: CelSyntax, args: readonly CelSyntax[], scope: ReadonlyMap<string, number>): Step {
    const variable = args[0];
    if (variable?.is !== 'identifier') throw this.error(`the first argument of ${name}() is not a name`);
    const range = this.compile(target, scope);
    const slot = this.slots++;
    const inner = new Map(scope).set(variable.name, slot);
    const test = args[1] === undefined ? undefined : this.compile(args[1], inner);
    if (test === undefined) throw this.error(`${name}() lacks an expression`);
    switch (name) {
      case 'all':
        return frame => quantify(itemsOf(range(frame)), frame, slot, test, false);
      case 'exists':
        return frame => quantify(itemsOf(range(frame)), frame, slot, test, true);
      case 'filter':
        return frame => keep(itemsOf(range(frame)), frame, slot, test);
      default:
        return frame => keep(itemsOf(range(frame)), frame, slot, test).length === 1;
    }
  }

  private error(problem: string): CelSyntaxError {
    return new CelSyntaxError(this.expression, problem);
  }
}

type Operator = (operands: readonly Step[]) => Step;

function binary(apply: (a: unknown, b: unknown) => unknown): Operator {
  return ([a, b]) => {
    if (a === undefined || b === undefined) throw new CelError('an operator lacks an operand');
    return frame => apply(a(frame), b(frame));
  };
}

const OPERATORS: { readonly [sign: string]: Operator } = {
  '&&': operands => logic(operands, false),
  '||': operands => logic(operands, true),
  '!':
    ([a]) =>
    frame =>
      !bool(a?.(frame)),
  '?:':
    ([condition, yes, no]) =>
    frame =>
      bool(condition?.(frame)) ? yes?.(frame) : no?.(frame),
  '==': binary(celEquals),
  '!=': binary((a, b) => !celEquals(a, b)),
  '<': binary((a, b) => celCompare(a, b) < 0),
  '<=': binary((a, b) => celCompare(a, b) <= 0),
  '>': binary((a, b) => celCompare(a, b) > 0),
  '>=': binary((a, b) => celCompare(a, b) >= 0),
  '+': binary(add),
  in: binary(contains),
  '[]': binary(index),
};

/** `&&` and `||`: an operand that decides wins over an error of the other, on either side. */
function logic([left, right]: readonly Step[], decisive: boolean): Step {
  if (left === undefined || right === undefined) throw new CelError('an operator lacks an operand');
  return frame => {
    let failure: unknown;
    try {
      if (bool(left(frame)) === decisive) return decisive;
    } catch (error) {
      failure = error;
    }
    if (bool(right(frame)) === decisive) return decisive;
    if (failure !== undefined) throw failure;
    return !decisive;
  };
}

/** `all` and `exists`: an item that decides wins over an error of another. */
function quantify(items: readonly unknown[], frame: Frame, slot: number, test: Step, decisive: boolean): boolean {
  let failure: unknown;
  for (const item of items) {
    frame[slot] = item;
    try {
      if (bool(test(frame)) === decisive) return decisive;
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return !decisive;
}

function keep(items: readonly unknown[], frame: Frame, slot: number, test: Step): unknown[] {
  return items.filter(item => {
    frame[slot] = item;
    return bool(test(frame));
  });
}

function calledBy({ name, target }: CelSyntax & { is: 'call' }): string {
  if (name === 'negate' || !/^\w/.test(name)) return `operator "${name === 'negate' ? '-' : name}"`;
  return `${target === undefined ? 'function' : 'method'} "${name}"`;
}

/** A call of constants alone is made once; one that fails, fails again at each run. */
function constant(step: Step): Step {
  try {
    const value = step([]);
    return () => value;
  } catch {
    return step;
  }
}

function unescapeField(field: string): string {
  return field.replace(/__([a-z]+)__/g, (_, name: string) => FIELD_ESCAPES[name] ?? name);
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return celTypeOf(value) === 'map';
}

function select(value: unknown, field: string): unknown {
  if (!isMap(value)) throw new CelError('no such overload');
  if (!Object.hasOwn(value, field)) throw new CelError(`no such key: ${field}`);
  return value[field];
}

function index(value: unknown, at: unknown): unknown {
  if (Array.isArray(value)) {
    const position = number(at);
    if (!(position >= 0 && position < value.length)) throw new CelError(`index out of bounds: ${position}`);
    return value[position];
  }
  return select(value, String(at));
}

function contains(item: unknown, of: unknown): boolean {
  if (Array.isArray(of)) return of.some(each => celEquals(each, item));
  if (isMap(of)) return Object.hasOwn(of, String(item));
  throw new CelError('no such overload');
}

function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  throw new CelError('no such overload');
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isMap(value)) return Object.keys(value);
  throw new CelError('no such overload');
}

function bool(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new CelError('no such overload');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new CelError('no such overload');
  return value;
}
