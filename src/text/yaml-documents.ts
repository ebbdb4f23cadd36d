import { plainYaml } from './plain-yaml';
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

/**
 * Splits a stream at its document markers, which are markers wherever they stand at the start of a line, and JSON where one
 * value follows another.
 */
export function* splitDocuments(text: string): Iterable<DocumentText> {
  const marker = /^\uFEFF?(?:---|\.\.\.)(?=[ \t\r\n#]|$)/gm;
  let start = 0;
  let line = 1;
  for (;;) {
    const found = marker.exec(text);
    const end = found === null ? text.length : found.index;
    // Files that were joined begin with a mark of their own each.
    const part = text.slice(start, end).replace(/^(\s*)\uFEFF/, '$1');
    for (const [value, before] of jsonValues(part) ?? [[part, 0] as const]) {
      const leadingLines = linesBeforeContent(value);
      if (leadingLines >= 0) yield { text: value, line: line + before, leadingLines };
    }
    if (found === null) return;
    line += count(part, '\n');
    start = end + found[0].length;
  }
}

/** The values of a JSON stream with the number of lines before each; nothing if a text is something else. */
function jsonValues(text: string): readonly (readonly [value: string, linesBefore: number])[] | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*\{/.test(text)) return undefined;
  const values: [string, number][] = [];
  let [depth, start, line] = [0, 0, 0];
  for (const { 0: sign, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (sign === '{') depth++;
    else if (sign === '}') depth--;
    if (sign !== '}' || depth !== 0) continue;
    const value = text.slice(start, index + 1);
    if (!isJson(value)) return undefined;
    values.push([value, line]);
    line += count(value, '\n');
    start = index + 1;
  }
  return text.slice(start).trim() === '' ? values : undefined;
}

let composer: typeof import('./compose-yaml') | undefined;

/** Parses one document, JSON first because it is many times faster to read. */
export function parseDocumentText(text: string): ParsedDocument {
  const trimmed = text.trimStart();
  let json: unknown;
  if (trimmed.startsWith('{')) {
    try {
      json = JSON.parse(trimmed);
    } catch {
      // Flow mappings of YAML start the same way.
    }
    if (json !== undefined && !needsCare(trimmed, json)) return { value: json };
  }
  const plain = plainYaml(text);
  if (plain !== undefined) return { value: plain };
  try {
    // Only what is not plain needs the parser, which takes as long to load as a small mesh to check.
    composer ??= require('./compose-yaml') as typeof import('./compose-yaml');
    return { value: composer.composeYaml(text, json !== undefined) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const hint = looksLikeTemplate(text) ? ' (this looks like a template: render it first)' : '';
    return { error: { line: error.line, problem: error.message + hint } };
  }
}

/** Whether a text has the marks of the templates of Helm and other tools. */
export function looksLikeTemplate(text: string): boolean {
  return text.includes('{{');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value of JSON is less than its text: keys that are written twice, and numbers of many digits. */
function needsCare(text: string, value: unknown): boolean {
  const token = /"(?:[^"\\]|\\.)*"|:|\d{16}/g;
  let colons = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [first] = found[0];
    if (first === ':') colons++;
    else if (first !== '"') return true;
  }
  return colons !== keysOf(value);
}

function keysOf(value: unknown): number {
  let keys = 0;
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== 'object' || one === null) continue;
    const values: readonly unknown[] = Object.values(one);
    if (!Array.isArray(one)) keys += values.length;
    for (const each of values) if (typeof each === 'object') left.push(each);
  }
  return keys;
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
