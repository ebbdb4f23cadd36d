import type { Construct } from 'constructs';

/** One release of a Helm chart from a repository over HTTP. */
export interface ChartRelease {
  /** Name of the release. */
  readonly release: string;
  /** Name of the chart. */
  readonly chart: string;
  /** URL of the chart repository. */
  readonly repository: string;
  readonly version: string;
  /** The namespace that it is installed into, which exists. */
  readonly namespace: string;
  readonly values: { readonly [key: string]: unknown };
}

/** A route of delivery that may be able to install any chart, beside those of Istio. */
export interface ChartDelivery {
  /** Name of the route, such as `flux`. */
  readonly name: string;
  /** Defines what installs a chart; absent where the route only knows Istio. */
  emitChart?(scope: Construct, release: ChartRelease): void;
}
