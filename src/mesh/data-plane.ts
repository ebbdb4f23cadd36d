import { ConfigError } from '../values/config-error';
import { isDnsLabel } from '../values/names';

/**
 * How the pods of a namespace join the mesh: by a sidecar, by the node's ztunnel (ambient), or not at all.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 * @see https://istio.io/latest/docs/ambient/usage/add-workloads/
 *
 * @example
 * const byTag = DataPlane.sidecar({ revision: 'prod' });
 */
export class DataPlane {
  private constructor(
    /** `sidecar`, `ambient` or `none`. */
    public readonly mode: 'sidecar' | 'ambient' | 'none',
    /** The one label that a Namespace of this kind carries, or nothing. */
    public readonly labels: { readonly [key: string]: string },
    /** The control-plane revision or tag that injects the sidecar, where one is named. */
    public readonly revision: string | undefined,
  ) {}

  /**
   * Every new pod gets a sidecar: `istio-injection: enabled`, or `istio.io/rev` when a revision or tag is named.
   *
   * A control plane that is installed with a revision ignores `istio-injection: enabled` until a `default` tag points
   * to it; name the revision or a tag then.
   */
  public static sidecar(
    options: {
      /** Revision or tag of the control plane. @default - that of the default control plane */
      readonly revision?: string;
    } = {},
  ): DataPlane {
    if (options.revision === undefined) return new DataPlane('sidecar', { 'istio-injection': 'enabled' }, undefined);
    if (!isDnsLabel(options.revision)) {
      throw new ConfigError(
        `Cannot inject by revision "${options.revision}": wanted a DNS label such as "1-30-5" or "prod" (no dots)`,
      );
    }
    return new DataPlane('sidecar', { 'istio.io/rev': options.revision }, options.revision);
  }

  /** The pods join through ztunnel without a sidecar: `istio.io/dataplane-mode: ambient`. */
  public static ambient(): DataPlane {
    return new DataPlane('ambient', { 'istio.io/dataplane-mode': 'ambient' }, undefined);
  }

  /** The pods stay outside the mesh; the Namespace carries no label of Istio. */
  public static none(): DataPlane {
    return new DataPlane('none', {}, undefined);
  }
}

/** Namespace labels that decide over the data plane; only a `DataPlane` may write them. */
export const DATA_PLANE_LABELS: readonly string[] = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];
