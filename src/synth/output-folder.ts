import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError } from '../values/config-error';

/** Where an app writes. */
export interface OutputFolder {
  /** The folder that is replaced. */
  readonly folder: string;
  /** The folder in which `cdk8s synth` looks for the files afterwards, if that is another one. */
  readonly staging: string | undefined;
}

/**
 * Decides which folder a synth replaces.
 *
 * `cdk8s synth` empties its output folder before it runs the app, so that a failed synth would leave nothing behind.
 * A folder that the app names itself is always the one that is replaced, and copies go where the command looks for them.
 * Without one, an app under `output: .dist` is told to write to `.dist`, the staging folder of `dist`: it replaces `dist`,
 * only when all is well, and lays copies into `.dist`. Any other folder named on the command line
 * (`cdk8s synth -o elsewhere`, `--stdout`) is then written to as it is, and `dist` stays as it was.
 *
 * @param named the folder that the app asks for, if it does
 * @param commanded the folder that `cdk8s synth` asks for (`CDK8S_OUTDIR`), if it runs the app
 */
export function outputFolder(named: string | undefined, commanded: string | undefined): OutputFolder {
  const wanted = named ?? 'dist';
  if (commanded === undefined || commanded === '') return { folder: wanted, staging: undefined };
  const isStaging = resolve(commanded) === resolve(stagingOf(wanted));
  if (named !== undefined || isStaging) {
    return { folder: wanted, staging: resolve(commanded) === resolve(wanted) ? undefined : commanded };
  }
  return { folder: commanded, staging: undefined };
}

/** The hidden sibling of a folder: `.dist` for `dist`. */
export function stagingOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}`);
}

/** The folders that the apps of one program write, so that none overwrites another. */
export class WrittenFolders {
  private readonly owners = new Map<string, object>();
  private readonly staged = new Map<string, object>();

  /**
   * Notes that an app is about to replace a folder.
   *
   * @throws ConfigError if another app has just written it, or a folder around or inside of it
   */
  public claim(folder: string, app: object): void {
    const path = resolve(folder);
    for (const [other, owner] of this.owners) {
      if (owner === app || !(isWithin(path, other) || isWithin(other, path))) continue;
      throw new ConfigError(
        `Cannot write the app to "${folder}": wanted a folder of its own for each MeshApp of a program, got ${other === path ? 'one' : `"${other}",`} that another has written; give each its own outdir`,
      );
    }
    this.note(this.owners, path, app);
  }

  /** Whether an app is the first to lay copies into a folder, which is emptied then. */
  public isFirstIn(staging: string, app: object): boolean {
    const path = resolve(staging);
    const owner = this.staged.get(path);
    if (owner === undefined) this.note(this.staged, path, app);
    return owner === undefined || owner === app;
  }

  /** A program declares its apps in one go; what a later turn does, such as another test, is a program of its own. */
  private note(owners: Map<string, object>, path: string, app: object): void {
    owners.set(path, app);
    queueMicrotask(() => owners.delete(path));
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
