import { YamlError } from './yaml-error';

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
  try {
    // Only what is not JSON needs the parser, which takes as long to load as a small mesh to check.
    const { composeYaml } = require('./compose-yaml') as typeof import('./compose-yaml');
    return { value: composeYaml(text) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const hint = text.includes('{{') ? ' (this looks like a template: render it first)' : '';
    const line = count(text.slice(0, error.offset), '\n');
    return { error: { line, problem: `is not valid YAML: ${error.message}${hint}` } };
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
