import { basename, dirname, join, resolve } from 'node:path';

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
 * An app under `output: .dist` is told to write to `.dist`, the staging folder of `dist`: it replaces `dist` itself,
 * only when all is well, and lays copies into `.dist` for the command. Any other folder named on the command line
 * (`cdk8s synth -o elsewhere`, `--stdout`) is written to as it is, and `dist` stays as it was.
 *
 * @param wanted the folder that the app asks for
 * @param commanded the folder that `cdk8s synth` asks for (`CDK8S_OUTDIR`), if it runs the app
 */
export function outputFolder(wanted: string, commanded: string | undefined): OutputFolder {
  if (commanded === undefined || commanded === '') return { folder: wanted, staging: undefined };
  if (resolve(commanded) === resolve(stagingOf(wanted))) return { folder: wanted, staging: commanded };
  return { folder: commanded, staging: undefined };
}

/** The hidden sibling of a folder: `.dist` for `dist`. */
export function stagingOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}`);
}
