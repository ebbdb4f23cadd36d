import type { Re2Place } from '../re2/syntax';
import { CHARACTERS, type CharacterSet, type Side, sideOf } from './characters';
import type { Language } from './language';

/** A state of the automaton with several ways on. */
type Step =
  | { readonly is: 'characters'; readonly set: CharacterSet; to: number }
  | { readonly is: 'fork'; readonly to: number[] }
  | { readonly is: 'place'; readonly place: Re2Place; to: number }
  | { readonly is: 'end' };

/** A state of the automaton with one way on for each character, made when it is first reached. */
interface State {
  /** The states that it stands for, before the ways that take no character. */
  readonly of: readonly number[];
  readonly before: Side;
  readonly next: Int32Array;
  accepts: boolean | undefined;
  takesAll: boolean | undefined;
}

/** Larger languages are not worked out. */
const MOST_STEPS = 20_000;
const MOST_STATES = 10_000;

/** Thrown for a language that is too large to be worked out. */
export class TooLarge extends Error {
  public override readonly name = 'TooLarge';
}

/**
 * A deterministic automaton for a set of texts. Its states are numbers and are made as they are reached, so that
 * complements and intersections cost no more than what is looked at.
 */
export class Automaton {
  /** The state that nothing leads out of and that accepts nothing. */
  public static readonly DEAD = -1;

  /** Which group of characters each character belongs to; the automaton does not tell those of a group apart. */
  public readonly groupOf: Uint8Array;
  readonly #steps: Step[] = [];
  readonly #places: boolean;
  readonly #states: State[] = [];
  readonly #known = new Map<string, number>();
  readonly #samples: readonly number[];
  readonly #start: number;

  /** @throws TooLarge */
  public constructor(language: Language) {
    const end = this.#add({ is: 'end' });
    this.#start = this.#build(language, end);
    this.#places = this.#steps.some(({ is }) => is === 'place');
    this.groupOf = this.#groups();
    const samples: number[] = [];
    for (let code = 0; code < CHARACTERS; code++) samples[this.groupOf[code] ?? 0] ??= code;
    this.#samples = samples;
    this.#stateOf([this.#start], 'edge');
  }

  /** The state before the first character. */
  public get start(): number {
    return 0;
  }

  /** The state after one more character; `DEAD` if no text of the language goes on like this. */
  public next(state: number, code: number): number {
    if (state === Automaton.DEAD) return state;
    const group = this.groupOf[code] ?? 0;
    const known = this.#states[state]?.next[group] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const found = this.#move(state, this.#samples[group] ?? 0);
    const made = this.#states[state];
    if (made !== undefined) made.next[group] = found;
    return found;
  }

  /** The state after a text. */
  public after(state: number, text: string): number {
    let at = state;
    for (let i = 0; i < text.length && at !== Automaton.DEAD; i++) {
      const code = text.charCodeAt(i);
      at = code < CHARACTERS ? this.next(at, code) : Automaton.DEAD;
    }
    return at;
  }

  /** Whether a text that ends in this state is in the language. */
  public accepts(state: number): boolean {
    const found = this.#states[state];
    if (found === undefined) return false;
    found.accepts ??= this.#closure(found.of, found.before, 'edge').some(at => this.#steps[at]?.is === 'end');
    return found.accepts;
  }

  /** Whether every text that goes on from this state is in the language, as after a prefix. */
  public takesAll(state: number): boolean {
    const found = this.#states[state];
    if (found === undefined) return false;
    found.takesAll ??= this.accepts(state) && this.#samples.every(code => this.next(state, code) === state);
    return found.takesAll;
  }

  #move(state: number, code: number): number {
    const { of = [], before = 'edge' } = this.#states[state] ?? {};
    const side = sideOf(code);
    const reached: number[] = [];
    for (const at of this.#closure(of, before, side)) {
      const step = this.#steps[at];
      if (step?.is === 'characters' && step.set[code] === 1) reached.push(step.to);
    }
    return reached.length === 0 ? Automaton.DEAD : this.#stateOf(reached, this.#places ? side : 'other');
  }

  #stateOf(of: readonly number[], before: Side): number {
    const sorted = [...new Set(of)].sort((a, b) => a - b);
    const key = `${before} ${sorted.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= MOST_STATES) throw new TooLarge(`more than ${MOST_STATES} states`);
    const next = new Int32Array(this.#samples.length).fill(UNKNOWN);
    const id = this.#states.push({ of: sorted, before, next, accepts: undefined, takesAll: undefined }) - 1;
    this.#known.set(key, id);
    return id;
  }

  /** The states that are reached without a character, between what stands before and after the place. */
  #closure(from: readonly number[], before: Side, after: Side): readonly number[] {
    const seen = new Set<number>();
    const open = [...from];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.#steps[at];
      if (step?.is === 'fork') open.push(...step.to);
      else if (step?.is === 'place' && holds(step.place, before, after)) open.push(step.to);
    }
    return [...seen];
  }

  #add(step: Step): number {
    if (this.#steps.length >= MOST_STEPS) throw new TooLarge(`more than ${MOST_STEPS} steps`);
    return this.#steps.push(step) - 1;
  }

  /** Builds the steps of a language that go on at `to`, and gives the first of them. */
  #build(language: Language, to: number): number {
    switch (language.is) {
      case 'characters':
        return this.#add({ is: 'characters', set: language.set, to });
      case 'place':
        return this.#add({ is: 'place', place: language.place, to });
      case 'sequence':
        return language.items.reduceRight((next, item) => this.#build(item, next), to);
      case 'choice':
        return this.#add({ is: 'fork', to: language.options.map(option => this.#build(option, to)) });
      case 'repetition':
        return this.#repeat(language.of, language.least, language.most, to);
    }
  }

  #repeat(of: Language, least: number, most: number, to: number): number {
    let at = to;
    if (most === Number.POSITIVE_INFINITY) {
      const loop: number[] = [to];
      at = this.#add({ is: 'fork', to: loop });
      loop.push(this.#build(of, at));
    } else {
      for (let i = least; i < most; i++) at = this.#add({ is: 'fork', to: [to, this.#build(of, at)] });
    }
    for (let i = 0; i < least; i++) at = this.#build(of, at);
    return at;
  }

  /** Puts characters together that no step tells apart. */
  #groups(): Uint8Array {
    const sets = [...new Set(this.#steps.flatMap(step => (step.is === 'characters' ? [step.set] : [])))];
    const groups = new Uint8Array(CHARACTERS);
    if (this.#places) for (let code = 0; code < CHARACTERS; code++) groups[code] = SIDES.indexOf(sideOf(code));
    let count = this.#places ? SIDES.length : 1;
    for (const set of sets) {
      const split = new Map<number, number>();
      let next = 0;
      for (let code = 0; code < CHARACTERS; code++) {
        const key = (groups[code] ?? 0) * 2 + (set[code] ?? 0);
        let group = split.get(key);
        if (group === undefined) {
          group = next++;
          split.set(key, group);
        }
        groups[code] = group;
      }
      count = next;
      if (count === CHARACTERS) break;
    }
    return groups;
  }
}

const UNKNOWN = -2;
const SIDES: readonly Side[] = ['newline', 'word', 'other'];

function holds(place: Re2Place, before: Side, after: Side): boolean {
  switch (place) {
    case 'text-start':
      return before === 'edge';
    case 'text-end':
      return after === 'edge';
    case 'line-start':
      return before === 'edge' || before === 'newline';
    case 'line-end':
      return after === 'edge' || after === 'newline';
    case 'word-boundary':
      return (before === 'word') !== (after === 'word');
    case 'no-word-boundary':
      return (before === 'word') === (after === 'word');
  }
}
