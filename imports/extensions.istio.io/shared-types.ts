// Generated from the CRDs of Istio 1.32.0 (048c48d5c8562df4) by `npm run import`; do not edit.

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvValueSource */
export type EnvValueSource = 'INLINE' | 'HOST';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#EnvVar */
export interface EnvVar {
  /** Name of the variable. 1 to 256 characters. */
  readonly name: string;
  /** Value of the variable, where it is given here. At most 2048 characters. */
  readonly value?: string | undefined;
  /** Whether the value is given here, or that of the proxy's own variable. Default `INLINE`. */
  readonly valueFrom?: EnvValueSource | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#FailStrategy */
export type FailStrategy = 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginType */
export type PluginType = 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK';

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
export interface PortSelector {
  /** Number of the port. 1 to 65535. */
  readonly number: number;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PullPolicy */
export type PullPolicy = 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#VmConfig */
export interface VmConfig {
  /** Environment variables that the module sees. At most 256 items. Items differ in `name`. */
  readonly env?: readonly EnvVar[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export type WorkloadMode = 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export interface WorkloadSelector {
  /** Labels that the pods must all have. At most 4096 entries. */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}
