import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { PolicyAttachment } from '../../model/shapes/policy';
import { compareAge } from '../age';
import type { Trace } from '../trace';
import { unsupportedFields } from '../unsupported-fields';
import { gatewayNameOf, type PolicyTarget } from './workload-identity';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** How many policies of other pods a trace names. */
const MOST_RULED_OUT = 10;

/** Policies by namespace, answering which of them apply to a pod or waypoint. */
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
  public forWaypoint(target: WaypointTarget, trace?: Trace): readonly P[] {
    const { gateway, service } = target;
    const namespaces = new Set([this.rootNamespace, gateway.namespace, service.namespace]);
    return [...namespaces].flatMap(namespace =>
      (this.#byNamespace.get(namespace) ?? []).filter(policy => {
        if (!guards(policy, target, this.rootNamespace)) return false;
        trace?.consult(policy);
        return true;
      }),
    );
  }

  /** The policies of the root namespace and of the pod's namespace that select the pod. */
  public for(target: PolicyTarget, trace?: Trace): readonly P[] {
    const policies: P[] = [];
    let ruledOut = 0;
    for (const namespace of new Set([this.rootNamespace, target.namespace])) {
      for (const policy of this.#byNamespace.get(namespace) ?? []) {
        const reason = whyNot(policy, target);
        if (reason === undefined) policies.push(policy);
        else if (ruledOut++ < MOST_RULED_OUT) trace?.ruledOut(policy, reason.field, reason.message);
        // Whether a policy applies may hang on a field that is not modelled, so that the others count as well.
        if (reason === undefined || unsupportedFields(policy).length > 0) trace?.consult(policy);
      }
    }
    return policies;
  }
}

/** What a waypoint guards: itself, and the service to which a request goes through it. */
export interface WaypointTarget {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly service: { readonly kind: string; readonly namespace: string; readonly name: string };
}

/** Whether a policy is attached to a waypoint or to the service behind it. */
function guards(policy: Policy, { gateway, service }: WaypointTarget, rootNamespace: string): boolean {
  return targetRefsOf(policy.spec).some(reference => {
    const { kind = '', name, namespace } = reference;
    if (!hasGroupOf(kind, reference.group)) return false;
    if (kind === 'GatewayClass') return name === 'istio-waypoint' && policy.namespace === rootNamespace;
    const target = kind === 'Gateway' ? gateway : kind === service.kind ? service : undefined;
    if (target === undefined || target.name !== name || target.namespace !== policy.namespace) return false;
    return kind !== 'Gateway' || isOwn(namespace, policy.namespace);
  });
}

/** The objects that a policy is attached to; the field for one of them counts only without the one for several. */
export function targetRefsOf({
  targetRef,
  targetRefs = [],
}: PolicyAttachment): NonNullable<PolicyAttachment['targetRefs']> {
  return targetRefs.length === 0 && targetRef !== undefined ? [targetRef] : targetRefs;
}

function whyNot(policy: Policy, target: PolicyTarget): { field: string; message: string } | undefined {
  const spec: PolicyAttachment = policy.spec;
  const refs = targetRefsOf(spec);
  if (refs.length > 0) {
    const field = (spec.targetRefs ?? []).length > 0 ? 'spec.targetRefs' : 'spec.targetRef';
    const gateway = gatewayNameOf(target);
    if (gateway === undefined) return { field, message: 'counts only for gateways and waypoints' };
    const named = refs.some(
      ({ group, kind, name, namespace }) =>
        kind === 'Gateway' && hasGroupOf(kind, group) && name === gateway && isOwn(namespace, policy.namespace),
    );
    return named && policy.namespace === target.namespace ? undefined : { field, message: 'names another object' };
  }
  if (matchesLabels(spec.selector?.matchLabels, target.labels)) return undefined;
  return { field: 'spec.selector', message: 'does not select the workload' };
}

const GROUPS: { readonly [kind: string]: readonly string[] | undefined } = {
  Service: ['', 'core'],
  ServiceEntry: ['networking.istio.io'],
  Gateway: ['gateway.networking.k8s.io'],
  GatewayClass: ['gateway.networking.k8s.io'],
};

function hasGroupOf(kind: string, group = ''): boolean {
  return GROUPS[kind]?.includes(group) === true;
}

/** A reference may repeat the namespace of its policy, but not name another one. */
function isOwn(namespace: string | undefined, own: string): boolean {
  return namespace === undefined || namespace === '' || namespace === own;
}
