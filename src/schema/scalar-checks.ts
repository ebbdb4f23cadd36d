import { compileRe2 } from '../text/re2';
import { nearest } from '../values/nearest';
import type { SchemaNode, SchemaType } from '../values/object-schema';
import { isMapping } from '../values/plain-data';
import { formatCheck, INTEGER_RANGES } from './formats';
import type { Constraint, SchemaContext } from './schema-context';
import type { SchemaRun } from './schema-run';

/** How a text is written that was read as something else. What was written is not known any more: `y` is true, 0777 is 511. */
export function quoteAsWritten(value: unknown): string {
  const read = typeof value === 'boolean' ? 'as true or false' : 'as a number';
  return `quote the value as it is written: without quotes, YAML reads it ${read}`;
}

export function isOfType(value: unknown, type: SchemaType): boolean {
  switch (type) {
    case 'object':
      return isMapping(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'quantity':
      return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
    case 'int-or-string':
      return typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value));
    default:
      return typeof value === type;
  }
}

/** The name of a value's type in the messages of the API server. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** `Invalid value: "string": spec.hosts in body must be of type array: "string"`. */
export function typeProblem(value: unknown, node: SchemaNode, run: SchemaRun): string {
  const type = node.type ?? '';
  const found = typeName(value);
  // The API server compares formats first, unless the value has none.
  const byFormat =
    node.format !== undefined &&
    node.format !== 'duration' &&
    value !== null &&
    typeof value !== 'string' &&
    found !== 'array';
  const wanted = byFormat ? node.format : type;
  const format = found === 'integer' ? 'int64' : found === 'number' ? 'double' : '';
  const got = byFormat ? format : found;
  return `Invalid value: ${JSON.stringify(got)}: ${run.inBody()} must be of type ${wanted}: ${JSON.stringify(got)}`;
}

export function compileString(node: SchemaNode, context: SchemaContext): Constraint[] {
  const constraints = compileEnum(node, context);
  const { minLength, maxLength, pattern, format } = node;
  if (maxLength !== undefined) {
    constraints.push((value, run) => {
      if (typeof value === 'string' && value.length > maxLength && [...value].length > maxLength) {
        run.add('max-length', `Too long: may not be more than ${maxLength} bytes`, {
          blocks: true,
          fix: `shorten it to at most ${maxLength} characters, it has ${[...value].length}`,
        });
      }
    });
  }
  if (minLength !== undefined) {
    constraints.push((value, run) => {
      if (typeof value !== 'string' || (value.length >= minLength && [...value].length >= minLength)) return;
      run.add('min-length', invalid(value, `${run.inBody()} should be at least ${minLength} chars long`), {
        fix: 'write a value, or remove the field',
      });
    });
  }
  if (pattern !== undefined) {
    const expression = compileRe2(pattern);
    constraints.push((value, run) => {
      if (typeof value !== 'string' || expression.find(value)) return;
      run.add('pattern', invalid(value, `${run.inBody()} should match '${pattern}'`));
    });
  }
  const check = format === undefined ? undefined : formatCheck(format);
  // Where a rule compares the duration, the rule reports a text that is none.
  if (check !== undefined && !(format === 'duration' && node.rules !== undefined)) {
    constraints.push((value, run) => {
      if (typeof value !== 'string' || check(value)) return;
      const duration = format === 'duration';
      run.add(
        duration ? 'duration' : 'format',
        invalid(value, `${run.inBody()} must be of type ${format}: ${JSON.stringify(value)}`),
        {
          source: duration ? 'webhook' : 'schema',
          ...(duration ? { fix: 'write an amount with a unit, such as "5s", "250ms" or "1h30m"' } : {}),
        },
      );
    });
  }
  return constraints;
}

export function compileNumber(node: SchemaNode, context: SchemaContext): Constraint[] {
  const constraints = compileEnum(node, context);
  const { minimum, maximum, format } = node;
  const range = INTEGER_RANGES[node.type === 'int-or-string' ? 'int32' : (format ?? '')];
  if (range !== undefined) {
    constraints.push((value, run) => {
      if (typeof value !== 'number' || (value >= range[0] && value <= range[1])) return;
      const path = run.path.inBody();
      run.add(
        'format',
        invalid(value, `Checked value must be of type integer with format ${format ?? 'int32'} in ${path}`),
      );
    });
  }
  if (minimum !== undefined) {
    constraints.push((value, run) => {
      if (typeof value !== 'number' || value >= minimum) return;
      run.add('minimum', invalid(value, `${run.inBody()} should be greater than or equal to ${minimum}`), {
        fix: `write ${minimum} or more`,
      });
    });
  }
  if (maximum !== undefined) {
    constraints.push((value, run) => {
      if (typeof value !== 'number' || value <= maximum) return;
      run.add('maximum', invalid(value, `${run.inBody()} should be less than or equal to ${maximum}`), {
        fix: `write ${maximum} or less`,
      });
    });
  }
  return constraints;
}

function compileEnum(node: SchemaNode, context: SchemaContext): Constraint[] {
  if (node.enum === undefined) return [];
  const allowed = new Set<unknown>(node.enum);
  const shown = node.enum.map(value => JSON.stringify(String(value))).join(', ');
  const names = node.enum.map(String);
  const later = new Map(Object.entries(node.enumSince ?? {}).filter(([, release]) => !context.has(release)));
  const idle = new Map(Object.entries(node.enumWorks ?? {}).filter(([, release]) => !context.has(release)));
  return [
    (value, run) => {
      if (!allowed.has(value)) {
        const meant = nearest(String(value), names);
        run.add('enum', `Unsupported value: ${JSON.stringify(value)}: supported values: ${shown}`, {
          blocks: true,
          fix: meant === undefined ? `write one of ${shown}` : `did you mean "${meant}"?`,
        });
        return;
      }
      const release = later.get(String(value));
      const works = idle.get(String(value));
      if (works !== undefined && release === undefined) {
        run.add('value-without-effect', withoutEffect(`value ${JSON.stringify(value)}`, works, context.istioVersion), {
          source: 'version',
          severity: 'warning',
          fix: `target Istio ${works} or newer, or write another value`,
        });
      }
      if (release === undefined) return;
      run.add('value-not-in-release', notYet(`value ${JSON.stringify(value)}`, release, context.istioVersion), {
        source: 'version',
        fix: `target Istio ${release} or newer, or write another value`,
      });
    },
  ];
}

/** `field "x" exists since Istio 1.28, the target is 1.27`. */
export function notYet(what: string, release: string, target: string): string {
  return `${what} exists since Istio ${release}, the target is ${target}`;
}

/** `field "x" has no effect before Istio 1.32, the target is 1.31`. */
export function withoutEffect(what: string, release: string, target: string): string {
  return `${what} has no effect before Istio ${release}, the target is ${target}`;
}

/** `Invalid value: <value>: <problem>`, where texts are quoted. */
export function invalid(value: unknown, problem: string): string {
  return `Invalid value: ${JSON.stringify(value)}: ${problem}`;
}
