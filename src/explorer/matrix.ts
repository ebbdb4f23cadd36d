import type { EffectiveMesh } from '../istio/effective-mesh';
import { endingOfAccess, insideRegions, partiesOf } from '../proof/access-matrix';
import { passes } from '../proof/effect';
import { Reach, type Region } from '../proof/reach';
import type { Space } from '../proof/space';
import { writtenRequest } from '../proof/witness-request';
import { finalTargets } from '../simulation/final-destinations';
import type { OutgoingRequest } from '../simulation/simulate';
import type { Verdict } from '../simulation/verdict';
import type { PageRequest, RequestGroup } from './page-data';

/** The name of clients outside of the cluster. */
export const INTERNET = 'internet';

/** Requests that end alike, with one verdict on them. */
export interface VerdictGroup extends Omit<RequestGroup, 'from'> {
  readonly from: readonly string[];
  readonly verdict: Verdict | undefined;
}

/** What happens to the requests to one port, of all callers. */
export interface VerdictRow {
  readonly to: string;
  /** The host and protocol; absent for hosts that the mesh does not know. */
  readonly host: string | undefined;
  readonly protocol: string;
  readonly groups: readonly VerdictGroup[];
}

/** Requests from outside to one host. */
export interface OutsideRow extends VerdictRow {
  /** The gateway pods that take them. */
  readonly gateway: string;
}

/** Who may send what to whom in a mesh. */
export interface VerdictMatrix {
  /** All callers inside the cluster, by name. */
  readonly callers: readonly string[];
  readonly inside: readonly VerdictRow[];
  readonly outside: readonly OutsideRow[];
}

/** Works out who may send what to whom, with one request of each class. */
export function matrixOf(mesh: EffectiveMesh): VerdictMatrix {
  const reach = mesh.once(Reach);
  const parties = partiesOf(mesh);
  const inside: VerdictRow[] = [];
  for (const { to, dial, regions } of insideRegions(mesh, parties)) {
    const groups = [...regions].map(region => groupOf(reach, region));
    inside.push({ to, host: dial?.host, protocol: dial?.scheme ?? 'tls', groups });
  }
  const outside = new Map<string, OutsideRow & { readonly groups: VerdictGroup[] }>();
  for (const region of reach.regionsFromInternet(endingOfAccess)) {
    const { from, scheme } = region.space;
    const gateway = 'entrance' in from ? nameOf(from.entrance.gateway.workload) : '';
    const key = `${gateway} ${region.to}`;
    const row = outside.get(key) ?? { to: region.to, host: undefined, protocol: scheme, gateway, groups: [] };
    outside.set(key, row);
    row.groups.push(groupOf(reach, region));
  }
  return { callers: parties.map(({ name }) => name), inside, outside: [...outside.values()] };
}

/** The pods that take a part of the requests. */
export function takersOf(verdict: Verdict | undefined): readonly string[] {
  if (verdict === undefined) return [];
  const names = finalTargets(verdict).flatMap(({ outcome, workload }) => (outcome === 'routed' ? [workload] : []));
  return [...new Set(names)].filter(name => name !== '');
}

/** How requests are shared among versions; empty where they are not. */
export function sharesOf(verdict: Verdict | undefined): string {
  const { destinations = [] } = verdict ?? {};
  if (destinations.length < 2) return '';
  return destinations
    .map(({ subset, host, percent }) => `${subset ?? host.split('.')[0]} ${Math.round(percent * 100) / 100} %`)
    .join(', ');
}

function groupOf(reach: Reach, { from, requests, classes: [first], label, space }: Region): VerdictGroup {
  const common = { from, requests, ending: label };
  if (first === undefined) return { ...common, allowed: false, verdict: undefined };
  const { verdict } = first;
  const witness = pageRequest(from[0] ?? INTERNET, space, reach.explorer.requestOf(space, first.witness));
  return { ...common, allowed: passes(verdict), witness, verdict };
}

/** A request as the page sends it, without what is as usual. */
function pageRequest(from: string, { from: origin }: Space, outgoing: OutgoingRequest): PageRequest {
  const gateway = 'entrance' in origin ? nameOf(origin.entrance.gateway.workload) : undefined;
  const { externalAuthorizers = {} } = outgoing;
  const answers = Object.keys(externalAuthorizers).length === 0 ? undefined : externalAuthorizers;
  const given = Object.entries({ ...writtenRequest(from, outgoing), gateway, externalAuthorizers: answers });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as unknown as PageRequest;
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}
