import { ArgoCdDelivery, type ArgoCdDeliveryOptions } from './argo-cd';
import { FluxDelivery, type FluxDeliveryOptions } from './flux';
import { HelmDelivery, type HelmDeliveryOptions } from './helm';
import { IstioctlDelivery, type IstioctlDeliveryOptions } from './istioctl';
import { JobDelivery, type JobDeliveryOptions } from './job';
import { K3sDelivery, type K3sDeliveryOptions } from './k3s';
import { ManifestDelivery } from './manifest';
import { SailDelivery, type SailDeliveryOptions } from './sail';
import type { DeliveryStrategy } from './strategy';

/**
 * How an installation of Istio reaches the cluster. All routes take the same plan, so that one property switches them.
 *
 * @example
 * const byGitOps = Delivery.argoCd({ project: 'platform' });
 */
export class Delivery {
  private constructor() {}

  /**
   * kubectl alone: a Job runs the istioctl image inside the cluster. The default.
   *
   * Until its grant is taken back, its account administers the cluster; the run book says how.
   *
   * @see https://istio.io/latest/docs/setup/install/istioctl/
   */
  public static job(options: JobDeliveryOptions = {}): DeliveryStrategy {
    return new JobDelivery(options);
  }

  /**
   * Argo CD: one Application per chart in sync waves, or one ApplicationSet.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
   */
  public static argoCd(options: ArgoCdDeliveryOptions = {}): DeliveryStrategy {
    return new ArgoCdDelivery(options);
  }

  /**
   * Flux: one HelmRelease per chart, each after those it depends on.
   *
   * @see https://fluxcd.io/flux/components/helm/helmreleases/
   */
  public static flux(options: FluxDeliveryOptions = {}): DeliveryStrategy {
    return new FluxDelivery(options);
  }

  /**
   * The charts, rendered by the helm program while the app synthesizes. Needs helm, and the charts or a network.
   *
   * @see https://istio.io/latest/docs/setup/install/helm/
   */
  public static helm(options: HelmDeliveryOptions = {}): DeliveryStrategy {
    return new HelmDelivery(options);
  }

  /**
   * A file with the rendered objects, checked against the plan: for clusters without a network.
   *
   * @param file path of the file, from the working directory
   */
  public static manifest(file: string): DeliveryStrategy {
    return new ManifestDelivery(file);
  }

  /**
   * istioctl, run by somebody: its input is written beside the manifests. Needs a `MeshApp`, which writes such files.
   *
   * @see https://istio.io/latest/docs/setup/install/istioctl/
   */
  public static istioctl(options: IstioctlDeliveryOptions = {}): DeliveryStrategy {
    return new IstioctlDelivery(options);
  }

  /**
   * The Sail operator, as on OpenShift: its resources. The operator has to be installed already.
   *
   * @see https://github.com/istio-ecosystem/sail-operator
   */
  public static sail(options: SailDeliveryOptions = {}): DeliveryStrategy {
    return new SailDelivery(options);
  }

  /**
   * k3s and RKE2: one HelmChart per chart for the controller that they bring.
   *
   * @see https://docs.k3s.io/helm
   */
  public static k3s(options: K3sDeliveryOptions = {}): DeliveryStrategy {
    return new K3sDelivery(options);
  }
}
