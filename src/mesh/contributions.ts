import type { IConstruct } from 'constructs';
import { addTo } from '../values/multimap';
import { byText } from '../values/order';
import { canonicalJson, isMapping, mergeObjects } from '../values/plain-data';

/** Two constructs that want different values for the same field of one object. */
export interface Contradiction {
  /** Dotted path of the field inside the object they share. */
  readonly field: string;
  readonly claims: readonly { readonly by: string; readonly value: unknown }[];
}

interface Contribution {
  readonly by: string;
  readonly value: object;
}

/**
 * Partial values that several constructs contribute to one object. Merging does not depend on the order of
 * contribution: two contributors may name the same field only with the same value; lists count as one value.
 */
export class Contributions<T extends object> {
  private readonly contributions: Contribution[] = [];

  /** Adds the fields that `by` wants. Absent and undefined fields claim nothing. */
  public add(by: IConstruct, value: { readonly [K in keyof T]?: T[K] | undefined }): void {
    this.contributions.push({ by: by.node.path, value });
  }

  /** Whether nothing was contributed. */
  public get isEmpty(): boolean {
    return this.contributions.length === 0;
  }

  /** Paths of the constructs that contributed, sorted. */
  public get contributors(): readonly string[] {
    return [...new Set(this.contributions.map(({ by }) => by))].sort();
  }

  /** Paths of the constructs that want something for `field`, a dotted path, or below it; sorted. */
  public contributorsOf(field: string): readonly string[] {
    const steps = field.split('.');
    const wants = (value: object): boolean =>
      steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value) !==
      undefined;
    return [...new Set(this.contributions.filter(({ value }) => wants(value)).map(({ by }) => by))].sort();
  }

  /** The union of all contributions. Where they contradict, the contributor that sorts first wins; ask `contradictions()`. */
  public merged(): Partial<T> {
    const sorted = [...this.contributions].sort(byText(({ by }) => by));
    return sorted.reduceRight<Partial<T>>((sum, { value }) => mergeObjects(sum, value) as Partial<T>, {});
  }

  /** The fields on which contributors disagree, sorted by field. */
  public contradictions(): readonly Contradiction[] {
    const claims = new Map<string, { by: string; value: unknown }[]>();
    for (const { by, value } of this.contributions) {
      for (const [field, leaf] of leaves(value, '')) {
        addTo(claims, field, { by, value: leaf });
      }
    }
    return [...claims]
      .filter(([, values]) => new Set(values.map(({ value }) => canonicalJson(value))).size > 1)
      .map(([field, values]) => ({ field, claims: [...values].sort(byText(({ by }) => by)) }))
      .sort(byText(({ field }) => field));
  }
}

/** The text of a contradiction, with the paths of all constructs that take part. */
export function describe(action: string, { field, claims }: Contradiction): string {
  const values = claims.map(({ by, value }) => `${JSON.stringify(value)} at ${by}`);
  return `${action}: wanted one value for ${field}, got ${values.join(' and ')}`;
}

function* leaves(value: object, prefix: string): Iterable<[string, unknown]> {
  for (const [key, inner] of Object.entries(value)) {
    const field = prefix === '' ? key : `${prefix}.${key}`;
    if (isMapping(inner) && Object.keys(inner).length > 0) yield* leaves(inner, field);
    else if (inner !== undefined) yield [field, inner];
  }
}
