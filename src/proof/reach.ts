import type { EffectiveMesh } from '../istio/effective-mesh';
import { podAddress } from '../istio/services/name-resolution';
import { portOf, targetPortOf } from '../istio/services/registered-service';
import { isHttp, type PortProtocol } from '../model/protocol';
import type { Workload } from '../model/workload';
import { attributeOf, type Literal } from '../requests/witness/literal';
import { finalTargets } from '../simulation/final-destinations';
import { type Entrance, entranceOf } from '../simulation/ingress';
import { targetOf } from '../simulation/request';
import type { Verdict } from '../simulation/verdict';
import { addTo } from '../values/multimap';
import { compareText } from '../values/order';
import { describeCondition } from './describe';
import { type Dial, type Door, dialsOf, doorsOf, type EntranceRegion, entranceAt, entranceRegions } from './dials';
import type { Exploration, Gap, RequestClass } from './exploration';
import type { Party } from './parties';
import { type PartyGroup, PartyGroups } from './party-groups';
import { regionsByIdentity } from './regions-by-identity';
import { Contents, Relevance } from './relevance';
import { literalsOf, type RequestFilter } from './request-filter';
import { Explorer, type Space } from './space';
import { type WitnessRequest, writtenRequest } from './witness-request';

/** Pods, and which of their ports is meant. */
export interface Pods {
  readonly workloads: readonly Workload[];
  /** A port of the pods. @default - any */
  readonly port?: number | undefined;
}

/** Who may send requests. */
export interface Senders {
  readonly parties: readonly Party[];
  /** Clients outside of the cluster, at any gateway. */
  readonly internet: boolean;
}

/** A class of requests, as it is shown. */
export interface FoundRequests {
  readonly from: readonly string[];
  /** Host and port that they are sent to. */
  readonly to: string;
  /** What they have in common; empty for all of them. */
  readonly requests: string;
  /** One of them. */
  readonly witness: WitnessRequest;
  readonly verdict: Verdict;
  readonly of: RequestClass;
  readonly space: Space;
}

/** Requests of which nobody can tell what happens to them. */
export interface UnknownRequests {
  readonly from: readonly string[];
  readonly to: string;
  readonly requests: string;
  readonly reason: string;
}

/** What was found about requests: classes, and gaps. */
export type Found = { readonly found: FoundRequests } | { readonly unknown: UnknownRequests };

/** Requests to one port that end alike. */
export interface Region {
  readonly from: readonly string[];
  /** Host and port, or a URL for requests from outside. */
  readonly to: string;
  /** What they have in common; empty for all of them. */
  readonly requests: string;
  /** Empty where nobody can tell what happens to them. */
  readonly classes: readonly RequestClass[];
  readonly label: string;
  readonly space: Space;
}

/** Looks for requests that get to pods, on every way there may be. */
export class Reach {
  readonly #relevance: Relevance;
  readonly #groups: PartyGroups;
  /** What was explored, by who sends it. */
  readonly #inside = new WeakMap<PartyGroup, Map<string, Exploration>>();
  readonly #outside = new Map<string, Exploration>();
  #dials: DialsByPod | undefined;
  #entrances: readonly OpenDoor[] | undefined;
  public readonly explorer: Explorer;

  public constructor(private readonly mesh: EffectiveMesh) {
    this.#relevance = new Relevance(mesh, new Contents());
    this.#groups = new PartyGroups(mesh);
    this.explorer = new Explorer(mesh);
  }

  /** The classes of requests that get to some pods, whatever was dialled, and those that might. */
  public *requestsTo(pods: Pods, { parties, internet }: Senders, filter: RequestFilter = {}): Iterable<Found> {
    const assumed = literalsOf(filter);
    const gets = ({ verdict }: RequestClass) => reaches(verdict, pods);
    for (const dial of this.#dialsTo(pods.workloads)) {
      for (const scheme of schemesAt(this.mesh, dial)) {
        for (const group of this.#groupsAt(parties, dial)) {
          yield* this.#inSpace(insiders(group, { ...dial, scheme }, assumed), group, gets);
        }
      }
    }
    for (const workload of pods.workloads) yield* this.#toAddress(workload, pods.port, parties, assumed, gets);
    if (internet) yield* this.#fromInternet(assumed, gets);
  }

  /** The ports that requests to some pods may be sent to. */
  #dialsTo(workloads: readonly Workload[]): readonly Dial[] {
    this.#dials ??= this.#dialsByPod();
    const { byPod, throughGateway } = this.#dials;
    const found = new Set([...workloads.flatMap(workload => byPod.get(workload) ?? []), ...throughGateway]);
    return [...found].sort((a, b) => compareText(a.host, b.host) || a.port - b.port);
  }

  #dialsByPod(): DialsByPod {
    const byPod = new Map<Workload, Dial[]>();
    const throughGateway: Dial[] = [];
    for (const dial of dialsOf(this.mesh)) {
      const reach = this.#relevance.reachOf(dial.host, dial.port);
      if (reach.throughGateway) throughGateway.push(dial);
      else for (const pod of reach.pods) addTo(byPod, pod, dial);
    }
    return { byPod, throughGateway };
  }

  /** The requests of some parties to one port, for each group of parties that cannot be told apart. */
  public *spacesAt(
    dial: Dial,
    parties: readonly Party[],
    assumed: readonly Literal[],
  ): Iterable<{ readonly space: Space; readonly group: PartyGroup }> {
    for (const group of this.#groupsAt(parties, dial)) yield { space: insiders(group, dial, assumed), group };
  }

  /** The classes of a space; what was explored before is not explored again. */
  public explore(space: Space, group: PartyGroup | undefined): Exploration {
    const { scheme, host, port, from, assumed = [] } = space;
    if (space.tokens !== undefined || space.normalization !== undefined) return this.explorer.explore(space);
    const conditions = assumed.map(one => this.explorer.keys.literal(one));
    const place =
      'senders' in from
        ? [from.dialled?.address]
        : [from.entrance.gateway.workload.namespace, from.entrance.gateway.workload.name, from.entrance.port];
    const how = 'senders' in from ? [from.anyHost] : [from.certificate, from.oneHost];
    const key = JSON.stringify([scheme, host, port, place, how, conditions]);
    let known = this.#outside;
    if (group !== undefined) {
      known = this.#inside.get(group) ?? new Map<string, Exploration>();
      this.#inside.set(group, known);
    }
    let found = known.get(key);
    if (found === undefined) {
      found = this.explorer.explore(space);
      known.set(key, found);
    }
    return found;
  }

  /** The requests from outside to one host; undefined where no gateway takes them. */
  public spaceFromInternet({ host, port, scheme }: Dial, assumed: readonly Literal[]): Space | undefined {
    const target = targetOf(`${scheme}://${host}:${port}`);
    const entrance = entranceOf(this.mesh, target, undefined, this.mesh.newTrace());
    if (entrance === undefined) return undefined;
    const { servers = [] } = this.mesh.viewOf(entrance.gateway.proxy).gatewayPorts.get(entrance.port) ?? {};
    const certificate = servers.some(({ server }) => /MUTUAL$/.test(server.tls?.mode ?? ''));
    return { from: { entrance, certificate, oneHost: true }, scheme, host, port, assumed };
  }

  /** The classes of requests of some parties to one port. */
  public *requestsAt(
    dial: Dial,
    parties: readonly Party[],
    filter: RequestFilter,
    more: Partial<Space> = {},
  ): Iterable<Found> {
    for (const { space, group } of this.spacesAt(dial, parties, literalsOf(filter))) {
      yield* this.#inSpace({ ...space, ...more }, group, () => true);
    }
  }

  /** The classes of requests from outside to one host. */
  public *requestsFromInternet(dial: Dial, filter: RequestFilter, more: Partial<Space> = {}): Iterable<Found> {
    const space = this.spaceFromInternet(dial, literalsOf(filter));
    if (space !== undefined) yield* this.#inSpace({ ...space, ...more }, undefined, () => true);
  }

  /** The requests of some parties to one port, in regions that end alike. */
  public *regionsAt(dial: Dial, parties: readonly Party[], labelOf: (verdict: Verdict) => string): Iterable<Region> {
    for (const group of this.#groupsAt(parties, dial)) {
      yield* this.#regions(insiders(group, dial, []), group, `${dial.host}:${dial.port}`, labelOf);
    }
  }

  /** The requests from outside by the host that they are sent to, in regions that end alike. */
  public *regionsFromInternet(labelOf: (verdict: Verdict) => string): Iterable<Region> {
    for (const { space, hosts } of this.#spacesOutside([])) {
      const { scheme, port } = space;
      yield* this.#regions(space, undefined, `${scheme}://${hosts}:${port}`, labelOf);
    }
  }

  *#regions(
    space: Space,
    group: PartyGroup | undefined,
    to: string,
    labelOf: (verdict: Verdict) => string,
  ): Iterable<Region> {
    const { classes, gaps } = this.explore(space, group);
    const names = (condition: readonly Literal[]) => namesOf(group, condition);
    const label = ({ verdict }: RequestClass) => labelOf(verdict);
    const senders = group === undefined ? [undefined] : group.parties;
    const principalOf = (party: Party | undefined) => party && this.mesh.principalOf(party.sender.workload);
    for (const { senders: some, regions } of regionsByIdentity(
      classes,
      senders,
      principalOf,
      this.explorer.keys,
      label,
    )) {
      const from = some.map(party => party?.name ?? 'internet');
      for (const { condition, classes: joined } of regions) {
        const [first] = joined;
        if (first === undefined) continue;
        const requests = describeCondition(condition.filter(one => !this.#isAssumed(space, one)));
        yield { from, to, requests, classes: joined, label: label(first), space };
      }
    }
    for (const { condition, reason } of gaps) {
      const requests = describeCondition(condition);
      yield { from: names(condition), to, requests, classes: [], label: `not known: ${reason}`, space };
    }
  }

  /** Whether a literal only says which host the space is about. */
  #isAssumed({ assumed = [] }: Space, { term, test }: Literal): boolean {
    const id = attributeOf(term)?.id;
    return test.kind === 'chosen' && assumed.some(one => attributeOf(one.term)?.id === id);
  }

  *#fromInternet(assumed: readonly Literal[], isMeant: (one: RequestClass) => boolean): Iterable<Found> {
    for (const { space, hosts, gateway } of this.#spacesOutside(assumed)) {
      yield* this.#inSpace(space, undefined, isMeant, `${gateway}:${space.port} ${hosts}`);
    }
  }

  *#spacesOutside(
    assumed: readonly Literal[],
  ): Iterable<{ readonly space: Space; readonly gateway: string; readonly hosts: string }> {
    // The same objects each time: by them it is known what was explored.
    this.#entrances ??= [...this.#allEntrances()];
    for (const { door, entrance, regions } of this.#entrances) {
      const { scheme, port, certificate, gateway } = door;
      for (const region of regions) {
        const all = [...region.assumed, ...assumed];
        const from = { entrance, certificate };
        const space: Space = { from, scheme, host: region.serverName, port, assumed: all };
        yield { space, gateway, hosts: region.hosts };
      }
    }
  }

  *#allEntrances(): Iterable<OpenDoor> {
    for (const door of doorsOf(this.mesh)) {
      const entrance = entranceAt(this.mesh, door);
      if (entrance === undefined) continue;
      yield { door, entrance, regions: entranceRegions([[this.mesh, entrance]], door.scheme) };
    }
  }

  /** Requests to the address of pods themselves, which no Service stands before. */
  *#toAddress(
    workload: Workload,
    port: number | undefined,
    parties: readonly Party[],
    assumed: readonly Literal[],
    isMeant: (one: RequestClass) => boolean,
  ): Iterable<Found> {
    const { mesh } = this;
    const address = podAddress(workload);
    const ports = new Set(port === undefined ? [...mesh.declaredPortsOf(workload).keys()] : [port]);
    for (const number of ports) {
      const service = mesh.declaredPortsOf(workload).get(number)?.service;
      const dialled = { address, service, pods: [workload] };
      for (const scheme of schemesOf(mesh.declaredPortsOf(workload).get(number)?.protocol)) {
        for (const group of this.#groupsToPods(parties)) {
          const space = insiders(group, { host: POD, port: number, scheme }, assumed);
          const from = { ...space.from, dialled };
          yield* this.#inSpace(
            { ...space, from },
            group,
            isMeant,
            `${workload.namespace}/${workload.name}:${number} by its address`,
          );
        }
      }
    }
  }

  *#inSpace(
    space: Space,
    group: PartyGroup | undefined,
    isMeant: (one: RequestClass) => boolean,
    to = `${space.host}:${space.port}`,
  ): Iterable<Found> {
    const { classes, gaps } = this.explore(space, group);
    const names = (condition: readonly Literal[]) => namesOf(group, condition);
    for (const one of classes) {
      const { outcome, reason } = one.verdict;
      if (outcome === 'unsupported') yield { unknown: unknownOf({ ...one, reason }, names(one.condition), to) };
      if (!isMeant(one)) continue;
      const from = names(one.condition);
      const [first = 'nobody'] = from;
      const witness = writtenRequest(first, this.explorer.requestOf(space, one.witness));
      yield {
        found: { from, to, requests: describeCondition(one.condition), witness, verdict: one.verdict, of: one, space },
      };
    }
    for (const gap of gaps) yield { unknown: unknownOf(gap, names(gap.condition), to) };
  }

  /** Parties that cannot be told apart as clients of a port. */
  #groupsAt(parties: readonly Party[], { host, port }: Dial): readonly PartyGroup[] {
    const way = this.#relevance.waysToTellApart(host, port);
    return this.#groups.of(parties, way, party => this.#relevance.keyOf(party, host, port));
  }

  /** Parties that cannot be told apart as clients of addresses of pods. */
  #groupsToPods(parties: readonly Party[]): readonly PartyGroup[] {
    return this.#groups.of(parties, 'addresses of pods', party => this.#relevance.keyToPods(party));
  }
}

function namesOf(group: PartyGroup | undefined, condition: readonly Literal[]): readonly string[] {
  return group === undefined ? ['internet'] : group.meeting(condition).map(({ name }) => name);
}

/** Ports by the pods that requests to them may get to. */
interface DialsByPod {
  readonly byPod: ReadonlyMap<Workload, readonly Dial[]>;
  /** Those from which a gateway may send on anywhere. */
  readonly throughGateway: readonly Dial[];
}

/** A way into the mesh that leads to pods, with the parts of the requests that its routes tell apart. */
interface OpenDoor {
  readonly door: Door;
  readonly entrance: Entrance;
  readonly regions: readonly EntranceRegion[];
}

/** What stands in URLs for the address of a pod. */
const POD = 'pod.invalid';

function insiders({ senders }: PartyGroup, { host, port, scheme }: Dial, assumed: readonly Literal[]) {
  return { from: { senders }, scheme, host, port, assumed };
}

/** The ways to speak to a port: on one that is looked at, also otherwise than in HTTP. */
function schemesAt(mesh: EffectiveMesh, { host, port, scheme }: Dial): readonly Space['scheme'][] {
  const isAuto = mesh.servicesNamed(host).some(service => portOf(service, port)?.protocol === 'auto');
  return isAuto ? [scheme, 'tcp'] : [scheme];
}

/** The ways to speak to a port of a pod, by what it is said to speak. */
function schemesOf(protocol: PortProtocol | undefined): readonly Space['scheme'][] {
  if (protocol === undefined || protocol === 'auto') return ['http', 'tcp'];
  return isHttp(protocol) ? ['http'] : ['tcp'];
}

function unknownOf({ condition, reason }: Gap, from: readonly string[], to: string): UnknownRequests {
  return { from, to, requests: describeCondition(condition), reason };
}

/** Whether a part of the requests is taken by some pods. */
export function reaches(verdict: Pick<Verdict, 'destinations'>, { workloads, port }: Pods): boolean {
  const names = new Set(workloads.map(({ namespace, name }) => `${namespace}/${name}`));
  return finalTargets(verdict).some(
    target => target.outcome === 'routed' && names.has(target.workload) && (port === undefined || port === target.port),
  );
}

/** The pods of a service, and the port of theirs behind one of its ports. */
export function podsOf(mesh: EffectiveMesh, host: string, port?: number): Pods {
  const service = mesh.servicesNamed(host).find(one => one.isKubernetes) ?? mesh.servicesNamed(host)[0];
  const workloads = service === undefined ? [] : mesh.model.workloadsOf(service.service);
  const own = service && port !== undefined ? portOf(service, port) : undefined;
  const [first] = workloads;
  if (service === undefined || own === undefined || first === undefined) return { workloads };
  return { workloads, port: targetPortOf(service, own, { pod: first.pod }) };
}
