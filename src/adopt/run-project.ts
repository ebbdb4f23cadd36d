import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readManifests } from '../model/read-manifests';
import type { Manifest } from '../values/manifest';
import { packageRoot } from './library';
import type { ProgramFile } from './program';

/** What came of running the text of a program. */
export type ProjectRun =
  | { readonly by: string; readonly written: readonly Manifest[]; readonly error?: never }
  | { readonly by: string; readonly error: string; readonly written?: never }
  /** There is nothing here that runs TypeScript. */
  | { readonly by: undefined; readonly written?: never; readonly error?: never };

/** How a project is run. */
export interface RunOptions {
  /** Where the output is kept. @default - nothing is kept */
  readonly outdir?: string | undefined;
  /** The package of the library. @default - the one that runs now */
  readonly root?: string | undefined;
}

/** How TypeScript can be run here. */
interface TypeScriptRunner {
  readonly name: string;
  /** Makes a program of a source file, in a folder, and returns the arguments of Node that run it. */
  readonly prepare: (folder: string, file: string) => readonly string[];
}

/** Runs the text of a program, apart from the folder of the user, with the library and the cdk8s that run now. */
export function runProject(
  files: readonly ProgramFile[],
  { outdir, root = packageRoot() }: RunOptions = {},
): ProjectRun {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-adopt-'));
  try {
    const runner = runnerFor(root);
    if (runner === undefined) return { by: undefined };
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    linkModules(join(folder, 'node_modules'), root);
    const { CDK8S_OUTDIR: _, ...env } = process.env;
    const args = runner.prepare(folder, join('src', 'main.ts'));
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
    if (run.status !== 0) return { by: runner.name, error: (run.stderr || run.stdout).trim() };
    const dist = join(folder, 'dist');
    const written = existsSync(dist) ? readManifests([dist]).map(({ manifest }) => manifest) : [];
    if (outdir !== undefined && existsSync(dist)) cpSync(dist, outdir, { recursive: true });
    return { by: runner.name, written };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Node strips types by itself from 22.18 on; before that, tsx or esbuild do where they are installed. */
function runnerFor(root: string): TypeScriptRunner | undefined {
  const { features, versions } = process as { features: { typescript?: unknown }; versions: { node: string } };
  if (features.typescript === 'strip' || features.typescript === 'transform') {
    return { name: `Node ${versions.node}`, prepare: (_, file) => [file] };
  }
  const tsx = installed('tsx', root);
  if (tsx !== undefined) {
    return { name: `tsx on Node ${versions.node}`, prepare: (_, file) => ['--import', pathToFileURL(tsx).href, file] };
  }
  const esbuild = installed('esbuild', root);
  if (esbuild === undefined) return undefined;
  return {
    name: `esbuild on Node ${versions.node}`,
    prepare: (folder, file) => {
      const { buildSync } = require(esbuild) as { buildSync: (options: object) => void };
      const outfile = join(folder, 'main.mjs');
      const format = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' };
      buildSync({ ...format, entryPoints: [join(folder, file)], outfile });
      return [outfile];
    },
  };
}

/** Where a package is, seen from the folder of the user or from the library. */
function installed(name: string, root: string): string | undefined {
  for (const from of [process.cwd(), root]) {
    try {
      return createRequire(join(from, 'package.json')).resolve(name);
    } catch {
      // It may be installed beside the other.
    }
  }
  return undefined;
}

function linkModules(modules: string, root: string): void {
  mkdirSync(modules, { recursive: true });
  symlinkSync(root, join(modules, 'cdk8s-istio'), 'dir');
  const { resolve } = createRequire(join(root, 'package.json'));
  for (const name of ['cdk8s', 'constructs']) {
    symlinkSync(dirname(resolve(`${name}/package.json`)), join(modules, name), 'dir');
  }
}
