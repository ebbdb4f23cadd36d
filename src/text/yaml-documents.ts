import { type DocumentOptions, type ParseOptions, parseDocument, type SchemaOptions } from 'yaml';
import { restoreFlowTexts, withGoNumbers } from './go-scalars';

/** The text of one document of a stream. */
export interface DocumentText {
  readonly text: string;
  /** Line of the stream at which the text begins, counted from 1. */
  readonly line: number;
  /** Blank lines and comments before the content. */
  readonly leadingLines: number;
}

/** A parsed document: its value, or why it has none. */
export type ParsedDocument =
  | { readonly value: unknown; readonly error?: never }
  | { readonly value?: never; readonly error: { readonly line: number; readonly problem: string } };

/** Types of YAML 1.1 that have no counterpart in JSON. */
const FOREIGN_TAGS = new Set(['timestamp', 'binary', 'set', 'omap', 'pairs'].map(type => `tag:yaml.org,2002:${type}`));

/**
 * Kubernetes reads YAML 1.1 through Go's yaml library, for which `on` is a boolean and `0777` is octal, but which knows
 * neither base-60 numbers nor dates once the value has become JSON.
 */
const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  prettyErrors: false,
  customTags: tags => withGoNumbers(tags.filter(tag => typeof tag === 'string' || !FOREIGN_TAGS.has(tag.tag))),
};

/** Splits a stream at its document markers, which are markers wherever they stand at the start of a line. */
export function* splitDocuments(stream: string): Iterable<DocumentText> {
  const text = stream.charCodeAt(0) === 0xfeff ? stream.slice(1) : stream;
  const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  let start = 0;
  let line = 1;
  for (;;) {
    const found = marker.exec(text);
    const end = found === null ? text.length : found.index;
    const part = text.slice(start, end);
    const leadingLines = linesBeforeContent(part);
    if (leadingLines >= 0) yield { text: part, line, leadingLines };
    if (found === null) return;
    line += count(part, '\n');
    start = end + 3;
  }
}

/** Parses one document, JSON first because it is many times faster to read. */
export function parseDocumentText(text: string): ParsedDocument {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('{')) {
    try {
      return { value: JSON.parse(trimmed) };
    } catch {
      // Flow mappings of YAML start the same way.
    }
  }
  const document = parseDocument(text, OPTIONS);
  const error = document.errors[0];
  if (error !== undefined) {
    const hint = /\{\{/.test(text) ? ' (this looks like a template: render it first)' : '';
    const problem = `is not valid YAML: ${error.message.split('\n')[0]}${hint}`;
    return { error: { line: count(text.slice(0, error.pos[0]), '\n'), problem } };
  }
  restoreFlowTexts(document, text);
  try {
    return { value: document.toJS() };
  } catch (cause) {
    const problem = `is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { error: { line: linesBeforeContent(text), problem } };
  }
}

/** How many lines come before the first that is neither blank nor comment nor directive; -1 if there is no such line. */
function linesBeforeContent(text: string): number {
  let line = 0;
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (!/^\s*(?:#.*|%.*)?$/.test(text.slice(start, end))) return line;
    line++;
    start = end + 1;
  }
  return -1;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let i = text.indexOf(character); i >= 0; i = text.indexOf(character, i + 1)) found++;
  return found;
}
