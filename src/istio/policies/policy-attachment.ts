import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { PolicyAttachment } from '../../model/shapes/policy';
import type { Workload } from '../../model/workload';
import type { WorkloadIndex } from '../../model/workload-index';
import { addTo } from '../../values/multimap';
import { compareAge } from '../age';
import type { Release } from '../release';
import type { Trace } from '../trace';
import type { FieldsOf } from '../unsupported-fields';
import { GATEWAY_NAME, gatewayNameOf, type PolicyTarget } from './workload-identity';

type Policy = Resource<'AuthorizationPolicy'> | Resource<'RequestAuthentication'>;

/** How many policies of other pods a trace names. */
const MOST_RULED_OUT = 10;

/** The policies of a namespace in the order of their age. */
class NamespacePolicies<P extends Policy> {
  readonly all: P[] = [];
  /** Those that no label tells apart from one that applies. */
  readonly #open: P[] = [];
  /** Those that select by a label, by key and value of the first pair of their selector. */
  readonly #selecting = new Map<string, Map<string, P[]>>();
  readonly #position = new Map<P, number>();
  #uncertain: readonly P[] | undefined;

  public constructor(private readonly fieldsOf: FieldsOf) {}

  public add(policy: P): void {
    this.#position.set(policy, this.all.length);
    this.all.push(policy);
    const spec: PolicyAttachment = policy.spec;
    const [pair] = targetRefsOf(spec).length > 0 ? [] : Object.entries(spec.selector?.matchLabels ?? {});
    if (pair === undefined) {
      this.#open.push(policy);
      return;
    }
    const [key, value] = pair;
    const byValue = this.#selecting.get(key) ?? new Map<string, P[]>();
    this.#selecting.set(key, byValue);
    addTo(byValue, value, policy);
  }

  /** Those that hold a field on which it may hang whether they apply. */
  public get uncertain(): readonly P[] {
    this.#uncertain ??= this.all.filter(policy => this.fieldsOf(policy).length > 0);
    return this.#uncertain;
  }

  /** The policies that apply to a pod. */
  public for(target: PolicyTarget): readonly P[] {
    const { labels } = target;
    const found = this.#open.filter(policy => whyNot(policy, target) === undefined);
    for (const [key, byValue] of this.#selecting) {
      for (const policy of byValue.get(labels[key] ?? '') ?? NONE) {
        if (whyNot(policy, target) === undefined) found.push(policy as P);
      }
    }
    return found.length > 1 ? found.sort((a, b) => this.#place(a) - this.#place(b)) : found;
  }

  #place(policy: P): number {
    return this.#position.get(policy) ?? 0;
  }
}

const NONE: readonly never[] = [];

/** Policies by namespace, answering which of them apply to a pod or waypoint, and to which pods each applies. */
export class AttachedPolicies<P extends Policy> {
  readonly #byNamespace = new Map<string, NamespacePolicies<P>>();

  public constructor(
    policies: readonly P[],
    private readonly rootNamespace: string,
    private readonly release: Release,
    fieldsOf: FieldsOf,
  ) {
    for (const policy of [...policies].sort(compareAge)) {
      const held = this.#byNamespace.get(policy.namespace) ?? new NamespacePolicies<P>(fieldsOf);
      this.#byNamespace.set(policy.namespace, held);
      held.add(policy);
    }
  }

  /** The policies that a waypoint enforces for a service. Those with a selector are the business of ztunnel. */
  public forWaypoint(target: WaypointTarget, trace?: Trace): readonly P[] {
    const { gateway, service } = target;
    const namespaces = new Set([this.rootNamespace, gateway.namespace, service?.namespace ?? gateway.namespace]);
    return [...namespaces].flatMap(namespace =>
      (this.#byNamespace.get(namespace)?.all ?? []).filter(policy => {
        if (!guards(policy, target, this.rootNamespace, this.release)) return false;
        trace?.consult(policy);
        return true;
      }),
    );
  }

  /** The policies of the root namespace and of the pod's namespace that select the pod. */
  public for(target: PolicyTarget): readonly P[] {
    const { namespace } = target;
    const root = this.#byNamespace.get(this.rootNamespace)?.for(target) ?? NONE;
    const own = namespace === this.rootNamespace ? NONE : (this.#byNamespace.get(namespace)?.for(target) ?? NONE);
    return root.length === 0 ? own : own.length === 0 ? root : [...root, ...own];
  }

  /** Notes the policies that apply to a pod, and some of those that do not. */
  public note(target: PolicyTarget, trace: Trace): void {
    for (const there of this.#near(target)) {
      this.#noteOthers(there.all, target, trace);
      for (const policy of new Set([...there.for(target), ...there.uncertain])) trace.consult(policy);
    }
  }

  #near({ namespace }: PolicyTarget): readonly NamespacePolicies<P>[] {
    return [...new Set([this.rootNamespace, namespace])].flatMap(name => this.#byNamespace.get(name) ?? []);
  }

  /** The pods to which a policy applies by its selector, or as those of a Gateway that it names. */
  public workloadsOf(policy: P, workloads: WorkloadIndex): readonly Workload[] {
    const spec: PolicyAttachment = policy.spec;
    const refs = targetRefsOf(spec);
    if (refs.length === 0) {
      const scope = policy.namespace === this.rootNamespace ? undefined : policy.namespace;
      const selected = workloads.selectedBy(spec.selector?.matchLabels, scope);
      return selected.every(one => whyNot(policy, one) === undefined)
        ? selected
        : selected.filter(one => whyNot(policy, one) === undefined);
    }
    const named = refs.flatMap(({ name = '' }) => workloads.selectedBy({ [GATEWAY_NAME]: name }, policy.namespace));
    return [...new Set(named)].filter(one => whyNot(policy, one) === undefined);
  }

  #noteOthers(policies: readonly P[], target: PolicyTarget, trace: Trace): void {
    let ruledOut = 0;
    for (const policy of policies) {
      if (ruledOut >= MOST_RULED_OUT) return;
      const reason = whyNot(policy, target);
      if (reason === undefined) continue;
      ruledOut++;
      trace.ruledOut(policy, reason.field, reason.message);
    }
  }
}

/** What a waypoint guards: itself, and the service to which a request goes through it, if it goes to one. */
export interface WaypointTarget {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly service: { readonly kind: string; readonly namespace: string; readonly name: string } | undefined;
}

/** Whether a policy is attached to a waypoint or to the service behind it. */
function guards(
  policy: Policy,
  { gateway, service }: WaypointTarget,
  rootNamespace: string,
  release: Release,
): boolean {
  return targetRefsOf(policy.spec).some(reference => {
    if (whyNowhere(policy, reference, rootNamespace, release) !== undefined) return false;
    const { kind = '', name } = reference;
    if (kind === 'GatewayClass') return true;
    const target = kind === 'Gateway' ? gateway : kind === service?.kind ? service : undefined;
    return target !== undefined && target.name === name && target.namespace === policy.namespace;
  });
}

/** Why a policy is in force nowhere by a reference, whatever the mesh holds; undefined where it may be. */
export function whyNowhere(
  policy: Resource,
  { kind = '', group, name, namespace }: PolicyReference,
  rootNamespace: string,
  release: Release,
): string | undefined {
  if (!hasGroupOf(kind, group)) return `nothing carries out policies for a ${kind} of the group "${group ?? ''}"`;
  if (kind === 'Gateway' && !isOwn(namespace, policy.namespace)) {
    return 'a policy may name Gateways of its own namespace only';
  }
  if (kind !== 'GatewayClass') return undefined;
  if (!release.has('gatewayClassPolicies')) return `Istio ${release.version} knows no policies for a class`;
  if (policy.namespace !== rootNamespace) return `a GatewayClass counts only in the root namespace "${rootNamespace}"`;
  return name === 'istio-waypoint' ? undefined : 'only the class "istio-waypoint" counts';
}

/** An object that a policy is attached to, as it names it. */
export type PolicyReference = NonNullable<PolicyAttachment['targetRefs']>[number];

/** The objects that a policy is attached to; the field for one of them counts only without the one for several. */
export function targetRefsOf({ targetRef, targetRefs = [] }: PolicyAttachment): readonly PolicyReference[] {
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

/** Whether a kind that policies may name is meant, by its group; the webhook refuses any other. */
export function hasGroupOf(kind: string, group = ''): boolean {
  return GROUPS[kind]?.includes(group) === true;
}

/** A reference may repeat the namespace of its policy, but not name another one. */
function isOwn(namespace: string | undefined, own: string): boolean {
  return namespace === undefined || namespace === '' || namespace === own;
}
