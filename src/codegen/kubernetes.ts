import { createHash } from 'node:crypto';
import type { SchemaNode } from '../values/object-schema';
import { compareText } from '../values/order';
import { isMapping } from '../values/plain-data';
import { CodegenError } from './codegen-error';
import { literal } from './emit-schema';
import type { EmittedFile } from './emit-types';
import { FIELD_FACTS, KUBERNETES, NOT_REQUIRED } from './kubernetes-source';
import { structureText } from './normalize';
import type { RawSchema } from './read-crds';

type Definitions = { readonly [name: string]: RawSchema };

interface Kind {
  readonly group: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Roots by version, the best version first. */
  readonly roots: { readonly [version: string]: number };
}

/** Keywords that say nothing about a value by itself. */
const PASSED_OVER = new Set([
  'description',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
]);
const READ = new Set(['$ref', 'additionalProperties', 'format', 'items', 'properties', 'required', 'type']);

/** Definitions whose values are no plain JSON of their type. */
const SPECIAL: { readonly [name: string]: SchemaNode } = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'quantity', format: 'quantity' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'int-or-string' },
};

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/**
 * The schemas of the kinds of Kubernetes that are taken, as one module: equal structures are stored once for all kinds.
 *
 * @param text OpenAPI definitions, all of them or a selection
 */
export function generateKubernetes(text: string): EmittedFile {
  const document: unknown = JSON.parse(text);
  if (!isMapping(document) || !isMapping(document.definitions)) {
    throw new CodegenError(`Cannot generate from ${KUBERNETES.title}: wanted "definitions"`);
  }
  const reader = new DefinitionReader(document.definitions as Definitions);
  const kinds = new Map<string, Kind>();
  for (const { definition, scope } of KUBERNETES.kinds) {
    const { group, version, kind, root } = reader.kind(definition);
    const before = kinds.get(`${group}/${kind}`);
    kinds.set(`${group}/${kind}`, { group, kind, scope, roots: { ...before?.roots, [version]: root } });
  }
  return { path: 'kubernetes/schemas.ts', text: emit([...kinds.values()], reader) };
}

/** The API groups of the kinds. */
export function kubernetesGroups(): readonly string[] {
  const GROUPS: { readonly [package_: string]: string } = {
    core: '',
    discovery: 'discovery.k8s.io',
    networking: 'networking.k8s.io',
    rbac: 'rbac.authorization.k8s.io',
    scheduling: 'scheduling.k8s.io',
  };
  const packages = KUBERNETES.kinds.map(({ definition }) => definition.split('.')[3] ?? '');
  return [...new Set(packages.map(name => GROUPS[name] ?? name))].sort(compareText);
}

/** Turns definitions into nodes, each once. */
class DefinitionReader {
  readonly nodes = new Map<string, number>();
  /** Every definition that was needed, for the digest. */
  readonly used = new Map<string, RawSchema>();
  readonly #done = new Map<string, number>();

  public constructor(private readonly definitions: Definitions) {}

  public kind(name: string) {
    const raw = this.#definition(name);
    const [gvk]: readonly unknown[] = Array.isArray(raw['x-kubernetes-group-version-kind'])
      ? raw['x-kubernetes-group-version-kind']
      : [];
    if (!isMapping(gvk)) throw new CodegenError(`Cannot understand "${name}": wanted the definition of a kind`);
    const { group, version, kind } = gvk;
    // What the cluster writes is not checked; what every object has is checked elsewhere.
    const { apiVersion: _1, kind: _2, metadata: _3, status, ...own } = isMapping(raw.properties) ? raw.properties : {};
    const properties = Object.fromEntries(
      Object.entries(own).map(([field, value]) => [field, this.#field(name, field, value)]),
    );
    const open = this.#add({ type: 'object', open: true });
    const required = requiredOf(raw, name);
    const root = this.#add({
      type: 'object',
      properties: sorted({ ...properties, ...(status === undefined ? {} : { status: open }) }),
      ...(required.length > 0 && { required }),
    });
    return { group: String(group), version: String(version), kind: String(kind), root };
  }

  #definition(name: string): RawSchema {
    const raw = this.definitions[name];
    if (raw === undefined)
      throw new CodegenError(`Cannot generate from ${KUBERNETES.title}: no definition of "${name}"`);
    this.used.set(name, raw);
    return raw;
  }

  #reference(name: string): number {
    const known = this.#done.get(name);
    if (known !== undefined) return known;
    const raw = this.#definition(name);
    const special = SPECIAL[name];
    const node = special ?? this.#node(raw, name);
    const index = this.#add(name === OBJECT_META ? this.#metadata(node) : node);
    this.#done.set(name, index);
    return index;
  }

  /** Labels and annotations are checked with the envelope. */
  #metadata(node: SchemaNode): SchemaNode {
    const open = this.#add({ open: true });
    return { ...node, properties: { ...node.properties, annotations: open, labels: open } };
  }

  #field(name: string, field: string, value: unknown): number {
    if (!isMapping(value)) throw new CodegenError(`Cannot understand the schema of "${field}" in "${name}"`);
    const fact = FIELD_FACTS[`${shortName(name)}.${field}`];
    if (fact === undefined) return this.#value(value, `${name}.${field}`);
    const { items, ...own } = fact;
    const node =
      typeof value.$ref === 'string'
        ? this.#at(this.#reference(refName(value.$ref)))
        : this.#node(value, `${name}.${field}`);
    return this.#add({
      ...node,
      ...own,
      ...(items !== undefined && { items: this.#add({ type: 'string', enum: items }) }),
    });
  }

  #value(raw: RawSchema, path: string): number {
    return typeof raw.$ref === 'string' ? this.#reference(refName(raw.$ref)) : this.#add(this.#node(raw, path));
  }

  #node(raw: RawSchema, path: string): SchemaNode {
    for (const keyword of Object.keys(raw)) {
      if (!READ.has(keyword) && !PASSED_OVER.has(keyword))
        throw new CodegenError(`Cannot understand the keyword "${keyword}" at "${path}"`);
    }
    const { type, format, items, properties, additionalProperties } = raw;
    if (type === undefined) return { open: true };
    if (type === 'array') return { type, ...(isMapping(items) && { items: this.#value(items, `${path}[]`) }) };
    if (type !== 'object') {
      return { type: type as NonNullable<SchemaNode['type']>, ...(typeof format === 'string' && { format }) };
    }
    if (isMapping(additionalProperties)) return { type, values: this.#value(additionalProperties, `${path}{}`) };
    if (!isMapping(properties)) return { type, open: true };
    const fields = Object.entries(properties).map(([field, value]): [string, number] => [
      field,
      this.#field(path, field, value),
    ]);
    const required = requiredOf(raw, path);
    return { type, properties: sorted(Object.fromEntries(fields)), ...(required.length > 0 && { required }) };
  }

  #add(node: SchemaNode): number {
    const text = literal(node);
    const index = this.nodes.get(text) ?? this.nodes.size;
    this.nodes.set(text, index);
    this.#byIndex[index] = node;
    return index;
  }

  readonly #byIndex: SchemaNode[] = [];

  #at(index: number): SchemaNode {
    return this.#byIndex[index] ?? {};
  }
}

function requiredOf(raw: RawSchema, name: string): readonly string[] {
  const required = Array.isArray(raw.required) ? (raw.required as string[]) : [];
  return required.filter(field => !NOT_REQUIRED.has(`${shortName(name)}.${field}`)).sort(compareText);
}

function refName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function sorted<T>(fields: { readonly [field: string]: T }): { readonly [field: string]: T } {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => compareText(a, b)));
}

function emit(kinds: readonly Kind[], reader: DefinitionReader): string {
  const digest = createHash('sha256')
    .update(structureText(sorted(Object.fromEntries(reader.used))))
    .digest('hex')
    .slice(0, 16);
  const entries = [...kinds]
    .sort((a, b) => compareText(a.group, b.group) || compareText(a.kind, b.kind))
    .map(({ group, kind, scope, roots }) => `  [${literal(group)}, '${kind}', '${scope}', ${literal(roots)}],\n`);
  return `// Generated from the definitions of ${KUBERNETES.title} (${digest}) by \`npm run import\`; do not edit.
import type { KindSchema, SchemaNode } from '../../src/values/object-schema';

const nodes: readonly SchemaNode[] = [
${[...reader.nodes.keys()].map(node => `  ${node},\n`).join('')}];

/** Group, kind, scope, and the node of each served version, the best first. */
const KINDS: readonly (readonly [string, string, KindSchema['scope'], { readonly [version: string]: number }])[] = [
${entries.join('')}];

const schemas = new Map<string, KindSchema>(
  KINDS.map(([group, kind, scope, roots]) => {
    const versions = Object.fromEntries(Object.keys(roots).map(version => [version, '']));
    const root = Object.values(roots)[0] ?? 0;
    return [\`\${group}/\${kind}\`, { group, kind, plural: '', scope, versions, roots, native: true, root, rules: [], nodes }];
  }),
);

/** The kinds that are checked, with their groups. */
export const kubernetesKinds: readonly (readonly [group: string, kind: string])[] = KINDS.map(([group, kind]) => [group, kind]);

/** The schema of a kind of Kubernetes; \`undefined\` for one that is not checked. */
export function kubernetesSchema(group: string, kind: string): KindSchema | undefined {
  return schemas.get(\`\${group}/\${kind}\`);
}
`;
}
