import { Automaton, TooLarge } from '../../text/automaton/automaton';
import { findText, type Membership } from '../../text/automaton/find-text';
import { type Language, languageOf } from '../../text/automaton/language';
import { compileRe2 } from '../../text/re2';
import { parseRe2 } from '../../text/re2/parse';
import { sampleHost } from '../../values/host-pattern';
import { addTo } from '../../values/multimap';
import type { Term } from '../attribute';
import type { NamedChoice, Test } from '../test';
import { type Domain, isIn } from './domains';
import { HostTable, hostWays, type WantedAnswers } from './host-table';
import { attributeOf, type Keys, type Literal } from './literal';
import { hostLanguage, languageOfTest, membershipOf, valueOfTerm } from './text-language';

/** A value that was found, that there is none, or that nobody can tell. */
export type Found<T> = { readonly value: T } | 'none' | 'unknown';

/** Finds values of one attribute on which predicates have given answers. What was found once is known from then on. */
export class TextSolver {
  readonly #found = new Map<Domain, Map<string, Found<string | undefined>>>();
  readonly #domains = new Map<Domain, readonly Membership[]>();
  readonly #automata = new Map<string, Automaton | undefined>();
  readonly #tables = new WeakMap<NamedChoice, HostTable>();

  public constructor(private readonly keys: Keys) {}

  /**
   * A value for which all literals hold, the absence of one where that will do.
   *
   * @param preferred A value that is taken if it fits.
   */
  public solve(domain: Domain, literals: readonly Literal[], preferred?: string): Found<string | undefined> {
    if (preferred !== undefined && holdAll(literals, preferred)) return { value: preferred };
    const [only] = literals;
    // To look at the one text that is given takes no longer than to look up what was found.
    if (only !== undefined && literals.length === 1 && isGiven(only)) return this.#search(domain, literals);
    const known = this.#found.get(domain) ?? new Map<string, Found<string | undefined>>();
    this.#found.set(domain, known);
    const key =
      only !== undefined && literals.length === 1
        ? this.keys.literal(only)
        : [...new Set(literals.map(one => this.keys.literal(one)))].sort().join('\n');
    let found = known.get(key);
    if (found === undefined) {
      found = this.#search(domain, literals);
      known.set(key, found);
    }
    return found;
  }

  #search(domain: Domain, literals: readonly Literal[]): Found<string | undefined> {
    if (domain.optional && holdAll(literals, undefined)) return { value: undefined };
    for (const candidate of this.#candidates(domain, literals)) {
      if (isIn(domain, candidate) && holdAll(literals, candidate)) return { value: candidate };
    }
    if (domain.anyScript === true && literals.some(one => BEYOND_ASCII.test(this.keys.literal(one)))) return 'unknown';
    // Where the text is given, there is no other one to look for.
    if (literals.some(isGiven) || contradict(literals, this.keys)) return 'none';
    try {
      return this.#byAutomata(domain, literals);
    } catch (error) {
      if (error instanceof TooLarge) return 'unknown';
      throw error;
    }
  }

  /** Texts that are worth a try. */
  *#candidates({ usual }: Domain, literals: readonly Literal[]): Iterable<string> {
    const named = literals.some(({ test, answer }) => test.kind === 'chosen' && answer && test.name !== undefined);
    for (const { term, test, answer } of literals) {
      if (attributeOf(term) === undefined) continue;
      if (test.kind === 'chosen') {
        // One table that has to give a name leaves few hosts to try.
        const own = answer && test.name !== undefined ? this.#table(test.from).named(test.name) : [];
        yield* (named ? own : test.from.patterns).map(sampleHost);
      } else if (answer) {
        for (const text of samplesOf(test)) yield* undone(term, text);
      }
    }
    yield* usual;
  }

  #byAutomata(domain: Domain, literals: readonly Literal[]): Found<string> {
    const plain: Literal[] = [];
    const tables: Literal[] = [];
    for (const one of literals) (one.test.kind === 'chosen' ? tables : plain).push(one);
    let memberships: readonly Membership[] | undefined;
    let doubt = false;
    for (const alternative of this.#alternatives(tables)) {
      // Made once tables leave a way at all: most often they leave none.
      memberships ??= this.#memberships(domain, plain);
      if (alternative === undefined || memberships === undefined) return 'unknown';
      const found = findText([...memberships, ...alternative]);
      if (typeof found === 'object' && holdAll(literals, found.text)) return { value: found.text };
      doubt ||= found !== undefined;
    }
    return doubt ? 'unknown' : 'none';
  }

  /** What the domain and tests ask of a text; undefined where a test is about no set of texts. */
  #memberships(domain: Domain, literals: readonly Literal[]): readonly Membership[] | undefined {
    const memberships: Membership[] = [...this.#domain(domain)];
    for (const { term, test, answer } of literals) {
      const automaton = this.#automatonOf(test);
      const membership = automaton && membershipOf(term, automaton, answer);
      if (membership === undefined) return undefined;
      memberships.push(membership);
    }
    return memberships;
  }

  /** The ways in which tables can give the wanted answers. */
  *#alternatives(literals: readonly Literal[]): Iterable<readonly Membership[] | undefined> {
    const tables = new Map<NamedChoice, Literal[]>();
    for (const literal of literals) {
      const { test, term } = literal;
      // What a table says to a name that a proxy has made is not followed back.
      if (test.kind !== 'chosen' || term.kind !== 'attribute') {
        yield undefined;
        return;
      }
      addTo(tables, test.from, literal);
    }
    const wanted = [...tables].map(([choice, own]): WantedAnswers => {
      const given = own.find(({ answer }) => answer)?.test;
      return {
        table: this.#table(choice),
        fits: sample => own.every(({ test, answer }) => test.fits(sample) === answer),
        name: given?.kind === 'chosen' ? given.name : undefined,
      };
    });
    const withPort = literals.some(({ term }) => term.kind === 'attribute' && term.name === 'authority');
    const automaton = (pattern: string) =>
      this.#automaton(`host ${withPort} ${pattern}`, () => hostLanguage(pattern, withPort));
    let tried = 0;
    for (const { holding, failing } of hostWays(wanted)) {
      const way = [
        ...holding.map(pattern => member(automaton(pattern), true)),
        ...failing.map(pattern => member(automaton(pattern), false)),
      ];
      yield ++tried <= MOST_ALTERNATIVES && way.every(one => one !== undefined) ? way : undefined;
    }
  }

  #table(choice: NamedChoice): HostTable {
    let table = this.#tables.get(choice);
    if (table === undefined) {
      table = new HostTable(choice);
      this.#tables.set(choice, table);
    }
    return table;
  }

  #domain(domain: Domain): readonly Membership[] {
    let memberships = this.#domains.get(domain);
    if (memberships === undefined) {
      memberships = this.#membershipsOf(domain);
      this.#domains.set(domain, memberships);
    }
    return memberships;
  }

  #membershipsOf({ fits, never }: Domain): readonly Membership[] {
    const all = [fits, ...never].map((expression, i) => {
      const automaton = this.#automaton(`domain ${expression}`, () => languageOf(parseRe2(expression)));
      return member(automaton, i === 0);
    });
    return all.filter(one => one !== undefined);
  }

  #automatonOf(test: Test): Automaton | undefined {
    return this.#automaton(this.keys.test(test), () => languageOfTest(test));
  }

  #automaton(key: string, make: () => Language | undefined): Automaton | undefined {
    if (this.#automata.has(key)) return this.#automata.get(key);
    const language = make();
    const automaton = language === undefined ? undefined : new Automaton(language);
    this.#automata.set(key, automaton);
    return automaton;
  }
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** The most ways to give the answers of several tables that are tried. */
const MOST_ALTERNATIVES = 500;

function member(automaton: Automaton | undefined, wanted: boolean): Membership | undefined {
  return automaton && { automaton, wanted };
}

/** Whether all literals hold for a value of the attribute. */
export function holdAll(literals: readonly Literal[], value: string | undefined): boolean {
  return literals.every(({ term, test, answer }) => test.fits(termValue(term, value)) === answer);
}

/** What a term is for a value of the attribute that it is made of. */
export function termValue(term: Term, value: string | undefined): string | undefined {
  return valueOfTerm(term, value, replaceAll);
}

function replaceAll(text: string, expression: string, by: string): string {
  return compileRe2(expression).replaceAll(text, by);
}

/** Whether a literal leaves one text only. */
function isGiven({ term, test, answer }: Literal): boolean {
  return answer && term.kind === 'attribute' && test.kind === 'exact' && !test.ignoreCase;
}

/** Whether one of the literals is another one's contrary. */
function contradict(literals: readonly Literal[], keys: Keys): boolean {
  const held = new Set(literals.map(one => keys.literal(one)));
  return literals.some(one => held.has(keys.literal({ ...one, answer: !one.answer })));
}

/** Some texts that pass a test. */
function* samplesOf(test: Test): Iterable<string> {
  switch (test.kind) {
    case 'exact':
      yield test.text;
      break;
    case 'prefix':
      yield test.text;
      yield `${test.text}a`;
      break;
    case 'suffix':
      yield `a${test.text}`;
      yield `/a${test.text}`;
      break;
    case 'template':
      yield test.template.replace(/\{\*\*?\}/g, 'a');
      break;
    case 'glob':
      yield test.pattern.replaceAll('*', 'a');
      break;
    case 'or-empty':
      yield* samplesOf(test.test);
      break;
    case 'any-of':
      for (const one of test.tests) yield* samplesOf(one);
      break;
  }
}

/** Values of the attribute that a term turns into this text, as far as that is plain. */
function* undone(term: Literal['term'], text: string): Iterable<string> {
  if (term.kind === 'attribute') yield text;
  else if (term.kind === 'appended' && text.endsWith(term.text)) {
    yield* undone(term.to, text.slice(0, text.length - term.text.length));
  } else if (term.kind === 'prefix-replaced' && text.startsWith(term.by)) {
    yield* undone(term.of, term.prefix + text.slice(term.by.length));
  } else if (term.kind === 'regex-replaced') yield* undone(term.of, text);
}
