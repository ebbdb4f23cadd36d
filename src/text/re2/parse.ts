import { isUnicodeName, LAST_CODE_POINT, PERL_CLASSES, POSIX_CLASSES } from './characters';
import { type CharacterClass, type Re2Characters, type Re2Node, type Re2Place, Re2SyntaxError } from './syntax';

/** The most repetitions that RE2 allows in `{n,m}`, those of groups around it multiplied. */
const MOST_REPETITIONS = 1000;

/** The most groups within groups that RE2 allows. */
const MOST_NESTED = 1000;

/** How large an expression may become when its repetitions are written out. */
const LARGEST = 3_355_443;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

/** A part of the expression. */
interface Piece {
  readonly node: Re2Node;
  /** How often, at most, what is inside is repeated by counts; 1 without counts. */
  readonly repeats: number;
  /** How many instructions a program for it has, about. */
  readonly size: number;
}

interface Repetition {
  readonly least: number;
  readonly most: number;
}

const NO_FLAGS: Flags = { ignoreCase: false, multiLine: false, dotAll: false, ungreedy: false };

const UNLIMITED = Number.POSITIVE_INFINITY;

const REPETITIONS: { readonly [sign: string]: Repetition } = {
  '*': { least: 0, most: UNLIMITED },
  '+': { least: 1, most: UNLIMITED },
  '?': { least: 0, most: 1 },
};

const PLACES: { readonly [letter: string]: Re2Place } = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-boundary',
  B: 'no-word-boundary',
};
const CONTROLS: { readonly [letter: string]: string } = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const ANY: CharacterClass = { of: 'Any', negative: false };
const NEWLINE: CharacterClass = { of: [[0x0a, 0x0a]], negative: false };

/**
 * Parses an expression in RE2's syntax, the one of Istio, Envoy, CEL and the API server.
 *
 * Where Go's regexp package and Envoy's RE2 differ, what either of them refuses is refused: names of classes in other
 * spellings (`\p{greek}`), two groups of one name, `\C`.
 *
 * @throws Re2SyntaxError if RE2 would refuse it
 */
export function parseRe2(pattern: string): Re2Node {
  return new Parser(pattern).parse();
}

/** A recursive descent over one expression. */
class Parser {
  private readonly text: readonly string[];
  private readonly names = new Set<string>();
  private at = 0;
  private depth = 0;
  /** Where the next `:]` stands that has been looked for. */
  private posixEnd = -1;

  public constructor(private readonly pattern: string) {
    this.text = [...pattern];
  }

  public parse(): Re2Node {
    const { node } = this.alternatives(NO_FLAGS);
    if (this.at < this.text.length) throw new Re2SyntaxError('unexpected )', this.pattern);
    return node;
  }

  private alternatives(flags: Flags): Piece {
    let current = flags;
    const options: Piece[] = [];
    for (;;) {
      const sequence = this.sequence(current);
      options.push(sequence);
      current = sequence.flags;
      if (this.text[this.at] !== '|') break;
      this.at++;
    }
    return joined(options, nodes => ({ is: 'choice', options: nodes }));
  }

  private sequence(flags: Flags): Piece & { flags: Flags } {
    let current = flags;
    const atoms: Piece[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      const start = this.at;
      const repetition = this.repetition();
      if (repetition !== undefined) {
        // Flags between an atom and its repetition do not part them.
        atoms.push(this.repeated(atoms.pop(), repetition, start, current));
      } else if (this.looking('(?') && !this.looking('(?:') && !this.looking('(?P<') && !this.looking('(?<')) {
        const group = this.flagGroup(current);
        if (group.body === undefined) current = group.flags;
        else atoms.push(group.body);
      } else if (this.looking('\\Q')) {
        atoms.push(...this.quoted(current));
      } else if (this.text[this.at] === '(') {
        atoms.push(this.group(current));
      } else {
        atoms.push({ node: this.single(current), repeats: 1, size: 1 });
      }
    }
    return { ...joined(atoms, items => ({ is: 'sequence', items })), flags: current };
  }

  /** One character, or one place between characters. */
  private single(flags: Flags): Re2Node {
    const character = this.text[this.at] ?? '';
    switch (character) {
      case '[':
        return this.bracket(flags);
      case '.':
        this.at++;
        return flags.dotAll ? characters([ANY], NO_FLAGS) : characters([NEWLINE], NO_FLAGS, true);
      case '^':
        this.at++;
        return { is: 'place', place: flags.multiLine ? 'line-start' : 'text-start' };
      case '$':
        this.at++;
        return { is: 'place', place: flags.multiLine ? 'line-end' : 'text-end' };
      case '\\':
        return this.escape(flags);
      default:
        this.at++;
        return literal(character, flags);
    }
  }

  private group(flags: Flags): Piece {
    if (this.looking('(?:')) {
      this.at += 3;
      return this.nested(flags);
    }
    const start = this.at;
    let name: string | undefined;
    this.at++;
    if (this.looking('?')) {
      this.at += this.looking('?P') ? 3 : 2;
      const end = this.text.indexOf('>', this.at);
      name = this.text.slice(this.at, Math.max(end, 0)).join('');
      if (this.text[this.at] === '=' || this.text[this.at] === '!') {
        throw new Re2SyntaxError('invalid or unsupported Perl syntax', this.text.slice(start, this.at + 1).join(''));
      }
      if (!/^[A-Za-z0-9_]+$/.test(name)) {
        const shown = this.text.slice(start, end < 0 ? undefined : end + 1).join('');
        throw new Re2SyntaxError('invalid named capture', shown);
      }
      if (this.names.has(name)) throw new Re2SyntaxError('duplicate capture group name', name);
      this.names.add(name);
      this.at = end + 1;
    }
    const { node: of, repeats, size } = this.nested(flags);
    return { node: { is: 'group', of, ...(name === undefined ? {} : { name }) }, repeats, size: size + 2 };
  }

  /** The inside of a group, and the parenthesis that ends it. */
  private nested(flags: Flags): Piece {
    if (++this.depth > MOST_NESTED) throw new Re2SyntaxError('expression nests too deeply', '');
    const body = this.alternatives(flags);
    if (this.text[this.at] !== ')') throw new Re2SyntaxError('missing closing )', this.pattern);
    this.at++;
    this.depth--;
    return body;
  }

  /** `(?i)` changes the flags up to the end of the enclosing group, `(?i:x)` those of `x`. */
  private flagGroup(flags: Flags): { flags: Flags; body?: Piece } {
    const start = this.at;
    this.at += 2;
    let value = true;
    let some = false;
    const changed = { ...flags };
    for (;;) {
      const character = this.text[this.at];
      if (character !== undefined) this.at++;
      if (character === 'i') changed.ignoreCase = value;
      else if (character === 'm') changed.multiLine = value;
      else if (character === 's') changed.dotAll = value;
      else if (character === 'U') changed.ungreedy = value;
      else if (character === '-' && value) {
        value = false;
        some = false;
        continue;
      } else if ((character === ')' || character === ':') && (some || value)) {
        return character === ')' ? { flags: changed } : { flags, body: this.nested(changed) };
      } else {
        throw new Re2SyntaxError('invalid or unsupported Perl syntax', this.text.slice(start, this.at).join(''));
      }
      some = true;
    }
  }

  /** `\Q...\E`: each character between stands for itself. */
  private quoted(flags: Flags): Piece[] {
    this.at += 2;
    const atoms: Piece[] = [];
    while (this.at < this.text.length && !this.looking('\\E')) {
      atoms.push({ node: literal(this.text[this.at++] ?? '', flags), repeats: 1, size: 1 });
    }
    if (this.looking('\\E')) this.at += 2;
    return atoms;
  }

  private escape(flags: Flags): Re2Node {
    const place = PLACES[this.text[this.at + 1] ?? ''];
    if (place !== undefined) {
      this.at += 2;
      return { is: 'place', place };
    }
    const named = this.namedClass();
    return named === undefined ? literal(this.escapedCharacter(), flags) : characters([named], flags);
  }

  /** `\d`, `\pL`, `\P{Greek}` and their like, at the current position. */
  private namedClass(): CharacterClass | undefined {
    const letter = this.text[this.at + 1] ?? '';
    const perl = PERL_CLASSES[letter.toLowerCase()];
    if (perl !== undefined) {
      this.at += 2;
      return { of: perl, negative: letter !== letter.toLowerCase() };
    }
    if (letter !== 'p' && letter !== 'P') return undefined;
    const start = this.at;
    this.at += 2;
    let name = this.text[this.at++] ?? '';
    if (name === '{') {
      const end = this.text.indexOf('}', this.at);
      name = this.text.slice(this.at, Math.max(end, 0)).join('');
      this.at = end < 0 ? this.text.length : end + 1;
    }
    const inverted = name.startsWith('^');
    const property = inverted ? name.slice(1) : name;
    if (!isUnicodeName(property)) {
      throw new Re2SyntaxError('invalid character class range', this.text.slice(start, this.at).join(''));
    }
    return { of: property, negative: (letter === 'P') !== inverted };
  }

  /** One character written with a backslash. */
  private escapedCharacter(): string {
    const start = this.at;
    this.at++;
    const letter = this.text[this.at++];
    if (letter === undefined) throw new Re2SyntaxError('trailing backslash at end of expression', '');
    const bad = (): Re2SyntaxError =>
      new Re2SyntaxError('invalid escape sequence', this.text.slice(start, this.at).join(''));
    if (letter >= '1' && letter <= '7' && !isOctal(this.text[this.at])) throw bad();
    if (letter >= '0' && letter <= '7') {
      let code = Number(letter);
      for (let i = 1; i < 3 && isOctal(this.text[this.at]); i++) code = code * 8 + Number(this.text[this.at++]);
      return String.fromCodePoint(code);
    }
    if (letter === 'x') {
      const code = this.hexadecimal();
      if (code === undefined) throw bad();
      return String.fromCodePoint(code);
    }
    const control = CONTROLS[letter];
    if (control !== undefined) return control;
    // Only punctuation may be escaped without need; a letter that means nothing is refused.
    if (letter < '\x80' && !/[0-9A-Za-z]/.test(letter)) return letter;
    throw bad();
  }

  /** The code after `\x`: two digits, or any number of them in braces. */
  private hexadecimal(): number | undefined {
    const braces = this.text[this.at] === '{';
    if (braces) this.at++;
    let digits = '';
    for (;;) {
      const digit = this.text[this.at];
      if (digit === undefined) return undefined;
      this.at++;
      if (braces && digit === '}') return digits === '' ? undefined : Number.parseInt(digits, 16);
      digits += digit;
      // Without braces the second character is read before the first is judged.
      if (!braces && digits.length < 2) continue;
      if (!/^[0-9A-Fa-f]+$/.test(digits) || Number.parseInt(digits, 16) > LAST_CODE_POINT) return undefined;
      if (!braces) return Number.parseInt(digits, 16);
    }
  }

  private bracket(flags: Flags): Re2Characters {
    const start = this.at;
    const unended = (): Re2SyntaxError => new Re2SyntaxError('missing closing ]', this.text.slice(start).join(''));
    this.at++;
    const negative = this.text[this.at] === '^';
    if (negative) this.at++;
    const classes: CharacterClass[] = [];
    for (let first = true; first || this.text[this.at] !== ']'; first = false) {
      if (this.at >= this.text.length) throw unended();
      const named = this.posixClass() ?? (this.text[this.at] === '\\' ? this.namedClass() : undefined);
      if (named !== undefined) {
        classes.push(named);
        continue;
      }
      const rangeStart = this.at;
      const from = this.bracketCharacter();
      let to = from;
      if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']' && this.text[this.at + 1] !== undefined) {
        this.at++;
        to = this.bracketCharacter();
      }
      if (to < from) {
        const shown = this.text.slice(rangeStart, this.at).join('');
        throw new Re2SyntaxError('invalid character class range', shown);
      }
      classes.push({ of: [[from, to]], negative: false });
    }
    this.at++;
    return characters(classes, flags, negative);
  }

  /** `[:alpha:]` or `[:^alpha:]` at the current position. */
  private posixClass(): CharacterClass | undefined {
    if (!this.looking('[:')) return undefined;
    if (this.posixEnd < this.at + 2) {
      this.posixEnd = this.at + 2;
      while (this.posixEnd < this.text.length && !this.looking(':]', this.posixEnd)) this.posixEnd++;
    }
    const end = this.posixEnd;
    if (end >= this.text.length) return undefined;
    const shown = this.text.slice(this.at, end + 2).join('');
    const [, hat, name = ''] = /^\[:(\^?)([a-z]+):\]$/.exec(shown) ?? [];
    const of = Object.hasOwn(POSIX_CLASSES, name) ? POSIX_CLASSES[name] : undefined;
    if (of === undefined) throw new Re2SyntaxError('invalid character class range', shown);
    this.at = end + 2;
    return { of, negative: hat === '^' };
  }

  private bracketCharacter(): number {
    const character = this.text[this.at] === '\\' ? this.escapedCharacter() : (this.text[this.at++] ?? '');
    return character.codePointAt(0) ?? 0;
  }

  /** An atom with the repetition that was just read. */
  private repeated(atom: Piece | undefined, repetition: Repetition, start: number, flags: Flags): Piece {
    const swap = this.text[this.at] === '?';
    if (swap) this.at++;
    const shown = (): string => this.text.slice(start, this.at).join('');
    if (atom === undefined) throw new Re2SyntaxError('missing argument to repetition operator', shown());
    const end = this.at;
    if (this.repetition() !== undefined) {
      if (this.text[this.at] === '?') this.at++;
      throw new Re2SyntaxError('invalid nested repetition operator', shown());
    }
    this.at = end;
    const { least, most } = repetition;
    const times = Math.max(1, most === UNLIMITED ? least : most);
    const repeats = most === 0 ? 1 : atom.repeats * times;
    if (repeats > MOST_REPETITIONS) throw new Re2SyntaxError('invalid repeat count', shown());
    const size = atom.size * times + 2;
    if (size > LARGEST) throw new Re2SyntaxError('expression too large', '');
    const lazy = swap !== flags.ungreedy;
    return { node: { is: 'repetition', of: atom.node, least, most, lazy }, repeats, size };
  }

  /** The repetition at the current position; braces that are none stand for themselves. */
  private repetition(): Repetition | undefined {
    const sign = REPETITIONS[this.text[this.at] ?? ''];
    if (sign !== undefined) {
      this.at++;
      return sign;
    }
    if (this.text[this.at] !== '{') return undefined;
    let end = this.at + 1;
    while (/^[0-9,]$/.test(this.text[end] ?? '')) end++;
    const body = this.text.slice(this.at, end + 1).join('');
    const counts = /^\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}$/.exec(body);
    if (counts === null) return undefined;
    const least = Number(counts[1]);
    const most = counts[2] === undefined ? least : counts[3] === undefined ? UNLIMITED : Number(counts[3]);
    if (least > MOST_REPETITIONS || (most > MOST_REPETITIONS && most !== UNLIMITED) || least > most) {
      throw new Re2SyntaxError('invalid repeat count', body);
    }
    this.at = end + 1;
    return { least, most };
  }

  private looking(text: string, at = this.at): boolean {
    for (let i = 0; i < text.length; i++) if (this.text[at + i] !== text[i]) return false;
    return true;
  }
}

function isOctal(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '7';
}

function characters(classes: readonly CharacterClass[], { ignoreCase }: Flags, negative = false): Re2Characters {
  return { is: 'characters', classes, negative, ignoreCase };
}

function literal(character: string, flags: Flags): Re2Characters {
  const code = character.codePointAt(0) ?? 0;
  return characters([{ of: [[code, code]], negative: false }], flags);
}

/** Several pieces as one; a single one stays what it is. */
function joined(pieces: readonly Piece[], join: (nodes: readonly Re2Node[]) => Re2Node): Piece {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  return {
    node: join(pieces.map(({ node }) => node)),
    repeats: pieces.reduce((most, { repeats }) => Math.max(most, repeats), 1),
    size: pieces.reduce((sum, { size }) => sum + size, 0),
  };
}
