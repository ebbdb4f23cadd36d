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
      found = this.#setOf(
        this.authentications.forWaypoint(target),
        this.authorizations.forWaypoint(target),
        'envoy',
        trace => {
          this.authentications.forWaypoint(target, trace);
          this.authorizations.forWaypoint(target, trace);
        },
      );
      this.#ofWaypoints.set(key, found);
    }
    return found;
  }

  #ofPods(workload: Workload): PolicySet {
    const all = this.authorizations.for(workload);
    const enforcer = workload.dataPlane === 'ambient' ? 'ztunnel' : 'envoy';
    const isAsked = ({ spec }: Authorization) => enforcer === 'envoy' || spec.action !== 'CUSTOM';
    return this.#setOf(this.authentications.for(workload), all.filter(isAsked), enforcer, trace => {
      this.authentications.note(workload, trace);
      this.authorizations.note(workload, trace);
      for (const policy of all) {
        if (!isAsked(policy)) trace.ruledOut(policy, 'spec.action', 'ztunnel does not know CUSTOM');
      }
    });
  }

  #readyFor(policy: Authorization, enforcer: Enforcer): ReadyPolicy {
    return readyPolicy(policy, this.mesh.settings, enforcer, this.conditions.rulesOf(policy));
  }

  /** The same policies, made ready once for all proxies that enforce just these. */
  #readySet(policies: readonly Authorization[], enforcer: Enforcer): ReadyPolicies {
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

  #setOf(
    authentications: readonly Authentication[],
    authorizations: readonly Authorization[],
    enforcer: Enforcer,
    note: (trace: Trace) => void,
  ): PolicySet {
    return new NotedPolicies(authentications, authorizations, this.#readySet(authorizations, enforcer), () => {
      const trace = this.mesh.newTrace();
      note(trace);
      return trace;
    });
  }
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
