import { type Labels, matchesLabels } from '../../model/labels';
import type { Resource } from '../../model/resource';
import type { MutualTlsMode } from '../../values/mutual-tls-mode';
import { compareAge, isOrderAssumed, orderAssumption } from '../age';
import { Memo } from '../memo';
import { type Notes, Trace } from '../trace';
import type { FieldsOf } from '../unsupported-fields';
import type { PolicyTarget } from './workload-identity';

/** The mode of a port, and the object and field that decided it. */
export interface EffectiveMode {
  readonly mode: MutualTlsMode;
  readonly resource: Resource<'PeerAuthentication'> | undefined;
  readonly field: string | undefined;
}

type Policy = Resource<'PeerAuthentication'>;

/** The PeerAuthentications of a mesh by scope, the oldest first. */
export class PeerAuthentications {
  readonly #mesh: readonly Policy[];
  readonly #byNamespace = new Map<string, { readonly general: Policy[]; readonly selecting: Policy[] }>();
  readonly #ignored: readonly Policy[];
  /** By namespace and the policies that select a pod: most pods have those of their namespace. */
  readonly #known = new Map<string, KnownModes>();

  public constructor(
    policies: readonly Policy[],
    rootNamespace: string,
    private readonly fieldsOf: FieldsOf,
  ) {
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
   * @param port The port of the pod, not that of a Service; undefined for the ports that no policy names.
   * @see https://istio.io/latest/docs/concepts/security/#peer-authentication
   */
  public modeOf(target: PolicyTarget, port: number | undefined, trace?: Trace): EffectiveMode {
    const found = this.#scopesOf(target);
    trace?.add(found.notes);
    return port === undefined ? found.whole : found.modes.get(port);
  }

  #scopesOf({ namespace, labels }: PolicyTarget): KnownModes {
    const { selecting = NONE } = this.#byNamespace.get(namespace) ?? {};
    const fitting = selecting.length === 0 ? NONE : selecting.filter(one => selects(one, labels));
    const ignored = this.#ignored.length === 0 ? NONE : this.#ignored.filter(one => selects(one, labels));
    const key =
      fitting.length + ignored.length === 0
        ? namespace
        : [namespace, ...fitting.map(({ name }) => name), '', ...ignored.map(({ name }) => name)].join(' ');
    let found = this.#known.get(key);
    if (found === undefined) {
      found = this.#makeModes(namespace, fitting, ignored);
      this.#known.set(key, found);
    }
    return found;
  }

  #makeModes(namespace: string, fitting: readonly Policy[], ignored: readonly Policy[]): KnownModes {
    const { general = NONE, selecting = NONE } = this.#byNamespace.get(namespace) ?? {};
    const notes = new Trace(this.fieldsOf);
    for (const policies of [this.#mesh, general, fitting]) noteOthers(policies, notes);
    // Whether a policy applies may hang on a field that is not modelled, so that the others count as well.
    for (const policy of selecting) if (this.fieldsOf(policy).length > 0) notes.consult(policy);
    for (const policy of ignored) {
      notes.ruledOut(policy, 'spec.selector', 'a selector in the root namespace is ignored');
    }
    let whole: EffectiveMode = { mode: 'PERMISSIVE', resource: undefined, field: undefined };
    for (const policy of [this.#mesh[0], general[0], fitting[0]]) {
      const mode = modeFrom(policy?.spec.mtls?.mode);
      if (policy !== undefined && mode !== undefined) whole = { mode, resource: policy, field: 'spec.mtls.mode' };
    }
    const resource = fitting[0];
    const modes = new Memo((port: number): EffectiveMode => {
      const mode = modeFrom(resource?.spec.portLevelMtls?.[String(port)]?.mode);
      return mode === undefined ? whole : { mode, resource, field: `spec.portLevelMtls.${port}.mode` };
    });
    return { whole, modes, notes };
  }

  /** The mode that holds for the pods of a policy without it: that of their namespace, else of the mesh. */
  public modeWithout({ namespace, name }: Policy): MutualTlsMode {
    const others = (policies: readonly Policy[]) =>
      policies.filter(policy => policy.name !== name || policy.namespace !== namespace);
    const { general = [] } = this.#byNamespace.get(namespace) ?? {};
    const [own] = others(general);
    const [root] = others(this.#mesh);
    return modeFrom(own?.spec.mtls?.mode) ?? modeFrom(root?.spec.mtls?.mode) ?? 'PERMISSIVE';
  }

  /** The mode that clients expect of a service before they look at its pods: of its namespace, else of the mesh. */
  public modeOfNamespace(namespace: string): MutualTlsMode {
    const { general = [] } = this.#byNamespace.get(namespace) ?? {};
    return modeFrom(general[0]?.spec.mtls?.mode) ?? modeFrom(this.#mesh[0]?.spec.mtls?.mode) ?? 'PERMISSIVE';
  }
}

const NONE: readonly Policy[] = [];

/** The modes of a pod by port, and what is to be said of the policies behind them. */
interface KnownModes {
  readonly whole: EffectiveMode;
  readonly modes: Memo<number, EffectiveMode>;
  readonly notes: Notes;
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

function selects({ spec }: Policy, labels: Labels): boolean {
  return matchesLabels(spec.selector?.matchLabels, labels);
}

function hasSelector({ spec }: Policy): boolean {
  return Object.keys(spec.selector?.matchLabels ?? {}).length > 0;
}

/** A mode that says something: what is inherited is none. */
export function modeFrom(mode: string | undefined): MutualTlsMode | undefined {
  return mode === 'DISABLE' || mode === 'PERMISSIVE' || mode === 'STRICT' ? mode : undefined;
}
