import type { EffectiveMesh } from '../istio/effective-mesh';
import { type Exposure, Exposures } from '../istio/gateways/exposures';
import { demandsOf } from '../istio/policies/rule-demands';
import { writtenConditions } from '../istio/policies/written-conditions';
import { conditionsOfMatch } from '../istio/routes/route-list';
import type { RegisteredService } from '../istio/services/registered-service';
import { mayBeHttp } from '../model/protocol';
import { isKind, type Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { AttributeName } from '../requests/attribute';
import { Keys, type Literal } from '../requests/witness/literal';
import { Solver, type Witness } from '../requests/witness/witness';
import { simulateIn } from '../simulation/simulate';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/**
 * A request to a service that a policy means to refuse and that gets through all the same, in words; undefined where none
 * is found. What the words say has been simulated.
 */
export function requestThatPasses(
  mesh: EffectiveMesh,
  policy: Policy,
  service: RegisteredService,
  from: Exposure | Workload,
): string | undefined {
  const exposure = 'entry' in from ? from : undefined;
  const ofRoute = exposure === undefined ? [] : literalsOfRoute(exposure);
  for (const ofPolicy of refusedBy(policy)) {
    const witness = solve(mesh, [...ofRoute, ...ofPolicy]);
    if (witness === undefined) continue;
    const path = `${witness.path}${query(witness)}`;
    const to = exposure === undefined ? urlOfService(service, path) : urlOfExposure(exposure, path);
    if (to === undefined) continue;
    const request = {
      from: 'entry' in from ? 'internet' : `${from.namespace}/${from.name}`,
      to,
      method: witness.method,
      headers: Object.fromEntries(witness.headers),
    };
    const verdict = simulateIn(mesh, request);
    if (verdict.outcome !== 'routed') continue;
    const headers = [...witness.headers].map(([name, value]) => `, ${name}: ${value}`).join('');
    return `"${witness.method} ${to}"${headers} from ${exposure === undefined ? `"${request.from}"` : 'outside'}`;
  }
  return undefined;
}

/** How many callers are tried, from outside and from pods each. */
const MOST_CALLERS = 3;

/**
 * Says of a policy that nothing carries out for a service who gets by it, from outside or from pods, with a request; empty
 * where none is found.
 */
export function whoGetsBy(mesh: EffectiveMesh, policy: Resource, service: RegisteredService | undefined): string {
  const isAboutTokens = isKind(policy, 'RequestAuthentication');
  if (service === undefined || !(isAboutTokens || isKind(policy, 'AuthorizationPolicy'))) return '';
  for (const caller of callersOf(mesh, service)) {
    const request = requestThatPasses(mesh, policy, service, caller);
    if (request !== undefined) return `; ${request} gets through${isAboutTokens ? ', whatever token it carries' : ''}`;
  }
  return '';
}

/** A service that sends to some pods. */
export function firstServiceOf(workload: Workload, mesh: EffectiveMesh): RegisteredService | undefined {
  const [service] = mesh.model.servicesOf(workload);
  return service === undefined ? undefined : mesh.servicesNamed(service.host)[0];
}

function* callersOf(mesh: EffectiveMesh, service: RegisteredService): Iterable<Exposure | Workload> {
  yield* mesh.once(Exposures).of(service.host).slice(0, MOST_CALLERS);
  const servers = new Set(mesh.model.workloadsOf(service.service));
  let left = MOST_CALLERS;
  for (const workload of mesh.model.workloads.all) {
    if (workload.generated || servers.has(workload) || mesh.proxyOf(workload).type === 'gateway') continue;
    yield workload;
    left--;
    if (left === 0) return;
  }
}

/** What anybody can write into a request. */
const WRITTEN: ReadonlySet<AttributeName> = new Set(['method', 'path', 'parameter', 'header']);

const NEAR: Witness = {
  method: 'GET',
  path: '/',
  parameters: new Map(),
  headers: new Map(),
  tokens: [],
  authority: undefined,
  serverName: undefined,
  address: undefined,
  sender: 0,
};

function solve({ settings }: EffectiveMesh, literals: readonly Literal[]): Witness | undefined {
  const space = {
    normalization: settings.pathNormalization,
    senders: undefined,
    freeAuthority: false,
    freeServerName: false,
    freeTokens: false,
  };
  const chosen = literals.filter(({ term }) => term.kind === 'attribute' && WRITTEN.has(term.name));
  const found = new Solver(space, new Keys()).solveAll(NEAR, chosen);
  return typeof found === 'object' ? found.value : undefined;
}

/** What requests are like that a policy refuses; for one that allows, such as no rule of it allows. */
function* refusedBy(policy: Policy): Iterable<readonly Literal[]> {
  if (!isKind(policy, 'AuthorizationPolicy')) {
    yield [];
    return;
  }
  const { action = 'ALLOW', rules = [] } = policy.spec;
  if (action === 'AUDIT') return;
  for (const rule of rules) {
    const { from, to, when } = writtenConditions(rule);
    for (const part of to.length === 0 ? [[]] : to) {
      const literals = [...part, ...when, ...(from[0] ?? [])].flatMap(one => demandsOf(one, policy.namespace));
      if (action !== 'ALLOW') yield literals;
      // One condition that does not hold is enough to be outside of a rule.
      else for (const one of literals) yield [{ ...one, answer: !one.answer }];
    }
  }
  if (action === 'ALLOW') yield [];
}

function literalsOfRoute({ entry, virtualService: { api } }: Exposure): readonly Literal[] {
  const [match] = entry.spec.match ?? [];
  if (match === undefined) return [];
  return conditionsOfMatch(entry, match, 0, api).map(({ attribute, test, holds }) => ({
    term: attribute,
    test,
    answer: holds,
  }));
}

function query({ parameters }: Witness): string {
  const pairs = [...parameters].map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function urlOfService({ host, ports }: RegisteredService, path: string): string | undefined {
  const port = ports.find(({ protocol }) => mayBeHttp(protocol));
  return port === undefined ? undefined : `http://${host}${port.number === 80 ? '' : `:${port.number}`}${path}`;
}

function urlOfExposure({ host, server: { server } }: Exposure, path: string): string {
  const scheme = server.port?.protocol?.toUpperCase() === 'HTTPS' ? 'https' : 'http';
  const number = server.port?.number ?? 80;
  return `${scheme}://${host}${number === (scheme === 'https' ? 443 : 80) ? '' : `:${number}`}${path}`;
}
