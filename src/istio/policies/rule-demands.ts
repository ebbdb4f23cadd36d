import { PRINCIPAL } from '../../requests/attribute';
import type { Literal } from '../../requests/witness/literal';
import { Satisfiability, type Satisfiable } from '../../requests/witness/satisfiability';
import type { EffectiveMesh } from '../effective-mesh';
import { Memo } from '../memo';
import { joined, type PolicyAttribute, type ValuePredicates } from './authorization-attribute';
import type { WrittenCondition } from './written-conditions';

/** What requests must be like for the conditions of policies to hold, and whether any can be. */
export class RuleDemands {
  readonly #satisfiability: Satisfiability;
  readonly #values = new Memo(
    (attribute: PolicyAttribute) =>
      new Memo(
        (namespace: string) =>
          new Memo((value: string) => this.#satisfiability.of(literalsOf(attribute.predicatesOf(value, namespace)))),
      ),
  );

  public constructor({ settings }: EffectiveMesh) {
    this.#satisfiability = new Satisfiability(settings.pathNormalization);
  }

  /** Whether any request has a value of a condition, written in a policy of some namespace. */
  public ofValue({ attribute }: WrittenCondition, value: string, namespace: string): Satisfiable {
    // Of identities only, the namespace of the policy decides what a value means.
    const asked = attribute.about === PRINCIPAL ? namespace : '';
    return this.#values.get(attribute).get(asked).get(value);
  }

  /** Whether any request fulfils all of some conditions, and so whether it fulfils routes and policies. */
  public ofAll(conditions: readonly WrittenCondition[], namespace: string): Satisfiable {
    const common = conditions.flatMap(one => demandsOf(one, namespace));
    const plain = this.#satisfiability.of(common);
    const compound = conditions.filter(isCompound);
    if (plain !== 'some' || compound.length === 0) return plain;
    const predicates = (values: readonly string[], { attribute }: WrittenCondition) =>
      values.map(value => attribute.predicatesOf(value, namespace));
    const excluded = compound.flatMap(one => predicates(one.unwanted, one));
    let ways: readonly (readonly Literal[])[] = [common];
    for (const one of compound) {
      if (one.wanted.length === 0) continue;
      if (ways.length * one.wanted.length > MOST_WAYS) return 'unknown';
      const wanted = predicates(one.wanted, one).map(all => literalsOf(all));
      ways = ways.flatMap(way => wanted.map(literals => [...way, ...literals]));
    }
    const isOpen = (way: readonly Literal[]) =>
      this.#satisfiability.of(way) !== 'none' && !excluded.some(all => this.#follows(way, all));
    return ways.some(isOpen) ? 'some' : 'none';
  }

  /** Whether all predicates hold for every request that fulfils the literals. */
  #follows(literals: readonly Literal[], predicates: ValuePredicates): boolean {
    return literalsOf(predicates, false).every(one => this.#satisfiability.of([...literals, one]) === 'none');
  }

  public ofLiterals(literals: readonly Literal[]): Satisfiable {
    return this.#satisfiability.of(literals);
  }
}

/** The most ways to choose one value of each condition that are tried. */
const MOST_WAYS = 256;

/** Whether the values of a condition are about several attributes each, as those of request principals are. */
function isCompound({ attribute, wanted, unwanted }: WrittenCondition): boolean {
  const [value = ''] = wanted.length > 0 ? wanted : unwanted;
  return attribute.predicatesOf(value, '').length > 1;
}

/** What a condition demands of a request, as far as it is one predicate on one attribute. */
export function demandsOf({ attribute, wanted, unwanted }: WrittenCondition, namespace: string): readonly Literal[] {
  const predicates = (values: readonly string[]) => values.map(value => attribute.predicatesOf(value, namespace));
  const any = joined(predicates(wanted));
  return [
    ...(any === undefined ? [] : literalsOf(any)),
    ...predicates(unwanted).flatMap(all => (all.length === 1 ? literalsOf(all, false) : [])),
  ];
}

function literalsOf(predicates: ValuePredicates, answer = true): readonly Literal[] {
  return predicates.map(({ attribute, test }) => ({ term: attribute, test, answer }));
}
