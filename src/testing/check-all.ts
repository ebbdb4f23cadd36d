import { type EffectiveMesh, effectiveMeshOf } from '../istio/effective-mesh';
import { portOf, type RegisteredService } from '../istio/services/registered-service';
import { schemeOf } from '../proof/dials';
import { diffMeshes } from '../proof/diff-meshes';
import { knownParties, type Party, strangers } from '../proof/parties';
import { type Found, type FoundRequests, type Pods, podsOf, Reach, type Senders } from '../proof/reach';
import { renderDiffText } from '../proof/render-diff';
import type { RequestFilter } from '../proof/request-filter';
import { requestText } from '../proof/witness-request';
import type { Claims } from '../requests/claims';
import { workloadsNamed } from '../simulation/caller';
import { renderVerdict } from '../simulation/render-verdict';
import { fullNameOf, type NamedObject, targetOf } from '../simulation/request';
import { ConfigError } from '../values/config-error';
import type { CheckResult } from './check';
import { type DestinationLike, isDestination, isHost, nameOf, type ServiceLike } from './destination';
import { type MeshSource, meshOf } from './mesh-under-test';

/** Somebody who sends requests: a workload or service, `internet`, or `anyone`, which is all of them and strangers too. */
export type CallerLike = string | NamedObject;

/** Requests that must not get to a service. */
export interface ForbiddenRequests extends RequestFilter {
  /** Who must not get there. @default 'anyone' */
  readonly from?: CallerLike | readonly CallerLike[];
  /**
   * The service that must not be reached, whatever was dialled: an object with a host, a name (`mysql`,
   * `notes-app/mysql`), or a URL whose port alone is meant (`tcp://mysql:3306`).
   */
  readonly to: string | ServiceLike;
}

/** All requests of one caller to one URL. */
export interface AllRequests extends RequestFilter {
  readonly from: CallerLike;
  /** Scheme, host and port, such as `http://backend:5000`; a path in it is the only one that is meant. */
  readonly to: string;
  /** Claims of a valid token that all of them carry. @default - no token */
  readonly jwtClaims?: Claims;
}

/** Whether no request of some callers gets to a service. What cannot be told counts as getting there. */
export function checkNever(source: MeshSource, { from = 'anyone', to, ...filter }: ForbiddenRequests): CheckResult {
  const mesh = effectiveMeshOf(meshOf(source).model);
  const { pods, name } = meant(mesh, to);
  const callers = Array.isArray(from) ? (from as readonly CallerLike[]) : [from as CallerLike];
  const who = callers.map(fullNameOf).join(', ');
  return nobody(mesh, pods, sendersOf(mesh, callers), filter, `no request of ${who} to get to ${name}`);
}

/** Whether nobody but some callers gets to a service: no other workload, nobody from outside and no stranger. */
export function checkOnlyCallers(
  source: MeshSource,
  to: string | ServiceLike,
  callers: readonly CallerLike[],
): CheckResult {
  const mesh = effectiveMeshOf(meshOf(source).model);
  const { pods, name } = meant(mesh, to);
  const allowed = new Set(sendersOf(mesh, callers).parties.map(party => party.name));
  const internet = !callers.some(caller => fullNameOf(caller) === INTERNET);
  const others = everybody(mesh).filter(party => !allowed.has(party.name) && !isOwn(party, pods));
  const who = callers.map(fullNameOf).join(', ') || 'nobody';
  return nobody(mesh, pods, { parties: others, internet }, {}, `only ${who} to get to ${name}`);
}

/** Whether all requests of a caller are taken; with a destination, whether all go there. */
export function checkAlways(source: MeshSource, request: AllRequests, destination?: DestinationLike): CheckResult {
  const mesh = effectiveMeshOf(meshOf(source).model);
  const { from, jwtClaims, ...filter } = request;
  const { scheme, host, port, path } = targetOf(request.to);
  const paths = filter.paths ?? (path === '/' ? undefined : [{ value: { exact: path } }]);
  const token = { claims: jwtClaims ?? {}, in: { header: 'Authorization', prefix: 'Bearer ' } };
  const more = { tokens: jwtClaims === undefined ? [] : [token] };
  const reach = mesh.once(Reach);
  const { parties, internet } = sendersOf(mesh, [from]);
  const dial = { scheme, host, port };
  const found = internet
    ? reach.requestsFromInternet(dial, { ...filter, paths }, more)
    : reach.requestsAt(dial, parties, { ...filter, paths }, more);
  const wanted = destination === undefined ? 'to be taken' : `to go to ${nameOf(destination)}`;
  const title = `Expected all requests of ${fullNameOf(from)} to ${request.to} ${wanted}`;
  let none = true;
  for (const one of found) {
    none = false;
    if ('unknown' in one) return failed(`${title}, but the result is unknown for some: ${unknownText(one)}`);
    const { destinations, outcome } = one.found.verdict;
    const there = destination === undefined || destinations.every(place => isDestination(place, destination));
    if (outcome !== 'routed' || !there) return counterexample(title, one.found);
  }
  if (none) return failed(`${title}, but there is no such request`);
  return { pass: true, message: () => `Expected not ${title.replace(/^Expected /, '')}` };
}

/** Whether no request behaves differently than in another mesh. */
export function checkBehavesLike(source: MeshSource, other: MeshSource): CheckResult {
  const diff = diffMeshes(meshOf(other).model, meshOf(source).model);
  const pass = diff.differences.length === 0 && diff.open.length === 0;
  const message = () =>
    `Expected the mesh ${pass ? 'not ' : ''}to behave like the other one\n\n${renderDiffText(diff)}`;
  return { pass, message };
}

const INTERNET = 'internet';
const ANYONE = 'anyone';

function nobody(mesh: EffectiveMesh, pods: Pods, senders: Senders, filter: RequestFilter, wanted: string): CheckResult {
  const title = `Expected ${wanted}`;
  for (const one of mesh.once(Reach).requestsTo(pods, senders, filter)) {
    if ('found' in one) return counterexample(title, one.found);
    return failed(`${title}, but the result is unknown for some requests: ${unknownText(one)}`);
  }
  return { pass: true, message: () => `Expected not ${wanted}` };
}

function counterexample(title: string, { from, to, requests, witness, verdict }: FoundRequests): CheckResult {
  const shown = requests === '' ? 'all requests' : requests;
  const message = () =>
    `${title}, got:\n\n  ${requestText(witness)}\n\nIt stands for ${shown} of ${from.join(', ')} to ${to}.\n\n${renderVerdict(verdict)}`;
  return { pass: false, message };
}

function failed(text: string): CheckResult {
  return { pass: false, message: () => text };
}

function unknownText({ unknown: { from, to, requests, reason } }: Extract<Found, { unknown: unknown }>): string {
  return `${from.join(', ')} -> ${to} ${requests}: ${reason}`;
}

function everybody(mesh: EffectiveMesh): readonly Party[] {
  return [...knownParties(mesh), ...strangers(mesh)];
}

function sendersOf(mesh: EffectiveMesh, callers: readonly CallerLike[]): Senders {
  const names = callers.map(fullNameOf);
  const anyone = names.includes(ANYONE);
  const parties = anyone ? everybody(mesh) : names.flatMap((name, i) => partiesNamed(mesh, name, callers[i]));
  return { parties, internet: anyone || names.includes(INTERNET) };
}

function partiesNamed(mesh: EffectiveMesh, name: string, caller: CallerLike | undefined): readonly Party[] {
  if (name === INTERNET) return [];
  const host = typeof caller === 'object' ? caller.host : undefined;
  const workloads = new Set(workloadsNamed(mesh, name, host));
  const found = knownParties(mesh).filter(({ sender }) => workloads.has(sender.workload));
  if (found.length > 0) return found;
  throw new ConfigError(
    `Cannot expect anything of "${name}": wanted "internet", "anyone" or a workload or service of the manifests`,
  );
}

/** Pods call themselves. */
function isOwn({ sender }: Party, { workloads }: Pods): boolean {
  return workloads.includes(sender.workload);
}

/** The pods that a service or URL means. */
function meant(mesh: EffectiveMesh, to: string | ServiceLike): { readonly pods: Pods; readonly name: string } {
  const written = typeof to === 'string' ? to : to.host;
  const isUrl = written.includes('://');
  const { host, port } = isUrl ? targetOf(written) : { host: written, port: undefined };
  const service = serviceNamed(mesh, host);
  if (port !== undefined && portOf(service, port) === undefined) {
    const ports = service.ports.map(one => `${schemeOf(one)} ${one.number}`).join(', ');
    throw new ConfigError(`Cannot expect anything of "${written}": wanted a port of ${service.host} (${ports})`);
  }
  return {
    pods: podsOf(mesh, service.host, port),
    name: port === undefined ? service.host : `${service.host}:${port}`,
  };
}

function serviceNamed(mesh: EffectiveMesh, name: string): RegisteredService {
  const named = mesh.services.filter(({ host }) => isHost(host, name));
  const [service, ...others] = named;
  if (service === undefined || others.some(({ host }) => host !== service.host)) {
    const got = service === undefined ? 'none' : `${named.map(({ host }) => `"${host}"`).join(', ')}`;
    throw new ConfigError(`Cannot expect anything of the service "${name}": wanted one of this name, got ${got}`);
  }
  return service;
}
