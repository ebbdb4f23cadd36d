import { attributeOf, type Keys, type Literal } from '../requests/witness/literal';
import { holdAll } from '../requests/witness/solve-text';
import { type Conditioned, type Region, regionsOf } from './regions';

/** Those who may send the same requests, and what happens to them. */
export interface RegionsOfSome<S, T> {
  readonly senders: readonly S[];
  /** Their conditions say nothing of who sends. */
  readonly regions: readonly Region<T>[];
}

/**
 * Joins classes that mean the same for a sender, for each of the senders: what is asked of its identity is answered
 * then, and makes no difference any more.
 *
 * @param principalOf The identity of a sender.
 * @param labelOf What a class means; classes with equal labels are joined.
 */
export function regionsByIdentity<S, T extends Conditioned>(
  classes: readonly T[],
  senders: readonly S[],
  principalOf: (sender: S) => string | undefined,
  keys: Keys,
  labelOf: (one: T) => string,
): readonly RegionsOfSome<S, T>[] {
  const asked = new Map<string, Literal>();
  for (const { condition } of classes) {
    for (const literal of condition) if (isOfIdentity(literal)) asked.set(keys.literal(literal), literal);
  }
  const groups = new Map<string, S[]>();
  const known = new Map<string | undefined, string>();
  for (const sender of senders) {
    const principal = principalOf(sender);
    let answers = known.get(principal);
    if (answers === undefined) {
      answers = [...asked.values()].map(literal => (holdAll([literal], principal) ? '1' : '0')).join('');
      known.set(principal, answers);
    }
    const group = groups.get(answers);
    if (group === undefined) groups.set(answers, [sender]);
    else group.push(sender);
  }
  const numbers = new Map([...asked.keys()].map((key, i) => [key, i]));
  return [...groups].map(([answers, some]) => {
    const holds = (literal: Literal) => answers[numbers.get(keys.literal(literal)) ?? 0] === '1';
    const own = classes.flatMap(one => {
      const identity = one.condition.filter(isOfIdentity);
      if (!identity.every(holds)) return [];
      return [{ of: one, condition: one.condition.filter(literal => !isOfIdentity(literal)) }];
    });
    const regions = regionsOf(own, keys, ({ of }) => labelOf(of));
    return {
      senders: some,
      regions: regions.map(({ condition, classes: joined }) => ({ condition, classes: joined.map(({ of }) => of) })),
    };
  });
}

function isOfIdentity({ term }: Literal): boolean {
  return attributeOf(term)?.name === 'principal';
}
