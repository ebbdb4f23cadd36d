import { App, type Chart } from 'cdk8s';
import { buildModel, MeshModel } from '../model/mesh-model';
import { readManifests } from '../model/read-manifests';
import { meshOfApp } from '../synth/app-mesh';
import { accessChecksOf } from '../synth/check-access';
import { renderApp } from '../synth/render-app';
import type { RenderedObject } from '../synth/rendered-object';
import { type Acceptance, acceptancesOf } from '../tree/accept';
import { checksOf, type LocatedCheck } from '../tree/check';
import { ConfigError } from '../values/config-error';
import type { LocatedManifest } from '../values/manifest';

/** What a mesh can be read from: an app, a chart, files and folders of YAML, or a model that was read before. */
export type MeshSource = App | Chart | string | readonly string[] | MeshModel | TestMesh;

/** A mesh that is prepared for many expectations: it is rendered and indexed once. */
export class TestMesh {
  public constructor(
    public readonly model: MeshModel,
    /** The findings that constructs accept. */
    public readonly acceptances: readonly Acceptance[] = [],
    /** What constructs check. */
    public readonly checks: readonly LocatedCheck[] = [],
  ) {}
}

/** How a mesh is read for expectations. */
export interface TestMeshOptions {
  /** The Istio release that runs. @default - of an app its target, else the one that the manifests install */
  readonly istioVersion?: string;
}

/**
 * Reads a mesh once for many expectations.
 *
 * Of a chart, only its own objects count, so that a team can test its part; an expectation on what they refer to needs
 * the whole app.
 *
 * @param source An app or chart, the path of a file or folder of YAML, several paths, or a model.
 * @throws ConfigError if a release is given for a model that was read before
 *
 * @example
 * const mesh = meshOf('dist');
 * const afterUpgrade = meshOf('dist', { istioVersion: '1.32.0' });
 */
export function meshOf(source: MeshSource, { istioVersion }: TestMeshOptions = {}): TestMesh {
  if (source instanceof TestMesh || source instanceof MeshModel) {
    const mesh = source instanceof MeshModel ? new TestMesh(source) : source;
    if (istioVersion === undefined || istioVersion === mesh.model.istioVersion) return mesh;
    throw new ConfigError(
      `Cannot read a mesh for Istio ${istioVersion}: it was read for ${mesh.model.istioVersion} before; wanted its manifests`,
    );
  }
  const options = istioVersion === undefined ? {} : { istioVersion };
  if (typeof source === 'string') return new TestMesh(buildModel(readManifests([source]), options));
  if (isList(source)) return new TestMesh(buildModel(readManifests(source), options));
  const { root } = source.node;
  if (!(root instanceof App)) return new TestMesh(buildModel(manifestsOf(source), options));
  const rendered: RenderedObject[] = [];
  for (const { chart, objects } of renderApp(root)) {
    if (chart.node.scopes.includes(source)) rendered.push(...objects);
  }
  const checks = [...checksOf(source), ...(source instanceof App ? accessChecksOf(source) : [])];
  return new TestMesh(meshOfApp(source, rendered, options).model, acceptancesOf(source), checks);
}

function isList(source: MeshSource): source is readonly string[] {
  return Array.isArray(source);
}

/** The objects of a chart that belongs to no app. */
function manifestsOf(source: App | Chart): LocatedManifest[] {
  const charts = source instanceof App ? source.charts : [source];
  return charts.flatMap(chart =>
    chart.toJson().map((manifest): LocatedManifest => ({ manifest, origin: { constructPath: chart.node.path } })),
  );
}
