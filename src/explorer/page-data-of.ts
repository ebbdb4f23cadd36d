import { analyze } from '../analysis/analyze';
import { effectiveMeshOf } from '../istio/effective-mesh';
import { buildModel, type MeshModel } from '../model/mesh-model';
import { type ManifestText, parseTexts, type ReadOptions } from '../model/parse-manifests';
import { diffMeshes } from '../proof/diff-meshes';
import type { Diagnostic } from '../values/diagnostic';
import { canonicalJson } from '../values/plain-data';
import { graphOf, type PlainGraph } from './graph';
import { hideSecrets } from './hide-secrets';
import { placeGraph, type UnplacedGraph } from './layout';
import { INTERNET, matrixOf, type VerdictMatrix } from './matrix';
import type {
  Change,
  Comparison,
  Matrix,
  MatrixRow,
  ModelOptions,
  PageData,
  PageFinding,
  RequestGroup,
} from './page-data';

/** What a page is made of. */
export interface PageSource {
  readonly title: string;
  readonly texts: readonly ManifestText[];
  /** The manifests that they are compared with. */
  readonly base?: readonly ManifestText[] | undefined;
  readonly istioVersion?: string | undefined;
  readonly defaultNamespace?: string | undefined;
  /** What else the model is made of. @default - nothing */
  readonly model?: Pick<ModelOptions, 'assumed' | 'defaults' | 'clusterDomain'> | undefined;
  /** How the texts are read. @default - a document that is no Kubernetes object is an error */
  readonly reading?: ReadOptions | undefined;
  /** The time by which certificates are valid or not. @default - now */
  readonly now?: Date | undefined;
}

/** What is wrong with the texts was said when they were read first. */
const QUIET: ReadOptions = { ignoreUnknown: true };

/** Works out everything that a page shows. */
export function pageDataOf(source: PageSource): PageData {
  const { title, defaultNamespace, now, reading } = source;
  const texts = source.texts.map(hideSecrets);
  const base = source.base?.map(hideSecrets);
  const given = {
    ...source.model,
    ...(source.istioVersion === undefined ? {} : { istioVersion: source.istioVersion }),
    ...(defaultNamespace === undefined ? {} : { defaultNamespace }),
  };
  const written = buildModel(parseTexts(source.texts, reading), given);
  const model = buildModel(parseTexts(texts, QUIET), given);
  const options: ModelOptions = { ...given, istioVersion: model.istioVersion };
  const mesh = effectiveMeshOf(model);
  const verdicts = matrixOf(mesh);
  const graph = graphOf(mesh, verdicts);
  const findings = analyze(written, now === undefined ? {} : { now }).map(findingOf);
  if (base === undefined) {
    return { title, options, texts, graph: placeGraph(graph), matrix: listed(verdicts, graph), findings };
  }
  const old = buildModel(parseTexts(base, reading), given);
  const oldMesh = effectiveMeshOf(old);
  const oldVerdicts = matrixOf(oldMesh);
  const oldGraph = graphOf(oldMesh, oldVerdicts);
  const { differences, open } = diffMeshes(old, model);
  const comparison: Comparison = { texts: base, differences, open, objects: changedObjects(old, model) };
  return {
    title,
    options,
    texts,
    graph: placeGraph(comparedGraphs(oldGraph, graph)),
    matrix: comparedMatrices(listed(oldVerdicts, oldGraph), listed(verdicts, graph)),
    findings,
    comparison,
  };
}

function findingOf({ rule, code, severity, resource, field, message, fix }: Diagnostic): PageFinding {
  const { kind, namespace, name } = resource;
  const object = `${kind} ${namespace === undefined || namespace === '' ? name : `${namespace}/${name}`}`;
  return {
    rule,
    severity,
    object,
    message,
    ...(code === undefined ? {} : { code }),
    ...(field === undefined ? {} : { field }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The matrix as data: callers by their position. */
function listed({ callers, inside, outside }: VerdictMatrix, { nodes }: PlainGraph): Matrix {
  const all = [INTERNET, ...callers];
  const position = new Map(all.map((name, i) => [name, i]));
  const known = new Set(nodes.map(({ id }) => id));
  const nodeOf = new Map(nodes.flatMap(({ id, callers: own }) => own.map(name => [name, id] as const)));
  const rows = [
    ...outside.map(row => ({ ...row, node: nodeOf.get(row.gateway) })),
    ...inside.map(row => ({ ...row, node: undefined })),
  ].map(({ to, groups, node, host }): MatrixRow => {
    const at = node ?? nodeOfHost(host, known);
    return {
      to,
      ...(at === undefined ? {} : { node: at }),
      groups: groups.map(({ from, allowed, requests, ending, witness }): RequestGroup => {
        const common = { from: from.map(name => position.get(name) ?? 0), allowed, requests, ending };
        return witness === undefined ? common : { ...common, witness };
      }),
    };
  });
  return { callers: all, rows };
}

function nodeOfHost(host: string | undefined, known: ReadonlySet<string>): string | undefined {
  if (host === undefined) return undefined;
  const [name = '', namespace = ''] = host.split('.');
  return [`${namespace}/${name}`, `host ${host}`].find(id => known.has(id));
}

function comparedGraphs(old: PlainGraph, young: PlainGraph): UnplacedGraph {
  return {
    nodes: compared(
      old.nodes,
      young.nodes,
      ({ id }) => id,
      ({ notes }) => notes,
    ),
    edges: compared(
      old.edges,
      young.edges,
      ({ from, to, protocol }) => `${from}|${to}|${protocol}`,
      ({ locked, requests, shares }) => [locked, [...requests].sort(), shares],
    ),
  };
}

/** What is in one of two lists, each with how it differs. */
function compared<T extends object>(
  old: readonly T[],
  young: readonly T[],
  keyOf: (item: T) => string,
  contentOf: (item: T) => unknown,
): readonly (T & { readonly change?: Change })[] {
  const before = new Map(old.map(item => [keyOf(item), item]));
  const after = new Set(young.map(keyOf));
  const kept = young.map(item => {
    const other = before.get(keyOf(item));
    if (other === undefined) return { ...item, change: 'new' as const };
    return canonicalJson(contentOf(other)) === canonicalJson(contentOf(item))
      ? item
      : { ...item, change: 'changed' as const };
  });
  const gone = old.filter(item => !after.has(keyOf(item))).map(item => ({ ...item, change: 'gone' as const }));
  return [...kept, ...gone];
}

/** The rows of both matrices; requests that end otherwise than before are marked, and those of before kept beside them. */
function comparedMatrices(old: Matrix, young: Matrix): Matrix {
  const callers = [...new Set([...young.callers, ...old.callers])];
  const position = new Map(callers.map((name, i) => [name, i]));
  const moved = ({ groups, ...row }: MatrixRow, names: readonly string[]): MatrixRow => ({
    ...row,
    groups: groups.map(group => ({ ...group, from: group.from.map(i => position.get(names[i] ?? '') ?? 0) })),
  });
  const before = new Map(old.rows.map(row => [row.to, moved(row, old.callers)]));
  const rows = young.rows.map(row => {
    const own = moved(row, young.callers);
    const other = before.get(own.to);
    before.delete(own.to);
    return { ...own, groups: comparedGroups(other?.groups ?? [], own.groups) };
  });
  const gone = [...before.values()].map(row => ({ ...row, groups: comparedGroups(row.groups, []) }));
  return { callers, rows: [...rows, ...gone] };
}

function comparedGroups(old: readonly RequestGroup[], young: readonly RequestGroup[]): readonly RequestGroup[] {
  const keyOf = ({ from, requests, ending }: RequestGroup) => canonicalJson([from, requests, ending]);
  return compared(old, young, keyOf, () => undefined);
}

function changedObjects(old: MeshModel, young: MeshModel): Comparison['objects'] {
  const texts = ({ resources }: MeshModel) =>
    new Map(resources.filter(({ assumed }) => !assumed).map(one => [String(one), canonicalJson(one.manifest)]));
  const [before, after] = [texts(old), texts(young)];
  const found: { [object: string]: Change } = {};
  for (const [name, text] of after) {
    const other = before.get(name);
    if (other !== text) found[name] = other === undefined ? 'new' : 'changed';
  }
  for (const name of before.keys()) if (!after.has(name)) found[name] = 'gone';
  return found;
}
