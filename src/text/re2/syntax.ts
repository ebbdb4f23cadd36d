/** First and last code point of a range. */
export type CodeRange = readonly [from: number, to: number];

/** Characters that are named together, such as `a-z`, `\D` or `\pL`. */
export interface CharacterClass {
  /** The code points, or the name of a category or script of Unicode. */
  readonly of: readonly CodeRange[] | string;
  /** Whether all other characters are meant. */
  readonly negative: boolean;
}

/** One character out of some classes; a literal is a class of one character. */
export interface Re2Characters {
  readonly is: 'characters';
  readonly classes: readonly CharacterClass[];
  /** Whether a character that is in none of the classes is meant. */
  readonly negative: boolean;
  /** Whether the classes hold the other cases of their characters as well. */
  readonly ignoreCase: boolean;
}

/** What must hold between two characters: `\A`, `\z`, `(?m)^`, `(?m)$`, `\b`, `\B`. */
export type Re2Place = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

/** An expression in RE2's syntax, parsed. Flags are resolved: each node means the same wherever it stands. */
export type Re2Node =
  | Re2Characters
  | { readonly is: 'place'; readonly place: Re2Place }
  /** The items one after the other; without items, the empty text. */
  | { readonly is: 'sequence'; readonly items: readonly Re2Node[] }
  | { readonly is: 'choice'; readonly options: readonly Re2Node[] }
  | {
      readonly is: 'repetition';
      readonly of: Re2Node;
      readonly least: number;
      /** `Infinity` without a limit. */
      readonly most: number;
      /** Whether as few as possible are taken, which changes what groups hold, but not what matches. */
      readonly lazy: boolean;
    }
  /** A group that is captured. Groups are counted from 1 in the order in which they open. */
  | { readonly is: 'group'; readonly of: Re2Node; readonly name?: string };

/** Why a text is not a regular expression in RE2's syntax, in the words of Go's regexp package. */
export class Re2SyntaxError extends Error {
  public override readonly name = 'Re2SyntaxError';

  /** @param at The part of the expression that is wrong; empty where it says nothing. */
  public constructor(problem: string, at: string) {
    super(`error parsing regexp: ${problem}${at === '' ? '' : `: \`${at}\``}`);
  }
}

/** An expression in RE2's syntax that is ready to match. All methods take time in proportion to the text. */
export interface Re2 {
  /** Whether the whole text fits, the way Envoy applies expressions. */
  fullMatch(text: string): boolean;
  /** Whether some part of the text fits, as in CEL and in the patterns of schemas. */
  find(text: string): boolean;
  /**
   * The text with each part that fits replaced. `\1` to `\9` in the replacement stand for groups, `\0` for the part,
   * `\\` for a backslash.
   *
   * @throws Re2SyntaxError if the replacement names a group that is not there, or has another backslash
   */
  replaceAll(text: string, replacement: string): string;
}
