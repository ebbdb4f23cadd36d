import type { AskedPredicate } from '../requests/request-facts';
import { attributeOf, type Keys, type Literal } from '../requests/witness/literal';
import type { Solver, Witness } from '../requests/witness/witness';
import type { Verdict } from '../simulation/verdict';

/** Requests on which every proxy on the way decides alike. */
export interface RequestClass<V = Verdict> {
  /** What they have in common, in the order in which proxies ask. */
  readonly condition: readonly Literal[];
  /** One of them. */
  readonly witness: Witness;
  readonly verdict: V;
}

/** A part of the requests for which nothing was worked out. */
export interface Gap {
  readonly condition: readonly Literal[];
  readonly reason: string;
}

/** The classes of all requests of a space. Together with the gaps they cover it, and no two of them share a request. */
export interface Exploration<V = Verdict> {
  readonly classes: readonly RequestClass<V>[];
  readonly gaps: readonly Gap[];
}

/** Answers one request, and tells what was asked of it on the way. */
export type Run<V> = (witness: Witness, asked: AskedPredicate[]) => V;

/** How many classes a space is cut into at most. */
export const MOST_CLASSES = 2000;

/** A part of the space that is still to be looked at. */
interface Task {
  /** Predicates with answers that a request had. */
  readonly prefix: readonly Literal[];
  /** Answers to the next predicate that are not wanted. */
  readonly excluded: readonly Literal[];
  /** A request on which the prefix holds. */
  readonly near: Witness;
}

/**
 * Cuts a space of requests into classes: answers one request, and for each predicate that was asked looks for another
 * request on which all before it have the same answers and it has another one.
 *
 * @param first Any request of the space.
 */
export function explore<V>(
  run: Run<V>,
  solver: Solver,
  keys: Keys,
  first: Witness,
  mostClasses = MOST_CLASSES,
): Exploration<V> {
  const search = new Search(run, solver, keys, mostClasses);
  return search.from(first);
}

/** What of the predicates that were asked of a request tells it from others of its space, in their order. */
export function conditionOf(asked: readonly AskedPredicate[], solver: Solver, keys: Keys): readonly Literal[] {
  const condition: Literal[] = [];
  const known = new Set<string>();
  for (const { term, test, answer } of asked) {
    const attribute = attributeOf(term);
    // What is the same for all requests tells nothing about this one.
    const isFree = attribute === undefined ? term.kind === 'opaque' : solver.isFree(attribute);
    if (answer === undefined || !isFree) continue;
    const question = keys.question({ term, test });
    if (known.has(question)) continue;
    known.add(question);
    condition.push({ term, test, answer });
  }
  return condition;
}

class Search<V> {
  readonly #classes: RequestClass<V>[] = [];
  readonly #gaps: Gap[] = [];
  readonly #tasks: Task[] = [];

  public constructor(
    private readonly run: Run<V>,
    private readonly solver: Solver,
    private readonly keys: Keys,
    private readonly mostClasses: number,
  ) {}

  public from(first: Witness): Exploration<V> {
    const found = this.#answer(first);
    this.#take(found, first, 0, []);
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
      if (this.#classes.length >= this.mostClasses) {
        const reason = `not looked at: there are more than ${this.mostClasses} classes`;
        this.#gaps.push({ condition: [...task.prefix, ...task.excluded], reason });
      } else this.#pursue(task);
    }
    return { classes: this.#classes, gaps: this.#gaps };
  }

  #pursue({ prefix, excluded, near }: Task): void {
    const wanted = [...prefix, ...excluded];
    let reason: string | undefined;
    for (const found of this.solver.solve(near, wanted)) {
      if (found === 'none') continue;
      if (found === 'unknown') {
        reason = 'it cannot be decided whether such a request exists';
        continue;
      }
      const answered = this.#answer(found.value);
      if (this.#agrees(answered.condition, prefix, excluded)) {
        this.#take(answered, found.value, prefix.length, excluded);
        return;
      }
      reason = 'the request that was found is not one of them';
    }
    if (reason !== undefined) this.#gaps.push({ condition: wanted, reason });
  }

  /** Keeps the class of a request, and the tasks to look at what is beside it. */
  #take(
    { condition, verdict }: Omit<RequestClass<V>, 'witness'>,
    near: Witness,
    depth: number,
    excluded: readonly Literal[],
  ): void {
    this.#classes.push({ condition, witness: near, verdict });
    for (let i = depth; i < condition.length; i++) {
      const literal = condition[i];
      if (literal === undefined) continue;
      const before = i === depth ? excluded : [];
      const isTable = literal.test.kind === 'chosen' || literal.test.kind === 'token';
      // A predicate has two answers: once the other one was looked at, there is nothing left.
      if (before.length > 0 && !isTable) continue;
      const other = { ...literal, answer: !literal.answer };
      this.#tasks.push({ prefix: condition.slice(0, i), excluded: [...before, other], near });
    }
  }

  #answer(witness: Witness): Omit<RequestClass<V>, 'witness'> {
    const asked: AskedPredicate[] = [];
    const verdict = this.run(witness, asked);
    const condition = conditionOf(asked, this.solver, this.keys);
    return { condition, verdict };
  }

  #agrees(condition: readonly Literal[], prefix: readonly Literal[], excluded: readonly Literal[]): boolean {
    const same = prefix.every((literal, i) => {
      const own = condition[i];
      return own !== undefined && this.keys.literal(own) === this.keys.literal(literal);
    });
    const next = condition[prefix.length];
    const [question] = excluded;
    if (!same || next === undefined || question === undefined) return false;
    if (this.keys.question(next) !== this.keys.question(question)) return false;
    return excluded.every(({ test, answer }) => {
      if (test.kind !== 'chosen' && test.kind !== 'token') return next.answer === answer;
      return (this.keys.test(test) === this.keys.test(next.test)) === answer;
    });
  }
}
