/** Words that name no variable, and what every program may have by its own name. */
const TAKEN = new Set(
  (
    'accept app mesh arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield async of get set'
  ).split(' '),
);

/** Names that are each given once. */
export class Names {
  private readonly taken: Set<string>;

  public constructor(taken: Iterable<string> = []) {
    this.taken = new Set(taken);
  }

  /** The first of these names that is free; with a number behind the last where none is. */
  public first(...wanted: readonly string[]): string {
    const last = wanted.at(-1) ?? '';
    let name = wanted.find(candidate => !this.taken.has(candidate));
    for (let i = 2; name === undefined; i++) if (!this.taken.has(`${last}-${i}`)) name = `${last}-${i}`;
    this.taken.add(name);
    return name;
  }
}

/** Names of variables that are each given once. */
export class Variables {
  private readonly taken = new Set(TAKEN);

  /** A variable for the first of these texts whose name is free. */
  public for(...wanted: readonly string[]): string {
    const names = wanted.map(camelCase);
    const last = names.at(-1) ?? 'it';
    let name = names.find(candidate => !this.taken.has(candidate));
    for (let i = 2; name === undefined; i++) if (!this.taken.has(`${last}${i}`)) name = `${last}${i}`;
    this.taken.add(name);
    return name;
  }
}

/** A text as the name of a variable: `notes-app` is `notesApp`, and `HTTPRoute-web` is `httpRouteWeb`. */
export function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const joined = words
    .map((word, i) => (i === 0 ? withSmallStart(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return /^[A-Za-z]/.test(joined) ? joined : `_${joined}`;
}

/** A word with its first letter small, or its first letters where it begins with an abbreviation. */
function withSmallStart(word: string): string {
  return word.replace(/^(?:[A-Z0-9]+(?=[A-Z][a-z]|$)|[A-Z])/, start => start.toLowerCase());
}
