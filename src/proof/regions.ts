import type { Keys, Literal } from '../requests/witness/literal';

/** Something with a condition on requests. */
export interface Conditioned {
  readonly condition: readonly Literal[];
}

/** Neighbouring classes that count as one, with what is left of their conditions. */
export interface Region<T> {
  readonly condition: readonly Literal[];
  readonly classes: readonly T[];
}

/** One question, with what follows each of its answers. */
interface Node<T> {
  readonly classes: T[];
  readonly question: string | undefined;
  readonly branches: Map<string, { readonly literal: Literal; readonly node: Node<T> }>;
}

/**
 * Joins classes that mean the same and differ in nothing but the answers to questions that then do not matter.
 *
 * @param classes Classes of one exploration: their conditions ask the same questions in the same order.
 * @param labelOf What a class means; classes with equal labels are joined.
 */
export function regionsOf<T extends Conditioned>(
  classes: readonly T[],
  keys: Keys,
  labelOf: (one: T) => string,
): readonly Region<T>[] {
  const tree = treeOf(classes, 0, keys);
  return meaningOf(tree, labelOf).regions;
}

function treeOf<T extends Conditioned>(classes: readonly T[], depth: number, keys: Keys): Node<T> {
  const [first] = classes;
  const asked = classes.map(({ condition }) => condition[depth]).find(literal => literal !== undefined);
  if (first === undefined || asked === undefined) {
    return { classes: [...classes], question: undefined, branches: new Map() };
  }
  const groups = new Map<string, { readonly literal: Literal; readonly classes: T[] }>();
  const ended: T[] = [];
  for (const one of classes) {
    const literal = one.condition[depth];
    if (literal === undefined) {
      ended.push(one);
      continue;
    }
    const key = keys.literal(literal);
    const group = groups.get(key) ?? { literal, classes: [] };
    group.classes.push(one);
    groups.set(key, group);
  }
  const branches = new Map(
    [...groups].map(([key, { literal, classes: own }]) => [key, { literal, node: treeOf(own, depth + 1, keys) }]),
  );
  return { classes: ended, question: keys.question(asked), branches };
}

/** What classes mean, as a tree without questions that do not matter. */
interface Meaning<T> {
  /** Equal for trees that mean the same. */
  readonly key: string;
  readonly regions: readonly Region<T>[];
}

function meaningOf<T>({ classes, question, branches }: Node<T>, labelOf: (one: T) => string): Meaning<T> {
  const ended = [...byLabel(classes, labelOf)].map(([label, some]): Meaning<T> => {
    return { key: JSON.stringify(label), regions: [{ condition: [], classes: some }] };
  });
  const found = [...branches].map(([answer, { literal, node }]) => ({
    answer,
    literal,
    meaning: meaningOf(node, labelOf),
  }));
  const all = [...ended, ...found.map(({ meaning }) => meaning)];
  const [first] = all;
  if (first !== undefined && all.every(({ key }) => key === first.key)) return joined(all, first);
  const key = JSON.stringify([
    question,
    ...found.map(({ answer, meaning }) => [answer, meaning.key]).sort(),
    ...ended.map(one => one.key),
  ]);
  const regions = [
    ...ended.flatMap(one => one.regions),
    ...found.flatMap(({ literal, meaning }) =>
      meaning.regions.map(({ condition, classes: own }) => ({ condition: [literal, ...condition], classes: own })),
    ),
  ];
  return { key, regions };
}

/** Several meanings that are the same, as one. */
function joined<T>(all: readonly Meaning<T>[], first: Meaning<T>): Meaning<T> {
  const regions = first.regions.map(({ condition }, i) => ({
    condition,
    classes: all.flatMap(one => one.regions[i]?.classes ?? []),
  }));
  return { key: first.key, regions };
}

function byLabel<T>(classes: readonly T[], labelOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of classes) {
    const label = labelOf(one);
    const group = groups.get(label) ?? [];
    group.push(one);
    groups.set(label, group);
  }
  return groups;
}
