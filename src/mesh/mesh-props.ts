import type { PathNormalization } from '../values/path-normalization';

/** Properties of `Mesh`. */
export interface MeshProps {
  /**
   * The Istio release that serves the manifests, from 1.19 to 1.32: it decides the `apiVersion` of every Istio object
   * and which fields may be used.
   *
   * @default - that of the app, else the release that the library deploys
   */
  readonly istioVersion?: string | undefined;

  /**
   * Labels of every object of the app, such as `app.kubernetes.io/part-of`. Those that an object has already stay; pods
   * and selectors are left alone.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string } | undefined;

  /**
   * The trust domain in which workloads have their identities.
   *
   * @default "cluster.local"
   */
  readonly trustDomain?: string | undefined;

  /**
   * The namespace whose policies hold for the whole mesh.
   *
   * @default "istio-system"
   */
  readonly rootNamespace?: string | undefined;

  /**
   * The DNS domain of the cluster.
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string | undefined;

  /**
   * Which API routes and gateways are written in: Istio's own, or the Gateway API of Kubernetes, whose definitions must be
   * in the cluster. What the latter cannot say is refused where it is declared. It knows no subsets, so that each version
   * that a route names gets a Service of its own. Traffic policies, such as those of a circuit breaker, are Istio's in
   * either case.
   *
   * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/
   * @default - the Gateway API for services in ambient namespaces, whose waypoints are made of it; else Istio's
   */
  readonly api?: RoutingApi | undefined;

  /**
   * How proxies rewrite paths before routes and policies see them. An `IstioInstall` declared after the mesh writes it;
   * where somebody else installs Istio, state what its mesh configuration says. Policies that deny by path need
   * `MERGE_SLASHES`, since most programs take `//admin` for `/admin`.
   *
   * @default - Istio's `BASE`, by which `//admin` is another path than `/admin`
   * @see https://istio.io/latest/docs/ops/best-practices/security/#customize-your-system-on-path-normalization
   */
  readonly pathNormalization?: PathNormalization | undefined;
}

/** The API that routes and gateways are written in. */
export type RoutingApi = 'istio' | 'gateway-api';
