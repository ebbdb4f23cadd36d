import { JobDelivery, type JobDeliveryOptions } from './job';
import type { DeliveryStrategy } from './strategy';

/**
 * How an installation of Istio reaches the cluster. All routes take the same plan, so that one property switches them.
 *
 * @example
 * const byKubectlAlone = Delivery.job();
 */
export class Delivery {
  private constructor() {}

  /**
   * kubectl alone: a Job runs the istioctl image inside the cluster. The default.
   *
   * @see https://istio.io/latest/docs/setup/install/istioctl/
   */
  public static job(options: JobDeliveryOptions = {}): DeliveryStrategy {
    return new JobDelivery(options);
  }
}
