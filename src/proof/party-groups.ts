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

  /**
   * @param way a text that is equal where parties are to be in the same groups
   * @param keyOf a text that is equal for parties that are to be in one group
   */
  public of(parties: readonly Party[], way: string, keyOf: (party: Party) => string): readonly PartyGroup[] {
    const known = this.#groups.get(parties) ?? new Map<string, readonly PartyGroup[]>();
    this.#groups.set(parties, known);
    let groups = known.get(way);
    if (groups === undefined) {
      groups = this.#make(parties, keyOf);
      known.set(way, groups);
    }
    return groups;
  }

  #make(parties: readonly Party[], keyOf: (party: Party) => string): readonly PartyGroup[] {
    let alike = this.#alike.get(parties);
    if (alike === undefined) {
      alike = alikeParties(this.mesh, parties);
      this.#alike.set(parties, alike);
    }
    const joined = new Map<string, Party[]>();
    for (const group of alike) {
      const [first] = group;
      if (first === undefined) continue;
      const key = keyOf(first);
      const members = joined.get(key);
      if (members === undefined) joined.set(key, [...group]);
      else for (const party of group) members.push(party);
    }
    const principalOf = ({ sender }: Party) => this.mesh.principalOf(sender.workload);
    return [...joined.values()].map(members => new PartyGroup(members, principalOf));
  }
}
