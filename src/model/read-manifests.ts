import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocumentText, splitDocuments } from '../text/yaml-documents';
import { YamlPositions } from '../text/yaml-positions';
import type { LocatedManifest, Manifest } from '../values/manifest';
import { byText } from '../values/order';
import { isMapping } from '../values/plain-data';
import { FileOrigin } from './file-origin';
import { type ManifestProblem, ManifestReadError } from './manifest-read-error';

/** The argument that stands for standard input. */
export const STDIN = '-';

const MANIFEST_FILE = /\.(ya?ml|json)$/i;

/**
 * Files that lie beside manifests but hold none: of Helm, Kustomize, cdk8s and npm. They are passed over when a folder
 * is read, and read like any other when they are named.
 */
const NOT_A_MANIFEST =
  /^(kustomization\.ya?ml|Chart\.(ya?ml|lock)|values.*\.(ya?ml|json)|cdk8s\.ya?ml|construct-metadata\.json|package(-lock)?\.json|tsconfig.*\.json|\..*)$/;

/** What makes a folder the input of another tool, and how that tool makes manifests of it. */
const INPUT_OF_TOOLS: readonly (readonly [file: RegExp, reason: string])[] = [
  [/^kustomization\.ya?ml$|^Kustomization$/, 'it is the input of Kustomize; pipe "kustomize build" to "-"'],
  [/^Chart\.ya?ml$/, 'it is a Helm chart; pipe "helm template" to "-"'],
];

/** How manifests are read. */
export interface ReadOptions {
  /**
   * Whether documents that are no Kubernetes objects are passed over.
   *
   * @default false
   */
  readonly ignoreUnknown?: boolean;
  /**
   * Told of each file, folder or document that is passed over, and why.
   *
   * @default - nobody is told
   */
  readonly onSkip?: (path: string, reason: string) => void;
}

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
export function readWhatIsReadable(
  paths: readonly string[],
  options: ReadOptions = {},
): {
  readonly located: readonly LocatedManifest[];
  readonly problems: readonly ManifestProblem[];
} {
  const located: LocatedManifest[] = [];
  const problems: ManifestProblem[] = [];
  for (const path of paths) {
    if (path === STDIN) {
      collect(() => textOf(readFileSync(0)), 'stdin', located, problems, options);
    } else {
      for (const file of filesOf(path, problems, options)) {
        collect(() => textOf(readFileSync(file)), file, located, problems, options);
      }
    }
  }
  return { located, problems };
}

/**
 * Reads every Kubernetes object of a text of YAML documents or JSON.
 *
 * @param text One or more YAML documents, or one JSON value.
 * @param name The name that errors and origins give to the text.
 * @throws ManifestReadError if a document is no YAML, no JSON or no Kubernetes object.
 */
export function parseManifests(text: string, name: string): LocatedManifest[] {
  const located: LocatedManifest[] = [];
  const problems: ManifestProblem[] = [];
  collect(() => text, name, located, problems, {});
  if (problems.length > 0) throw new ManifestReadError(problems);
  return located;
}

/** @throws Error if the bytes are no text in UTF-8 */
function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Error('is not text in UTF-8');
  return bytes.toString('utf8');
}

function collect(
  read: () => string,
  file: string,
  located: LocatedManifest[],
  problems: ManifestProblem[],
  { ignoreUnknown = false, onSkip }: ReadOptions,
): void {
  let text: string;
  try {
    text = read();
  } catch (error) {
    problems.push({ file, problem: `cannot be read: ${reasonOf(error)}` });
    return;
  }
  let document = 0;
  for (const part of splitDocuments(text)) {
    const parsed = parseDocumentText(part.text);
    if (parsed.error !== undefined) {
      problems.push({ file, line: part.line + parsed.error.line, problem: parsed.error.problem });
    } else if (parsed.value !== null && parsed.value !== undefined) {
      const line = part.line + part.leadingLines;
      const origin = new FileOrigin(file, document, line, new YamlPositions(part.text), part.line);
      unpack(parsed.value, origin, '', located, (path, problem) => {
        const found = path === '' ? line : origin.lineOf(path);
        if (ignoreUnknown) onSkip?.(`${file}:${found}`, problem);
        else problems.push({ file, line: found, problem });
      });
    } else {
      continue;
    }
    document++;
  }
}

/** Adds an object, or the items of a list of objects however deep. */
function unpack(
  value: unknown,
  document: FileOrigin,
  path: string,
  located: LocatedManifest[],
  report: (path: string, problem: string) => void,
): void {
  const where = path === '' ? '' : `${path} `;
  if (!isMapping(value)) {
    report(path, `${where}is not a Kubernetes object: wanted a mapping with apiVersion and kind, got ${typeOf(value)}`);
    return;
  }
  const { apiVersion, kind, metadata, items } = value;
  for (const [field, content] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
  ] as const) {
    if (typeof content !== 'string' || content === '') {
      const got = content === undefined ? `only ${list(Object.keys(value))}` : `${field} ${JSON.stringify(content)}`;
      report(path, `${where}is not a Kubernetes object: wanted a non-empty ${field}, got ${got}`);
      return;
    }
  }
  if (apiVersion === 'v1' && kind === 'List' && (items === null || items === undefined)) return;
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    const itemKind = kind.slice(0, -'List'.length);
    items.forEach((item: unknown, i) => {
      // A typed list, as an API server answers it, leaves apiVersion and kind of its items out.
      const whole = isMapping(item) && itemKind !== '' ? { apiVersion, kind: itemKind, ...item } : item;
      unpack(whole, document, `${path}${path === '' ? '' : '.'}items[${i}]`, located, report);
    });
    return;
  }
  if (metadata !== undefined && metadata !== null && !isMapping(metadata)) {
    report(path, `${where}is not a Kubernetes object: wanted a mapping as metadata, got ${typeOf(metadata)}`);
    return;
  }
  const manifest = (isMapping(metadata) ? value : { ...value, metadata: {} }) as Manifest;
  located.push({ manifest, origin: path === '' ? document : document.at(path) });
}

/** The files that a path stands for, sorted by name within each folder. */
function filesOf(path: string, problems: ManifestProblem[], options: ReadOptions, isNamed = true): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files: string[] = [];
    const entries = readdirSync(path, { withFileTypes: true });
    entries.sort(byText(({ name }) => name));
    const [, reason] = INPUT_OF_TOOLS.find(([file]) => entries.some(({ name }) => file.test(name))) ?? [];
    if (reason !== undefined && !isNamed) {
      options.onSkip?.(path, reason);
      return [];
    }
    for (const entry of entries) {
      if (entry.name === 'node_modules' || NOT_A_MANIFEST.test(entry.name)) continue;
      const child = join(path, entry.name);
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
  return error instanceof Error ? error.message : String(error);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `the ${typeof value} ${JSON.stringify(value)}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'an empty mapping' : names.slice(0, 5).join(', ');
}
