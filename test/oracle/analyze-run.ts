import { parse } from 'yaml';
import { analyze } from '../../src/analysis/analyze';
import { rulesStandingFor } from '../../src/analysis/registry';
import { buildModel, type MeshModelOptions } from '../../src/model/mesh-model';
import { parseManifests } from '../../src/model/read-manifests';
import { type Feature, randomMesh } from './generate/mesh';
import { type IstioFinding, ORACLE_RELEASE, type Oracle } from './oracle-process';

/** A set of manifests about which the product and istioctl report different things. */
interface Mismatch {
  readonly name: string;
  /** Findings as `code kind namespace/name`. */
  readonly onlyIstio: readonly string[];
  readonly onlyProduct: readonly string[];
}

/** How the findings of many sets of manifests compare. */
export interface AnalysisReport {
  readonly title: string;
  readonly sets: number;
  /** Findings that both sides have. */
  readonly common: number;
  readonly mismatches: readonly Mismatch[];
}

/** Compares the rules of the product with the rows of the test tables of istioctl's analyzers. */
export async function runAnalyzerTables(oracle: Oracle): Promise<AnalysisReport> {
  const cases = await oracle.analyzerCases();
  const compared = cases.map(({ name, analyzer, files, meshConfig, meshNetworks, expected }) => {
    const options: MeshModelOptions = {
      istioParity: true,
      ...(meshConfig === undefined ? {} : { meshConfig: parse(meshConfig) ?? {} }),
      ...(meshNetworks === undefined ? {} : { meshNetworks: parse(meshNetworks) ?? {} }),
    };
    const manifests = files.flatMap(({ path, yaml }) => parseManifests(yaml, path));
    const found = analyze(buildModel(manifests, options), { rules: rulesStandingFor(analyzer) });
    return compare(`${analyzer} ${name}`, expected, found);
  });
  return reportOf("rows of the analyzers' tables", compared);
}

/** Compares the findings of all rules that istioctl has as well, over random meshes. */
export async function runMeshAnalysis(
  oracle: Oracle,
  options: { readonly seed: number; readonly meshes: number; readonly features: readonly Feature[] },
): Promise<AnalysisReport> {
  const compared: Compared[] = [];
  for (let seed = options.seed; seed < options.seed + options.meshes; seed++) {
    const { files } = randomMesh(seed, { features: options.features, requests: 0 });
    const expected = await oracle.analyze(files);
    const manifests = Object.entries(files).flatMap(([name, text]) => parseManifests(text, name));
    const model = buildModel(manifests, { istioParity: true, istioVersion: ORACLE_RELEASE });
    const found = analyze(model).filter(({ code }) => code?.startsWith('IST'));
    // One side may report of each rule of an object what the other one reports once.
    compared.push(compare(`seed ${seed}`, expected, found, { once: true }));
  }
  return reportOf('random meshes', compared);
}

interface Compared extends Mismatch {
  readonly common: number;
}

interface Found {
  readonly code?: string;
  readonly resource: { readonly kind: string; readonly namespace?: string; readonly name: string };
}

function compare(
  name: string,
  expected: readonly IstioFinding[],
  found: readonly Found[],
  { once } = { once: false },
): Compared {
  const listed = (findings: readonly string[]) => (once ? [...new Set(findings)] : findings);
  const istio = listed(expected.map(({ code, resource }) => `${code} ${resource}`));
  const product = listed(
    found.map(({ code, resource }) => {
      const namespace = resource.namespace === undefined ? '' : `${resource.namespace}/`;
      return `${code} ${resource.kind} ${namespace}${resource.name}`;
    }),
  );
  const onlyIstio = without(istio, product);
  return { name, onlyIstio, onlyProduct: without(product, istio), common: istio.length - onlyIstio.length };
}

/** What is in a list more often than in another one. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const rest = [...other];
  return list.filter(one => {
    const at = rest.indexOf(one);
    if (at < 0) return true;
    rest.splice(at, 1);
    return false;
  });
}

function reportOf(title: string, compared: readonly Compared[]): AnalysisReport {
  return {
    title,
    sets: compared.length,
    common: compared.reduce((sum, { common }) => sum + common, 0),
    mismatches: compared.filter(({ onlyIstio, onlyProduct }) => onlyIstio.length + onlyProduct.length > 0),
  };
}

/** The report as text, with some examples of each code. */
export function printAnalysis({ title, sets, common, mismatches }: AnalysisReport, examples: number): string {
  const kinds = new Map<string, string[]>();
  for (const { name, onlyIstio, onlyProduct } of mismatches) {
    const sides = [
      ['only istioctl', onlyIstio],
      ['only the product', onlyProduct],
    ] as const;
    for (const [side, findings] of sides) {
      for (const finding of findings) {
        const kind = `${side}: ${finding.split(' ', 2).join(' ')}`;
        kinds.set(kind, [...(kinds.get(kind) ?? []), `${name}: ${finding}`]);
      }
    }
  }
  return [
    ...[...kinds]
      .sort(([, a], [, b]) => b.length - a.length)
      .flatMap(([kind, found]) => [
        `${String(found.length).padStart(6)}  ${kind}`,
        ...found.slice(0, examples).map(line => `          ${line}`),
      ]),
    `analysis, ${title}: ${sets - mismatches.length} of ${sets} agree, with ${common} findings that both sides have`,
  ].join('\n');
}
