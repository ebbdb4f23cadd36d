import type { Keys, Literal } from '../requests/witness/literal';
import type { Found } from '../requests/witness/solve-text';
import type { Solver, Witness } from '../requests/witness/witness';

/**
 * A request on which one condition holds and none of some others.
 *
 * @param others Conditions that are taken away: each a list of literals that all have to hold.
 * @returns `none` where the others cover the condition, `unknown` where nobody can tell
 */
export function outside(
  solver: Solver,
  keys: Keys,
  near: Witness,
  condition: readonly Literal[],
  others: readonly (readonly Literal[])[],
): Found<Witness> {
  const found = solver.solveAll(near, condition);
  const [first, ...rest] = others;
  if (typeof found !== 'object' || first === undefined) return found;
  const held = new Map(condition.map(literal => [keys.question(literal), literal]));
  let doubt = false;
  const before: Literal[] = [];
  for (const literal of first) {
    const own = held.get(keys.question(literal));
    // What holds anyway does not fail.
    if (own !== undefined && keys.literal(own) === keys.literal(literal)) continue;
    const failing = { ...literal, answer: !literal.answer };
    const left = outside(solver, keys, found.value, [...condition, ...before, failing], rest);
    if (typeof left === 'object') return left;
    doubt ||= left === 'unknown';
    before.push(literal);
  }
  return doubt ? 'unknown' : 'none';
}
