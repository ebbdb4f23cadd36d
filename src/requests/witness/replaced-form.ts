import { charactersOf } from '../../text/automaton/characters';
import { parseRe2 } from '../../text/re2/parse';
import type { Re2Characters, Re2Node, Re2Place } from '../../text/re2/syntax';
import { joinedForm, type TextForm } from './text-form';

/** A place in texts of which the beginning is known: behind so many characters, or at the end, behind the rest. */
type Place = number | 'end';

/** Where a part of the texts begins and ends. */
type Part = readonly [from: number, to: Place];

interface Found {
  readonly to: Place;
  readonly groups: ReadonlyMap<number, Part>;
}

/** What is found from a place on: the same in all texts, in none of them, or it depends on what is not known. */
type Outcome = Found | 'none' | 'unknown';

type Goal = (at: Place, groups: Found['groups']) => Outcome;

/**
 * Texts that begin alike, with the parts that fit an expression replaced; undefined where that hangs on how the texts go
 * on.
 *
 * @param form a beginning that is known, and then anything that a path can hold
 */
export function replacedForm(form: TextForm, expression: string, by: string): TextForm | undefined {
  const [head, end, ...more] = form;
  if (head === undefined || end !== '' || more.length > 0) return undefined;
  const search = new Search(head, parseRe2(expression));
  let replaced: TextForm = [''];
  for (let at = 0; ; ) {
    const found = search.from(at);
    if (found === 'unknown') return undefined;
    if (found === 'none') return joinedForm(replaced, search.part([at, 'end']));
    const [from, to] = found.groups.get(0) ?? [at, 'end'];
    const put = replacement(by, found.groups, search);
    if (put === undefined) return undefined;
    replaced = joinedForm(joinedForm(replaced, search.part([at, from])), put);
    if (to === 'end') return replaced;
    // After an empty part the next one begins further on, which is not followed here.
    if (to === from) return undefined;
    at = to;
  }
}

function replacement(by: string, groups: Found['groups'], search: Search): TextForm | undefined {
  let form: TextForm = [''];
  for (const item of by.match(/\\[\s\S]?|[^\\]+/g) ?? []) {
    const digit = /^\\(\d)$/.exec(item)?.[1];
    if (digit !== undefined) {
      const part = groups.get(Number(digit));
      form = part === undefined ? form : joinedForm(form, search.part(part));
    } else if (item.startsWith('\\') && item !== '\\\\') return undefined;
    else form = joinedForm(form, [item === '\\\\' ? '\\' : item]);
  }
  return form;
}

/** Looks for an expression as RE2 does: the leftmost part, and in it what each part of the expression prefers. */
class Search {
  readonly #numbers = new Map<Re2Node, number>();

  public constructor(
    private readonly head: string,
    private readonly expression: Re2Node,
  ) {
    this.#number(expression);
  }

  public part([from, to]: Part): TextForm {
    return to === 'end' ? [this.head.slice(from), ''] : [this.head.slice(from, to)];
  }

  public from(start: number): Outcome {
    for (let at = start; at <= this.head.length; at++) {
      const found = this.#match(this.expression, at, new Map(), (to, groups) => ({
        to,
        groups: new Map(groups).set(0, [at, to]),
      }));
      if (found !== 'none') return found;
    }
    return isAnchored(this.expression) ? 'none' : 'unknown';
  }

  #number(node: Re2Node): void {
    if (node.is === 'group') this.#numbers.set(node, this.#numbers.size + 1);
    if (node.is === 'sequence') for (const item of node.items) this.#number(item);
    else if (node.is === 'choice') for (const option of node.options) this.#number(option);
    else if (node.is === 'repetition' || node.is === 'group') this.#number(node.of);
  }

  #match(node: Re2Node, at: Place, groups: Found['groups'], goal: Goal): Outcome {
    switch (node.is) {
      case 'characters':
        return this.#character(node, at, groups, goal);
      case 'place': {
        const holds = this.#holds(node.place, at);
        return holds === undefined ? 'unknown' : holds ? goal(at, groups) : 'none';
      }
      case 'sequence':
        return this.#sequence(node.items, at, groups, goal);
      case 'choice':
        return firstOf(node.options.map(option => () => this.#match(option, at, groups, goal)));
      case 'group': {
        const number = this.#numbers.get(node) ?? 0;
        return this.#match(node.of, at, groups, (to, inner) => {
          return goal(to, at === 'end' ? inner : new Map(inner).set(number, [at, to]));
        });
      }
      case 'repetition':
        return this.#repeat(node, 0, at, groups, goal);
    }
  }

  #sequence([first, ...rest]: readonly Re2Node[], at: Place, groups: Found['groups'], goal: Goal): Outcome {
    if (first === undefined) return goal(at, groups);
    return this.#match(first, at, groups, (to, inner) => this.#sequence(rest, to, inner, goal));
  }

  #character(node: Re2Characters, at: Place, groups: Found['groups'], goal: Goal): Outcome {
    if (at === 'end') return 'none';
    if (at >= this.head.length) return 'unknown';
    const fits = charactersOf(node)[this.head.charCodeAt(at)] === 1;
    return fits ? goal(at + 1, groups) : 'none';
  }

  #repeat(
    node: Extract<Re2Node, { is: 'repetition' }>,
    count: number,
    at: Place,
    groups: Found['groups'],
    goal: Goal,
  ): Outcome {
    const { of, least, most, lazy } = node;
    if (at !== 'end' && !lazy && most === Number.POSITIVE_INFINITY && of.is === 'characters' && takesAll(of)) {
      // All that is left is taken. Whether less would do hangs on what that is.
      if (count + this.head.length - at < least) return 'unknown';
      const found = goal('end', groups);
      return found === 'none' ? 'unknown' : found;
    }
    const again = () =>
      count >= most
        ? 'none'
        : this.#match(of, at, groups, (to, inner) =>
            to === at && count >= least ? 'none' : this.#repeat(node, count + 1, to, inner, goal),
          );
    const enough = () => (count < least ? 'none' : goal(at, groups));
    return firstOf(lazy ? [enough, again] : [again, enough]);
  }

  /** Paths have no lines, so that those begin and end where the text does. */
  #holds(place: Re2Place, at: Place): boolean | undefined {
    if (place === 'text-start' || place === 'line-start') return at === 0;
    if (place === 'text-end' || place === 'line-end') {
      return at === 'end' ? true : at < this.head.length ? false : undefined;
    }
    return undefined;
  }
}

/** The first that finds something, as long as none before it leaves open whether it does. */
function firstOf(ways: readonly (() => Outcome)[]): Outcome {
  for (const way of ways) {
    const found = way();
    if (found !== 'none') return found;
  }
  return 'none';
}

/** Whether an expression fits at the beginning of a text only. */
function isAnchored(node: Re2Node): boolean {
  switch (node.is) {
    case 'place':
      return node.place === 'text-start' || node.place === 'line-start';
    case 'sequence':
      return node.items[0] !== undefined && isAnchored(node.items[0]);
    case 'choice':
      return node.options.length > 0 && node.options.every(isAnchored);
    case 'group':
      return isAnchored(node.of);
    default:
      return false;
  }
}

/** Whether every character of a path is one of these. */
function takesAll(node: Re2Characters): boolean {
  const set = charactersOf(node);
  for (let code = 0x21; code < 0x7f; code++) {
    if (set[code] !== 1 && code !== 0x23 && code !== 0x3f) return false;
  }
  return true;
}
