import fc from 'fast-check';

const ATOMS = [
  ...['a', 'b', '1', '_', ' ', 'é', 'ſ', '😀', '.', '\\.', '\\x41', '\\x{1F600}', '\\101', '\\n', '\\Qa.b\\E'],
  ...['\\d', '\\D', '\\s', '\\S', '\\w', '\\W', '\\pL', '\\P{Lu}', '\\p{Greek}', '\\p{^Nd}'],
  ...['[ab]', '[^a]', '[a-z_]', '[]a-]', '[^\\W_]', '[[:alpha:]1]', '[[:^space:]]', '[\\pL\\d]', '[^\\n]'],
  ...['^', '$', '\\A', '\\z', '\\b', '\\B', ''],
];
const REPETITIONS = ['', '*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{1,}', '{0,2}?', '{2,}?'];
const OPENINGS = ['(', '(?:', '(?P<NAME>', '(?<NAME>', '(?i:', '(?s:', '(?m:', '(?U:', '(?i-s:', '(?is)(', '(?-i)(?:'];

interface Shapes {
  readonly atoms?: readonly string[];
  readonly repetitions?: readonly string[];
  readonly openings?: readonly string[];
}

/** Expressions in RE2's syntax. */
export function arbitraryRe2({ atoms = ATOMS, repetitions = REPETITIONS, openings = OPENINGS }: Shapes = {}) {
  const { pattern } = fc.letrec<{ pattern: string; item: string; atom: string }>(tie => ({
    pattern: fc
      .array(fc.array(tie('item'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
      .map(options => options.map(items => items.join('')).join('|')),
    item: fc
      .tuple(tie('atom'), fc.constantFrom(...repetitions))
      .map(([atom, repetition]) => (atom === '' ? '' : atom + repetition)),
    atom: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.constantFrom(...atoms),
      fc.tuple(fc.constantFrom(...openings), tie('pattern')).map(([opening, body]) => `${opening}${body})`),
    ),
  }));
  let groups = 0;
  return pattern.map(text => text.replaceAll('NAME', () => `g${groups++}`));
}
