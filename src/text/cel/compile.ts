import { compileRe2 } from '../re2';
import { CEL_FUNCTIONS, CEL_METHODS } from './functions';
import { parseCel } from './parse';
import { type CelSyntax, CelSyntaxError } from './syntax';
import { CelDuration, CelError, celCompare, celEquals, celTypeOf } from './values';

/** A rule that is ready to run. */
export interface CelProgram {
  /** Whether it compares with the former state of the object, which a manifest does not have. */
  readonly usesOldSelf: boolean;
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
const MACROS: { readonly [name: string]: readonly number[] } = {
  all: [2],
  exists: [2],
  exists_one: [2],
  existsOne: [2],
  filter: [2],
  map: [2, 3],
};

/** How CEL spells the names of fields that are reserved words or have characters that identifiers lack. */
const FIELD_ESCAPES: { readonly [spelling: string]: string } = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/**
 * Compiles a CEL rule as Kubernetes evaluates it on custom resources.
 *
 * Everything is checked here that does not depend on data: syntax, names of functions and variables, numbers of
 * arguments, and regular expressions. So a rule that cannot be evaluated is found when code is generated.
 *
 * @throws CelSyntaxError if the rule is malformed or uses what is not supported
 * @example
 * compileCel('self.min <= self.max').evaluate({ min: 1, max: 2 }); // true
 */
export function compileCel(expression: string): CelProgram {
  const compiler = new Compiler(expression);
  const run = compiler.compile(parseCel(expression), new Map([['self', SELF]]));
  return { usesOldSelf: compiler.usesOldSelf, evaluate: self => run([self]) };
}

class Compiler {
  public usesOldSelf = false;
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
    if (slot !== undefined) return frame => frame[slot];
    if (name === 'oldSelf') {
      this.usesOldSelf = true;
      return () => {
        throw new CelError('oldSelf has no value when an object is created');
      };
    }
    throw this.error(`unknown name "${name}"`);
  }

  private call(node: CelSyntax & { is: 'call' }, scope: ReadonlyMap<string, number>): Step {
    const { name, target } = node;
    if (target === undefined && name === 'has') return this.has(node.arguments, scope);
    if (target !== undefined && MACROS[name]?.includes(node.arguments.length) === true) {
      return this.macro(name, target, node.arguments, scope);
    }
    const operands = (target === undefined ? node.arguments : [target, ...node.arguments]).map(each =>
      this.compile(each, scope),
    );
    const operator = target === undefined ? OPERATORS[name] : undefined;
    if (operator !== undefined) return operator(operands);
    if (name === '/' || name === '%') throw this.error(`operator "${name}" is not supported`);
    const functions = target === undefined ? CEL_FUNCTIONS : CEL_METHODS;
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined) throw this.error(`unknown ${target === undefined ? 'function' : 'method'} "${name}"`);
    if (!known.takes.includes(operands.length)) throw this.error(`"${name}" does not take ${operands.length} values`);
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
    try {
      compileRe2(String(pattern.value));
    } catch (error) {
      throw this.error(error instanceof Error ? error.message : String(error));
    }
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
    const [first, second] = args.slice(1).map(argument => this.compile(argument, inner));
    if (first === undefined) throw this.error(`${name}() lacks an expression`);
    switch (name) {
      case 'all':
        return frame => quantify(itemsOf(range(frame)), frame, slot, first, false);
      case 'exists':
        return frame => quantify(itemsOf(range(frame)), frame, slot, first, true);
      case 'filter':
        return frame => keep(itemsOf(range(frame)), frame, slot, first);
      case 'map':
        return second === undefined
          ? frame => each(itemsOf(range(frame)), frame, slot, first)
          : frame => each(keep(itemsOf(range(frame)), frame, slot, first), frame, slot, second);
      default:
        return frame => keep(itemsOf(range(frame)), frame, slot, first).length === 1;
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
  negate:
    ([a]) =>
    frame =>
      -number(a?.(frame)),
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
  '-': binary(subtract),
  '*': binary((a, b) => number(a) * number(b)),
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

function each(items: readonly unknown[], frame: Frame, slot: number, step: Step): unknown[] {
  return items.map(item => {
    frame[slot] = item;
    return step(frame);
  });
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
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a instanceof CelDuration && b instanceof CelDuration) return new CelDuration(a.milliseconds + b.milliseconds);
  throw new CelError('no such overload');
}

function subtract(a: unknown, b: unknown): unknown {
  if (a instanceof CelDuration && b instanceof CelDuration) return new CelDuration(a.milliseconds - b.milliseconds);
  return number(a) - number(b);
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
