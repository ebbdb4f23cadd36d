import type { Automaton } from '../../text/automaton/automaton';
import { allBut } from '../../text/automaton/characters';
import type { Membership } from '../../text/automaton/find-text';
import {
  ANYTHING,
  choice,
  type Language,
  languageOf,
  literal,
  many,
  NOTHING,
  sequence,
  some,
} from '../../text/automaton/language';
import { parseRe2 } from '../../text/re2/parse';
import type { Term } from '../attribute';
import type { Test } from '../test';

/** The texts that pass a test; undefined where they are no set of texts. */
export function languageOfTest(test: Test): Language | undefined {
  switch (test.kind) {
    case 'present':
      return ANYTHING;
    case 'not-empty':
      return some(allBut());
    case 'exact':
      return literal(test.text, test.ignoreCase);
    case 'prefix':
      return sequence(literal(test.text, test.ignoreCase), ANYTHING);
    case 'suffix':
      return sequence(ANYTHING, literal(test.text, test.ignoreCase));
    case 'regex':
      return languageOf(parseRe2(test.expression));
    case 'template':
      return templateLanguage(test.template);
    case 'glob':
      return globLanguage(test.pattern, test.withinSegment);
    case 'or-empty':
      return languageOfTest(test.test);
    case 'any-of': {
      const languages = test.tests.map(languageOfTest);
      return languages.every(one => one !== undefined) ? choice(languages) : undefined;
    }
    default:
      return undefined;
  }
}

function templateLanguage(template: string): Language {
  const items = template.split(/(\{\*\*?\})/).map(part => {
    if (part === '{*}') return some(allBut('/'));
    return part === '{**}' ? ANYTHING : literal(part);
  });
  return sequence(...items);
}

function globLanguage(pattern: string, withinSegment: boolean): Language {
  const gap = withinSegment ? many(allBut('/')) : ANYTHING;
  return sequence(...pattern.split('*').flatMap((part, i) => (i === 0 ? [literal(part)] : [gap, literal(part)])));
}

/** The hosts that a pattern covers, with a port or without; a leading star stands for any text. */
export function hostLanguage(pattern: string, withPort: boolean): Language {
  const host = pattern.startsWith('*') ? sequence(ANYTHING, literal(pattern.slice(1), true)) : literal(pattern, true);
  const digits = some(languageSet('[0-9]'));
  return withPort ? sequence(host, choice([NOTHING, sequence(literal(':'), digits)])) : host;
}

/** The characters of a class such as `[a-z]`. */
export function languageSet(characters: string): Uint8Array {
  const language = languageOf(parseRe2(characters));
  if (language.is !== 'characters') throw new Error(`"${characters}" is no class of characters`);
  return language.set;
}

/**
 * What a text has to be so that a term that is made of it passes a test; undefined where the term cannot be followed
 * back.
 */
export function membershipOf(term: Term, automaton: Automaton, wanted: boolean): Membership | undefined {
  switch (term.kind) {
    case 'attribute':
      return { automaton, wanted };
    case 'appended': {
      const inner = membershipOf(term.to, automaton, wanted);
      return inner && { ...inner, end: (inner.end ?? '') + term.text };
    }
    case 'prefix-replaced': {
      const inner = membershipOf(term.of, automaton, wanted);
      // A second replacement would have to look at what the first one left.
      if (inner === undefined || inner.skip !== undefined) return undefined;
      return { ...inner, skip: term.prefix.length, start: term.by };
    }
    default:
      return undefined;
  }
}

/** The value of a term for a value of the attribute that it is made of. */
export function valueOfTerm(term: Term, value: string | undefined, replace: Replace): string | undefined {
  switch (term.kind) {
    case 'attribute':
      return value;
    case 'constant':
      return term.value;
    case 'appended': {
      const to = valueOfTerm(term.to, value, replace);
      return to === undefined ? undefined : to + term.text;
    }
    case 'prefix-replaced': {
      const of = valueOfTerm(term.of, value, replace);
      return of === undefined ? undefined : term.by + of.slice(term.prefix.length);
    }
    case 'regex-replaced': {
      const of = valueOfTerm(term.of, value, replace);
      return of === undefined ? undefined : replace(of, term.expression, term.by);
    }
    case 'opaque':
      return undefined;
  }
}

/** Replaces the parts of a text that fit an expression. */
export type Replace = (text: string, expression: string, by: string) => string;
