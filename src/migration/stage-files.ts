import { existsSync, readdirSync, statSync } from 'node:fs';
import type { PlanStep } from '../plan/change-plan';
import { type FileContent, replaceFolder } from '../synth/replace-folder';
import { emitDocument } from '../text/emit-yaml';
import { ConfigError } from '../values/config-error';
import type { Manifest } from '../values/manifest';
import type { AmbientMigrationPlan } from './migrate-to-ambient';
import { overviewOf, stageGuide } from './stage-guide';

/** A file of a migration: its path with `/`, and its text. */
export interface MigrationFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The files of a migration: a folder for each stage, with all objects after it (`manifests.yaml`), what is applied and
 * deleted step by step (`steps`), the way back (`back`) and what to run (`README.md`).
 */
export function migrationFiles(plan: AmbientMigrationPlan): readonly MigrationFile[] {
  return [
    { path: 'README.md', text: overviewOf(plan) },
    ...plan.stages.flatMap(stage => [
      { path: `${stage.name}/README.md`, text: stageGuide(plan, stage) },
      { path: `${stage.name}/manifests.yaml`, text: documents(stage.manifests.map(({ manifest }) => manifest)) },
      ...stepFiles(stage.steps, `${stage.name}/steps`),
      ...stepFiles(stage.back, `${stage.name}/back`),
    ]),
  ];
}

/**
 * Writes a migration into a folder of its own, all of its files or none.
 *
 * @throws ConfigError if the folder holds anything but an earlier migration
 */
export function writeMigration(plan: AmbientMigrationPlan, out: string): readonly MigrationFile[] {
  requireOwnFolder(out);
  const files = migrationFiles(plan);
  replaceFolder(
    out,
    files.map(({ path, text }): FileContent => ({ path, chunks: [Buffer.from(text)] })),
  );
  return files;
}

const STAGE = /^(?:00-prepare|10-dual|2\d+-[a-z0-9-]+|90-clean-up)$/;

/** @throws ConfigError if the folder holds anything but an earlier migration */
export function requireOwnFolder(out: string): void {
  if (!existsSync(out)) return;
  if (!statSync(out).isDirectory()) {
    throw new ConfigError(`Cannot write the migration to "${out}": wanted a folder, got a file`);
  }
  const foreign = readdirSync(out).find(name => name !== 'README.md' && !STAGE.test(name));
  const isBare = readdirSync(out).length > 0 && !existsSync(`${out}/00-prepare`);
  if (foreign === undefined && !isBare) return;
  throw new ConfigError(
    `Cannot write the migration to "${out}": wanted a new or empty folder, or one of an earlier migration, got one with "${foreign ?? readdirSync(out)[0]}"`,
  );
}

function stepFiles(steps: readonly PlanStep[], folder: string): readonly MigrationFile[] {
  return steps.flatMap(({ changes }, i) => {
    const number = String(i + 1).padStart(2, '0');
    const applied = changes.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
    const deleted = changes
      .filter(({ action }) => action === 'delete')
      .map(
        ({ apiVersion, resource: { kind, name, namespace } }): Manifest => ({
          apiVersion,
          kind,
          metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
        }),
      );
    return [
      ...(applied.length === 0 ? [] : [{ path: `${folder}/${number}-apply.yaml`, text: documents(applied) }]),
      ...(deleted.length === 0 ? [] : [{ path: `${folder}/${number}-delete.yaml`, text: documents(deleted) }]),
    ];
  });
}

function documents(manifests: readonly Manifest[]): string {
  return manifests.map(manifest => emitDocument(manifest)).join('---\n');
}
