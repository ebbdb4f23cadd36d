import type { Construct } from 'constructs';
import { declareExtensionProvider } from '../tree/extension-provider';

/**
 * Where the metrics of proxies go. Only such an object can be named in the `metrics` of a `MeshTelemetry`.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider
 *
 * @example
 * const metrics = MetricsProvider.prometheus();
 */
export class MetricsProvider {
  /** The endpoint that Prometheus scrapes; every Istio has it. */
  public static prometheus(): MetricsProvider {
    return new MetricsProvider('prometheus');
  }

  /** Google Cloud Monitoring; every Istio has it. */
  public static stackdriver(): MetricsProvider {
    return new MetricsProvider('stackdriver');
  }

  /** One that the mesh configuration has already. */
  public static existing(scope: Construct, name: string): MetricsProvider {
    declareExtensionProvider(scope, { name, purpose: 'metrics' });
    return new MetricsProvider(name);
  }

  /** Keeps providers of other kinds from being taken for this one. */
  declare private readonly capability: 'metrics';

  private constructor(public readonly name: string) {}
}
