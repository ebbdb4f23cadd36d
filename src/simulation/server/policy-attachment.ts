import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { PolicyAttachment } from '../../model/shapes/policy';
import { compareAge } from '../registry/object-order';
import type { Trace } from '../trace';
import { gatewayNameOf, type PolicyTarget } from './workload-identity';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** Policies by namespace, answering which of them apply to a pod. */
export class AttachedPolicies<P extends Policy> {
  readonly #byNamespace = new Map<string, P[]>();

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
    const namespaces = new Set([this.rootNamespace, target.namespace]);
    return [...namespaces].flatMap(namespace =>
      (this.#byNamespace.get(namespace) ?? []).filter(policy => {
        trace?.consult(policy);
        const reason = whyNot(policy, target);
        if (reason === undefined) return true;
        trace?.ruledOut(policy, reason.field, reason.message);
        return false;
      }),
    );
  }
}

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
export function targetRefsOf({
  targetRef,
  targetRefs = [],
}: PolicyAttachment): NonNullable<PolicyAttachment['targetRefs']> {
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
