import { codeRanges } from '../re2/characters';
import type { Re2Characters } from '../re2/syntax';

/** How many characters there are: texts of requests are ASCII. */
export const CHARACTERS = 128;

/** Characters as one flag for each code. */
export type CharacterSet = Uint8Array;

/** The characters of a node of an expression. */
export function charactersOf(node: Re2Characters): CharacterSet {
  const set = new Uint8Array(CHARACTERS);
  for (const [from, to] of codeRanges(node)) {
    for (let code = from; code <= Math.min(to, CHARACTERS - 1); code++) set[code] = 1;
  }
  return set;
}

/** One character, or both of its cases. */
export function oneCharacter(character: string, ignoreCase: boolean): CharacterSet {
  const set = new Uint8Array(CHARACTERS);
  const texts = ignoreCase ? [character.toLowerCase(), character.toUpperCase()] : [character];
  for (const text of texts) {
    const code = text.charCodeAt(0);
    if (text.length === 1 && code < CHARACTERS) set[code] = 1;
  }
  return set;
}

/** All characters but some. */
export function allBut(excluded = ''): CharacterSet {
  const set = new Uint8Array(CHARACTERS).fill(1);
  for (const character of excluded) set[character.charCodeAt(0)] = 0;
  return set;
}

/** What stands before or after a place in a text, as far as expressions ask for it. */
export type Side = 'edge' | 'newline' | 'word' | 'other';

/** What a character is for the places beside it. */
export function sideOf(code: number): Side {
  if (code === 0x0a) return 'newline';
  const isWord =
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a);
  return isWord ? 'word' : 'other';
}
