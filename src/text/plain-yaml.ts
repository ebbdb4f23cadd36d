import { goScalar, losesDigits } from './go-scalars';

/** A line without its indentation, and how far that is. */
interface Line {
  readonly column: number;
  readonly text: string;
}

/** Deeper than what people write. */
const MOST_COLUMNS = 500;

const PRINTABLE = /^[\n\x20-\x7e]*$/;
const KEY = /^([A-Za-z_][\w./-]*):(?: +(.+))?$/;
/** An unquoted text without anything that means more than itself; a colon has to stand before something else. */
const PLAIN = /^[A-Za-z0-9/](?:[\w ./@+=,%()*$~-]|:(?! |$))*$/;
const QUOTED = /^(?:"([^"\\]*)"|'([^']*)')$/;

/**
 * The value of a document of block YAML as people write it: mappings, lists, and texts of one line. It is read many times
 * faster than by a parser of all of YAML, which takes long to load, too.
 *
 * @returns undefined where a document has anything else in it, such as comments behind values, or is wrong
 */
export function plainYaml(text: string): unknown {
  if (!PRINTABLE.test(text)) return undefined;
  const lines: Line[] = [];
  for (const line of text.split('\n')) {
    const content = line.trimStart();
    if (content !== '' && !content.startsWith('#')) lines.push({ column: line.length - content.length, text: content });
  }
  const [first] = lines;
  if (first === undefined) return undefined;
  const reader = new Reader(lines);
  const value = reader.node(first.column);
  return reader.isDone ? value : undefined;
}

class Reader {
  #at = 0;

  public constructor(private readonly lines: Line[]) {}

  public get isDone(): boolean {
    return this.#at === this.lines.length;
  }

  /** What begins in a column of the next line. */
  public node(column: number): unknown {
    if (column > MOST_COLUMNS) return undefined;
    return isItem(this.lines[this.#at]) ? this.#list(column) : this.#mapping(column);
  }

  #mapping(column: number): unknown {
    const mapping: { [key: string]: unknown } = {};
    for (;;) {
      const line = this.lines[this.#at];
      if (line === undefined || line.column < column) return mapping;
      const [, key = '', written] = KEY.exec(line.text) ?? [];
      if (line.column > column || key === '' || key === '__proto__' || Object.hasOwn(mapping, key)) return undefined;
      if (typeof goScalar(key) !== 'string') return undefined;
      this.#at++;
      const value = written === undefined ? this.#below(column, true) : scalar(written);
      if (value === undefined) return undefined;
      mapping[key] = value;
    }
  }

  #list(column: number): unknown {
    const items: unknown[] = [];
    for (;;) {
      const line = this.lines[this.#at];
      if (line === undefined || line.column < column) return items;
      if (line.column > column) return undefined;
      // The next key, where the list is no further to the right than its own.
      if (!isItem(line)) return items;
      const value = this.#item(line);
      if (value === undefined) return undefined;
      items.push(value);
    }
  }

  #item({ column, text }: Line): unknown {
    const content = text.slice(1).trimStart();
    if (content !== '' && !KEY.test(content) && !isItem({ text: content })) {
      this.#at++;
      return scalar(content);
    }
    if (content === '') {
      this.#at++;
      return this.#below(column, false);
    }
    const start = column + text.length - content.length;
    this.lines[this.#at] = { column: start, text: content };
    return this.node(start);
  }

  /** What stands below a key or dash in a column; null if nothing does. */
  #below(column: number, isKey: boolean): unknown {
    const next = this.lines[this.#at];
    if (next === undefined || next.column < column) return null;
    if (next.column > column) return this.node(next.column);
    return isKey && isItem(next) ? this.#list(column) : null;
  }
}

function isItem(line: Pick<Line, 'text'> | undefined): boolean {
  return line !== undefined && (line.text === '-' || line.text.startsWith('- '));
}

function scalar(written: string): unknown {
  if (written === '{}') return {};
  if (written === '[]') return [];
  const [quoted, double, single] = QUOTED.exec(written) ?? [];
  if (quoted !== undefined) return double ?? single;
  if (!PLAIN.test(written) || written.endsWith(' ')) return undefined;
  const value = goScalar(written);
  return typeof value === 'number' && (!Number.isFinite(value) || losesDigits(value, written)) ? undefined : value;
}
