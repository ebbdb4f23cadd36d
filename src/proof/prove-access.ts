import type { EffectiveMesh } from '../istio/effective-mesh';
import type { RegisteredService } from '../istio/services/registered-service';
import { PRINCIPAL } from '../requests/attribute';
import { exact } from '../requests/test';
import { attributeOf, type Literal } from '../requests/witness/literal';
import type { Witness } from '../requests/witness/witness';
import type { Decision, DestinationVerdict, Verdict } from '../simulation/verdict';
import type { AllDeclared, DeclaredAccess, Located } from '../tree/declared-access';
import { outside } from './cover';
import { describeCondition } from './describe';
import { endingOf } from './effect';
import type { RequestClass } from './exploration';
import { knownParties, type Party, partyWithIdentity, strangers } from './parties';
import { type FoundRequests, podsOf, Reach } from './reach';
import { literalsOf } from './request-filter';
import type { Space } from './space';
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

  public constructor(
    private readonly mesh: EffectiveMesh,
    private readonly declared: AllDeclared,
  ) {
    this.#reach = mesh.once(Reach);
    this.#known = knownParties(mesh);
  }

  /** Declared calls of which some request does not get through, one problem for each. */
  public *refused(): Iterable<AccessProblem> {
    for (const [first, ...others] of this.#alike()) {
      if (first === undefined) continue;
      const assumed = literalsOf(first);
      const { scheme, host, port } = first;
      const dial = { scheme, host, port };
      if (first.from === 'internet') {
        const space = this.#reach.spaceFromInternet(dial, assumed);
        if (space === undefined) yield problemOf(first, `${first.what}, but no gateway takes requests for "${host}"`);
        else yield* this.#inSpace(space, undefined, [first]);
        continue;
      }
      const all = [first, ...others];
      const parties = all.flatMap(access => this.#partiesOf(access));
      for (const { space, parties: group } of this.#reach.spacesAt(dial, parties, assumed)) {
        yield* this.#inSpace(space, group, all);
      }
    }
  }

  /** What is declared of the same requests, but by other callers, is proven at once. */
  #alike(): readonly (readonly Located<DeclaredAccess>[])[] {
    const groups = new Map<string, Located<DeclaredAccess>[]>();
    for (const one of this.declared.access) {
      const { from, scheme, host, port, methods, paths, headers, reaches } = one;
      const key = JSON.stringify([from === 'internet', scheme, host, port, methods, paths, headers, reaches]);
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()];
  }

  #partiesOf({ from }: DeclaredAccess): readonly Party[] {
    if (from === 'internet') return [];
    const found = this.#known.filter(({ sender }) => this.mesh.principalOf(sender.workload) === from.principal);
    return found.length > 0 ? found : [partyWithIdentity(this.mesh, from.label, from.principal)];
  }

  *#inSpace(
    space: Space,
    parties: readonly Party[] | undefined,
    declared: readonly Located<DeclaredAccess>[],
  ): Iterable<AccessProblem> {
    const { classes, gaps } = this.#reach.explorer.explore(space);
    for (const access of declared) {
      const own = parties?.find(party => this.#isFrom(access, party));
      if (parties !== undefined && own === undefined) continue;
      const who = own === undefined ? [] : [this.#identity(own)];
      const fine = classes.filter(({ verdict }) => isFine(verdict, access));
      const bad = classes.filter(one => !fine.includes(one));
      const problem = bad
        .map(one => this.#counterexample(one, fine, space, who, access, own?.name ?? 'internet'))
        .find(one => one !== undefined);
      if (problem !== undefined) yield problem;
      const [gap] = gaps;
      if (gap !== undefined && problem === undefined) {
        const requests = describeCondition(gap.condition);
        yield {
          ...problemOf(access, `${access.what}, but of some requests (${requests}) nobody can tell: ${gap.reason}`),
          kind: 'unproven-call',
        };
      }
    }
  }

  /** A request of a class that does not get through, however it is equipped. */
  #counterexample(
    bad: RequestClass,
    fine: readonly RequestClass[],
    space: Space,
    who: readonly Literal[],
    access: Located<DeclaredAccess>,
    name: string,
  ): AccessProblem | undefined {
    const { explorer } = this.#reach;
    const solver = explorer.solverFor(space);
    const isRefusal = isRefusedByPolicy(bad.verdict);
    const given = (condition: readonly Literal[]) => condition.filter(literal => !isUpToSender(literal, isRefusal));
    const base = [...given(bad.condition), ...who];
    const found = outside(
      solver,
      explorer.keys,
      bad.witness,
      base,
      fine.map(one => given(one.condition)),
    );
    if (found === 'none') return undefined;
    if (found === 'unknown' || bad.verdict.outcome === 'unsupported') {
      const requests = describeCondition(bad.condition);
      const why = bad.verdict.outcome === 'unsupported' ? bad.verdict.reason : 'it cannot be told from others';
      const text = `${access.what}, but of some requests${requests === '' ? '' : ` (${requests})`} nobody can tell: ${why}`;
      return { ...problemOf(access, text), kind: 'unproven-call' };
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
    const everybody = [...this.#known, ...strangers(this.mesh)];
    for (const { namespaces, constructPath } of this.declared.closed) {
      const services = this.mesh.services.filter(
        ({ namespace, isKubernetes }) => isKubernetes && namespaces.includes(namespace),
      );
      for (const service of services) {
        const pods = podsOf(this.mesh, service.host);
        const others = everybody.filter(({ sender }) => !pods.workloads.includes(sender.workload));
        const seen = new Set<string>();
        for (const one of this.#reach.requestsTo(pods, { parties: others, internet: true })) {
          if (!('found' in one) || this.#isByHand(one.found.verdict)) continue;
          for (const name of one.found.from) {
            if (seen.has(name)) continue;
            const problem = this.#undeclaredBy(name, one.found, service, everybody, constructPath);
            if (problem === undefined) continue;
            seen.add(name);
            yield problem;
          }
        }
      }
    }
  }

  #undeclaredBy(
    name: string,
    found: FoundRequests,
    service: RegisteredService,
    everybody: readonly Party[],
    constructPath: string,
  ): AccessProblem | undefined {
    const party = everybody.find(one => one.name === name);
    const { explorer } = this.#reach;
    const { space, of } = found;
    const declared = this.declared.access.filter(access => {
      const isTheirs = party === undefined ? access.from === 'internet' : this.#isFrom(access, party);
      const hosts = [access.host, ...(access.reaches ?? []).map(({ host }) => host)];
      return isTheirs && (party === undefined || hosts.includes(service.host) || hosts.includes(space.host));
    });
    // From outside, what a gateway does with a host is declared as a whole.
    if (party === undefined && declared.length > 0) return undefined;
    const base = [...of.condition, ...(party === undefined ? [] : [this.#identity(party)])];
    const left = outside(explorer.solverFor(space), explorer.keys, of.witness, base, declared.map(literalsOf));
    if (typeof left !== 'object') return undefined;
    const witness = writtenRequest(name, explorer.requestOf(space, left.value));
    const decidedBy = decisionOf(found.verdict);
    const problem = `nobody declares that ${name} may send ${requestText(witness)} to "${service.host}", and it gets through`;
    return { kind: 'undeclared-call-allowed', constructPath, decidedBy, problem, witness, verdict: found.verdict };
  }

  /** Whether a policy lets it through that somebody has written by hand. */
  #isByHand(verdict: Verdict): boolean {
    const { resource } = decisionOf(verdict) ?? {};
    return resource !== undefined && this.declared.policies.has(resource.replace(/^AuthorizationPolicy /, ''));
  }
}

function problemOf({ constructPath }: Located<DeclaredAccess>, problem: string): AccessProblem {
  return {
    kind: 'declared-call-refused',
    constructPath,
    decidedBy: undefined,
    problem,
    witness: undefined,
    verdict: undefined,
  };
}

/** Whether a part of a request is up to whoever sends it, and may be had where it is demanded. */
function isUpToSender({ term }: Literal, isRefusal: boolean): boolean {
  const name = attributeOf(term)?.name;
  if (name === 'token' || name === 'claim') return true;
  return isRefusal && (name === 'header' || name === 'parameter');
}

function isRefusedByPolicy({ outcome, destinations }: Verdict): boolean {
  const refusals = ['denied', 'unauthenticated'];
  if (refusals.includes(outcome)) return true;
  const targets = destinations.flatMap(one => one.targets);
  const refused = targets.filter(one => refusals.includes(one.outcome));
  return refused.length > 0 && targets.every(one => one.outcome === 'routed' || refused.includes(one));
}

/** Whether a request ends as it is declared to. */
function isFine(verdict: Verdict, { reaches }: DeclaredAccess): boolean {
  const { outcome, destinations } = verdict;
  if (outcome === 'redirected' || outcome === 'answered') return true;
  if (outcome === 'passed-through') return reaches === undefined;
  if (outcome !== 'routed') return false;
  return reaches === undefined || destinations.every(one => isAmong(one, reaches));
}

function isAmong({ host, subset }: DestinationVerdict, places: NonNullable<DeclaredAccess['reaches']>): boolean {
  return places.some(place => place.host === host && (place.subset === undefined || place.subset === subset));
}

function endingText(verdict: Verdict, { reaches }: DeclaredAccess): string {
  if (verdict.outcome !== 'routed' || reaches === undefined) return `${endingOf(verdict)}, ${verdict.reason}`;
  const wanted = reaches.map(({ host, subset }) => `${host}${subset === undefined ? '' : ` ${subset}`}`).join(' or ');
  return `${endingOf(verdict)} instead of ${wanted}`;
}

/** What decided, also where it decided for a part of the requests only. */
function decisionOf({ decidedBy, destinations, route }: Verdict): Decision | undefined {
  const targets = destinations.flatMap(one => one.targets);
  const refusing = targets.find(one => one.outcome !== 'routed' && one.decidedBy !== undefined);
  const found = refusing?.decidedBy ?? decidedBy ?? targets.find(one => one.decidedBy !== undefined)?.decidedBy;
  if (found !== undefined) return found;
  return route?.virtualService === undefined ? undefined : { resource: route.virtualService, field: route.field };
}
