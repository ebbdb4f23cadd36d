import fc from 'fast-check';
import { Automaton } from '../../../src/text/automaton/automaton';
import { findText, type Membership } from '../../../src/text/automaton/find-text';
import { ANYTHING, choice, type Language, languageOf, literal, sequence } from '../../../src/text/automaton/language';
import { compileRe2 } from '../../../src/text/re2';
import { parseRe2 } from '../../../src/text/re2/parse';

const expression = (pattern: string): Automaton => new Automaton(languageOf(parseRe2(pattern)));
const is = (pattern: string): Membership => ({ automaton: expression(pattern), wanted: true });
const isNot = (pattern: string): Membership => ({ automaton: expression(pattern), wanted: false });
const found = (...memberships: Membership[]) => {
  const result = findText(memberships);
  return typeof result === 'object' ? result.text : result;
};

describe('an automaton', () => {
  const patterns = [
    'a*b',
    '(ab|ba)*',
    '^a$|^b+',
    '(?i)a.b',
    '[^a]{2,3}',
    '\\bab\\b|.',
    'a\\Bb',
    '(?m)^b$\\n?a',
    '(a|b){2}c?',
    '',
    '(?:a?){3}b',
    '\\w+\\s\\w*',
    '(?s).*',
    '.*',
  ];

  test.each(patterns)('takes the texts that the engine takes: %j', pattern => {
    const automaton = expression(pattern);
    const engine = compileRe2(pattern);
    const takes = (text: string) => automaton.accepts(automaton.after(automaton.start, text));
    const texts = textsOf(['a', 'b', 'A', '\n', ' '], 5);
    expect(texts.filter(text => takes(text) !== engine.fullMatch(text))).toEqual([]);
  });

  test('tells where a language has ended for good', () => {
    const prefix = new Automaton(sequence(literal('/a'), ANYTHING));
    expect(prefix.after(prefix.start, '/b')).toBe(Automaton.DEAD);
    expect(prefix.takesAll(prefix.after(prefix.start, '/a'))).toBe(true);
    expect(prefix.takesAll(prefix.start)).toBe(false);
  });

  test('takes no text with characters that no header can carry', () => {
    const automaton = new Automaton(ANYTHING);
    expect(automaton.after(automaton.start, 'é')).toBe(Automaton.DEAD);
  });
});

describe('the text that is found', () => {
  test('is a shortest one, readable where it may be', () => {
    expect(found(is('/.*'), isNot('/'))).toBe('/a');
    expect(found(is('/api/.*'), isNot('/api/a.*'), isNot('/api/?'))).toBe('/api/b');
    expect(found(is('(?i)GET|post'), isNot('get'), isNot('GET'))).toBe('geT');
    expect(found(is('[^/]+/[0-9]{3}'), isNot('.*0.*'))).toBe('a/111');
  });

  test('does not exist where the conditions contradict each other', () => {
    expect(found(is('/api/.*'), isNot('/.*'))).toBeUndefined();
    expect(found(is('a+'), is('b+'))).toBeUndefined();
    expect(found(isNot('(?s).*'))).toBeUndefined();
    expect(found(is('(aa)*'), is('(aaa)*'), isNot('(a{6})*'))).toBeUndefined();
  });

  test('fits where the beginning was replaced or an end was added', () => {
    const rewritten: Membership = { automaton: expression('/v2/users/[0-9]'), wanted: true, skip: 4, start: '/v2' };
    expect(found(is('/api.*'), rewritten)).toBe('/api/users/0');
    const lengthened: Membership = { automaton: expression('a+,b'), wanted: true, end: ',b' };
    expect(found(lengthened, isNot('a'))).toBe('aa');
    expect(found(is('/apx'), { ...rewritten, automaton: expression('/v2/.*') })).toBeUndefined();
  });

  test('is given up, not denied, where the search grows too large', () => {
    const far = Array.from({ length: 9 }, (_, i) => is(`(?s)(.{${11 + 2 * i}})*`));
    expect(found(...far, isNot(''))).toBe('unknown');
  });

  test('is there precisely where trying all short texts finds one', () => {
    const language: fc.Arbitrary<Language> = fc.letrec<{ language: Language }>(tie => ({
      language: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom('a', 'b', 'ab', '').map(text => literal(text)),
        fc.array(tie('language'), { minLength: 1, maxLength: 3 }).map(items => sequence(...items)),
        fc.array(tie('language'), { minLength: 1, maxLength: 3 }).map(choice),
        fc
          .record({ of: tie('language'), least: fc.nat(2), more: fc.constantFrom(0, 1, Number.POSITIVE_INFINITY) })
          .map(({ of, least, more }): Language => ({ is: 'repetition', of, least, most: least + more })),
      ),
    })).language;
    const texts = textsOf(['a', 'b'], 7);
    const onlyAB = is('[ab]{0,7}');
    fc.assert(
      fc.property(fc.array(fc.tuple(language, fc.boolean()), { minLength: 1, maxLength: 4 }), some => {
        const memberships = some.map(([one, wanted]) => ({ automaton: new Automaton(one), wanted }));
        const all = [onlyAB, ...memberships];
        const fits = (text: string) =>
          all.every(({ automaton, wanted }) => automaton.accepts(automaton.after(automaton.start, text)) === wanted);
        const shortest = texts.find(fits);
        const result = findText(all);
        if (typeof result !== 'object') return result === shortest;
        return fits(result.text) && result.text.length === shortest?.length;
      }),
      { numRuns: 400 },
    );
  });
});

/** All texts of some characters up to a length, the shortest first. */
function textsOf(characters: readonly string[], longest: number): readonly string[] {
  const all = [''];
  let last = [''];
  for (let i = 0; i < longest; i++) {
    last = last.flatMap(text => characters.map(character => text + character));
    all.push(...last);
  }
  return all;
}
