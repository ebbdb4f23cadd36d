import fc from 'fast-check';
import { loadSchema, schemaGroups, schemaKinds } from '../../imports/schemas';
import type { ObjectIssue } from '../../src/schema/object-issue';
import { createValidator } from '../../src/schema/validate-object';
import type { Manifest } from '../../src/values/manifest';
import type { KindSchema } from '../../src/values/object-schema';
import { arbitraryObject, mutated } from '../schema/arbitrary-object';
import { randomMesh } from './generate/mesh';
import { type Judgement, ORACLE_RELEASE, type Oracle } from './oracle-process';
import { ValidationReport } from './validation-report';

/** Groups whose definitions come with Istio, and whose objects its webhook reads. */
const GROUPS: readonly string[] = [
  'extensions.istio.io',
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
];
/** Objects in one question. */
const BATCH = 250;

type Json = { readonly [field: string]: unknown };

/** Compares what the product and Istio say to random objects: objects of meshes with one change, and wilder ones. */
export async function runValidation(
  oracle: Oracle,
  { seed, objects: count, log }: { readonly seed: number; readonly objects: number; log(line: string): void },
): Promise<ValidationReport> {
  const validate = createValidator({ istioVersion: ORACLE_RELEASE });
  const report = new ValidationReport();
  const objects = changedObjects(seed, count);
  for (let start = 0; start < objects.length; start += BATCH) {
    const batch = objects.slice(start, start + BATCH);
    const judgements = await oracle.judge(batch);
    batch.forEach((object, i) => {
      const judgement: Judgement = judgements[i] ?? {};
      report.add(
        object,
        validated(() => validate(object as unknown as Manifest)),
        judgement,
      );
    });
    if ((start / BATCH) % 10 === 9) log(`${start + batch.length} objects`);
  }
  return report;
}

function validated(ask: () => readonly ObjectIssue[]): readonly ObjectIssue[] | string {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Half of them from random meshes, half of them made from the schemas, which reaches every field of every kind. */
function changedObjects(seed: number, count: number): readonly Json[] {
  const half = Math.ceil(count / 2);
  const found: Json[] = [];
  for (let i = 0; found.length < half; i++) found.push(...fromMesh(seed + i));
  found.length = half;
  const kinds = istioKinds();
  const each = Math.ceil((count - half) / kinds.length);
  const made = kinds.flatMap((schema, i) => fc.sample(arbitraryObject(schema), { numRuns: each, seed: seed + i }));
  return [...found, ...made].slice(0, count).map(object => JSON.parse(JSON.stringify(object)) as Json);
}

/** The objects of a mesh, each with one or two things changed, and a few as they are. */
function fromMesh(seed: number): Json[] {
  const { objects } = randomMesh(seed, { requests: 0 });
  const own = objects.filter(({ apiVersion }) => GROUPS.includes(apiVersion.replace(/\/.*$/, '')));
  const spots = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
  const changes = fc.sample(fc.tuple(spots, spots, fc.boolean(), fc.boolean(), REPLACEMENT), {
    numRuns: own.length,
    seed,
  });
  return own.map((object, i) => {
    const [first, second, changed, twice, replacement] = changes[i] ?? [[0], [0], false, false, null];
    const { spec, ...rest } = object;
    const once = changed || twice ? mutated(spec, first, replacement) : spec;
    return { ...rest, spec: twice ? mutated(once, second, replacement) : once };
  });
}

/** Values that are right somewhere, so that a wrong one often has the right type. */
const REPLACEMENT = fc.oneof(
  fc.constantFrom(
    ...['', '*', 'a', '/', '~', './*', '*/*', 'ns/x', '-', 'A_b', '1s', '0s', '-1s', '500us', '1.2.3.4', '10.0.0.0/33'],
    ...['HTTP', 'TLS', 'ALLOW', 'SIMPLE', 'ISTIO_MUTUAL', 'x.svc.cluster.local', '*.a.b', 'a.*.b', '(?=x)', '[', 'é'],
    ...[0, 1, 80, -1, 65536, 100, 101, 1.5, true, false, null],
  ),
  fc.constantFrom<unknown>([], {}, ['*'], ['a', 'a'], [''], [null], { a: 'b' }, { exact: 'a' }, { prefix: '' }, [{}]),
);

function istioKinds(): readonly KindSchema[] {
  return schemaGroups
    .filter(group => GROUPS.includes(group))
    .flatMap(group => schemaKinds(group).flatMap(kind => loadSchema(group, kind) ?? []));
}
