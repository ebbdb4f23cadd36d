import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { ManifestReadError } from '../model/manifest-read-error';
import type { ManifestText, ReadManifests } from '../model/parse-manifests';
import {
  manifestsAmong,
  type ReadOptions,
  readWhatIsReadable as readManifests,
  readTexts,
  STDIN,
} from '../model/read-manifests';
import { ConfigError } from '../values/config-error';
import type { LocatedManifest } from '../values/manifest';
import { isDnsLabel } from '../values/names';
import { compareText } from '../values/order';
import type { VerbOption } from './verb';

/** The options of all verbs that read manifests. */
export const READ_OPTIONS = {
  'ignore-unknown': { type: 'boolean', help: 'pass over documents that are not Kubernetes objects, and say which' },
} as const satisfies { readonly [name: string]: VerbOption };

export const NAMESPACE_OPTION = {
  type: 'string',
  short: 'n',
  value: 'NAME',
  help: 'where objects without a namespace are created (default: default)',
  check: name => {
    if (!isDnsLabel(name))
      throw new ConfigError(`Cannot take "${name}" as --namespace: wanted the name of a namespace`);
  },
} as const satisfies VerbOption;

/** How paths may be written, for the help of verbs. */
export const PATHS = 'FILE|DIR|GLOB|- ...';

/** What of the options bears on reading. */
interface ReadValues {
  readonly 'ignore-unknown'?: boolean;
}

/**
 * Reads what a verb is to look at. What is passed over goes to standard error, and so does that there is nothing: a
 * mistyped folder must not pass for a clean one.
 *
 * @throws ConfigError if a pattern matches nothing
 * @throws ManifestReadError if something cannot be read
 */
export function readObjects(paths: readonly string[], values: ReadValues = {}): LocatedManifest[] {
  const { located, problems } = readWhatIsReadable(paths, values);
  if (problems.length > 0) throw new ManifestReadError(problems);
  return [...located];
}

/**
 * Reads like `readObjects`, but returns what could be read beside the problems of the rest.
 *
 * @throws ConfigError if a pattern matches nothing
 */
export function readWhatIsReadable(paths: readonly string[], values: ReadValues = {}): ReadManifests {
  const options = readOptionsOf(values);
  const read = readManifests(filesOf(paths, options), options);
  if (read.located.length === 0 && read.problems.length === 0) {
    process.stderr.write(`cdk8s-istio: no Kubernetes objects in ${paths.map(path => `"${path}"`).join(', ')}\n`);
  }
  return read;
}

/**
 * Reads the texts of what a verb is to look at, without parsing them.
 *
 * @throws ConfigError if a pattern matches nothing
 */
export function readTextsOf(paths: readonly string[], values: ReadValues = {}): readonly ManifestText[] {
  return readTexts(filesOf(paths, readOptionsOf(values)), readOptionsOf(values));
}

/** How the options want it to be read; what is passed over goes to standard error. */
export function readOptionsOf(values: ReadValues): ReadOptions {
  return {
    ignoreUnknown: values['ignore-unknown'] === true,
    onSkip: (path, reason) => process.stderr.write(`cdk8s-istio: passed over "${path}": ${reason}\n`),
  };
}

function filesOf(paths: readonly string[], options: ReadOptions): readonly string[] {
  return paths.flatMap(path => filesMatching(path, options));
}

/** The files that a pattern stands for, where the shell has not replaced it; the path itself if it is none. */
function filesMatching(path: string, options: ReadOptions): readonly string[] {
  if (path === STDIN || !/[*?[{]/.test(path) || statSync(path, { throwIfNoEntry: false }) !== undefined) return [path];
  // Loaded here, since most shells leave nothing to match.
  const { globSync } = require('tinyglobby') as typeof import('tinyglobby');
  const pattern = path.replaceAll('\\', '/');
  const files = globSync(pattern, { onlyFiles: true, expandDirectories: false, absolute: isAbsolute(path) });
  if (files.length === 0) throw new ConfigError(`Cannot read "${path}": wanted a pattern that matches files, got none`);
  // The folder that the pattern names before its first wildcard.
  const [base = '.'] = /^[^*?[{]*\//.exec(pattern) ?? [];
  return manifestsAmong(files.sort(compareText), base, options);
}
