import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { PolicyAttachment } from '../../model/shapes/policy';
import type { RuledOut, Trace } from '../../simulation/trace';
import { unsupportedFields } from '../../simulation/unsupported-fields';
import { compareAge } from '../age';
import { gatewayNameOf, type PolicyTarget } from './workload-identity';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** Policies by namespace, answering which of them apply to a pod. */
export class AttachedPolicies<P extends Policy> {
  readonly #byNamespace = new Map<string, P[]>();
  readonly #byTarget = new WeakMap<PolicyTarget, Selection<P>>();

  public constructor(
    policies: readonly P[],
    private readonly rootNamespace: string,
  ) {
    for (const policy of [...policies].sort(compareAge)) {
      const list = this.#byNamespace.get(policy.namespace);
      if (list === undefined) this.#byNamespace.set(policy.namespace, [policy]);
      else list.push(policy);
    }
  }

  /** The policies that a waypoint enforces for a service. Those with a selector are the business of ztunnel. */
  public forWaypoint(target: WaypointTarget, trace: Trace): readonly P[] {
    const { gateway, service } = target;
    const namespaces = new Set([this.rootNamespace, gateway.namespace, service.namespace]);
    const candidates = [...namespaces].flatMap(namespace => this.#byNamespace.get(namespace) ?? []);
    return candidates.filter(policy => {
      if (!guards(policy, target, this.rootNamespace)) return false;
      trace.consult(policy);
      return true;
    });
  }

  /** The policies of the root namespace and of the pod's namespace that select the pod. */
  public for(target: PolicyTarget, trace?: Trace): readonly P[] {
    let found = this.#byTarget.get(target);
    if (found === undefined) {
      found = this.#select(target);
      this.#byTarget.set(target, found);
    }
    for (const policy of found.consulted) trace?.consult(policy);
    trace?.ruledOutBefore(found.ruledOut);
    return found.policies;
  }

  #select(target: PolicyTarget): Selection<P> {
    const policies: P[] = [];
    const consulted: P[] = [];
    const ruledOut: RuledOut[] = [];
    for (const namespace of new Set([this.rootNamespace, target.namespace])) {
      for (const policy of this.#byNamespace.get(namespace) ?? []) {
        const reason = whyNot(policy, target);
        if (reason === undefined) policies.push(policy);
        else if (ruledOut.length < MOST_RULED_OUT) {
          ruledOut.push({ resource: policy.toString(), field: reason.field, reason: reason.message });
        }
        // Whether a policy applies may hang on a field that is not modelled, so that the others count as well.
        if (reason === undefined || unsupportedFields(policy).length > 0) consulted.push(policy);
      }
    }
    return { policies, consulted, ruledOut };
  }
}

/** The policies of a pod, and what there is to say about the others. */
interface Selection<P> {
  readonly policies: readonly P[];
  readonly consulted: readonly P[];
  readonly ruledOut: readonly RuledOut[];
}

/** How many policies of other pods a trace names. */
const MOST_RULED_OUT = 10;

/** What a waypoint guards: itself, and the service to which a request goes through it. */
export interface WaypointTarget {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly service: { readonly kind: string; readonly namespace: string; readonly name: string };
}

/** Whether a policy is attached to a waypoint or to the service behind it. */
function guards(policy: Policy, { gateway, service }: WaypointTarget, rootNamespace: string): boolean {
  return targetRefsOf(policy.spec).some(({ kind, name }) => {
    if (kind === 'GatewayClass') return name === 'istio-waypoint' && policy.namespace === rootNamespace;
    const target = kind === 'Gateway' ? gateway : kind === service.kind ? service : undefined;
    return target !== undefined && target.name === name && target.namespace === policy.namespace;
  });
}

/** The objects that a policy is attached to, whether it names one or several. */
function targetRefsOf({ targetRef, targetRefs = [] }: PolicyAttachment): NonNullable<PolicyAttachment['targetRefs']> {
  return targetRef === undefined ? targetRefs : [targetRef, ...targetRefs];
}

function whyNot(policy: Policy, target: PolicyTarget): { field: string; message: string } | undefined {
  const spec: PolicyAttachment = policy.spec;
  const refs = targetRefsOf(spec);
  if (refs.length > 0) {
    const field = spec.targetRef === undefined ? 'spec.targetRefs' : 'spec.targetRef';
    const gateway = gatewayNameOf(target);
    if (gateway === undefined) return { field, message: 'counts only for gateways and waypoints' };
    const named = refs.some(({ kind, name }) => kind === 'Gateway' && name === gateway);
    return named && policy.namespace === target.namespace ? undefined : { field, message: 'names another object' };
  }
  if (matchesLabels(spec.selector?.matchLabels, target.labels)) return undefined;
  return { field: 'spec.selector', message: 'does not select the workload' };
}
