// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface PolicyTargetReference {
  /** API group of the target; empty for a Service. At most 253 characters. */
  readonly group?: string | undefined;
  /** Kind of the target: `Gateway`, `Service`, `ServiceEntry` or `GatewayClass`. 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** Name of the target. 1 to 253 characters. */
  readonly name: string;
  /** Namespace of the target; only the own one is allowed. */
  readonly namespace?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface WorkloadSelector {
  /** Labels that the pods must all have. At most 4096 entries. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}
