import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { loadSchema } from '../../imports/schemas';
import { newestFiles } from '../../src/codegen/local-files';
import { SOURCES } from '../../src/codegen/sources';
import type { KindSchema, SchemaNode } from '../../src/values/object-schema';
import { definitionFolders } from './definition-folders';

const FOLDERS = definitionFolders();

// biome-ignore lint/suspicious/noExplicitAny: definitions are read as they come, to compare with nothing of the generator
type Raw = any;

/** The definitions as the files hold them; Flagger's needs a lenient reader and is left to the generator's own tests. */
function definitions(): [string, Raw][] {
  return SOURCES.filter(({ name }) => name !== 'flagger')
    .flatMap(source =>
      newestFiles(source, FOLDERS)
        .flatMap(path => parseAllDocuments(readFileSync(path, 'utf8')).map(document => document.toJS() as Raw))
        .filter(crd => source.kinds.includes(crd?.spec.names.kind)),
    )
    .map(crd => [`${crd.spec.group}/${crd.spec.names.kind}`, crd]);
}

/** What a compact node says, in the words of a definition; facts that a definition does not hold are left out. */
function say(node: SchemaNode): Raw {
  const {
    properties: _1,
    values: _2,
    items: _3,
    since: _4,
    enumSince: _10,
    enumWorks: _11,
    works: _12,
    requiredUntil: _5,
    deprecated: _6,
    rules: _7,
    groups: _8,
    ...rest
  } = node;
  const { open, list, keys, format, formatIf: _9, type, default: _13, required: _14, ...same } = rest;
  return {
    ...same,
    ...(type === 'int-or-string' ? { 'x-kubernetes-int-or-string': true } : type !== undefined && { type }),
    ...(open && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...(list && { 'x-kubernetes-list-type': list }),
    ...(keys && { 'x-kubernetes-list-map-keys': keys }),
    ...(format !== undefined && format !== 'duration' && { format }),
  };
}

const SAID = [
  ...[
    'type',
    'nullable',
    'enum',
    'format',
    'pattern',
    'minimum',
    'maximum',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
  ],
  ...['minProperties', 'maxProperties', 'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
];

/** The differences between a definition and its compact schema, by path. */
function differences(schema: KindSchema, raw: Raw): string[] {
  const found: string[] = [];
  const visit = (index: number, given: Raw, path: string): void => {
    const node = schema.nodes[index];
    if (node === undefined) {
      found.push(`${path}: no node`);
      return;
    }
    const cut =
      node.open === true && node.properties === undefined && given['x-kubernetes-preserve-unknown-fields'] !== true;
    if (cut) return; // Left open on purpose.
    const wanted = Object.fromEntries(SAID.flatMap(key => (given[key] === undefined ? [] : [[key, given[key]]])));
    if (wanted['x-kubernetes-list-type'] === 'atomic') delete wanted['x-kubernetes-list-type'];
    const said = say(node);
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(said)])) {
      const [a, b] = [wanted[key], said[key]].map(value => JSON.stringify(value));
      if (a !== b && key !== 'type') found.push(`${path}: ${key} is ${b}, wanted ${a}`);
    }
    if (wanted.type !== said.type && said['x-kubernetes-int-or-string'] === undefined) found.push(`${path}: type`);

    const rules = (given['x-kubernetes-validations'] ?? []).filter(({ rule }: Raw) => !rule.includes('oldSelf'));
    const own = (node.rules ?? []).map(rule => schema.rules[rule]);
    if (
      JSON.stringify(rules.map(({ rule, message }: Raw) => [rule, message])) !==
      JSON.stringify(own.map(r => [r?.rule, r?.message]))
    ) {
      found.push(`${path}: rules`);
    }
    const required = (given.required ?? []).filter((field: string) => given.properties?.[field]?.default === undefined);
    if ([...required].sort().join() !== [...(node.required ?? [])].sort().join()) found.push(`${path}: required`);
    const alternatives = [given.oneOf, ...(given.allOf ?? []).map((part: Raw) => part.oneOf)].filter(
      parts => parts?.filter((part: Raw) => part.required !== undefined).length > 1,
    );
    const atMost = (node.groups ?? []).filter(({ max }) => max === 1);
    if (alternatives.length !== atMost.length)
      found.push(`${path}: ${atMost.length} groups, wanted ${alternatives.length}`);
    for (const [i, parts] of alternatives.entries()) {
      const sets = parts.filter((part: Raw) => part.required !== undefined).map((part: Raw) => part.required);
      if (JSON.stringify(sets) !== JSON.stringify(atMost[i]?.of)) found.push(`${path}: group ${i}`);
      if ((parts.length === sets.length ? 1 : 0) !== atMost[i]?.min) found.push(`${path}: bounds of group ${i}`);
    }

    const fields = Object.keys(given.properties ?? {});
    const known = Object.keys(node.properties ?? {});
    if (fields.sort().join() !== known.sort().join())
      found.push(`${path}: fields ${known.join()}, wanted ${fields.join()}`);
    for (const field of fields) {
      const next = node.properties?.[field];
      if (next !== undefined) visit(next, given.properties[field], `${path}.${field}`);
    }
    for (const [key, next] of [
      ['items', node.items],
      ['additionalProperties', node.values],
    ] as const) {
      if ((typeof given[key] === 'object') !== (next !== undefined)) found.push(`${path}: ${key}`);
      else if (next !== undefined) visit(next, given[key], `${path}[]`);
    }
  };
  const root = schema.nodes[schema.root]?.properties ?? {};
  for (const [field, index] of Object.entries(root)) if (field !== 'status') visit(index, raw.properties[field], field);
  return found;
}

if (FOLDERS.length === 0) {
  console.warn('imports fidelity: skipped, there are no definitions beside the cases (set CONFORMANCE_CASES)');
  test.skip('imports fidelity: needs definitions beside the cases', () => {});
} else {
  test.each(definitions())('the compact schema of %s says what its definition says', (name, crd) => {
    const [group = '', kind = ''] = name.split('/');
    const schema = loadSchema(group, kind);
    if (schema === undefined) throw new Error(`no schema of ${name}`);
    const [newest] = Object.keys(schema.versions);
    const version = crd.spec.versions.find((entry: Raw) => entry.name === newest);
    expect(differences(schema, version.schema.openAPIV3Schema)).toEqual([]);
    expect(schema).toMatchObject({ plural: crd.spec.names.plural, scope: crd.spec.scope });
    const served = crd.spec.versions.filter((entry: Raw) => entry.served).map((entry: Raw) => entry.name);
    expect(served).toEqual(expect.arrayContaining(Object.keys(schema.versions)));
  });
}
