export { ManifestReadError } from '../model/manifest-read-error';
export { buildModel, type MeshModel, type MeshModelOptions } from '../model/mesh-model';
export { parseManifests, type ReadOptions, readManifests } from '../model/read-manifests';
export { type MatrixOptions, matrixOf, renderMatrix } from '../proof/access-matrix';
export {
  type DiffOptions,
  diffMeshes,
  type MeshDiff,
  type MeshDifference,
  type OpenQuestion,
} from '../proof/diff-meshes';
export { DIFFERENCE_KINDS, type DifferenceKind, type EffectDifference } from '../proof/effect';
export { renderDiffMarkdown, renderDiffText } from '../proof/render-diff';
export type { RequestFilter, TextComparison } from '../proof/request-filter';
export type { WitnessRequest } from '../proof/witness-request';
export { compareReleases, type FieldEffect, type ReleaseComparison } from '../upgrade/compare-releases';
export { renderComparisonMarkdown, renderComparisonText } from '../upgrade/render-comparison';
export type { LocatedManifest, Manifest, Origin } from '../values/manifest';
export type { MatrixEntry } from '../values/matrix-entry';
export type { TextTest } from '../values/text-test';
