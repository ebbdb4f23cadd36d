import { looksLikeTemplate, parseDocument, splitDocuments } from '../text/yaml-documents';
import { YamlPositions } from '../text/yaml-positions';
import type { LocatedManifest, Manifest } from '../values/manifest';
import { isMapping } from '../values/plain-data';
import { FileOrigin } from './file-origin';
import { type ManifestProblem, ManifestReadError } from './manifest-read-error';

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

/** A text of manifests, and the name that errors and origins give to it. */
export interface ManifestText {
  readonly name: string;
  /** One or more YAML documents, or one JSON value. */
  readonly text: string;
}

/**
 * Reads every Kubernetes object of a text of YAML documents or JSON.
 *
 * @param text One or more YAML documents, or one JSON value.
 * @param name The name that errors and origins give to the text.
 * @throws ManifestReadError if a document is no YAML, no JSON or no Kubernetes object.
 */
export function parseManifests(text: string, name: string): LocatedManifest[] {
  return parseTexts([{ name, text }]);
}

/**
 * Reads every Kubernetes object of several texts. All problems are gathered before one error is thrown.
 *
 * @throws ManifestReadError if a document is no YAML, no JSON or no Kubernetes object.
 */
export function parseTexts(texts: readonly ManifestText[], options: ReadOptions = {}): LocatedManifest[] {
  const { located, problems } = parseWhatIsReadable(texts, options);
  if (problems.length > 0) throw new ManifestReadError(problems);
  return [...located];
}

/** What could be read, and why the rest could not. */
export interface ReadManifests {
  readonly located: readonly LocatedManifest[];
  readonly problems: readonly ManifestProblem[];
}

/** Reads like `parseTexts`, but returns what could be read beside the problems of the rest. */
export function parseWhatIsReadable(texts: readonly ManifestText[], options: ReadOptions = {}): ReadManifests {
  const located: LocatedManifest[] = [];
  const problems: ManifestProblem[] = [];
  for (const text of texts) collect(text, located, problems, options);
  return { located, problems };
}

function collect(
  { name: file, text }: ManifestText,
  located: LocatedManifest[],
  problems: ManifestProblem[],
  { ignoreUnknown = false, onSkip }: ReadOptions,
): void {
  let document = 0;
  for (const part of splitDocuments(text)) {
    const parsed = parseDocument(part);
    if (parsed.error !== undefined) {
      const line = part.line + parsed.error.line;
      if (ignoreUnknown && isForeign(part.text)) onSkip?.(`${file}:${line}`, parsed.error.problem);
      else problems.push({ file, line, problem: parsed.error.problem });
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

/** Whether a text that is no YAML is the input of another tool rather than a manifest with a typo. */
function isForeign(text: string): boolean {
  return looksLikeTemplate(text) || !/\b(?:apiVersion|kind)["']?\s*:/.test(text);
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

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `the ${typeof value} ${JSON.stringify(value)}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'an empty mapping' : names.slice(0, 5).join(', ');
}
