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
  return regionsIn(tree, [], labelOf).regions;
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

interface Found<T> {
  readonly regions: readonly Region<T>[];
  /** The label of all classes, where they have one. */
  readonly label: string | undefined;
}

function regionsIn<T>({ classes, branches }: Node<T>, path: readonly Literal[], labelOf: (one: T) => string): Found<T> {
  const own = byLabel(classes, labelOf);
  const found = [...branches.values()].map(({ literal, node }) => regionsIn(node, [...path, literal], labelOf));
  const labels = new Set([...own.keys(), ...found.map(({ label }) => label)]);
  const [only] = labels;
  const regions = [
    ...[...own.values()].map(some => ({ condition: path, classes: some })),
    ...found.flatMap(one => one.regions),
  ];
  if (labels.size !== 1 || only === undefined) return { regions, label: undefined };
  return { regions: [{ condition: path, classes: regions.flatMap(region => region.classes) }], label: only };
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
