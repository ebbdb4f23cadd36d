import { ConfigError } from '../values/config-error';

/**
 * Strings that read as themselves without quotes in every reader. They start with a letter or a slash, so that no rule
 * for numbers, dates, sexagesimals, octals, tags or anchors applies, and hold no blank, so that neither `: ` nor ` #`
 * can occur.
 */
const PLAIN = /^[A-Za-z/](?:[A-Za-z0-9_/.:@+=,-]*[A-Za-z0-9_/.@+=-])?$/;

/** What YAML 1.1 reads as a boolean or null in any of its spellings. */
const WORDS = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const LONGEST_WORD = 5;

/** Some readers of YAML 1.1 take an exponent alone for a number. */
const EXPONENT = /^[eE][-+]?[0-9]+$/;

/**
 * Characters that JSON leaves alone and that a YAML reader refuses, folds into a line break or that hide in a review:
 * controls, line and paragraph separators, the byte order mark, non-characters and marks of writing direction.
 */
const UNSAFE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** What a literal block cannot hold: there is no escape in it. */
const NOT_LITERAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/;
const BLANK_LINE_OF_SPACES = /^[ \t]+$/m;

/** YAML readers give up on an unmarked key above 1,024 characters; those of JSON may take six for one. */
const LONGEST_SIMPLE_KEY = 128;

/**
 * Writes plain data as a document of block YAML that YAML 1.1, YAML 1.2 and the Go reader of kubectl understand alike.
 *
 * Strings are quoted by the rules of both YAML versions at once; text of several lines is written as a literal block.
 * Mappings keep the order of their keys.
 *
 * @param document plain data: mappings, sequences, strings, finite numbers, booleans, null
 * @throws ConfigError if a value is no plain data or a string has half of a surrogate pair
 */
export function emitDocument(document: unknown): string {
  const emitter = new Emitter();
  emitter.root(document);
  return emitter.text;
}

class Emitter {
  public text = '';

  public root(value: unknown): void {
    if (isFilledArray(value)) this.sequence(value, 0, '');
    else if (isFilledMapping(value)) this.mapping(value, 0, '');
    else this.text += `${inlineText(value)}\n`;
  }

  /** `lead` is what the first line starts with instead of its indentation: the dashes of sequences around it. */
  private mapping(value: Readonly<Record<string, unknown>>, depth: number, lead: string): void {
    const indent = indentOf(depth);
    let start = lead === '' ? indent : lead;
    for (const key in value) {
      if (!Object.hasOwn(value, key)) continue;
      const child = value[key];
      if (key.length > LONGEST_SIMPLE_KEY) this.text += `${start}? ${stringText(key)}\n${indent}:`;
      else this.text += `${start}${keyText(key)}:`;
      start = indent;
      if (typeof child === 'string') this.text += ` ${blockText(child, depth + 1)}\n`;
      else if (isFilledArray(child)) {
        this.text += '\n';
        this.sequence(child, depth + 1, '');
      } else if (isFilledMapping(child)) {
        this.text += '\n';
        this.mapping(child, depth + 1, '');
      } else this.text += ` ${inlineText(child)}\n`;
    }
  }

  private sequence(value: readonly unknown[], depth: number, lead: string): void {
    const indent = indentOf(depth);
    let start = lead === '' ? indent : lead;
    for (const child of value) {
      if (typeof child === 'string') this.text += `${start}- ${blockText(child, depth + 1)}\n`;
      else if (isFilledArray(child)) this.sequence(child, depth + 1, `${start}- `);
      else if (isFilledMapping(child)) this.mapping(child, depth + 1, `${start}- `);
      else this.text += `${start}- ${inlineText(child)}\n`;
      start = indent;
    }
  }
}

const indents: string[] = [];

function indentOf(depth: number): string {
  const known = indents[depth];
  if (known !== undefined) return known;
  const made = '  '.repeat(depth);
  indents[depth] = made;
  return made;
}

function isFilledArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isFilledMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}

/** The few hundred keys of Kubernetes objects come back for every object. */
const keyTexts = new Map<string, string>();
const MOST_KEY_TEXTS = 10_000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = stringText(key);
  if (keyTexts.size < MOST_KEY_TEXTS) keyTexts.set(key, text);
  return text;
}

/** A string as the value of a key or an item, where there is room for several lines. */
function blockText(value: string, depth: number): string {
  if (!value.includes('\n') || !fitsLiteral(value)) return stringText(value);
  const ended = value.endsWith('\n');
  const indent = indentOf(depth);
  const lines = (ended ? value.slice(0, -1) : value).split('\n');
  return `${ended ? '|' : '|-'}\n${lines.map(line => (line === '' ? '' : indent + line)).join('\n')}`;
}

/** Readers differ on blanks that could be indentation and on several line ends at the end: such text is quoted. */
function fitsLiteral(value: string): boolean {
  const first = value[0];
  if (first === ' ' || first === '\t' || first === '\n' || value.endsWith('\n\n')) return false;
  return !NOT_LITERAL.test(value) && !BLANK_LINE_OF_SPACES.test(value) && !LONE_SURROGATE.test(value);
}

function stringText(value: string): string {
  if (PLAIN.test(value) && !isWord(value) && !EXPONENT.test(value)) return value;
  if (LONE_SURROGATE.test(value)) {
    throw new ConfigError(`Cannot write ${JSON.stringify(value)} as YAML: wanted text, got half of a surrogate pair`);
  }
  return JSON.stringify(value).replace(UNSAFE, escapeOf);
}

function isWord(value: string): boolean {
  return value.length <= LONGEST_WORD && WORDS.has(value.toLowerCase());
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function inlineText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return numberText(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? '[]' : '{}';
    default:
      throw new ConfigError(`Cannot write a ${typeof value} as YAML: wanted plain data`);
  }
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new ConfigError(`Cannot write ${value} as YAML: wanted a finite number`);
  const text = String(value);
  // YAML 1.1 reads a number with an exponent only if it has a point.
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}
