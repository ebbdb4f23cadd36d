import { PERL_CLASSES, POSIX_CLASSES } from '../../../src/text/re2/characters';
import type { CharacterClass, CodeRange, Re2Characters, Re2Node, Re2Place } from '../../../src/text/re2/syntax';

const PLACES: Readonly<Record<Re2Place, string>> = {
  'text-start': '\\A',
  'text-end': '\\z',
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
  'word-boundary': '\\b',
  'no-word-boundary': '\\B',
};

/** Writes a node as an expression that is parsed to the same node. */
export function printRe2(node: Re2Node): string {
  switch (node.is) {
    case 'characters':
      return node.ignoreCase ? `(?i:${bracket(node)})` : bracket(node);
    case 'place':
      return PLACES[node.place];
    case 'sequence':
      return node.items
        .map(item => (item.is === 'sequence' || item.is === 'choice' ? inner(item) : printRe2(item)))
        .join('');
    case 'choice':
      return node.options.map(option => (option.is === 'choice' ? inner(option) : printRe2(option))).join('|');
    case 'repetition':
      return `${inner(node.of)}${counts(node.least, node.most)}${node.lazy ? '?' : ''}`;
    case 'group':
      return `(${node.name === undefined ? '' : `?P<${node.name}>`}${printRe2(node.of)})`;
  }
}

function inner(node: Re2Node): string {
  return `(?:${printRe2(node)})`;
}

function counts(least: number, most: number): string {
  if (most === least) return `{${least}}`;
  return most === Number.POSITIVE_INFINITY ? `{${least},}` : `{${least},${most}}`;
}

function bracket({ classes, negative }: Re2Characters): string {
  return `[${negative ? '^' : ''}${classes.map(printClass).join('')}]`;
}

function printClass({ of, negative }: CharacterClass): string {
  if (typeof of === 'string') return `\\${negative ? 'P' : 'p'}{${of}}`;
  const [only] = of;
  if (only !== undefined && of.length === 1 && !negative) return only.map(hexadecimal).join('-');
  const perl = nameIn(PERL_CLASSES, of);
  if (perl !== undefined) return `\\${negative ? perl.toUpperCase() : perl}`;
  return `[:${negative ? '^' : ''}${nameIn(POSIX_CLASSES, of)}:]`;
}

function nameIn(
  table: { readonly [name: string]: readonly CodeRange[] },
  ranges: readonly CodeRange[],
): string | undefined {
  return Object.keys(table).find(name => JSON.stringify(table[name]) === JSON.stringify(ranges));
}

function hexadecimal(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
