import Ajv from 'ajv';
import fc from 'fast-check';
import { loadSchema, schemaGroups, schemaKinds } from '../../imports/schemas';
import { compileDefaults } from '../../src/schema/defaults';
import type { ObjectIssue } from '../../src/schema/object-issue';
import { validateObject } from '../../src/schema/validate-object';
import type { Manifest } from '../../src/values/manifest';
import type { KindSchema } from '../../src/values/object-schema';
import { arbitraryObject, mutated } from './arbitrary-object';
import { toJsonSchema } from './json-schema';

const OBJECTS = 10_000;
const ISTIO = ['extensions.istio.io', 'networking.istio.io', 'security.istio.io', 'telemetry.istio.io'];

/** What JSON Schema expresses as well; the rest of the schema rules is about formats, sets and unknown releases. */
const STRUCTURE = new Set(
  (
    'type enum pattern min-length max-length minimum maximum min-items max-items min-properties max-properties required ' +
    'unknown-field one-of'
  ).split(' '),
);

const kinds: readonly KindSchema[] = schemaGroups.flatMap(group =>
  schemaKinds(group).flatMap(kind => loadSchema(group, kind) ?? []),
);
const istioKinds = kinds.filter(({ group }) => ISTIO.includes(group));

type Json = { readonly [field: string]: unknown };

/** Objects of a kind, and each with one thing changed. */
function samples(schema: KindSchema, count: number, seed: number): Json[] {
  const arbitrary = fc.tuple(
    arbitraryObject(schema),
    fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
    fc.jsonValue({ maxDepth: 1 }),
  );
  return fc
    .sample(arbitrary, { numRuns: Math.ceil(count / 2), seed })
    .flatMap(([object, spots, replacement]) => [object, { ...object, spec: mutated(object.spec, spots, replacement) }])
    .map(object => JSON.parse(JSON.stringify(object)));
}

function validate(object: Json): readonly ObjectIssue[] {
  return validateObject(object as unknown as Manifest);
}

/** Whether a path leads to a value, or to where a missing one would be: its parent exists. */
function leadsSomewhere(object: Json, path: string): boolean {
  let value: unknown = object;
  let rest = `.${path}`;
  while (rest !== '' && rest !== '.') {
    if (typeof value !== 'object' || value === null) return false;
    const container: Json = { ...value };
    // Keys of maps and unknown fields may contain anything, so that the longest that fits is taken.
    const forms = Object.keys(container).flatMap(key => [`[${key}]`, `.${key}`].map(form => ({ key, form })));
    const next = forms
      .filter(({ form }) => rest.startsWith(form) && /^(?:$|[.[])/.test(rest.slice(form.length)))
      .sort((a, b) => b.form.length - a.form.length)[0];
    if (next === undefined) return /^\.[^.[\]]+(?:\.name)?$/.test(rest);
    rest = rest.slice(next.form.length);
    value = container[next.key];
  }
  return true;
}

/** JavaScript has no flags inside an expression. */
const regExp = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'regExp' },
);

describe('validation of random objects', () => {
  it(`survives ${OBJECTS} objects of the Istio kinds and blames fields that exist or are missing`, () => {
    const each = Math.ceil(OBJECTS / istioKinds.length);
    let rejected = 0;
    let total = 0;
    for (const schema of istioKinds) {
      for (const object of samples(schema, each, 1)) {
        const issues = validate(object);
        total++;
        if (issues.some(({ severity }) => severity === 'error')) rejected++;
        for (const issue of issues) {
          expect(issue.rule).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
          if (!leadsSomewhere(object, issue.path))
            throw new Error(`no such field: ${issue.path} of ${JSON.stringify(object)}`);
        }
      }
    }
    expect(total).toBeGreaterThanOrEqual(OBJECTS);
    // Both sides must be met, or the run shows little.
    expect(rejected / total).toBeGreaterThan(0.3);
    expect(rejected / total).toBeLessThan(0.95);
  });

  it('agrees with AJV on the structure of every kind that has a schema', () => {
    const disagreements: string[] = [];
    for (const schema of kinds) {
      const check = new Ajv({
        strict: false,
        allErrors: false,
        unicodeRegExp: true,
        code: { regExp },
        validateFormats: false,
      }).compile(toJsonSchema(schema));
      const fill = compileDefaults(schema);
      for (const object of samples(schema, schema.group.endsWith('istio.io') ? 200 : 60, 2)) {
        const ours = validate(object).filter(issue => STRUCTURE.has(issue.rule) && !issue.path.startsWith('metadata'));
        const theirs = check(fill === undefined ? object : fill(object));
        if (theirs === (ours.length === 0)) continue;
        disagreements.push(
          `${schema.kind}: AJV ${theirs ? 'accepts' : JSON.stringify(check.errors?.[0])}, we say ${ours.map(({ message }) => message).join(' | ') || 'nothing'}: ${JSON.stringify(object)}`,
        );
      }
    }
    expect(disagreements.slice(0, 3)).toEqual([]);
  });

  it('finds the same problems each time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...istioKinds).chain(arbitraryObject), object => {
        expect(validate(object)).toEqual(validate(JSON.parse(JSON.stringify(object))));
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('survives values that are no objects of Kubernetes at all', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('apiVersion', 'kind', 'metadata', 'spec', 'x'), fc.jsonValue()),
        object => {
          expect(validate(object).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1000, seed: 4 },
    );
  });
});
