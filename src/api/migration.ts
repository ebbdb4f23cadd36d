export type { DataPlane } from '../mesh/data-plane';
export { AmbientMigration, type AmbientMigrationProps } from '../migration/ambient-migration';
export type { DifferenceAt, MigrationDecision } from '../migration/decision';
export type { Need } from '../migration/installation';
export type { MeshReadOptions } from '../migration/mesh-state';
export {
  type AmbientMigrationOptions,
  type AmbientMigrationPlan,
  migrateToAmbient,
  type PlannedWaypoint,
} from '../migration/migrate-to-ambient';
export type { Obstacle, ObstacleSeverity } from '../migration/obstacles/obstacle';
export { renderMigration } from '../migration/render-migration';
export type { MigrationStage } from '../migration/stage';
export { type MigrationFile, migrationFiles, writeMigration } from '../migration/stage-files';
export { ManifestReadError } from '../model/manifest-read-error';
export { parseManifests, type ReadOptions, readManifests } from '../model/read-manifests';
export type { PlannedChange, PlannedDrop, PlanStep } from '../plan/change-plan';
export type { MeshDifference } from '../proof/diff-meshes';
export type { DifferenceKind } from '../proof/effect';
export type { WitnessRequest } from '../proof/witness-request';
export type { ResourceRef } from '../values/diagnostic';
export type { LocatedManifest, Manifest, Origin } from '../values/manifest';
