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
    return this.#satisfiability.of(conditions.flatMap(one => demandsOf(one, namespace)));
  }

  public ofLiterals(literals: readonly Literal[]): Satisfiable {
    return this.#satisfiability.of(literals);
  }
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
