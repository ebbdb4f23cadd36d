import type { Attribute, Term } from '../attribute';
import type { Test } from '../test';

/** A predicate on a request, and the answer that is wanted or was given. */
export interface Literal {
  readonly term: Term;
  readonly test: Test;
  readonly answer: boolean;
}

/** The attribute that a term is made of; undefined for a constant, and for what cannot be followed back. */
export function attributeOf(term: Term): Attribute | undefined {
  switch (term.kind) {
    case 'attribute':
      return term;
    case 'appended':
      return attributeOf(term.to);
    case 'prefix-replaced':
    case 'regex-replaced':
      return attributeOf(term.of);
    default:
      return undefined;
  }
}

/** Texts that are equal for terms and tests that mean the same. */
export class Keys {
  readonly #tests = new WeakMap<Test, string>();
  readonly #tables = new WeakMap<object, number>();
  #count = 0;

  /** What is asked, without the answer: a table or a rule for tokens is one question with several answers. */
  public question({ term, test }: Pick<Literal, 'term' | 'test'>): string {
    return `${termKey(term)} ${test.kind === 'chosen' || test.kind === 'token' ? this.#table(test) : this.test(test)}`;
  }

  /** What is answered. */
  public answer({ test, answer }: Pick<Literal, 'test' | 'answer'>): string {
    if (test.kind === 'chosen') return `${answer} ${test.name ?? ''}`;
    return test.kind === 'token' ? `${answer} ${test.state} ${JSON.stringify(test.place)}` : String(answer);
  }

  public literal(literal: Literal): string {
    return `${this.question(literal)} ${this.answer(literal)}`;
  }

  public test(test: Test): string {
    let key = this.#tests.get(test);
    if (key === undefined) {
      key = this.#keyOf(test);
      this.#tests.set(test, key);
    }
    return key;
  }

  #keyOf(test: Test): string {
    switch (test.kind) {
      case 'chosen':
        return `${this.#table(test)} ${test.name ?? ''}`;
      case 'token':
        return `${this.#table(test)} ${test.state} ${JSON.stringify(test.place)}`;
      case 'or-empty':
        return `or-empty ${this.test(test.test)}`;
      case 'any-of':
        return `any-of ${JSON.stringify(test.tests.map(one => this.test(one)))}`;
      case 'exact':
      case 'prefix':
      case 'suffix':
        return `${test.kind} ${test.ignoreCase} ${test.text}`;
      case 'glob':
        return `glob ${test.withinSegment} ${test.pattern}`;
      default: {
        const { fits: _fits, ...data } = test;
        return JSON.stringify(data);
      }
    }
  }

  #table(test: Extract<Test, { kind: 'chosen' | 'token' }>): string {
    if (test.kind === 'token') return `token ${JSON.stringify(test.rule)}`;
    let id = this.#tables.get(test.from);
    if (id === undefined) {
      id = this.#count++;
      this.#tables.set(test.from, id);
    }
    return `table ${id}`;
  }
}

function termKey(term: Term): string {
  switch (term.kind) {
    case 'attribute':
      return term.id;
    case 'appended':
      return `${termKey(term.to)}+${JSON.stringify(term.text)}`;
    case 'prefix-replaced':
      return `${termKey(term.of)} ${JSON.stringify([term.prefix, term.by])}`;
    case 'regex-replaced':
      return `${termKey(term.of)} ${JSON.stringify([term.expression, term.by])}`;
    case 'constant':
      return `constant ${JSON.stringify(term.value)}`;
    case 'opaque':
      return 'opaque';
  }
}
