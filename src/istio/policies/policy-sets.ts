import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { Memo } from '../memo';
import type { MeshFacts } from '../mesh-facts';
import type { Notes, Trace } from '../trace';
import type { Enforcer } from './authorization-rule';
import type { AttachedPolicies, WaypointTarget } from './policy-attachment';
import type { PolicyConditions } from './policy-conditions';
import { type PolicySet, type ReadyPolicies, type ReadyPolicy, readyPolicies, readyPolicy } from './policy-set';

type Authentication = Resource<'RequestAuthentication'>;
type Authorization = Resource<'AuthorizationPolicy'>;

/** What each proxy of a mesh enforces. Every policy is made ready once, for all proxies. */
export class PolicySets {
  readonly #ready: { readonly [enforcer in Enforcer]: Memo<Authorization, ReadyPolicy> } = {
    envoy: new Memo(policy => this.#readyFor(policy, 'envoy')),
    ztunnel: new Memo(policy => this.#readyFor(policy, 'ztunnel')),
  };
  readonly #alone: { readonly [enforcer in Enforcer]: Memo<Authorization, ReadyPolicies> } = {
    envoy: new Memo(policy => readyPolicies([policy], one => this.#ready.envoy.get(one))),
    ztunnel: new Memo(policy => readyPolicies([policy], one => this.#ready.ztunnel.get(one))),
  };
  readonly #sets = new Memo((workload: Workload): PolicySet => this.#ofPods(workload));
  readonly #readySets = new Map<string, ReadyPolicies>();
  readonly #numbers = new Map<Authorization, number>();
  readonly #ofWaypoints = new Map<string, PolicySet>();

  public constructor(
    private readonly mesh: Pick<MeshFacts, 'settings' | 'newTrace'>,
    private readonly authentications: AttachedPolicies<Authentication>,
    private readonly authorizations: AttachedPolicies<Authorization>,
    private readonly conditions: PolicyConditions,
  ) {}

  /** What the proxy of a workload enforces; in the ambient mesh ztunnel, which asks no external authorizer. */
  public of(workload: Workload): PolicySet {
    return this.#sets.get(workload);
  }

  /** What a waypoint enforces for a service. */
  public ofWaypoint(target: WaypointTarget): PolicySet {
    const { gateway, service } = target;
    const behind = service === undefined ? '' : `${service.kind} ${service.namespace}/${service.name}`;
    const key = `${gateway.namespace}/${gateway.name} ${behind}`;
    let found = this.#ofWaypoints.get(key);
    if (found === undefined) {
      const note = (trace: Trace) => {
        this.authentications.forWaypoint(target, trace);
        this.authorizations.forWaypoint(target, trace);
      };
      const authorizations = this.authorizations.forWaypoint(target);
      const ready = this.#readySet(authorizations, 'envoy');
      found = new NotedPolicies(this.authentications.forWaypoint(target), authorizations, ready, () =>
        this.#noted(note),
      );
      this.#ofWaypoints.set(key, found);
    }
    return found;
  }

  #ofPods(workload: Workload): PolicySet {
    const all = this.authorizations.for(workload);
    const enforcer = workload.dataPlane === 'ambient' ? 'ztunnel' : 'envoy';
    const asked = enforcer === 'envoy' ? all : all.filter(isKnownToZtunnel);
    const ready = this.#readySet(asked, enforcer);
    return new NotedPolicies(this.authentications.for(workload), asked, ready, () => this.#notesOfPods(workload, all));
  }

  #notesOfPods(workload: Workload, all: readonly Authorization[]): Notes {
    return this.#noted(trace => {
      this.authentications.note(workload, trace);
      this.authorizations.note(workload, trace);
      if (workload.dataPlane !== 'ambient') return;
      for (const policy of all) {
        if (!isKnownToZtunnel(policy)) trace.ruledOut(policy, 'spec.action', 'ztunnel does not know CUSTOM');
      }
    });
  }

  #noted(note: (trace: Trace) => void): Notes {
    const trace = this.mesh.newTrace();
    note(trace);
    return trace;
  }

  #readyFor(policy: Authorization, enforcer: Enforcer): ReadyPolicy {
    return readyPolicy(policy, this.mesh.settings, enforcer, this.conditions.rulesOf(policy));
  }

  /** The same policies, made ready once for all proxies that enforce just these. */
  #readySet(policies: readonly Authorization[], enforcer: Enforcer): ReadyPolicies {
    const [only] = policies;
    if (policies.length === 1 && only !== undefined) return this.#alone[enforcer].get(only);
    const key = `${enforcer} ${policies.map(policy => this.#number(policy)).join()}`;
    let ready = this.#readySets.get(key);
    if (ready === undefined) {
      ready = readyPolicies(policies, policy => this.#ready[enforcer].get(policy));
      this.#readySets.set(key, ready);
    }
    return ready;
  }

  #number(policy: Authorization): number {
    const known = this.#numbers.get(policy) ?? this.#numbers.size;
    this.#numbers.set(policy, known);
    return known;
  }
}

function isKnownToZtunnel({ spec }: Authorization): boolean {
  return spec.action !== 'CUSTOM';
}

/** Policies whose notes are worked out when a request asks for them. */
class NotedPolicies implements PolicySet {
  #notes: Notes | undefined;

  public constructor(
    public readonly authentications: readonly Authentication[],
    public readonly authorizations: readonly Authorization[],
    public readonly ready: ReadyPolicies,
    private readonly note: () => Notes,
  ) {}

  public get notes(): Notes {
    this.#notes ??= this.note();
    return this.#notes;
  }
}
