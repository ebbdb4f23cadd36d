import { Automaton, TooLarge } from '../../text/automaton/automaton';
import { findText } from '../../text/automaton/find-text';
import { ANYTHING, type Language, languageOf, literal, sequence } from '../../text/automaton/language';
import { parseRe2 } from '../../text/re2/parse';
import type { Term } from '../attribute';

/** Letters and digits suffice for samples, so that they are paths however these are normalised. */
const PLAIN_PATH = '(?:/[A-Za-z0-9_.-]*[A-Za-z0-9_-])*/?';

/** Paths that begin in a certain way, of which an expression in the term replaces a part; one for each expression. */
export function samplesChangedBy(term: Term, head: string): readonly string[] {
  switch (term.kind) {
    case 'regex-replaced': {
      const sample = sampleWith(head, term.expression);
      return [...samplesChangedBy(term.of, head), ...(sample === undefined ? [] : [sample])];
    }
    case 'prefix-replaced':
      return samplesChangedBy(term.of, head);
    default:
      return [];
  }
}

function sampleWith(head: string, expression: string): string | undefined {
  const languages: readonly Language[] = [
    sequence(literal(head), ANYTHING),
    sequence(ANYTHING, languageOf(parseRe2(expression)), ANYTHING),
    languageOf(parseRe2(PLAIN_PATH)),
  ];
  try {
    const found = findText(languages.map(language => ({ automaton: new Automaton(language), wanted: true })));
    return typeof found === 'object' ? found.text : undefined;
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}
