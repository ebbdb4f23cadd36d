import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { podsBehind } from '../istio/services/name-resolution';
import { portOf, targetPortOf } from '../istio/services/registered-service';
import { matchesLabels } from '../model/labels';
import type { MeshModel } from '../model/mesh-model';
import type { Workload } from '../model/workload';
import { stricterOf } from '../requests/path-normalization';
import { attributeOf, Keys, type Literal } from '../requests/witness/literal';
import { holdAll, TextSolver } from '../requests/witness/solve-text';
import type { Entrance } from '../simulation/ingress';
import type { Verdict } from '../simulation/verdict';
import { compareText } from '../values/order';
import type { PathNormalization } from '../values/path-normalization';
import { canonicalJson } from '../values/plain-data';
import { describeCondition } from './describe';
import { type Dial, type Door, dialsOf, doorsOf, entranceAt, entranceRegions } from './dials';
import {
  DIFFERENCE_KINDS,
  type DifferenceKind,
  differencesOf,
  type EffectDifference,
  endingOf,
  passes,
} from './effect';
import { BY_NAME, ByPods, type EffectView } from './effect-view';
import type { Exploration, Gap, RequestClass } from './exploration';
import { compareParties } from './parties';
import { type PartyPair, pairGroups } from './party-pairs';
import type { Conditioned } from './regions';
import { regionsByIdentity } from './regions-by-identity';
import { Contents, Relevance } from './relevance';
import { Explorer, type Space } from './space';
import { type WitnessRequest, writtenRequest } from './witness-request';

/** Requests that behave differently in one mesh than in another. */
export interface MeshDifference {
  readonly kind: DifferenceKind;
  /** Who sends them. */
  readonly from: readonly string[];
  /** Host and port that they are sent to; a gateway and its port for requests from outside. */
  readonly to: string;
  /** What they have in common, such as `GET /api/**`; empty for all requests. */
  readonly requests: string;
  readonly before: string;
  readonly after: string;
  /** One of them. */
  readonly witness: WitnessRequest;
}

/** Requests for which nobody can tell whether they behave differently. */
export interface OpenQuestion {
  readonly from: readonly string[];
  readonly to: string;
  readonly requests: string;
  readonly reason: string;
}

/** How two meshes differ in the behaviour of requests. */
export interface MeshDiff {
  /** The gravest first; empty where nothing behaves differently. */
  readonly differences: readonly MeshDifference[];
  readonly open: readonly OpenQuestion[];
  /** Hosts that only one of them has. */
  readonly hosts: { readonly gone: readonly string[]; readonly new: readonly string[] };
  /** Objects that are not the same text in both. */
  readonly objects: { readonly gone: number; readonly new: number; readonly changed: number };
}

/** How two meshes are compared. */
export interface DiffOptions {
  /**
   * Whether requests are left out that cannot behave differently, since nothing that bears on them has changed.
   *
   * @default true
   */
  readonly skipUnchanged?: boolean;

  /**
   * What tells destinations apart: their names, or the pods behind them. By `pods` it is the same whether a sidecar or a
   * waypoint follows a route, and whether a subset or a Service of its own leads to some pods.
   *
   * @default 'names'
   */
  readonly destinations?: 'names' | 'pods';

  /**
   * How pods send requests in the new mesh, where that is not what its manifests say, such as that of pods which have not
   * been restarted yet. The pods that take requests stay as the manifests say.
   *
   * @default - as the manifests say
   */
  readonly clients?: (workload: Workload) => Workload['dataPlane'];
}

/**
 * Finds all requests that behave differently in one mesh than in another: of every workload of either of them, of clients
 * outside, and of pods of which nothing is known.
 *
 * @example
 * const before = buildModel(readManifests(['old']));
 * const after = buildModel(readManifests(['new']));
 * const { differences } = diffMeshes(before, after);
 * process.exitCode = differences.length === 0 ? 0 : 1;
 */
export function diffMeshes(before: MeshModel, after: MeshModel, options: DiffOptions = {}): MeshDiff {
  return new Comparison(effectiveMeshOf(before), effectiveMeshOf(after), options).run();
}

/** The verdicts of two meshes on one request. */
type Pair = readonly [before: Verdict, after: Verdict];

class Comparison {
  readonly #contents = new Contents();
  readonly #relevance: readonly [Relevance, Relevance];
  readonly #keys = new Keys();
  readonly #explorers: readonly [Explorer, Explorer];
  readonly #found = new Map<string, MeshDifference & { readonly from: string[] }>();
  readonly #open = new Map<string, OpenQuestion & { readonly from: string[] }>();
  readonly #normalization: PathNormalization;

  public constructor(
    private readonly before: EffectiveMesh,
    private readonly after: EffectiveMesh,
    private readonly options: DiffOptions,
  ) {
    this.#relevance = [new Relevance(before, this.#contents), new Relevance(after, this.#contents)];
    const [one, other] = [before.settings.pathNormalization, after.settings.pathNormalization];
    this.#normalization = stricterOf(one, other);
    if (one !== other) this.#leavePathsOpen(one, other);
    const texts = new TextSolver(this.#keys);
    this.#explorers = [new Explorer(before, this.#keys, texts), new Explorer(after, this.#keys, texts)];
  }

  public run(): MeshDiff {
    const groups = pairGroups(this.before, this.after, this.options.clients);
    for (const dial of this.#dials()) this.#fromInside(groups, dial);
    for (const door of this.#doors()) this.#fromOutside(door);
    const rank = ({ kind }: MeshDifference) => DIFFERENCE_KINDS.indexOf(kind);
    const differences = [...this.#found.values()]
      .map(one => ({ ...one, from: [...one.from].sort(compareParties) }))
      .sort(
        (a, b) =>
          rank(a) - rank(b) ||
          compareText(a.to, b.to) ||
          compareText(a.from.join(), b.from.join()) ||
          compareText(a.requests, b.requests),
      );
    const open = [...this.#open.values()].map(one => ({ ...one, from: [...one.from].sort(compareParties) }));
    return { differences, open, hosts: this.#hosts(), objects: this.#objects() };
  }

  /** What is compared of the verdicts on requests to a place. */
  #viewsOf(dialled: ConstructorParameters<typeof ByPods>[0]): readonly [EffectView, EffectView] {
    if (this.options.destinations !== 'pods') return [BY_NAME, BY_NAME];
    const [before, after] = [this.before, this.after].map(
      mesh => new ByPods(dialled, (host, port, subset) => podsText(mesh, host, port, subset)),
    ) as [ByPods, ByPods];
    return [before, after];
  }

  #dials(): readonly Dial[] {
    const dials = new Map<string, Dial>();
    for (const dial of [...dialsOf(this.before), ...dialsOf(this.after)]) {
      dials.set(`${dial.scheme} ${dial.host} ${dial.port}`, dial);
    }
    return [...dials.values()];
  }

  #doors(): readonly Door[] {
    const doors = new Map<string, Door>();
    for (const door of [...doorsOf(this.before), ...doorsOf(this.after)]) doors.set(canonicalJson(door), door);
    return [...doors.values()];
  }

  #fromInside(groups: readonly (readonly PartyPair[])[], dial: Dial): void {
    const meshes = [this.before, this.after];
    const known = meshes.filter(mesh => mesh.servicesNamed(dial.host).length > 0);
    if (known.length === 1 && known.some(mesh => isOfCluster(mesh, dial.host))) {
      for (const pairs of groups) this.#lone(pairs, dial);
      return;
    }
    for (const changed of this.#changed(groups, dial)) this.#compare(changed, dial);
  }

  #compare(changed: readonly PartyPair[], dial: Dial): void {
    const { host, port, scheme } = dial;
    const space = (side: 'before' | 'after'): Space => ({
      from: { senders: changed.map(pair => pair[side].sender) },
      scheme,
      host,
      port,
      normalization: this.#normalization,
    });
    const explored = this.#explore(space('before'), space('after'));
    this.#report(explored, space('before'), changed, `${host}:${port}`);
  }

  /** Requests to a Service that only one of the meshes has: in the other one its name leads nowhere. */
  #lone(pairs: readonly PartyPair[], { host, port, scheme }: Dial): void {
    const isGone = isOfCluster(this.before, host);
    const [old, young] = this.#explorers;
    const explorer = isGone ? old : young;
    const senders = pairs.map(pair => pair[isGone ? 'before' : 'after'].sender);
    const space: Space = { from: { senders }, scheme, host, port };
    const { classes, gaps } = explorer.explore(space);
    const label = ({ verdict }: RequestClass) => (passes(verdict) ? endingOf(verdict) : '');
    for (const { from, condition, first } of this.#regionsOf(classes, pairs, label)) {
      if (label(first) === '') continue;
      const nothing = 'there is no such Service';
      const [before, after] = isGone ? [label(first), nothing] : [nothing, label(first)];
      const kind = isGone ? 'host-gone' : 'host-new';
      this.#add({ kind, before, after }, condition, first, space, from, `${host}:${port}`);
    }
    for (const gap of gaps) this.#leaveOpen(gap, this.#namesOf(pairs, gap.condition), `${host}:${port}`);
  }

  /** Classes that mean the same for some senders, joined; undefined senders are clients outside. */
  *#regionsOf<T extends Conditioned>(
    classes: readonly T[],
    pairs: readonly PartyPair[] | undefined,
    labelOf: (one: T) => string,
  ): Iterable<{ readonly from: readonly string[]; readonly condition: readonly Literal[]; readonly first: T }> {
    const principalOf = (pair: PartyPair | undefined) => pair && this.before.principalOf(pair.before.sender.workload);
    for (const { senders, regions } of regionsByIdentity(
      classes,
      pairs ?? [undefined],
      principalOf,
      this.#keys,
      labelOf,
    )) {
      const from = senders.map(pair => pair?.name ?? 'internet');
      for (const { condition, classes: joined } of regions) {
        const [first] = joined;
        if (first !== undefined) yield { from, condition, first };
      }
    }
  }

  /** The groups on whose requests something bears that has changed, joined where the same bears on them. */
  #changed(groups: readonly (readonly PartyPair[])[], { host, port }: Dial): readonly (readonly PartyPair[])[] {
    if (this.options.skipUnchanged === false) return groups;
    const [old, young] = this.#relevance;
    const joined = new Map<string, PartyPair[]>();
    for (const group of groups) {
      const [first] = group;
      if (first === undefined) continue;
      const [before, after] = [old.keyOf(first.before, host, port), young.keyOf(first.after, host, port)];
      if (before === after) continue;
      const key = `${before} | ${after}`;
      joined.set(key, [...(joined.get(key) ?? []), ...group]);
    }
    return [...joined.values()];
  }

  #fromOutside(door: Door): void {
    const [before, after] = [entranceAt(this.before, door), entranceAt(this.after, door)];
    // A gateway that only one of them has answers nothing in the other one.
    if (before === undefined || after === undefined) return;
    const { gateway, port, scheme, certificate } = door;
    const normalization = this.#normalization;
    const places = [[this.before, before] as const, [this.after, after] as const];
    for (const { serverName, authority, hosts, assumed } of entranceRegions(places, scheme)) {
      if (this.options.skipUnchanged !== false) {
        const [old, young] = this.#relevance;
        const key = old.keyOfEntrance(before, serverName, authority);
        if (key === young.keyOfEntrance(after, serverName, authority)) continue;
      }
      const space = (entrance: Entrance): Space => {
        return { from: { entrance, certificate }, scheme, host: serverName, port, assumed, normalization };
      };
      const explored = this.#explore(space(before), space(after));
      // Clients of the port that a scheme has by itself send no port with the host.
      const anyHost = /[* ]/.test(hosts) || port !== (scheme === 'https' ? 443 : 80);
      this.#report(explored, space(before), undefined, `${gateway}:${port} ${hosts}`, anyHost);
    }
  }

  #explore(before: Space, after: Space): Exploration<Pair> {
    const [first, second] = this.#explorers;
    return first.exploreWith(second, before, after);
  }

  #report(
    { classes, gaps }: Exploration<Pair>,
    space: Space,
    pairs: readonly PartyPair[] | undefined,
    to: string,
    anyHost = false,
  ): void {
    const views = this.#viewsOf(pairs === undefined ? undefined : space);
    const differing = new Map(
      classes.map(one => {
        const { condition, witness } = one;
        return [one, differencesOf(...one.verdict, views, { condition, path: witness.path, anyHost })];
      }),
    );
    const kinds = new Set([...differing.values()].flatMap(some => some.map(({ kind }) => kind)));
    for (const kind of kinds) {
      const found = (one: RequestClass<Pair>) => (differing.get(one) ?? []).filter(own => own.kind === kind);
      for (const { from, condition, first } of this.#regionsOf(classes, pairs, one => canonicalJson(found(one)))) {
        for (const difference of found(first)) {
          const { open, before, after } = difference;
          if (open === undefined) this.#add(difference, condition, first, space, from, to);
          else this.#leaveOpen({ condition, reason: `${open}: ${before} before, ${after} after` }, from, to);
        }
      }
    }
    for (const gap of gaps) this.#leaveOpen(gap, this.#namesOf(pairs, gap.condition), to);
  }

  #add(
    { kind, before, after, path }: EffectDifference,
    condition: readonly Literal[],
    { witness }: RequestClass<unknown>,
    space: Space,
    from: readonly string[],
    to: string,
  ): void {
    const requests = describeCondition(condition);
    const key = JSON.stringify([kind, to, requests, before, after]);
    const held = this.#found.get(key);
    if (held !== undefined) {
      for (const name of from) if (!held.from.includes(name)) held.from.push(name);
      return;
    }
    const [sender = 'nobody'] = [...from].sort(compareParties);
    const shown = writtenRequest(
      sender,
      this.#explorers[0].requestOf(space, path === undefined ? witness : { ...witness, path }),
    );
    this.#found.set(key, { kind, from: [...from], to, requests, before, after, witness: shown });
  }

  #leavePathsOpen(before: PathNormalization, after: PathNormalization): void {
    const reason = `paths are normalised differently (${before} before, ${after} after); only requests whose path neither of the two changes are compared`;
    const question = {
      from: ['everybody'],
      to: 'all ports',
      requests: 'paths such as /a/../b, /a//b or /a%2Fb',
      reason,
    };
    this.#open.set('paths', question);
  }

  #leaveOpen({ condition, reason }: Gap, from: readonly string[], to: string): void {
    const requests = describeCondition(condition);
    const key = JSON.stringify([to, requests, reason]);
    const held = this.#open.get(key) ?? { from: [], to, requests, reason };
    for (const name of from) if (!held.from.includes(name)) held.from.push(name);
    this.#open.set(key, held);
  }

  /** The parties on whose identity the literals hold. */
  #namesOf(pairs: readonly PartyPair[] | undefined, literals: readonly Literal[]): readonly string[] {
    if (pairs === undefined) return ['internet'];
    const about = literals.filter(({ term }) => attributeOf(term)?.name === 'principal');
    return pairs
      .filter(({ before }) => holdAll(about, this.before.principalOf(before.sender.workload)))
      .map(({ name }) => name);
  }

  #hosts(): MeshDiff['hosts'] {
    const [old, young] = [this.before, this.after].map(mesh => new Set(mesh.services.map(({ host }) => host))) as [
      Set<string>,
      Set<string>,
    ];
    return {
      gone: [...old].filter(host => !young.has(host)).sort(),
      new: [...young].filter(host => !old.has(host)).sort(),
    };
  }

  #objects(): MeshDiff['objects'] {
    const [old, young] = [this.before, this.after].map(
      ({ model }) => new Map(model.resources.map(one => [one.toString(), one])),
    );
    let [gone, changed] = [0, 0];
    for (const [name, one] of old ?? []) {
      const other = young?.get(name);
      if (other === undefined) gone++;
      else if (this.#contents.of(one) !== this.#contents.of(other)) changed++;
    }
    const added = [...(young ?? [])].filter(([name]) => old?.has(name) !== true).length;
    return { gone, new: added, changed };
  }
}

function isOfCluster(mesh: EffectiveMesh, host: string): boolean {
  return mesh.kubernetesService(host) !== undefined;
}

/** The pods and their ports behind a port of a host, or of a subset of it; the host itself where it has none in the mesh. */
function podsText(mesh: EffectiveMesh, host: string, port: number, subset = ''): string {
  const rules = mesh.destinationRules.naming(host).flatMap(({ spec }) => spec.subsets ?? []);
  const labels = rules.find(({ name }) => name === subset)?.labels ?? {};
  const names = mesh.servicesNamed(host).flatMap(service => {
    const own = portOf(service, port);
    return podsBehind(mesh, service)
      .filter(pod => matchesLabels(labels, pod.labels))
      .map(pod => `${pod.namespace}/${pod.name}:${own === undefined ? port : targetPortOf(service, own, pod)}`);
  });
  return names.length === 0 ? `${host}:${port} ${subset}` : [...new Set(names)].sort().join(', ');
}
