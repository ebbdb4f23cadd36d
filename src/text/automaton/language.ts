import type { Re2Node, Re2Place } from '../re2/syntax';
import { allBut, type CharacterSet, charactersOf, oneCharacter } from './characters';

/** A set of texts, put together from parts. */
export type Language =
  | { readonly is: 'characters'; readonly set: CharacterSet }
  | { readonly is: 'place'; readonly place: Re2Place }
  | { readonly is: 'sequence'; readonly items: readonly Language[] }
  | { readonly is: 'choice'; readonly options: readonly Language[] }
  | { readonly is: 'repetition'; readonly of: Language; readonly least: number; readonly most: number };

/** Any number of any characters. */
export const ANYTHING: Language = {
  is: 'repetition',
  of: { is: 'characters', set: allBut() },
  least: 0,
  most: Number.POSITIVE_INFINITY,
};

/** The empty text alone. */
export const NOTHING: Language = { is: 'sequence', items: [] };

/** One text, or the same in other cases. A character that is not ASCII fits nothing. */
export function literal(text: string, ignoreCase = false): Language {
  const items = [...text].map(
    (character): Language => ({ is: 'characters', set: oneCharacter(character, ignoreCase) }),
  );
  return { is: 'sequence', items };
}

export function sequence(...items: readonly Language[]): Language {
  return { is: 'sequence', items };
}

export function choice(options: readonly Language[]): Language {
  return { is: 'choice', options };
}

/** One character or more of a set. */
export function some(set: CharacterSet): Language {
  return { is: 'repetition', of: { is: 'characters', set }, least: 1, most: Number.POSITIVE_INFINITY };
}

/** Any number of characters of a set. */
export function many(set: CharacterSet): Language {
  return { is: 'repetition', of: { is: 'characters', set }, least: 0, most: Number.POSITIVE_INFINITY };
}

/** The texts that an expression takes as a whole. */
export function languageOf(node: Re2Node): Language {
  switch (node.is) {
    case 'characters':
      return { is: 'characters', set: charactersOf(node) };
    case 'place':
      return node;
    case 'sequence':
      return { is: 'sequence', items: node.items.map(languageOf) };
    case 'choice':
      return { is: 'choice', options: node.options.map(languageOf) };
    case 'repetition':
      return { is: 'repetition', of: languageOf(node.of), least: node.least, most: node.most };
    case 'group':
      return languageOf(node.of);
  }
}
