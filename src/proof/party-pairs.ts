import type { EffectiveMesh } from '../istio/effective-mesh';
import type { Workload } from '../model/workload';
import { compareText } from '../values/order';
import { alikeParties, knownParties, type Party, strangers } from './parties';

/** One party as two meshes know it. */
export interface PartyPair {
  readonly name: string;
  readonly before: Party;
  readonly after: Party;
}

/**
 * Parties as each of two meshes knows them, in groups that neither of them tells apart.
 *
 * @param clients how pods send requests in the new mesh, where that is not what its manifests say
 */
export function pairGroups(
  before: EffectiveMesh,
  after: EffectiveMesh,
  clients?: (workload: Workload) => Workload['dataPlane'],
): readonly (readonly PartyPair[])[] {
  const pairs = pairsOf(before, after, clients);
  const groupOf = (mesh: EffectiveMesh, side: 'before' | 'after') => {
    const parties = pairs.map(pair => pair[side]);
    const groups = new Map<Party, number>();
    for (const [i, group] of alikeParties(mesh, parties).entries()) for (const party of group) groups.set(party, i);
    return groups;
  };
  const [earlier, later] = [groupOf(before, 'before'), groupOf(after, 'after')];
  const groups = new Map<string, PartyPair[]>();
  for (const pair of pairs) {
    const sameIdentity =
      before.principalOf(pair.before.sender.workload) === after.principalOf(pair.after.sender.workload);
    const key = sameIdentity ? `${earlier.get(pair.before)} ${later.get(pair.after)}` : pair.name;
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()];
}

function pairsOf(
  before: EffectiveMesh,
  after: EffectiveMesh,
  clients: ((workload: Workload) => Workload['dataPlane']) | undefined,
): readonly PartyPair[] {
  const [old, young] = [before, after].map(
    mesh => new Map([...knownParties(mesh), ...strangers(mesh)].map(party => [party.name, party])),
  ) as [Map<string, Party>, Map<string, Party>];
  return [...new Set([...old.keys(), ...young.keys()])].sort(compareText).flatMap((name): PartyPair[] => {
    const [earlier, later] = [old.get(name), young.get(name)];
    const known = earlier ?? (later && knownIn(before, later));
    const own = later ?? (earlier && knownIn(after, earlier));
    return known === undefined || own === undefined
      ? []
      : [{ name, before: known, after: asClient(after, own, clients) }];
  });
}

/** A party of another mesh, as it would be known here. */
function knownIn(mesh: EffectiveMesh, party: Party): Party {
  const { workload } = party.sender;
  return { ...party, sender: { workload, proxy: mesh.proxyOf(workload) } };
}

function asClient(mesh: EffectiveMesh, party: Party, clients: Parameters<typeof pairGroups>[2]): Party {
  const { workload } = party.sender;
  const dataPlane = clients?.(workload) ?? workload.dataPlane;
  if (dataPlane === workload.dataPlane) return party;
  const client = { ...workload, dataPlane };
  return { ...party, sender: { workload: client, proxy: mesh.proxyOf(client) } };
}
