import type { EffectiveMesh } from '../istio/effective-mesh';
import type { RegisteredService } from '../istio/services/registered-service';
import { PRINCIPAL } from '../requests/attribute';
import { exact } from '../requests/test';
import { attributeOf, type Literal } from '../requests/witness/literal';
import { holdAll } from '../requests/witness/solve-text';
import type { Witness } from '../requests/witness/witness';
import type { Decision, Verdict } from '../simulation/verdict';
import type { AllDeclared, DeclaredAccess } from '../tree/declared-access';
import { addTo } from '../values/multimap';
import { outside } from './cover';
import { DeclaredPlaces, placesText } from './declared-place';
import { describeCondition } from './describe';
import { endingOf } from './effect';
import type { Exploration, RequestClass } from './exploration';
import { compareParties, knownParties, type Party, partyWithIdentity, strangers } from './parties';
import { type FoundRequests, podsOf, Reach } from './reach';
import { literalsOf } from './request-filter';
import { firstOf, type Space } from './space';
import { requestText, type WitnessRequest, writtenRequest } from './witness-request';

/** Something declared that does not hold of what is written. */
export interface AccessProblem {
  readonly kind: 'declared-call-refused' | 'undeclared-call-allowed' | 'unproven-call';
  /** The construct that declares it. */
  readonly constructPath: string;
  /** What decided, such as the policy that refuses. */
  readonly decidedBy: Decision | undefined;
  readonly problem: string;
  /** The smallest request that shows it. */
  readonly witness: WitnessRequest | undefined;
  readonly verdict: Verdict | undefined;
}

/**
 * Proves of a mesh what its constructs declare: that all requests of each declared call get through, and that nothing
 * else does where nothing else may.
 *
 * A request carries what is demanded of it where its sender can have that: a valid token, a client certificate, headers
 * that a policy asks for. External authorizers allow. Redirects and faults are no refusal, since somebody declared them.
 */
export function proveAccess(mesh: EffectiveMesh, declared: AllDeclared): readonly AccessProblem[] {
  const prover = new Prover(mesh, declared);
  return [...prover.refused(), ...prover.undeclared()];
}

class Prover {
  readonly #reach: Reach;
  readonly #known: readonly Party[];
  readonly #places: DeclaredPlaces;
  readonly #callers: readonly Party[];
  #byHost: Map<string, DeclaredAccess[]> | undefined;

  public constructor(
    private readonly mesh: EffectiveMesh,
    private readonly declared: AllDeclared,
  ) {
    this.#reach = mesh.once(Reach);
    this.#places = new DeclaredPlaces(mesh);
    // Gateways and waypoints hand on what others send, which is looked at by itself.
    this.#known = knownParties(mesh).filter(({ sender }) => sender.proxy.type !== 'gateway');
    this.#callers = this.#allCallers();
  }

  /** Declared calls of which some request does not get through, one problem for each. */
  public *refused(): Iterable<AccessProblem> {
    for (const [first, ...others] of this.#byDial()) {
      if (first === undefined) continue;
      const { host, port, scheme } = first;
      if (first.from === 'internet') {
        for (const access of [first, ...others]) yield* this.#refusedFromInternet(access);
        continue;
      }
      // In which way gRPC is sent, its requests say.
      const dial = { host, port, scheme: scheme === 'grpc' ? 'http' : scheme } as const;
      for (const { space, group } of this.#reach.spacesAt(dial, this.#callers, [])) {
        const exploration = this.#reach.explore(space, group);
        for (const access of [first, ...others]) {
          const [party] = access.from === 'internet' ? [] : group.withPrincipal(access.from.principal);
          if (party !== undefined) yield* this.#refusedOf(access, space, exploration, party);
        }
      }
    }
  }

  *#refusedFromInternet(access: DeclaredAccess): Iterable<AccessProblem> {
    const space = this.#reach.spaceFromInternet(access, literalsOfAccess(access));
    if (space === undefined)
      yield problemOf(access, `${access.what}, but no gateway takes requests for "${access.host}"`);
    else yield* this.#refusedOf(access, space, this.#reach.explore(space, undefined), undefined);
  }

  /** What is declared of one port. What gateways hand on, exposures declare. */
  #byDial(): Iterable<readonly DeclaredAccess[]> {
    const dials = new Map<string, DeclaredAccess[]>();
    for (const one of this.declared.access) {
      const { from, scheme, host, port } = one;
      if (from !== 'internet' && from.isGateway === true) continue;
      addTo(dials, JSON.stringify([from === 'internet', scheme, host, port]), one);
    }
    return dials.values();
  }

  /** All who may send requests inside of the mesh: those of the manifests, and those that are declared only. */
  #allCallers(): readonly Party[] {
    const closed = this.declared.closed.length > 0;
    const everybody = closed ? [...this.#known, ...strangers(this.mesh)] : this.#known;
    const principals = new Set(everybody.map(({ sender }) => this.mesh.principalOf(sender.workload)));
    const declared: Party[] = [];
    for (const { from } of this.declared.access) {
      if (from === 'internet' || from.isGateway === true || principals.has(from.principal)) continue;
      principals.add(from.principal);
      declared.push(partyWithIdentity(this.mesh, from.label, from.principal));
    }
    return [...everybody, ...declared];
  }

  /** Whether all requests that are declared of one caller get through. */
  *#refusedOf(
    access: DeclaredAccess,
    { assumed = [], ...space }: Space,
    { classes, gaps }: Exploration,
    party: Party | undefined,
  ): Iterable<AccessProblem> {
    const who = party === undefined ? [] : [this.#identity(party)];
    const principal = party && this.mesh.principalOf(party.sender.workload);
    const own = classes.filter(({ condition }) => isOf(condition, principal));
    const byNetwork = party !== undefined && party.sender.workload.dataPlane !== 'sidecar';
    const fine = own.filter(({ verdict }) => this.#places.isFine(verdict, access, byNetwork));
    if (fine.length === own.length && gaps.length === 0) return;
    const bad = own.filter(one => !fine.includes(one));
    const open = bad.filter(({ verdict }) => verdict.outcome === 'unsupported');
    const declared: Space = {
      ...space,
      assumed: [...assumed, ...(party === undefined ? [] : literalsOfAccess(access))],
    };
    const problem = bad
      .map(one => this.#counterexample(one, { fine, open }, declared, who, access, party?.name ?? 'internet'))
      .find(one => one !== undefined);
    if (problem !== undefined) {
      yield problem;
      return;
    }
    const solver = this.#reach.explorer.solverFor(declared);
    const gap = gaps.find(({ condition }) => solver.solveAll(firstOf(declared), [...condition, ...who]) !== 'none');
    if (gap !== undefined) yield unproven(access, gap.condition, gap.reason);
  }

  /** A request of a class that does not get through, however it is equipped. */
  #counterexample(
    bad: RequestClass,
    classes: { readonly fine: readonly RequestClass[]; readonly open: readonly RequestClass[] },
    space: Space,
    who: readonly Literal[],
    access: DeclaredAccess,
    name: string,
  ): AccessProblem | undefined {
    const { explorer } = this.#reach;
    const solver = explorer.solverFor(space);
    const isRefusal = isRefusedByPolicy(bad.verdict);
    const isOutside = access.from === 'internet';
    const given = (condition: readonly Literal[]) =>
      condition.filter(literal => !isUpToSender(literal, isRefusal, isOutside));
    const base = [...given(bad.condition), ...who];
    const without = (taken: readonly RequestClass[]) =>
      outside(
        solver,
        explorer.keys,
        bad.witness,
        base,
        taken.map(one => given(one.condition)),
      );
    if (without(classes.fine) === 'none') return undefined;
    const open = bad.verdict.outcome === 'unsupported' ? bad : classes.open[0];
    const found = open === bad ? 'unknown' : without([...classes.fine, ...classes.open]);
    if (typeof found !== 'object') {
      const why = open === undefined ? 'they cannot be told from others' : open.verdict.reason;
      return unproven(access, bad.condition, why);
    }
    const inClass = solver.solveAll(found.value, [...bad.condition, ...who]);
    const witness: Witness = typeof inClass === 'object' ? inClass.value : bad.witness;
    const verdict = explorer.verdictOn(space, witness);
    const request = writtenRequest(name, explorer.requestOf(space, witness));
    const decidedBy = decisionOf(verdict);
    const by =
      decidedBy === undefined
        ? ''
        : `, decided by ${decidedBy.resource}${decidedBy.field === undefined ? '' : ` ${decidedBy.field}`}`;
    const problem = `${access.what}, but ${requestText(request)} ends so: ${endingText(verdict, access)}${by}`;
    return {
      kind: 'declared-call-refused',
      constructPath: access.constructPath,
      decidedBy,
      problem,
      witness: request,
      verdict,
    };
  }

  #isFrom({ from }: DeclaredAccess, party: Party): boolean {
    return from !== 'internet' && this.mesh.principalOf(party.sender.workload) === from.principal;
  }

  #identity({ sender }: Party): Literal {
    return { term: PRINCIPAL, test: exact(this.mesh.principalOf(sender.workload)), answer: true };
  }

  /** What gets through to services of closed namespaces without being declared. */
  public *undeclared(): Iterable<AccessProblem> {
    const byName = new Map(this.#callers.map(party => [party.name, party]));
    for (const { namespaces, constructPath } of this.declared.closed) {
      const services = this.mesh.services.filter(
        ({ namespace, isKubernetes }) => isKubernetes && namespaces.includes(namespace),
      );
      for (const service of services) {
        const pods = podsOf(this.mesh, service.host);
        const seen = new Set(
          this.#callers.filter(one => pods.workloads.includes(one.sender.workload)).map(one => one.name),
        );
        const problems = new Map<string, UndeclaredCall>();
        for (const one of this.#reach.requestsTo(pods, { parties: this.#callers, internet: true })) {
          if (!('found' in one) || this.#isByHand(one.found.verdict)) continue;
          for (const name of one.found.from) {
            if (seen.has(name)) continue;
            const problem = this.#undeclaredBy(byName.get(name), one.found, service, constructPath);
            if (problem === undefined) continue;
            seen.add(name);
            const { witness, decidedBy } = problem;
            const key = JSON.stringify([{ ...witness, from: '' }, decidedBy]);
            const same = problems.get(key) ?? { problem, from: [] };
            problems.set(key, same);
            same.from.push(name);
          }
        }
        for (const same of problems.values()) yield ofAll(same, service);
      }
    }
  }

  #undeclaredBy(
    party: Party | undefined,
    found: FoundRequests,
    service: RegisteredService,
    constructPath: string,
  ): UndeclaredCall['problem'] | undefined {
    const { explorer } = this.#reach;
    const { space, of } = found;
    // What a gateway sends to a service is declared as a whole, and anybody in the cluster may come to the gateway.
    const isOutside = party === undefined || passesGateway(found.verdict);
    const declared = this.#declaredAt(service.host, space.host).filter(access => {
      if (!this.#isOfPort(access, space)) return false;
      if (access.from === 'internet') return isOutside && placesOf(access).includes(service.host);
      return party !== undefined && this.#isFrom(access, party);
    });
    if (isOutside && declared.some(({ from }) => from === 'internet')) return undefined;
    const base = [...of.condition, ...(party === undefined ? [] : [this.#identity(party)])];
    // Which requests gRPC has is nobody's promise: without a method, any is declared.
    const covered = declared.map(access => literalsOfAccess({ ...access, scheme: 'http' }));
    const left = outside(explorer.solverFor(space), explorer.keys, of.witness, base, covered);
    if (typeof left !== 'object') return undefined;
    const witness = writtenRequest(party?.name ?? 'internet', explorer.requestOf(space, left.value));
    const decidedBy = decisionOf(found.verdict);
    return { kind: 'undeclared-call-allowed', constructPath, decidedBy, witness, verdict: found.verdict };
  }

  /** Whether requests of a space are sent to the port that is declared, as far as they are sent to its host. */
  #isOfPort({ host, port }: DeclaredAccess, space: Space): boolean {
    if (host === space.host) return port === space.port;
    if (!('senders' in space.from) || space.from.dialled === undefined) return true;
    const { port: own = space.port } = podsOf(this.mesh, host, port);
    return own === space.port;
  }

  /** What is declared of requests that are sent to one of two hosts, or have to go there. */
  #declaredAt(host: string, other: string): readonly DeclaredAccess[] {
    if (this.#byHost === undefined) {
      this.#byHost = new Map();
      for (const access of this.declared.access) {
        for (const place of placesOf(access)) addTo(this.#byHost, place, access);
      }
    }
    const found = this.#byHost.get(host) ?? [];
    return host === other ? found : [...new Set([...found, ...(this.#byHost.get(other) ?? [])])];
  }

  /** Whether a policy lets it through that somebody has written by hand. */
  #isByHand(verdict: Verdict): boolean {
    const { resource } = decisionOf(verdict) ?? {};
    return resource !== undefined && this.declared.policies.has(resource.replace(/^AuthorizationPolicy /, ''));
  }
}

/** One request that nobody declares, and who can send it. */
interface UndeclaredCall {
  readonly problem: Omit<AccessProblem, 'problem' | 'witness'> & { readonly witness: WitnessRequest };
  readonly from: string[];
}

function ofAll({ problem, from }: UndeclaredCall, { host }: RegisteredService): AccessProblem {
  const [first = 'nobody', ...others] = [...from].sort(compareParties);
  const witness = { ...problem.witness, from: first };
  const shown = others.length > MOST_NAMES ? [...others.slice(0, MOST_NAMES), 'others'] : others;
  const same = others.length === 0 ? '' : `; the same of ${shown.join(', ')}`;
  return {
    ...problem,
    witness,
    problem: `nobody declares ${requestText(witness)}, and it gets through to ${host}${same}`,
  };
}

const MOST_NAMES = 5;

/** Whether a condition may hold on requests of an identity. */
function isOf(condition: readonly Literal[], principal: string | undefined): boolean {
  return holdAll(
    condition.filter(({ term }) => attributeOf(term)?.name === 'principal'),
    principal,
  );
}

function problemOf({ constructPath }: DeclaredAccess, problem: string): AccessProblem {
  return {
    kind: 'declared-call-refused',
    constructPath,
    decidedBy: undefined,
    problem,
    witness: undefined,
    verdict: undefined,
  };
}

/** The hosts that requests are sent to, and those where they have to go. */
function placesOf({ host, reaches = [] }: DeclaredAccess): readonly string[] {
  return [...new Set([host, ...reaches.flatMap(({ host: place, version }) => [place, version?.host ?? []].flat())])];
}

/** Whether it reaches pods behind a gateway. */
function passesGateway({ destinations }: Verdict): boolean {
  return destinations.some(({ targets }) => targets.some(({ onward = [] }) => onward.length > 0));
}

function unproven(access: DeclaredAccess, condition: readonly Literal[], why: string): AccessProblem {
  const requests = describeCondition(condition);
  const text = `${access.what}, but the result is unknown for some requests${requests === '' ? '' : ` (${requests})`}: ${why}`;
  return { ...problemOf(access, text), kind: 'unproven-call' };
}

/** Whether a part of a request is up to whoever sends it, and may be had where a policy demands it. */
function isUpToSender({ term }: Literal, isRefusal: boolean, isOutside: boolean): boolean {
  const name = attributeOf(term)?.name;
  if (name === 'token' || name === 'claim') return true;
  if (isOutside && (name === 'peer address' || name === 'remote address')) return isRefusal;
  return isRefusal && (name === 'header' || name === 'parameter');
}

/** What holds on all requests of a declaration. gRPC knows one method only. */
function literalsOfAccess({ scheme, methods, paths, headers, except = [] }: DeclaredAccess): readonly Literal[] {
  const asked = literalsOf({ methods: methods ?? (scheme === 'grpc' ? ['POST'] : undefined), paths, headers });
  const others = except.flatMap(requests => {
    const [literal, ...more] = literalsOf(requests);
    if (literal === undefined || more.length > 0) throw new Error('An exception has one condition');
    return { ...literal, answer: false };
  });
  return [...asked, ...others];
}

function isRefusedByPolicy({ outcome, destinations }: Verdict): boolean {
  const refusals = ['denied', 'unauthenticated'];
  if (refusals.includes(outcome)) return true;
  const targets = destinations.flatMap(one => one.targets);
  const refused = targets.filter(one => refusals.includes(one.outcome));
  return refused.length > 0 && targets.every(one => one.outcome === 'routed' || refused.includes(one));
}

function endingText(verdict: Verdict, { reaches, via }: DeclaredAccess): string {
  if (verdict.outcome !== 'routed') return `${endingOf(verdict)}, ${verdict.reason}`;
  const wanted = reaches === undefined ? 'anything else' : placesText(reaches);
  return `${endingOf(verdict)} instead of ${wanted}${via === undefined ? '' : ` through ${via}`}`;
}

/** What decided, also where it decided for a part of the requests only. */
function decisionOf({ decidedBy, destinations, route }: Verdict): Decision | undefined {
  const targets = destinations.flatMap(one => one.targets);
  const refusing = targets.find(one => one.outcome !== 'routed' && one.decidedBy !== undefined);
  const found = refusing?.decidedBy ?? decidedBy ?? targets.find(one => one.decidedBy !== undefined)?.decidedBy;
  if (found !== undefined) return found;
  return route?.virtualService === undefined ? undefined : { resource: route.virtualService, field: route.field };
}
