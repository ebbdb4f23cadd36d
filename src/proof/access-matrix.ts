import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import type { MeshModel } from '../model/mesh-model';
import type { MatrixEntry } from '../values/matrix-entry';
import { compareText } from '../values/order';
import { type Dial, dialsOf } from './dials';
import { endingOf, passes, securityOf } from './effect';
import { compareParties, knownParties, type Party, strangers } from './parties';
import { Reach, type Region } from './reach';

/** What is listed. */
export interface MatrixOptions {
  /** Whether requests that do not get through are listed too. @default false */
  readonly denied?: boolean;
}

/**
 * Who may send what to whom, of all requests: of every workload, of clients outside, and of strangers in the cluster.
 *
 * @example
 * const model = buildModel(readManifests(['dist']));
 * const open = matrixOf(model).filter(({ from }) => from.includes('anyone'));
 */
export function matrixOf(model: MeshModel, options: MatrixOptions = {}): readonly MatrixEntry[] {
  return accessIn(effectiveMeshOf(model), options);
}

/** Who may send what to whom in a mesh that was worked out before. */
export function accessIn(mesh: EffectiveMesh, { denied = false }: MatrixOptions = {}): readonly MatrixEntry[] {
  const parties = partiesOf(mesh);
  const entries: MatrixEntry[] = [];
  for (const { to, dial, regions } of insideRegions(mesh, parties)) {
    const rows = new Rows();
    for (const region of regions) rows.add(region, denied);
    entries.push(...rows.entries({ to, isUnknownHost: dial === undefined }, parties));
  }
  const reach = mesh.once(Reach);
  const outside = new Map<string, Rows>();
  for (const region of reach.regionsFromInternet(endingOfAccess)) {
    const rows = outside.get(region.to) ?? new Rows();
    outside.set(region.to, rows);
    rows.add(region, denied);
  }
  for (const [to, rows] of outside) entries.push(...rows.entries({ to, isUnknownHost: false }, []));
  return entries.sort(
    (a, b) => compareText(a.to, b.to) || compareText(a.from.join(), b.from.join()) || compareText(a.ending, b.ending),
  );
}

/** Everybody in the cluster who may send requests: the pods of the manifests, and strangers. */
export function partiesOf(mesh: EffectiveMesh): readonly Party[] {
  return [...knownParties(mesh), ...strangers(mesh)];
}

/** One port that pods may dial, and what happens to the requests to it. */
export interface DialledRegions {
  readonly to: string;
  /** Undefined for all hosts that no object names. */
  readonly dial: Dial | undefined;
  readonly regions: Iterable<Region>;
}

/** The requests to every port of the mesh, and to hosts that it does not know, in regions that end alike. */
export function* insideRegions(mesh: EffectiveMesh, parties: readonly Party[]): Iterable<DialledRegions> {
  const reach = mesh.once(Reach);
  for (const dial of [...dialsOf(mesh), UNKNOWN_HOST]) {
    if (isGateway(mesh, dial)) continue;
    const isKnown = dial !== UNKNOWN_HOST;
    yield {
      to: isKnown ? `${dial.host}:${dial.port}` : 'hosts that the mesh does not know',
      dial: isKnown ? dial : undefined,
      regions: reach.regionsAt(dial, parties, endingOfAccess),
    };
  }
}

/** What is told apart of verdicts here. */
export function endingOfAccess(verdict: Parameters<typeof endingOf>[0]): string {
  if (!passes(verdict)) return endingOf(verdict);
  const pods = verdict.destinations.flatMap(({ targets }) => targets.filter(({ workload }) => workload !== ''));
  return pods.length === 0 ? LEAVES : securityOf(verdict);
}

const LEAVES = 'leaves the mesh';

/** What stands for all hosts that no object names. */
const UNKNOWN_HOST: Dial = { host: 'unknown.invalid', port: 443, scheme: 'tls' };

function isGateway(mesh: EffectiveMesh, { host }: Dial): boolean {
  const services = mesh.servicesNamed(host);
  return services.some(({ service }) =>
    mesh.model.workloadsOf(service).some(workload => mesh.proxyOf(workload).type === 'gateway'),
  );
}

/** What the callers of one port may send, while it is put together. */
class Rows {
  /** What each caller sends, by how it ends. */
  readonly #byCaller = new Map<string, Map<string, { readonly allowed: boolean; readonly requests: Set<string> }>>();

  public add({ from, requests, classes: [first], label }: Region, denied: boolean): void {
    const allowed = first !== undefined && passes(first.verdict);
    if (!allowed && !denied) return;
    for (const name of from) {
      const endings = this.#byCaller.get(name) ?? new Map();
      this.#byCaller.set(name, endings);
      const ending = endings.get(label) ?? { allowed, requests: new Set() };
      endings.set(label, ending);
      ending.requests.add(requests === '' ? 'all requests' : requests);
    }
  }

  /** Callers that may send the same are listed together. */
  public entries(place: Pick<MatrixEntry, 'to' | 'isUnknownHost'>, parties: readonly Party[]): readonly MatrixEntry[] {
    const groups = new Map<string, MatrixEntry & { readonly from: string[] }>();
    for (const [name, endings] of this.#byCaller) {
      for (const [ending, { allowed, requests }] of endings) {
        const sorted = [...requests].sort(compareText);
        const key = JSON.stringify([ending, sorted]);
        const entry = groups.get(key) ?? { from: [], ...place, allowed, requests: sorted, ending };
        entry.from.push(name);
        groups.set(key, entry);
      }
    }
    return [...groups.values()].map(entry => ({ ...entry, from: summed(entry.from, parties) }));
  }
}

/** All callers, or all that have a proxy, under one name. */
function summed(names: readonly string[], parties: readonly Party[]): readonly string[] {
  const held = new Set(names);
  const proxied = parties.filter(({ sender }) => sender.workload.dataPlane !== 'none');
  if (parties.length === 0 || !proxied.every(({ name }) => held.has(name))) return [...names].sort(compareParties);
  if (parties.every(({ name }) => held.has(name))) return ['anyone'];
  const others = parties.filter(({ name, sender }) => sender.workload.dataPlane === 'none' && held.has(name));
  return ['anyone in the mesh', ...others.map(({ name }) => name)];
}

/**
 * Who may send what to whom, as text that stays the same while the behaviour does: the snapshot for a pull request.
 *
 * @example
 * console.log(renderMatrix(matrixOf(buildModel(readManifests(['dist'])))));
 */
export function renderMatrix(entries: readonly MatrixEntry[]): string {
  return entries.map(lineOf).join('\n');
}

function lineOf({ from, to, requests, ending }: MatrixEntry): string {
  return `${from.join(', ')} -> ${to}: ${requests.join('; ')} (${ending})`;
}
