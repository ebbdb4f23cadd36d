import type { EffectiveMesh } from '../istio/effective-mesh';
import { attributeOf, type Literal } from '../requests/witness/literal';
import { holdAll } from '../requests/witness/solve-text';
import type { Sender } from '../simulation/hop';
import { addTo } from '../values/multimap';
import { alikeParties, type Party } from './parties';

/** Parties of which no object tells one from the other as clients of a port, but by identity and address. */
export class PartyGroup {
  readonly #byPrincipal = new Map<string, Party[]>();
  public readonly senders: readonly Sender[];

  public constructor(
    public readonly parties: readonly Party[],
    private readonly principalOf: (party: Party) => string,
  ) {
    this.senders = parties.map(({ sender }) => sender);
    for (const party of parties) addTo(this.#byPrincipal, principalOf(party), party);
  }

  /** Those with an identity. */
  public withPrincipal(principal: string): readonly Party[] {
    return this.#byPrincipal.get(principal) ?? [];
  }

  /** Those on whose identity a condition holds. */
  public meeting(condition: readonly Literal[]): readonly Party[] {
    const about = condition.filter(({ term }) => attributeOf(term)?.name === 'principal');
    if (about.length === 0) return this.parties;
    const exact = about.find(({ test, answer, term }) => answer && test.kind === 'exact' && term.kind === 'attribute');
    const candidates =
      exact?.test.kind === 'exact' && !exact.test.ignoreCase ? this.withPrincipal(exact.test.text) : this.parties;
    return candidates.filter(party => holdAll(about, this.principalOf(party)));
  }
}

/** Puts parties of a mesh into groups. The same parties and groups are the same objects, however often they are asked for. */
export class PartyGroups {
  readonly #alike = new WeakMap<readonly Party[], readonly (readonly Party[])[]>();
  readonly #groups = new WeakMap<readonly Party[], Map<string, readonly PartyGroup[]>>();

  public constructor(private readonly mesh: EffectiveMesh) {}

  /** @param keyOf a text that is equal for parties that are to be in one group */
  public of(parties: readonly Party[], keyOf: (party: Party) => string): readonly PartyGroup[] {
    let alike = this.#alike.get(parties);
    if (alike === undefined) {
      alike = alikeParties(this.mesh, parties);
      this.#alike.set(parties, alike);
    }
    const numbers = new Map<string, number>();
    const joined = alike.map(([first]) => {
      const key = first === undefined ? '' : keyOf(first);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
    const known = this.#groups.get(parties) ?? new Map<string, readonly PartyGroup[]>();
    this.#groups.set(parties, known);
    const signature = joined.join();
    let groups = known.get(signature);
    if (groups === undefined) {
      const members: Party[][] = [...numbers].map(() => []);
      for (const [i, number] of joined.entries()) members[number]?.push(...(alike[i] ?? []));
      const principalOf = ({ sender }: Party) => this.mesh.principalOf(sender.workload);
      groups = members.map(some => new PartyGroup(some, principalOf));
      known.set(signature, groups);
    }
    return groups;
  }
}
