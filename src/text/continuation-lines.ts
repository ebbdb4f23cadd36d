type Mode = 'block' | 'flow' | '"' | "'";

/**
 * The text with more spaces before each line that goes on with a flow collection or a quoted scalar. These spaces mean
 * nothing, but YAML demands some, and Go's yaml library does not:
 *
 * ```yaml
 * command: [
 *   "sh"
 * ]
 * ```
 */
export function indentContinuations(text: string): string {
  const lines = text.split('\n');
  // Further right than any key, also those behind dashes.
  const margin = ' '.repeat(
    1 + lines.reduce((most, line) => Math.max(most, /^[\s?-]*/.exec(line)?.[0].length ?? 0), 0),
  );
  const scanner = new Scanner();
  return lines.map(line => (scanner.continues(line) ? margin + line : line)).join('\n');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Follows a text line by line, so far that it knows what a line is within. */
class Scanner {
  #mode: Mode = 'block';
  /** Flow collections that are open. */
  #depth = 0;
  /** Column of the last key or dash, which what belongs to it is right of. */
  #column = -1;
  /** Columns that lines of a block scalar have at least; `undefined` outside of one. */
  #block: number | undefined;
  /** Whether the last line ended within a plain scalar, which may go on. */
  #plain = false;

  /** Reads a line, and tells whether it begins within a flow collection or a quoted scalar. */
  public continues(line: string): boolean {
    const isBlank = line.trim() === '';
    if (this.#mode !== 'block') {
      this.#scan(line, 0);
      return !isBlank;
    }
    if (isBlank) return false;
    const indent = indentOf(line);
    if (this.#block !== undefined) {
      if (indent >= this.#block) return false;
      this.#block = undefined;
    }
    if (this.#plain && indent > this.#column && !/:(?:\s|$)/.test(line)) return false;
    this.#plain = false;
    this.#scan(line, indent);
    return false;
  }

  #scan(line: string, from: number): void {
    for (let at: number | undefined = from; at !== undefined && at < line.length; ) {
      if (this.#mode === 'block') at = this.#inBlock(line, at);
      else at = this.#mode === 'flow' ? this.#inFlow(line, at) : this.#inQuotes(line, at);
    }
  }

  /** Reads a token outside of flow collections and quotes; answers where the next begins, if the line has one. */
  #inBlock(line: string, at: number): number | undefined {
    const sign = line[at] ?? '';
    const next = line[at + 1] ?? ' ';
    if (/\s/.test(sign)) return at + 1;
    if (sign === '#') return undefined;
    if (/[-?:]/.test(sign) && /\s/.test(next)) {
      if (sign !== ':') this.#column = at;
      return at + 1;
    }
    if (sign === '"' || sign === "'") {
      this.#mode = sign;
      this.#keyAt(line, at, /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/);
      return at + 1;
    }
    if (sign === '[' || sign === '{') {
      this.#mode = 'flow';
      this.#depth = 1;
      return at + 1;
    }
    if (sign === '|' || sign === '>') {
      const explicit = /^.[-+]?([1-9])/.exec(line.slice(at))?.[1];
      this.#block = explicit === undefined ? this.#column + 1 : Math.max(this.#column, 0) + Number(explicit);
      return undefined;
    }
    if (sign === '&' || sign === '!' || sign === '*') return at + (/^\S+/.exec(line.slice(at))?.[0].length ?? 1);
    const plain = /^(?:[^\s:#]|:(?=\S)|(?<=\S)#|[^\S\n]+(?=[^\s#]))+/.exec(line.slice(at))?.[0] ?? sign;
    const end = at + plain.length;
    this.#plain = line[end] !== ':';
    if (!this.#plain) this.#column = at;
    return end;
  }

  /** A quoted text that is followed by a colon is a key. */
  #keyAt(line: string, at: number, quoted: RegExp): void {
    const text = quoted.exec(line.slice(at))?.[0];
    if (text !== undefined && /^\s*:(?:\s|$)/.test(line.slice(at + text.length))) this.#column = at;
  }

  #inFlow(line: string, at: number): number | undefined {
    const sign = line[at] ?? '';
    const before = line[at - 1] ?? ' ';
    if (sign === '#' && /\s/.test(before)) return undefined;
    if (sign === '[' || sign === '{') this.#depth++;
    if (sign === ']' || sign === '}') this.#depth--;
    if (this.#depth === 0) this.#mode = 'block';
    else if ((sign === '"' || sign === "'") && /[\s,:[{]/.test(before)) this.#mode = sign;
    return at + 1;
  }

  #inQuotes(line: string, at: number): number {
    const sign = line[at];
    if (sign === '\\' && this.#mode === '"') return at + 2;
    if (sign !== this.#mode) return at + 1;
    if (sign === "'" && line[at + 1] === "'") return at + 2;
    this.#mode = this.#depth > 0 ? 'flow' : 'block';
    return at + 1;
  }
}
