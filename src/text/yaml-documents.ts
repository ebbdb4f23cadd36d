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

/** What kubectl splits at: nothing but a comment may stand behind it. */
const SEPARATOR = /(?<=^|\n)---[^\S\n]*(?:#[^\n]*)?(?=\n|$)/g;

/**
 * Splits a stream as kubectl does: at each line of `---`, whatever it stands within, and JSON where one value follows another.
 */
export function* splitDocuments(stream: string): Iterable<DocumentText> {
  const text = stream.replace(/^\uFEFF/, '');
  const separator = new RegExp(SEPARATOR);
  let start = 0;
  let line = 1;
  for (;;) {
    const found = separator.exec(text);
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

/** Parses a document of a stream, and refuses what kubectl refuses or passes over in one. */
export function parseDocument({ text }: DocumentText): ParsedDocument {
  return easilyParsed(text) ?? strayMark(text) ?? composed(text);
}

/** Parses one document. */
export function parseDocumentText(text: string): ParsedDocument {
  return easilyParsed(text) ?? composed(text);
}

/** JSON, because it is many times faster to read, and plain YAML. */
function easilyParsed(text: string): ParsedDocument | undefined {
  const json = jsonOf(text);
  if (json !== undefined && !needsCare(text, json)) return { value: json };
  const plain = plainYaml(text);
  return plain === undefined ? undefined : { value: plain };
}

function jsonOf(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Flow mappings of YAML start the same way.
    return undefined;
  }
}

function composed(text: string): ParsedDocument {
  try {
    // Only what is not plain needs the parser, which takes as long to load as a small mesh to check.
    composer ??= require('./compose-yaml') as typeof import('./compose-yaml');
    return { value: composer.composeYaml(text, jsonOf(text) !== undefined) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const hint = looksLikeTemplate(text) ? ' (this looks like a template: render it first)' : '';
    return { error: { line: error.line, problem: error.message + hint } };
  }
}

/** The first mark of a document or directive that means something in YAML but not to kubectl, which splits streams itself. */
function strayMark(text: string): ParsedDocument | undefined {
  const at = (index: number, problem: string) => ({ error: { line: count(text.slice(0, index), '\n'), problem } });
  const directive = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*%[^\n]*/.exec(text)?.[0];
  if (directive !== undefined) {
    const start = directive.lastIndexOf('\n') + 1;
    const written = JSON.stringify(directive.slice(start).trim());
    return at(start, `is not valid YAML: kubectl takes no directives, got ${written}: remove the line`);
  }
  for (const { 0: mark, 1: behind = '', index } of text.matchAll(/(?<=^|\n)\uFEFF?(?:---|\.\.\.(?=\s|$))([^\n]*)/g)) {
    if (mark.startsWith('\uFEFF')) {
      return at(index, 'is not valid YAML: wanted "---" at the start of the line, got a byte order mark before it');
    }
    if (mark.startsWith('-')) {
      // A document may begin with its own mark, if a byte order mark kept it from being one of the stream.
      if (new RegExp(SEPARATOR).test(mark)) continue;
      const got = JSON.stringify(behind.trim());
      const wanted = 'kubectl takes nothing but a comment behind "---"';
      return at(index, `is not valid YAML: ${wanted}, got ${got}: begin the document on the next line`);
    }
    const rest = text.slice(index + '...'.length);
    const content = /^(?:\s|(?<=\s)#[^\n]*|(?<=\n)\.\.\.(?=\s|$))*/.exec(rest)?.[0].length ?? 0;
    if (content === rest.length) return undefined;
    const problem = 'is not read by kubectl from here on, for "..." stands above: wanted "---" between documents';
    return at(index + '...'.length + content, problem);
  }
  return undefined;
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

/** Whether a value of JSON is less than its text: keys that are written twice, and numbers that are great or of many digits. */
function needsCare(text: string, value: unknown): boolean {
  const token = /"(?:[^"\\]|\\.)*"|:|\d{16}|\d[eE]\+?\d{3}/g;
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

/** How many lines come before the first that is neither blank nor comment; -1 if there is no such line. */
function linesBeforeContent(text: string): number {
  let line = 0;
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (!/^\s*(?:#.*)?$/.test(text.slice(start, end))) return line;
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
