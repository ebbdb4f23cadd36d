import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { LocatedManifest } from '../values/manifest';
import { byText } from '../values/order';
import { type ManifestProblem, ManifestReadError } from './manifest-read-error';
import { type ManifestText, parseWhatIsReadable, type ReadManifests, type ReadOptions } from './parse-manifests';

export { parseManifests, type ReadOptions } from './parse-manifests';

/** The argument that stands for standard input. */
export const STDIN = '-';

const MANIFEST_FILE = /\.(ya?ml|json)$/i;

/**
 * Files that lie beside manifests but hold none: of Helm, Kustomize, cdk8s and npm. They are passed over when a folder
 * is read, and read like any other when they are named.
 */
const NOT_A_MANIFEST =
  /^(kustomization\.ya?ml|Chart\.(ya?ml|lock)|cdk8s\.ya?ml|construct-metadata\.json|package(-lock)?\.json|tsconfig.*\.json|\..*)$/;

/** Names of files with values for Helm charts. */
const HELM_VALUES = /^values.*\.(ya?ml|json)$/;

/** What makes a folder the input of another tool, and how that tool makes manifests of it. */
const INPUT_OF_TOOLS: readonly (readonly [file: RegExp, reason: string])[] = [
  [/^kustomization\.ya?ml$|^Kustomization$/, 'it is the input of Kustomize; pipe "kustomize build" to "-"'],
  [/^Chart\.ya?ml$/, 'it is a Helm chart; pipe "helm template" to "-"'],
];

/**
 * Reads every Kubernetes object of some files, folders and standard input.
 *
 * A folder is read recursively: its `*.yaml`, `*.yml` and `*.json`, in the order of their names, without hidden
 * folders, `node_modules`, and folders inside it that are the input of Kustomize or Helm. Lists are unpacked. All
 * problems are gathered before one error is thrown.
 *
 * @param paths Files, folders, or `-` for standard input.
 * @throws ManifestReadError if a path cannot be read, or a document is no YAML, no JSON or no Kubernetes object.
 */
export function readManifests(paths: readonly string[], options: ReadOptions = {}): LocatedManifest[] {
  const { located, problems } = readWhatIsReadable(paths, options);
  if (problems.length > 0) throw new ManifestReadError(problems);
  return [...located];
}

/** Reads like `readManifests`, but returns what could be read beside the problems of the rest. */
export function readWhatIsReadable(paths: readonly string[], options: ReadOptions = {}): ReadManifests {
  const { texts, problems } = gather(paths, options);
  const { located, problems: found } = parseWhatIsReadable(texts, options);
  return { located, problems: [...problems, ...found] };
}

/**
 * Reads the texts of some files, folders and standard input as `readManifests` does, without parsing them.
 *
 * @throws ManifestReadError if a path cannot be read.
 */
export function readTexts(paths: readonly string[], options: ReadOptions = {}): readonly ManifestText[] {
  const { texts, problems } = gather(paths, options);
  if (problems.length > 0) throw new ManifestReadError(problems);
  return texts;
}

/**
 * Those of the files that a pattern matches which a folder would be read for: without files of tools, and without what lies
 * in folders below `base` that are the input of Kustomize or Helm.
 *
 * @param base The folder with which the pattern begins.
 */
export function manifestsAmong(files: readonly string[], base: string, options: ReadOptions = {}): readonly string[] {
  const reasons = new Map<string, string | undefined>();
  const passedOver = (folder: string): boolean => {
    if (relative(base, folder) === '' || relative(base, folder).startsWith('..')) return false;
    if (!reasons.has(folder)) {
      const reason = toolOf(readdirSync(folder));
      reasons.set(folder, reason);
      if (reason !== undefined && !passedOver(dirname(folder))) options.onSkip?.(folder, reason);
    }
    return reasons.get(folder) !== undefined || passedOver(dirname(folder));
  };
  return files.filter(file => !passedOver(dirname(file)) && !isOfTool(file, options));
}

/** Whether a file holds no manifests by its name; said aloud where the name leaves a doubt. */
function isOfTool(path: string, { onSkip }: ReadOptions): boolean {
  const name = basename(path);
  if (HELM_VALUES.test(name)) onSkip?.(path, 'by its name it holds values of a Helm chart; name the file to read it');
  return HELM_VALUES.test(name) || NOT_A_MANIFEST.test(name);
}

/** What a folder with these files is the input of, and what to do about it. */
function toolOf(names: readonly string[]): string | undefined {
  return INPUT_OF_TOOLS.find(([file]) => names.some(name => file.test(name)))?.[1];
}

function gather(
  paths: readonly string[],
  options: ReadOptions,
): { readonly texts: ManifestText[]; readonly problems: ManifestProblem[] } {
  const texts: ManifestText[] = [];
  const problems: ManifestProblem[] = [];
  // A file that is named beside its folder is one file.
  const seen = new Set<string>();
  const read = (source: string | number, name: string): void => {
    const place = typeof source === 'number' ? name : resolve(source);
    if (seen.has(place)) return;
    seen.add(place);
    try {
      texts.push({ name, text: textOf(readFileSync(source)) });
    } catch (error) {
      problems.push({ file: name, problem: `cannot be read: ${reasonOf(error)}` });
    }
  };
  for (const path of paths) {
    if (path === STDIN) read(0, 'stdin');
    else for (const file of filesOf(path, problems, options)) read(file, file);
  }
  return { texts, problems };
}

/** @throws Error if the bytes are no text in UTF-8 */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) {
    const isUtf16 = /^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2));
    throw new Error(
      `is not text in UTF-8${isUtf16 ? ' but in UTF-16, as PowerShell writes it: save it as UTF-8' : ''}`,
    );
  }
  return bytes.toString('utf8');
}

/** The files that a path stands for, sorted by name within each folder. */
function filesOf(path: string, problems: ManifestProblem[], options: ReadOptions, isNamed = true): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files: string[] = [];
    const entries = readdirSync(path, { withFileTypes: true });
    entries.sort(byText(({ name }) => name));
    const reason = toolOf(entries.map(({ name }) => name));
    if (reason !== undefined && !isNamed) {
      options.onSkip?.(path, reason);
      return [];
    }
    for (const entry of entries) {
      if (entry.name === 'node_modules') continue;
      const child = join(path, entry.name);
      if (isOfTool(child, options)) continue;
      if (entry.isDirectory()) files.push(...filesOf(child, problems, options, false));
      else if (MANIFEST_FILE.test(entry.name)) files.push(child);
    }
    return files;
  } catch (error) {
    problems.push({ file: path, problem: `cannot be read: ${reasonOf(error)}` });
    return [];
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'ENOTDIR') return 'a part of the path is no folder';
  return error instanceof Error ? error.message : String(error);
}
