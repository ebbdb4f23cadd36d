import { ALPHABET, CharacterSet, type CodeRange, PERL_CLASSES, POSIX_CLASSES } from './re2-characters';

/** Why a text is not a regular expression in RE2's syntax, in the words of Go's regexp package. */
export class Re2SyntaxError extends Error {
  public override readonly name = 'Re2SyntaxError';
}

/** The most repetitions that RE2 allows in `{n,m}`. */
const MOST_REPETITIONS = 1000;

/** The most groups within groups that RE2 allows. */
const MOST_NESTED = 1000;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

/** A part of the expression in JavaScript's form. */
interface Piece {
  readonly source: string;
  /** How often, at most, what is inside is repeated by counts; 1 without counts. */
  readonly repeats: number;
}

const NO_FLAGS: Flags = { ignoreCase: false, multiLine: false, dotAll: false, ungreedy: false };

/**
 * Compiles an expression in RE2's syntax, the one of Istio, Envoy, CEL and the API server, to a JavaScript expression
 * that matches the same texts.
 *
 * What JavaScript has and RE2 lacks (look-around, backreferences, ...) is refused, and what both write differently
 * (`.`, `\s`, `$`, `\A`, `(?i)`, `[[:alpha:]]`, `\pL`, ...) is translated. The result is not anchored.
 *
 * @throws Re2SyntaxError if RE2 would refuse it
 * @example
 * compileRe2('(?i)^v[0-9]+$').test('V12'); // true
 */
export function compileRe2(pattern: string): RegExp {
  return new RegExp(new Re2Translator(pattern).translate(), 'u');
}

/** Why RE2 refuses an expression; `undefined` if it does not. */
export function re2Problem(pattern: string): string | undefined {
  try {
    compileRe2(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A recursive descent over one expression that writes the JavaScript form as it goes. */
class Re2Translator {
  private readonly text: readonly string[];
  private readonly names = new Set<string>();
  private at = 0;
  private depth = 0;

  public constructor(private readonly pattern: string) {
    this.text = [...pattern];
  }

  public translate(): string {
    const result = this.alternatives(NO_FLAGS).source;
    if (this.at < this.text.length) throw this.error('unexpected )', this.pattern);
    return result;
  }

  private alternatives(flags: Flags): Piece {
    let current = flags;
    let source = '';
    let repeats = 1;
    for (;;) {
      const sequence = this.sequence(current);
      source += sequence.source;
      repeats = Math.max(repeats, sequence.repeats);
      current = sequence.flags;
      if (this.text[this.at] !== '|') return { source, repeats };
      this.at++;
      source += '|';
    }
  }

  private sequence(flags: Flags): Piece & { flags: Flags } {
    let current = flags;
    const atoms: Piece[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      const operator = this.repetition();
      if (operator !== undefined) {
        // Flags between an atom and its repetition do not part them.
        const atom = atoms.pop();
        if (atom === undefined) throw this.error('missing argument to repetition operator', operator);
        atoms.push(this.repeated(atom, operator, current));
      } else if (this.looking('(?') && !this.looking('(?:') && !this.looking('(?P') && !this.looking('(?<')) {
        const group = this.flagGroup(current);
        if (group.body === undefined) current = group.flags;
        else atoms.push(group.body);
      } else if (this.looking('\\Q')) {
        atoms.push(...this.quoted(current));
      } else {
        atoms.push(this.piece(current));
      }
    }
    return {
      source: atoms.map(atom => atom.source).join(''),
      repeats: atoms.reduce((most, atom) => Math.max(most, atom.repeats), 1),
      flags: current,
    };
  }

  /** One atom, or one assertion of no width. */
  private piece(flags: Flags): Piece {
    const character = this.text[this.at] ?? '';
    if (character === '(') return this.group(flags);
    return { source: this.single(character, flags), repeats: 1 };
  }

  private single(character: string, flags: Flags): string {
    switch (character) {
      case '[':
        return this.bracket(flags).toSource();
      case '.':
        this.at++;
        return flags.dotAll ? '[^]' : '[^\\n]';
      case '^':
        this.at++;
        return flags.multiLine ? '(?:^|(?<=\\n))' : '^';
      case '$':
        this.at++;
        return flags.multiLine ? '(?=\\n|$)' : '$';
      case '\\':
        return this.escape(flags);
      default:
        this.at++;
        return literal(character, flags);
    }
  }

  private group(flags: Flags): Piece {
    const start = this.at;
    let open = '(';
    this.at++;
    if (this.looking('?:')) {
      this.at += 2;
      open = '(?:';
    } else if (this.looking('?P<') || this.looking('?<')) {
      this.at += this.looking('?P<') ? 3 : 2;
      const end = this.text.indexOf('>', this.at);
      const name = end < 0 ? '' : this.text.slice(this.at, end).join('');
      if (!/^[A-Za-z0-9_]+$/.test(name) || this.text[this.at] === '=' || this.text[this.at] === '!') {
        const shown = this.text.slice(start, end < 0 ? undefined : end + 1).join('');
        const lookBehind = this.text[this.at] === '=' || this.text[this.at] === '!';
        throw lookBehind
          ? this.error('invalid or unsupported Perl syntax', this.text.slice(start, start + 4).join(''))
          : this.error('invalid named capture', shown);
      }
      if (this.names.has(name)) throw this.error('duplicate capture group name', name);
      this.names.add(name);
      this.at = end + 1;
    } else if (this.looking('?P')) {
      throw this.error('invalid named capture', this.text.slice(start, start + 4).join(''));
    }
    const body = this.nested(flags);
    return { source: `${open}${body.source})`, repeats: body.repeats };
  }

  /** The inside of a group, and the parenthesis that ends it. */
  private nested(flags: Flags): Piece {
    if (++this.depth > MOST_NESTED) throw this.error('expression nests too deeply', '');
    const body = this.alternatives(flags);
    if (this.text[this.at] !== ')') throw this.error('missing closing )', this.pattern);
    this.at++;
    this.depth--;
    return body;
  }

  /** `(?i)` changes the flags up to the end of the enclosing group, `(?i:x)` those of `x`. */
  private flagGroup(flags: Flags): { flags: Flags; body?: Piece } {
    const start = this.at;
    this.at += 2;
    let value = true;
    let negated = false;
    let some = false;
    const changed = { ...flags };
    for (;;) {
      const character = this.text[this.at];
      this.at++;
      if (character === 'i') changed.ignoreCase = value;
      else if (character === 'm') changed.multiLine = value;
      else if (character === 's') changed.dotAll = value;
      else if (character === 'U') changed.ungreedy = value;
      else if (character === '-' && !negated) {
        negated = true;
        value = false;
        some = false;
        continue;
      } else if ((character === ')' || character === ':') && (some || !negated)) {
        if (character === ')') return { flags: changed };
        const body = this.nested(changed);
        return { flags, body: { source: `(?:${body.source})`, repeats: body.repeats } };
      } else {
        if (character === undefined) throw this.error('missing closing )', this.pattern);
        throw this.error('invalid or unsupported Perl syntax', this.text.slice(start, this.at).join(''));
      }
      some = true;
    }
  }

  /** `\Q...\E`: each character between stands for itself. */
  private quoted(flags: Flags): Piece[] {
    this.at += 2;
    const atoms: Piece[] = [];
    while (this.at < this.text.length && !this.looking('\\E')) {
      atoms.push({ source: literal(this.text[this.at++] ?? '', flags), repeats: 1 });
    }
    if (this.looking('\\E')) this.at += 2;
    return atoms;
  }

  private escape(flags: Flags): string {
    const next = this.text[this.at + 1];
    if (next === undefined) throw this.error('trailing backslash at end of expression', '');
    switch (next) {
      case 'A':
        this.at += 2;
        return '^';
      case 'z':
        this.at += 2;
        return '$';
      case 'b':
        this.at += 2;
        return '(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))';
      case 'B':
        this.at += 2;
        return '(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))';
      default: {
        const named = this.namedClass(flags);
        if (named !== undefined) return named.toSource();
        return literal(this.escapedCharacter(), flags);
      }
    }
  }

  /** `\d`, `\pL`, `\P{Greek}` and their like, at the current position. */
  private namedClass(flags: Flags): CharacterSet | undefined {
    const letter = this.text[this.at + 1] ?? '';
    const perl = PERL_CLASSES[letter.toLowerCase()];
    if (perl !== undefined && 'dswDSW'.includes(letter)) {
      this.at += 2;
      const set = new CharacterSet();
      set.addRanges(perl, flags.ignoreCase);
      return letter === letter.toUpperCase() ? set.negated() : set;
    }
    if (letter !== 'p' && letter !== 'P') return undefined;
    const start = this.at;
    this.at += 2;
    let name = this.text[this.at++] ?? '';
    if (name === '{') {
      const end = this.text.indexOf('}', this.at);
      if (end < 0) throw this.error('invalid character class range', this.text.slice(start).join(''));
      name = this.text.slice(this.at, end).join('');
      this.at = end + 1;
    }
    let negative = letter === 'P';
    if (name.startsWith('^')) {
      negative = !negative;
      name = name.slice(1);
    }
    const set = new CharacterSet();
    if (!set.addProperty(name, negative)) {
      throw this.error('invalid character class range', this.text.slice(start, this.at).join(''));
    }
    return set;
  }

  /** One character written with a backslash. */
  private escapedCharacter(): string {
    const start = this.at;
    this.at++;
    const letter = this.text[this.at++];
    if (letter === undefined) throw this.error('trailing backslash at end of expression', '');
    if (letter >= '1' && letter <= '7' && !isOctal(this.text[this.at])) {
      throw this.error('invalid escape sequence', `\\${letter}`);
    }
    if (letter >= '0' && letter <= '7') {
      let code = Number(letter);
      for (let i = 1; i < 3 && isOctal(this.text[this.at]); i++) code = code * 8 + Number(this.text[this.at++]);
      return String.fromCodePoint(code);
    }
    if (letter === 'x') return this.hexadecimal(start);
    const control = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }[letter];
    if (control !== undefined) return control;
    // Only punctuation may be escaped without need; a letter that means nothing is refused.
    if (letter < '\x80' && !/[0-9A-Za-z]/.test(letter)) return letter;
    throw this.error('invalid escape sequence', `\\${letter}`);
  }

  private hexadecimal(start: number): string {
    let digits: string;
    if (this.text[this.at] === '{') {
      const end = this.text.indexOf('}', this.at);
      digits = end < 0 ? '' : this.text.slice(this.at + 1, end).join('');
      this.at = end < 0 ? this.text.length : end + 1;
    } else {
      digits = this.text.slice(this.at, this.at + 2).join('');
      if (digits.length < 2) digits = '';
      this.at += 2;
    }
    const code = /^[0-9A-Fa-f]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    if (!(code <= ALPHABET)) throw this.error('invalid escape sequence', this.text.slice(start, this.at).join(''));
    return String.fromCodePoint(code);
  }

  private bracket(flags: Flags): CharacterSet {
    const start = this.at;
    this.at++;
    const negative = this.text[this.at] === '^';
    if (negative) this.at++;
    const set = new CharacterSet();
    let first = true;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) throw this.error('missing closing ]', this.text.slice(start).join(''));
      if (character === ']' && !first) break;
      first = false;
      if (this.looking('[:')) {
        const end = this.text.indexOf(']', this.at + 2);
        const name = end < 0 ? '' : this.text.slice(this.at, end + 1).join('');
        if (name.endsWith(':]')) {
          const posix = /^\[:(\^?)([a-z]+):\]$/.exec(name);
          const ranges = posix?.[2] === undefined ? undefined : POSIX_CLASSES[posix[2]];
          if (ranges === undefined) throw this.error('invalid character class range', name);
          const named = new CharacterSet();
          named.addRanges(ranges, flags.ignoreCase);
          set.addSet(posix?.[1] === '^' ? named.negated() : named);
          this.at = end + 1;
          continue;
        }
      }
      if (character === '\\') {
        const named = this.namedClass(flags);
        if (named !== undefined) {
          set.addSet(named);
          continue;
        }
      }
      const from = this.bracketCharacter();
      let to = from;
      if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']' && this.text[this.at + 1] !== undefined) {
        this.at++;
        to = this.bracketCharacter();
      }
      const range: CodeRange = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
      if (range[1] < range[0]) throw this.error('invalid character class range', `${from}-${to}`);
      set.addRanges([range], flags.ignoreCase);
    }
    this.at++;
    return negative ? set.negated() : set;
  }

  private bracketCharacter(): string {
    if (this.text[this.at] === '\\') return this.escapedCharacter();
    return this.text[this.at++] ?? '';
  }

  /** An atom with the repetition that was just read. */
  private repeated(atom: Piece, operator: string, flags: Flags): Piece {
    const swap = this.text[this.at] === '?';
    if (swap) this.at++;
    const end = this.at;
    const next = this.repetition();
    if (next !== undefined)
      throw this.error('invalid nested repetition operator', `${operator}${swap ? '?' : ''}${next}`);
    this.at = end;
    const counts = operator.startsWith('{') ? operator.slice(1, -1).split(',').map(Number) : [1];
    const times = Math.max(1, ...counts);
    const repeats = atom.repeats * times;
    if (times > 1 && repeats > MOST_REPETITIONS) throw this.error('invalid repeat count', operator);
    return { source: `(?:${atom.source})${operator}${swap !== flags.ungreedy ? '?' : ''}`, repeats };
  }

  /** The repetition at the current position; braces that are none stand for themselves. */
  private repetition(): string | undefined {
    const character = this.text[this.at];
    if (character === '*' || character === '+' || character === '?') {
      this.at++;
      return character;
    }
    if (character !== '{') return undefined;
    const end = this.text.indexOf('}', this.at);
    const body = end < 0 ? '' : this.text.slice(this.at, end + 1).join('');
    const counts = /^\{(0|[1-9][0-9]*)(?:,(0|[1-9][0-9]*)?)?\}$/.exec(body);
    if (counts === null) return undefined;
    const least = Number(counts[1]);
    const most = counts[2] === undefined ? least : Number(counts[2]);
    if (least > MOST_REPETITIONS || most > MOST_REPETITIONS || least > most) {
      throw this.error('invalid repeat count', body);
    }
    this.at = end + 1;
    return body;
  }

  private looking(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.text[this.at + i] !== text[i]) return false;
    return true;
  }

  private error(problem: string, at: string): Re2SyntaxError {
    return new Re2SyntaxError(`error parsing regexp: ${problem}${at === '' ? '' : `: \`${at}\``}`);
  }
}

function isOctal(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '7';
}

function literal(character: string, flags: Flags): string {
  const set = new CharacterSet();
  const code = character.codePointAt(0) ?? 0;
  set.addRanges([[code, code]], flags.ignoreCase);
  return set.toSource();
}
