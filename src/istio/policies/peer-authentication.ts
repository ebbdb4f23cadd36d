import { matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import { compareAge, isOrderAssumed, orderAssumption } from '../age';
import type { Trace } from '../trace';
import { unsupportedFields } from '../unsupported-fields';
import type { PolicyTarget } from './workload-identity';

/** Which connections a sidecar accepts. */
export type MtlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** The mode of a port, and the object and field that decided it. */
export interface EffectiveMode {
  readonly mode: MtlsMode;
  readonly resource: Resource<'PeerAuthentication'> | undefined;
  readonly field: string | undefined;
}

type Policy = Resource<'PeerAuthentication'>;

/** The PeerAuthentications of a mesh by scope, the oldest first. */
export class PeerAuthentications {
  readonly #mesh: readonly Policy[];
  readonly #byNamespace = new Map<string, { readonly general: Policy[]; readonly selecting: Policy[] }>();
  readonly #ignored: readonly Policy[];
  readonly #byTarget = new WeakMap<PolicyTarget, ScopedPolicies>();

  public constructor(policies: readonly Policy[], rootNamespace: string) {
    const all = [...policies].sort(compareAge);
    this.#mesh = all.filter(policy => policy.namespace === rootNamespace && !hasSelector(policy));
    this.#ignored = all.filter(policy => policy.namespace === rootNamespace && hasSelector(policy));
    for (const policy of all) {
      if (policy.namespace === rootNamespace) continue;
      const held = this.#byNamespace.get(policy.namespace) ?? { general: [], selecting: [] };
      (hasSelector(policy) ? held.selecting : held.general).push(policy);
      this.#byNamespace.set(policy.namespace, held);
    }
  }

  /**
   * The mode of a workload's port: mesh, namespace and workload override in this order, and the port last.
   *
   * @param port The port of the pod, not that of a Service.
   * @see https://istio.io/latest/docs/concepts/security/#peer-authentication
   */
  public modeOf(target: PolicyTarget, port: number, trace?: Trace): EffectiveMode {
    const { general, fitting, selecting, misplaced } = this.#policiesOf(target);
    const chosen = [this.#mesh[0], general[0], fitting[0]];
    if (trace !== undefined) {
      for (const policies of [this.#mesh, general, fitting]) noteOthers(policies, trace);
      for (const policy of selecting) trace.consult(policy);
      for (const policy of misplaced)
        trace.ruledOut(policy, 'spec.selector', 'a selector in the root namespace is ignored');
    }
    let result: EffectiveMode = { mode: 'PERMISSIVE', resource: undefined, field: undefined };
    for (const policy of chosen) {
      const mode = modeFrom(policy?.spec.mtls?.mode);
      if (policy !== undefined && mode !== undefined) result = { mode, resource: policy, field: 'spec.mtls.mode' };
    }
    const workload = fitting[0];
    const ofPort = modeFrom(workload?.spec.portLevelMtls?.[String(port)]?.mode);
    if (workload === undefined || ofPort === undefined) return result;
    return { mode: ofPort, resource: workload, field: `spec.portLevelMtls.${port}.mode` };
  }

  #policiesOf(target: PolicyTarget): ScopedPolicies {
    let found = this.#byTarget.get(target);
    if (found === undefined) {
      const { general = [], selecting = [] } = this.#byNamespace.get(target.namespace) ?? {};
      const fits = ({ spec }: Policy) => matchesLabels(spec.selector?.matchLabels, target.labels);
      const fitting = selecting.filter(fits);
      // Whether a policy applies may hang on a field that is not modelled, so that the others count as well.
      const doubtful = selecting.filter(policy => unsupportedFields(policy).length > 0);
      found = { general, fitting, selecting: doubtful, misplaced: this.#ignored.filter(fits) };
      this.#byTarget.set(target, found);
    }
    return found;
  }

  /** The mode that clients expect of a service before they look at its pods: of its namespace, else of the mesh. */
  public modeOfNamespace(namespace: string): MtlsMode {
    const { general = [] } = this.#byNamespace.get(namespace) ?? {};
    return modeFrom(general[0]?.spec.mtls?.mode) ?? modeFrom(this.#mesh[0]?.spec.mtls?.mode) ?? 'PERMISSIVE';
  }
}

/** The policies of a pod by scope. */
interface ScopedPolicies {
  readonly general: readonly Policy[];
  readonly fitting: readonly Policy[];
  readonly selecting: readonly Policy[];
  readonly misplaced: readonly Policy[];
}

function noteOthers([first, ...others]: readonly Policy[], trace: Trace): void {
  if (first === undefined) return;
  trace.consult(first);
  for (const other of others) {
    trace.consult(other);
    trace.ruledOut(other, 'spec', `${first} of the same scope is older`);
    if (isOrderAssumed(first, other) && saysOtherwise(first, other)) trace.assume(orderAssumption(first, other));
  }
}

/** Whether it matters which of two policies counts. */
function saysOtherwise(a: Policy, b: Policy): boolean {
  const modes = ({ spec: { mtls, portLevelMtls } }: Policy) => JSON.stringify([mtls?.mode, portLevelMtls]);
  return modes(a) !== modes(b);
}

function hasSelector({ spec }: Policy): boolean {
  return Object.keys(spec.selector?.matchLabels ?? {}).length > 0;
}

function modeFrom(mode: string | undefined): MtlsMode | undefined {
  return mode === 'DISABLE' || mode === 'PERMISSIVE' || mode === 'STRICT' ? mode : undefined;
}
