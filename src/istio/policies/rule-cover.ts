import type { Literal } from '../../requests/witness/literal';
import type { EffectiveMesh } from '../effective-mesh';
import { joined } from './authorization-attribute';
import { demandsOf, RuleDemands } from './rule-demands';
import type { WrittenCondition, WrittenConditions } from './written-conditions';

/** Answers whether rules of AuthorizationPolicies match all that others match. */
export class RuleCover {
  readonly #demands: RuleDemands;

  public constructor(mesh: EffectiveMesh) {
    this.#demands = mesh.once(RuleDemands);
  }

  /** Whether a rule matches everything that another one matches, each in a policy of its namespace. */
  public covers(
    wider: WrittenConditions,
    widerNamespace: string,
    narrower: WrittenConditions,
    narrowerNamespace: string,
  ): boolean {
    return alternatives(narrower).every(way => {
      const asked = new Set(way.map(({ attribute }) => attribute.about.id));
      const literals = way.flatMap(one => demandsOf(one, narrowerNamespace));
      return alternatives(wider).some(all =>
        all.every(one => asked.has(one.attribute.about.id) && this.#follows(literals, one, widerNamespace)),
      );
    });
  }

  /** Whether a condition holds for all requests that fulfil some demands. */
  #follows(
    literals: readonly Literal[],
    { attribute, wanted, unwanted }: WrittenCondition,
    namespace: string,
  ): boolean {
    const isImpossible = (more: readonly Literal[]) => this.#demands.ofLiterals([...literals, ...more]) === 'none';
    // An alias of a trust domain is excluded with the name itself, which is more than is written.
    if (attribute.aliases !== undefined && unwanted.length > 0) return false;
    const predicates = (values: readonly string[]) => values.map(value => attribute.predicatesOf(value, namespace));
    if (wanted.length > 0) {
      const any = joined(predicates(wanted));
      if (any === undefined) return false;
      const [one] = any;
      if (one === undefined || !isImpossible([{ term: one.attribute, test: one.test, answer: false }])) return false;
    }
    return predicates(unwanted).every(all =>
      isImpossible(all.map(one => ({ term: one.attribute, test: one.test, answer: true }))),
    );
  }
}

/** The ways to match a rule, each with all of its conditions. */
function alternatives({ from, to, when }: WrittenConditions): readonly (readonly WrittenCondition[])[] {
  const sources = from.length === 0 ? NOTHING : from;
  const operations = to.length === 0 ? NOTHING : to;
  return sources.flatMap(source => operations.map(operation => [...source, ...operation, ...when]));
}

const NOTHING: readonly (readonly WrittenCondition[])[] = [[]];
