import { matchesLabels } from '../model/labels';
import type { MeshModel } from '../model/mesh-model';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';

export type MutualTlsMode = 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** What the proxy of a workload accepts, and which policy says so; without one the default is in force. */
export interface EffectiveMode {
  readonly mode: MutualTlsMode;
  readonly policy: Resource<'PeerAuthentication'> | undefined;
}

/**
 * The mutual TLS mode of each workload: that of the mesh, overridden by the namespace, overridden by the workload.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class MutualTlsModes {
  readonly #mesh: MeshModel;
  readonly #known = new Map<Workload, EffectiveMode>();

  public constructor(model: MeshModel) {
    this.#mesh = model;
  }

  /**
   * The mode of a workload, or of one of its ports.
   *
   * @param port The port of the pods, not of the Service.
   */
  public of(workload: Workload, port?: number): EffectiveMode {
    let effective = this.#known.get(workload);
    if (effective === undefined) {
      effective = this.#compose(workload);
      this.#known.set(workload, effective);
    }
    const { policy } = effective;
    if (port === undefined || !hasSelector(policy)) return effective;
    return { mode: modeOf(policy?.spec.portLevelMtls?.[port]?.mode) ?? effective.mode, policy };
  }

  #compose(workload: Workload): EffectiveMode {
    const { rootNamespace } = this.#mesh.meshConfig;
    const root = this.#first(rootNamespace, policy => !hasSelector(policy));
    const isRoot = workload.namespace === rootNamespace;
    const namespace = isRoot ? undefined : this.#first(workload.namespace, policy => !hasSelector(policy));
    const own = isRoot
      ? undefined
      : this.#first(
          workload.namespace,
          policy => hasSelector(policy) && matchesLabels(policy.spec.selector?.matchLabels, workload.labels),
        );
    let effective: EffectiveMode = { mode: 'PERMISSIVE', policy: undefined };
    for (const policy of [root, namespace, own]) {
      if (policy === undefined) continue;
      const mode = modeOf(policy.spec.mtls?.mode);
      if (mode !== undefined) effective = { mode, policy };
      else if (policy === own && policy.spec.portLevelMtls !== undefined) effective = { mode: effective.mode, policy };
    }
    return effective;
  }

  /** The oldest policy counts; manifests have no age, and then the first by name does. */
  #first(namespace: string, isMeant: (policy: Resource<'PeerAuthentication'>) => boolean) {
    let first: Resource<'PeerAuthentication'> | undefined;
    for (const policy of this.#mesh.inNamespace('PeerAuthentication', namespace)) {
      if (isMeant(policy) && (first === undefined || policy.name < first.name)) first = policy;
    }
    return first;
  }
}

function hasSelector(policy: Resource<'PeerAuthentication'> | undefined): boolean {
  return Object.keys(policy?.spec.selector?.matchLabels ?? {}).length > 0;
}

function modeOf(mode: string | undefined): MutualTlsMode | undefined {
  return mode === 'DISABLE' || mode === 'PERMISSIVE' || mode === 'STRICT' ? mode : undefined;
}
