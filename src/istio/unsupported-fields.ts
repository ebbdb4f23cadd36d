import { WORKLOAD_KINDS } from '../model/build-workloads';
import type { MeshConfig } from '../model/mesh-config';
import type { Resource } from '../model/resource';
import { isMapping } from '../model/shape';
import type { Release } from './release';
import { SUPPORT } from './support';
import type { Support, SupportEntry } from './support-entry';

/** A field of an object that is not modelled. */
export interface NotModelled {
  readonly field: string;
  readonly reason: string;
}

/** The fields of an object that are not modelled. */
export type FieldsOf = (resource: Resource) => readonly NotModelled[];

/** A field that bears on a request and is not modelled. */
export interface UnsupportedField extends NotModelled {
  /** The object as `Kind namespace/name`. */
  readonly resource: string;
}

/** What the table says of a field and of those below it. */
interface Node {
  readonly children: Map<string, Node>;
  items?: Node;
  support?: Support;
  because?: string | undefined;
  /** The release that first has the field. */
  since?: string | undefined;
  valuesSince?: SupportEntry['valuesSince'];
  /** Whether `support` holds for everything below. */
  deep?: boolean;
}

const METADATA = ['name', 'generateName', 'namespace', 'labels', 'annotations', 'creationTimestamp', 'uid'];
const BOOKKEEPING = ['resourceVersion', 'generation', 'managedFields', 'ownerReferences', 'finalizers', 'selfLink'];
const KNOWN_METADATA: ReadonlySet<string> = new Set([...METADATA, ...BOOKKEEPING]);

/** Annotations of pods that change which traffic a proxy takes. */
const INTERCEPTION = /^traffic\.(?:sidecar\.)?istio\.io\//;

/** By kind; undefined where the table says nothing of a kind. */
const trees = new Map<string, Node | undefined>();

/** The fields of an object that the support table does not have, or has as not modelled. */
export function unsupportedFields(resource: Resource, release: Release): readonly NotModelled[] {
  const found: NotModelled[] = [];
  if (resource.type !== undefined && (WORKLOAD_KINDS as readonly string[]).includes(resource.type)) {
    inspectPods(resource.manifest, '', found);
    if (resource.type !== 'WorkloadEntry') return found;
  }
  const tree = resource.type === undefined ? undefined : treeOf(resource.type);
  if (tree === undefined) return found;
  inspectMetadata(resource, found);
  for (const [key, value] of Object.entries(resource.manifest)) {
    if (key === 'apiVersion' || key === 'kind' || key === 'metadata' || key === 'status') continue;
    walk(value, tree.children.get(key), key, found, release);
  }
  return found;
}

/** The settings of the mesh configuration that are not modelled; every request may hang on them. */
export function meshConfigNotes({ raw, source }: MeshConfig, release: Release): readonly UnsupportedField[] {
  const found: NotModelled[] = [];
  const tree = treeOf('MeshConfig');
  for (const [key, value] of Object.entries(raw)) walk(value, tree?.children.get(key), key, found, release);
  const resource = source?.toString() ?? 'mesh configuration';
  return found.map(({ field, reason }) => ({ resource, field: `meshConfig.${field}`, reason }));
}

/** The paths that a pattern of the table stands for, with its alternatives written out. */
export function expandPattern(pattern: string): readonly string[] {
  const open = pattern.indexOf('{');
  if (open < 0) return [pattern];
  let depth = 0;
  let start = open + 1;
  const options: string[] = [];
  for (let at = open; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '{') depth++;
    else if (char === '}') depth--;
    if ((char === ',' && depth === 1) || depth === 0) {
      options.push(pattern.slice(start, at));
      start = at + 1;
    }
    if (depth === 0) {
      return options.flatMap(option => expandPattern(pattern.slice(0, open) + option + pattern.slice(at + 1)));
    }
  }
  return [pattern];
}

function inspectMetadata(resource: Resource, found: NotModelled[]): void {
  for (const [key, value] of Object.entries(resource.manifest.metadata)) {
    if (!KNOWN_METADATA.has(key) && !isAbsent(value)) found.push(unlisted(`metadata.${key}`));
  }
  if (resource.group.endsWith('istio.io') && resource.labels['istio.io/rev'] !== undefined) {
    found.push({
      field: 'metadata.labels["istio.io/rev"]',
      reason: 'only proxies of that revision follow the object, and revisions are not modelled',
    });
  }
}

/** Looks for annotations that take traffic away from the proxy, wherever the pod is written. */
function inspectPods(value: unknown, path: string, found: NotModelled[]): void {
  if (!isMapping(value)) return;
  const { metadata, spec, template, jobTemplate } = value;
  if (isMapping(metadata) && isMapping(metadata.annotations)) {
    for (const name of Object.keys(metadata.annotations)) {
      if (!INTERCEPTION.test(name)) continue;
      const field = `${path === '' ? '' : `${path}.`}metadata.annotations["${name}"]`;
      found.push({ field, reason: 'it changes which traffic the proxy takes' });
    }
  }
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  inspectPods(template, at('template'), found);
  inspectPods(jobTemplate, at('jobTemplate'), found);
  if (isMapping(spec)) inspectPods({ template: spec.template, jobTemplate: spec.jobTemplate }, at('spec'), found);
}

function walk(value: unknown, node: Node | undefined, path: string, found: NotModelled[], release: Release): void {
  if (isAbsent(value)) return;
  if (node === undefined) {
    found.push(unlisted(path));
    return;
  }
  if (node.support === 'unsupported') {
    found.push({ field: path, reason: node.because ?? 'it is not modelled' });
    return;
  }
  const since = typeof value === 'string' ? (node.valuesSince?.[value] ?? node.since) : node.since;
  if (since !== undefined && !release.isAtLeast(since)) {
    found.push({
      field: path,
      reason: `it came with Istio ${since}, and how ${release.version} handles it is not modelled`,
    });
    return;
  }
  if (node.deep === true) {
    // What the table names on its own, below what it takes as a whole.
    for (const [key, child] of node.children)
      if (isMapping(value)) walk(value[key], child, `${path}.${key}`, found, release);
    return;
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) walk(item, node.items, `${path}[${i}]`, found, release);
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value)) {
      walk(item, node.children.get(key) ?? node.children.get('*'), `${path}.${key}`, found, release);
    }
  } else if (node.support === undefined) {
    found.push(unlisted(path));
  }
}

function unlisted(field: string): NotModelled {
  return { field, reason: 'the simulator does not know the field' };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function treeOf(kind: string): Node | undefined {
  if (!trees.has(kind)) trees.set(kind, buildTree(SUPPORT.filter(entry => entry.kind === kind)));
  return trees.get(kind);
}

function buildTree(entries: readonly SupportEntry[]): Node | undefined {
  if (entries.length === 0) return undefined;
  const root: Node = { children: new Map() };
  for (const { fields, support, because, since, valuesSince } of entries) {
    for (const path of fields.flatMap(expandPattern)) {
      const deep = path.endsWith('.**');
      const segments = (deep ? path.slice(0, -'.**'.length) : path).split('.');
      let node: Node = root;
      for (const segment of segments) {
        const list = segment.endsWith('[]');
        node = childOf(node, list ? segment.slice(0, -'[]'.length) : segment);
        if (list) {
          node.items ??= { children: new Map() };
          node = node.items;
        }
      }
      Object.assign(node, { support, because, deep, since, valuesSince });
    }
  }
  return root;
}

function childOf(node: Node, key: string): Node {
  let child = node.children.get(key);
  if (child === undefined) {
    child = { children: new Map() };
    node.children.set(key, child);
  }
  return child;
}
