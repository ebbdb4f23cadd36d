import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { compareText } from '../values/order';
import { isMapping } from '../values/plain-data';
import { CodegenError } from './codegen-error';

/** A schema as it stands in a CustomResourceDefinition. */
export type RawSchema = { readonly [keyword: string]: unknown };

/** One kind, as its CustomResourceDefinition says. */
export interface Crd {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly versions: readonly CrdVersion[];
}

export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly schema: RawSchema;
}

/** The text of a file, or of what a URL serves. */
export async function readSource(fileOrUrl: string): Promise<string> {
  try {
    if (!/^https?:\/\//.test(fileOrUrl)) return await readFile(fileOrUrl, 'utf8');
    const response = await fetch(fileOrUrl);
    if (response.ok) return await response.text();
    throw new Error(`wanted status 200, got ${response.status}`);
  } catch (error) {
    const { message, cause } = error as Error;
    throw new CodegenError(`Cannot read "${fileOrUrl}": ${cause instanceof Error ? cause.message : message}`);
  }
}

/** The CustomResourceDefinitions of a YAML text, ordered by group and kind; other documents are passed over. */
export function readCrds(text: string, source: string): Crd[] {
  const crds: Crd[] = [];
  const documents = parseAllDocuments(text);
  const readable = documents.every(({ errors }) => errors.length === 0)
    ? documents
    : parseAllDocuments(withoutProse(text));
  for (const document of readable) {
    const [error] = document.errors;
    if (error !== undefined) throw new CodegenError(`Cannot read "${source}": ${error.message}`);
    const value: unknown = document.toJS();
    if (isMapping(value) && value.kind === 'CustomResourceDefinition') crds.push(readCrd(value, source));
  }
  if (crds.length === 0)
    throw new CodegenError(`Cannot read "${source}": wanted a CustomResourceDefinition, found none`);
  return crds.sort((a, b) => compareText(a.group, b.group) || compareText(a.kind, b.kind));
}

/**
 * Empties quoted descriptions. Some CRDs break them into lines that are indented too little, which parsers of Go take
 * and YAML 1.2 does not.
 */
function withoutProse(text: string): string {
  return text.replace(/^( *)description: '(?:[^']|'')*'$/gm, "$1description: ''");
}

function readCrd(value: RawSchema, source: string): Crd {
  const spec = record(value.spec, source, 'spec');
  const names = record(spec.names, source, 'spec.names');
  const scope = spec.scope;
  if (scope !== 'Namespaced' && scope !== 'Cluster') throw malformed(source, 'spec.scope', scope);
  if (!Array.isArray(spec.versions)) throw malformed(source, 'spec.versions', spec.versions);
  return {
    group: string(spec.group, source, 'spec.group'),
    kind: string(names.kind, source, 'spec.names.kind'),
    plural: string(names.plural, source, 'spec.names.plural'),
    scope,
    versions: spec.versions.map((version: unknown, i) => {
      const entry = record(version, source, `spec.versions[${i}]`);
      const schema = record(entry.schema, source, `spec.versions[${i}].schema`);
      return {
        name: string(entry.name, source, `spec.versions[${i}].name`),
        served: entry.served === true,
        schema: record(schema.openAPIV3Schema, source, `spec.versions[${i}].schema.openAPIV3Schema`),
      };
    }),
  };
}

function record(value: unknown, source: string, path: string): { readonly [key: string]: unknown } {
  if (!isMapping(value)) throw malformed(source, path, value);
  return value;
}

function string(value: unknown, source: string, path: string): string {
  if (typeof value !== 'string') throw malformed(source, path, value);
  return value;
}

function malformed(source: string, path: string, found: unknown): CodegenError {
  return new CodegenError(
    `Cannot read the CustomResourceDefinition in "${source}": "${path}" is not as expected, got ${JSON.stringify(found)}`,
  );
}
