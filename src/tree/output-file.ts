import type { IConstruct } from 'constructs';
import type { EffectiveMesh } from '../istio/effective-mesh';
import { ConfigError } from '../values/config-error';
import type { LocatedManifest } from '../values/manifest';
import type { MatrixEntry } from '../values/matrix-entry';
import { isPortablePath } from './output-path';

const OUTPUT_FILE = 'cdk8s-istio:output-file';

/** What a text file of the output folder may speak about: everything that the app is about to write. */
export interface SynthOutput {
  /** The manifest files in the order in which `kubectl apply -R -f` reads them. */
  readonly files: readonly SynthOutputFile[];
  /** How Istio interprets all objects, worked out when it is first asked for. */
  readonly mesh: EffectiveMesh;
  /** Who may send what to whom, of all requests; worked out when it is first asked for. */
  readonly access: readonly MatrixEntry[];
}

/** One manifest file of the output folder. */
export interface SynthOutputFile {
  /** Path in the output folder, with `/`. */
  readonly path: string;
  /** The objects of the file in order, each with the path of its construct. */
  readonly objects: readonly LocatedManifest[];
}

/** A text file that is written beside the manifests. */
export interface OutputFile {
  /** Path in the output folder, with `/`. */
  readonly path: string;
  /** Path of the construct that declared it. */
  readonly constructPath: string;
  /** Makes the text; called once per synth, when all manifests are rendered. */
  readonly render: (output: SynthOutput) => string;
}

/**
 * Adds a text file, such as a run book, to the output folder of the app.
 *
 * It is written in the same atomic step as the manifests, so it can never describe another state than theirs. Only
 * `MeshApp` writes it; a plain `App` ignores it.
 *
 * @param scope any construct of the app
 * @param path path in the output folder, for example `RUNBOOK.md`
 * @param render makes the text from all that is about to be written; must not depend on time or machine
 * @throws ConfigError if the path is absolute, leaves the output folder, or is taken
 * @example
 * addOutputFile(chart, 'RUNBOOK.md', ({ files }) => files.map(file => `kubectl apply -f ${file.path}\n`).join(''));
 */
export function addOutputFile(scope: IConstruct, path: string, render: (output: SynthOutput) => string): void {
  const constructPath = scope.node.path;
  if (!isPortablePath(path)) {
    throw new ConfigError(
      `Cannot add output file "${path}" at "${constructPath}": wanted a relative path of letters, digits, ".", "-" and "_" whose parts do not start with a dot`,
    );
  }
  const taken = outputFilesOf(scope).find(file => file.path.toLowerCase() === path.toLowerCase());
  if (taken !== undefined) {
    throw new ConfigError(
      `Cannot add output file "${path}" at "${constructPath}": "${taken.constructPath}" adds "${taken.path}" already`,
    );
  }
  const file: OutputFile = { path, constructPath, render };
  scope.node.root.node.addMetadata(OUTPUT_FILE, file);
}

/** The text files that constructs of the app of `scope` have added. */
export function outputFilesOf(scope: IConstruct): readonly OutputFile[] {
  return scope.node.root.node.metadata.filter(({ type }) => type === OUTPUT_FILE).map(({ data }) => data as OutputFile);
}
