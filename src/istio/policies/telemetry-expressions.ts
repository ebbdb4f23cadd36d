import type { Resource } from '../../model/resource';
import { parseCel } from '../../text/cel/parse';
import { type CelSyntax, CelSyntaxError } from '../../text/cel/syntax';

/** An expression of a Telemetry that proxies evaluate: a filter of access logs, or the value of a tag. */
export interface TelemetryExpression {
  readonly text: string;
  readonly field: string;
  readonly use: 'filter' | 'tag';
}

/** Why an expression has no value. */
export type ExpressionProblem =
  | { readonly kind: 'syntax'; readonly problem: string }
  /** A name by itself that stands for nothing, such as a text without its quotes. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly known: readonly string[] }
  /** A number or truth value is compared with a text. */
  | { readonly kind: 'comparison'; readonly name: string; readonly text: string };

/** The names that an expression may begin with. */
const ROOTS: ReadonlySet<string> = new Set([
  'request',
  'response',
  'connection',
  'connection_id',
  'upstream',
  'source',
  'destination',
  'metadata',
  'filter_state',
  'upstream_filter_state',
  'xds',
  'node',
  'upstream_peer',
  'downstream_peer',
  'cluster_name',
  'cluster_metadata',
  'listener_direction',
  'listener_metadata',
  'route_name',
  'route_metadata',
  'upstream_host_metadata',
  'plugin_name',
  'plugin_root_id',
  'plugin_vm_id',
  ...['bool', 'bytes', 'double', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint'],
]);

/** What follows some of these names. */
const ATTRIBUTES: { readonly [root: string]: readonly string[] | undefined } = {
  request: [
    ...['path', 'url_path', 'host', 'scheme', 'method', 'headers', 'referer', 'useragent', 'time', 'id', 'protocol'],
    ...['query', 'duration', 'size', 'total_size'],
  ],
  response: [
    'code',
    'code_details',
    'flags',
    'grpc_status',
    'headers',
    'trailers',
    'size',
    'total_size',
    'backend_latency',
  ],
  source: ['address', 'port'],
  destination: ['address', 'port'],
};

const NUMBERS: ReadonlySet<string> = new Set([
  'response.code',
  'response.grpc_status',
  'response.size',
  'response.total_size',
  'request.size',
  'request.total_size',
  'source.port',
  'destination.port',
  'connection.mtls',
]);

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const COMPREHENSIONS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** The expressions of a Telemetry. */
export function telemetryExpressions({ spec }: Resource<'Telemetry'>): readonly TelemetryExpression[] {
  const found: TelemetryExpression[] = [];
  for (const [i, { filter }] of (spec.accessLogging ?? []).entries()) {
    const text = filter?.expression ?? '';
    if (text !== '') found.push({ text, field: `spec.accessLogging[${i}].filter.expression`, use: 'filter' });
  }
  for (const [i, { overrides = [] }] of (spec.metrics ?? []).entries()) {
    for (const [j, { tagOverrides = {} }] of overrides.entries()) {
      for (const [tag, { value: text = '' }] of Object.entries(tagOverrides)) {
        if (text === '') continue;
        found.push({ text, field: `spec.metrics[${i}].overrides[${j}].tagOverrides[${tag}].value`, use: 'tag' });
      }
    }
  }
  return found;
}

/** The first reason why an expression has no value, whatever the request. */
export function expressionProblem({ text }: TelemetryExpression): ExpressionProblem | undefined {
  try {
    return problemIn(parseCel(text), NO_NAMES);
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    return { kind: 'syntax', problem: error.problem };
  }
}

const NO_NAMES: ReadonlySet<string> = new Set();

function problemIn(syntax: CelSyntax, bound: ReadonlySet<string>): ExpressionProblem | undefined {
  switch (syntax.is) {
    case 'literal':
      return undefined;
    case 'identifier':
      return ROOTS.has(syntax.name) || bound.has(syntax.name) ? undefined : { kind: 'name', name: syntax.name };
    case 'select': {
      const { of, field } = syntax;
      if (of.is !== 'identifier' || bound.has(of.name)) return problemIn(of, bound);
      const known = Object.hasOwn(ATTRIBUTES, of.name) ? ATTRIBUTES[of.name] : undefined;
      if (known === undefined) return problemIn(of, bound);
      return known.includes(field) ? undefined : { kind: 'attribute', name: `${of.name}.${field}`, known };
    }
    case 'list':
      return firstProblem(syntax.items, bound);
    case 'map':
      return firstProblem(syntax.entries.flat(), bound);
    case 'call':
      return problemInCall(syntax, bound);
  }
}

function problemInCall(
  { name, target, arguments: given }: Extract<CelSyntax, { is: 'call' }>,
  bound: ReadonlySet<string>,
): ExpressionProblem | undefined {
  const [first, second] = given;
  if (COMPARISONS.has(name) && first !== undefined && second !== undefined) {
    const wrong = comparedWithText(first, second) ?? comparedWithText(second, first);
    if (wrong !== undefined) return wrong;
  }
  const inTarget = target === undefined ? undefined : problemIn(target, bound);
  if (inTarget !== undefined) return inTarget;
  const binds = target !== undefined && COMPREHENSIONS.has(name) && first?.is === 'identifier';
  return binds ? firstProblem(given.slice(1), new Set([...bound, first.name])) : firstProblem(given, bound);
}

function comparedWithText(one: CelSyntax, other: CelSyntax): ExpressionProblem | undefined {
  if (one.is !== 'select' || one.of.is !== 'identifier') return undefined;
  const name = `${one.of.name}.${one.field}`;
  if (!NUMBERS.has(name) || other.is !== 'literal' || typeof other.value !== 'string') return undefined;
  return { kind: 'comparison', name, text: other.value };
}

function firstProblem(all: readonly CelSyntax[], bound: ReadonlySet<string>): ExpressionProblem | undefined {
  for (const one of all) {
    const found = problemIn(one, bound);
    if (found !== undefined) return found;
  }
  return undefined;
}
