/**
 * The part of TypeScript that an adopted mesh is written in. One value of it is printed as source text and run in
 * memory, so that what was proven is what is written.
 */
export type Code =
  | { readonly code: 'data'; readonly value: string | number | boolean | null }
  | { readonly code: 'record'; readonly fields: readonly (readonly [key: string, value: Code])[] }
  | { readonly code: 'list'; readonly items: readonly Code[] }
  | { readonly code: 'import'; readonly name: string; readonly from: string; readonly as: string }
  | { readonly code: 'variable'; readonly name: string }
  | { readonly code: 'member'; readonly target: Code; readonly name: string; readonly optional: boolean }
  | { readonly code: 'new'; readonly type: Code; readonly args: readonly Code[] }
  | { readonly code: 'call'; readonly target: Code; readonly args: readonly Code[] };

/** Plain data, or data with code in some places; `undefined` leaves a field out. */
export type CodeLike = Code | string | number | boolean | null | undefined | readonly CodeLike[] | CodeRecord;

/** A mapping whose values may be code. */
export interface CodeRecord {
  readonly [key: string]: CodeLike;
}

/** One statement of a program. */
export interface Statement {
  readonly code: Code;
  /** The variable that keeps the value. */
  readonly variable?: string | undefined;
  /** Lines of comment before it. */
  readonly comment?: readonly string[] | undefined;
}

/** The library itself, from which most names are imported. */
export const LIBRARY = 'cdk8s-istio';

/** All code that was made: data of manifests may look like it. */
const MADE = new WeakSet<object>();

/** Code for a value. */
export function codeOf(value: CodeLike): Code {
  if (value === undefined || value === null) return made({ code: 'data', value: null });
  if (typeof value !== 'object') return made({ code: 'data', value });
  if (isList(value)) return made({ code: 'list', items: value.map(codeOf) });
  if (isCode(value)) return value;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return made({ code: 'record', fields: fields.map(([key, inner]) => [key, codeOf(inner)] as const) });
}

/** Code for plain data, such as a manifest. */
export function literal(value: unknown): Code {
  if (Array.isArray(value)) return made({ code: 'list', items: value.map(literal) });
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return made({ code: 'record', fields: fields.map(([key, inner]) => [key, literal(inner)] as const) });
  }
  return made({ code: 'data', value: (value ?? null) as string | number | boolean | null });
}

/** Something that a module exports. */
export function imported(name: string, from = LIBRARY, as = name): Code {
  return made({ code: 'import', name, from, as });
}

/** A variable that an earlier statement keeps a value in. */
export function variable(name: string): Code {
  return made({ code: 'variable', name });
}

/** `new type(...args)`. */
export function create(type: Code | string, ...args: readonly CodeLike[]): Code {
  return made({ code: 'new', type: typeof type === 'string' ? imported(type) : type, args: args.map(codeOf) });
}

/** `target.method(...args)`. */
export function call(target: Code | string, method: string, ...args: readonly CodeLike[]): Code {
  const of = typeof target === 'string' ? imported(target) : target;
  return made({ code: 'call', target: member(of, method), args: args.map(codeOf) });
}

/** `name(...args)`, where the library exports the function. */
export function callOf(name: string, ...args: readonly CodeLike[]): Code {
  return made({ code: 'call', target: imported(name), args: args.map(codeOf) });
}

/** `target.name`, or `target?.name`. */
export function member(target: Code, name: string, optional = false): Code {
  return made({ code: 'member', target, name, optional });
}

/** The code, and all that it is made of. */
export function* partsOf(code: Code): Iterable<Code> {
  yield code;
  switch (code.code) {
    case 'record':
      for (const [, value] of code.fields) yield* partsOf(value);
      return;
    case 'list':
      for (const item of code.items) yield* partsOf(item);
      return;
    case 'member':
      yield* partsOf(code.target);
      return;
    case 'new':
      yield* partsOf(code.type);
      for (const arg of code.args) yield* partsOf(arg);
      return;
    case 'call':
      yield* partsOf(code.target);
      for (const arg of code.args) yield* partsOf(arg);
      return;
    default:
  }
}

function isList(value: object): value is readonly CodeLike[] {
  return Array.isArray(value);
}

function isCode(value: object): value is Code {
  return MADE.has(value);
}

function made(code: Code): Code {
  MADE.add(code);
  return code;
}
