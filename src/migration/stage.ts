import type { PlanStep } from '../plan/change-plan';
import type { LocatedManifest } from '../values/manifest';

/** One stage of a migration. */
export interface MigrationStage {
  /** The name of its folder, such as `10-dual`. */
  readonly name: string;
  readonly title: string;
  /** All objects once the stage is done. */
  readonly manifests: readonly LocatedManifest[];
  /** What is applied and deleted, in an order that loses no request. */
  readonly steps: readonly PlanStep[];
  /** What is applied and deleted to undo it. */
  readonly back: readonly PlanStep[];
  /** Commands to run once the manifests are applied, and to undo the stage once they are as before. */
  readonly commands: readonly string[];
  readonly backCommands: readonly string[];
  /** Commands that show whether it has worked. */
  readonly checks: readonly string[];
}
