import { codeRanges } from '../../../src/text/re2/characters';
import type { CodeRange, Re2Node, Re2Place } from '../../../src/text/re2/syntax';

/** Whether the whole text fits a node, by the plain meaning of the syntax tree: slow, and easy to check by eye. */
export function fitsNode(node: Re2Node, text: string): boolean {
  const characters = [...text];
  return endsOf(node, characters, new Set([0])).has(characters.length);
}

const known = new WeakMap<Re2Node, readonly CodeRange[]>();

/** Where a match of the node can end that begins at one of `starts`. */
function endsOf(node: Re2Node, text: readonly string[], starts: ReadonlySet<number>): ReadonlySet<number> {
  switch (node.is) {
    case 'characters': {
      const ranges = known.get(node) ?? codeRanges(node);
      known.set(node, ranges);
      const fits = (character: string | undefined): boolean => {
        const code = character?.codePointAt(0) ?? -1;
        return ranges.some(([from, to]) => from <= code && code <= to);
      };
      return new Set([...starts].filter(start => fits(text[start])).map(start => start + 1));
    }
    case 'place':
      return new Set([...starts].filter(start => holds(node.place, text, start)));
    case 'sequence':
      return node.items.reduce((places, item) => endsOf(item, text, places), starts);
    case 'choice':
      return new Set(node.options.flatMap(option => [...endsOf(option, text, starts)]));
    case 'group':
      return endsOf(node.of, text, starts);
    case 'repetition': {
      let places = starts;
      for (let i = 0; i < node.least; i++) places = endsOf(node.of, text, places);
      const ends = new Set(places);
      // More rounds than there are characters only repeat what matches nothing.
      for (let i = node.least; i < Math.min(node.most, node.least + text.length + 1); i++) {
        places = endsOf(node.of, text, places);
        for (const place of places) ends.add(place);
      }
      return ends;
    }
  }
}

function holds(place: Re2Place, text: readonly string[], at: number): boolean {
  const isWord = (character: string | undefined): boolean => /^[0-9A-Za-z_]$/.test(character ?? '');
  switch (place) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === text.length;
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'word-boundary':
      return isWord(text[at - 1]) !== isWord(text[at]);
    case 'no-word-boundary':
      return isWord(text[at - 1]) === isWord(text[at]);
  }
}
