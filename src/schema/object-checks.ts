import { nearest } from '../values/nearest';
import type { FieldGroup, SchemaNode } from '../values/object-schema';
import { isMapping } from '../values/plain-data';
import { formatCheck } from './formats';
import { invalid, notYet, withoutEffect } from './scalar-checks';
import type { Constraint, SchemaContext } from './schema-context';
import type { SchemaRun } from './schema-run';

/** What every object has; it is checked elsewhere. */
const ENVELOPE = new Set(['apiVersion', 'kind', 'metadata']);

type Fields = { readonly [field: string]: unknown };

export function compileObject(node: SchemaNode, context: SchemaContext): Constraint[] {
  const constraints: Constraint[] = [ofObject(compileFields(node, context))];
  const { minProperties, maxProperties } = node;
  if (node.required !== undefined || node.requiredUntil !== undefined) constraints.push(compileRequired(node, context));
  for (const group of node.groups ?? []) constraints.push(compileGroup(group));
  if (minProperties !== undefined) {
    constraints.push(
      ofObject((fields, run) => {
        const count = Object.keys(fields).length;
        if (count >= minProperties) return;
        run.add('min-properties', invalid(count, `${run.inBody()} should have at least ${minProperties} properties`));
      }),
    );
  }
  if (maxProperties !== undefined) {
    constraints.push(
      ofObject((fields, run) => {
        const count = Object.keys(fields).length;
        if (count <= maxProperties) return;
        run.add('max-properties', `Too many: ${count}: must have at most ${maxProperties} items`, { blocks: true });
      }),
    );
  }
  if (node.formatIf !== undefined) constraints.push(compileFormatIf(node.formatIf));
  return constraints;
}

function ofObject(check: (fields: Fields, run: SchemaRun) => void): Constraint {
  return (value, run) => {
    if (isMapping(value)) check(value, run);
  };
}

function compileFields(node: SchemaNode, context: SchemaContext): (fields: Fields, run: SchemaRun) => void {
  const properties = new Map(Object.entries(node.properties ?? {}));
  const { values, open } = node;
  const notes = releaseNotes(node, context);
  const isRoot = node === context.schema.nodes[context.schema.root];
  return (fields, run) => {
    for (const name in fields) {
      const value = fields[name];
      // A field that is undefined is not written.
      if (value === undefined) continue;
      if (isRoot && ENVELOPE.has(name)) continue;
      const property = properties.get(name);
      if (property !== undefined) {
        run.path.enter(name);
        if (notes !== undefined) notes(name, run);
        context.check(property)(value, run);
        run.path.leave();
      } else if (values !== undefined) {
        run.path.enterKey(name);
        context.check(values)(value, run);
        run.path.leave();
      } else if (open !== true) {
        reportUnknown(name, [...properties.keys()], run);
      }
    }
  };
}

/** Reports fields that the target release does not have yet, does not act on yet, or discourages. */
function releaseNotes(node: SchemaNode, context: SchemaContext): ((field: string, run: SchemaRun) => void) | undefined {
  const later = new Map(Object.entries(node.since ?? {}).filter(([, release]) => !context.has(release)));
  const deprecated = new Map(Object.entries(node.deprecated ?? {}).filter(([, release]) => context.has(release)));
  const idle = new Map(Object.entries(node.works ?? {}).filter(([, release]) => !context.has(release)));
  if (later.size === 0 && deprecated.size === 0 && idle.size === 0) return undefined;
  return (field, run) => {
    const release = later.get(field);
    const works = idle.get(field);
    if (release !== undefined) {
      run.add('field-not-in-release', notYet(`field "${field}"`, release, context.istioVersion), {
        source: 'version',
        fix: `target Istio ${release} or newer, or remove the field`,
      });
    }
    if (works !== undefined && release === undefined) {
      run.add('field-without-effect', withoutEffect(`field "${field}"`, works, context.istioVersion), {
        source: 'version',
        severity: 'warning',
        fix: `target Istio ${works} or newer, or remove the field`,
      });
    }
    const since = deprecated.get(field);
    if (since !== undefined) {
      run.add('deprecated-field', `field "${field}" is deprecated${since === '' ? '' : ` since Istio ${since}`}`, {
        source: 'version',
        severity: 'warning',
        fix: 'see what the documentation of the field names instead',
      });
    }
  };
}

function reportUnknown(name: string, known: readonly string[], run: SchemaRun): void {
  const path = run.path.inBody();
  const meant = nearest(name, known);
  run.add(
    'unknown-field',
    `unknown field "${path === '' ? '' : `${path}.`}${name}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`,
    {
      at: `.${name}`,
      fix: meant === undefined ? `remove it; known are ${known.join(', ') || 'no fields'}` : `rename it to "${meant}"`,
    },
  );
}

function compileRequired(node: SchemaNode, context: SchemaContext): Constraint {
  const required = new Map<string, string | undefined>((node.required ?? []).map(field => [field, undefined]));
  for (const [field, release] of Object.entries(node.requiredUntil ?? {})) {
    if (!context.has(release)) required.set(field, release);
  }
  const native = context.schema.native === true;
  return ofObject((fields, run) => {
    for (const [field, until] of required) {
      if (fields[field] !== undefined && !(native && fields[field] === null)) continue;
      if (until !== undefined) {
        const problem = `Required value: field "${field}" is required before Istio ${until}, the target is ${context.istioVersion}`;
        run.add('field-required-in-release', problem, { source: 'version', at: `.${field}`, fix: `add "${field}"` });
        continue;
      }
      run.add('required', 'Required value', { at: `.${field}`, blocks: true, fix: `add "${field}"` });
    }
  });
}

function compileGroup(group: FieldGroup): Constraint {
  const wanted = group.of.map(set => set.map(field => `"${field}"`).join(' with ')).join(', ');
  const limit = group.min === 0 ? 'at most one' : group.max === undefined ? 'at least one' : 'exactly one';
  return ofObject((fields, run) => {
    const present = group.of.filter(set => set.every(field => fields[field] !== undefined));
    if (present.length >= group.min && (group.max === undefined || present.length <= group.max)) return;
    const found = present.map(set => set.map(field => `"${field}"`).join(' with ')).join(', ');
    const path = JSON.stringify(run.path.inBody());
    const problem =
      group.max === undefined
        ? `${path} must validate at least one schema (anyOf)`
        : `${path} must validate one and only one schema (oneOf). Found ${present.length === 0 ? 'none valid' : `${present.length} valid alternatives`}`;
    run.add(
      'one-of',
      `Invalid value: "": ${problem}: wanted ${limit} of ${wanted}, got ${found === '' ? 'none' : found}`,
      {
        fix: present.length === 0 ? `add one of ${wanted}` : `keep one of ${found}`,
      },
    );
  });
}

function compileFormatIf(rule: NonNullable<SchemaNode['formatIf']>): Constraint {
  const checks = rule.formats.flatMap(format => formatCheck(format) ?? []);
  const wanted = rule.formats.join(' or ');
  return ofObject((fields, run) => {
    const value = fields[rule.target];
    const selector = fields[rule.field];
    if (typeof value !== 'string' || typeof selector !== 'string' || !rule.equals.includes(selector)) return;
    if (checks.some(check => check(value))) return;
    const path = run.path.inBody();
    run.add(
      'format',
      invalid(
        value,
        `"${path}" must validate at least one schema (anyOf): ${rule.target} must be of type ${wanted} where ${rule.field} is "${selector}"`,
      ),
      { at: `.${rule.target}` },
    );
  });
}
