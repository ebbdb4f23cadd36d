// Generated from the CRDs of Istio 1.32.0 (048c48d5c8562df4) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { FailStrategy, PluginType, PolicyTargetReference, PortSelector, PullPolicy, VmConfig, WorkloadMode, WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Extends proxies with WebAssembly or Lua filters. Since Istio 1.30.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/
 */
export class TrafficExtension extends VersionedObject {
  public static readonly kind = 'TrafficExtension';
  public static readonly group = 'extensions.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '1.30' };

  public constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id, TrafficExtension, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: TrafficExtensionProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(TrafficExtension, props, istioVersion);
  }
}

export interface TrafficExtensionProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TrafficExtensionSpec;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-ExecutionPhase */
export type ExecutionPhase = 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#LuaConfig */
export interface LuaConfig {
  /** 1 to 65536 characters. */
  readonly inlineCode: string;
}

export interface TrafficExtensionSpecFields {
  readonly match?: readonly TrafficSelector[] | undefined;
  readonly phase?: ExecutionPhase | undefined;
  readonly priority?: number | undefined;
}

export interface TrafficExtensionSpecSelector {
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRefs?: undefined;
}

export interface TrafficExtensionSpecTargetRefs {
  readonly selector?: undefined;
  /** At most 16 items. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

export interface TrafficExtensionSpecWasm {
  readonly wasm: WasmConfig;
  readonly lua?: undefined;
}

export interface TrafficExtensionSpecLua {
  readonly wasm?: undefined;
  readonly lua: LuaConfig;
}

/**
 * At most one of `selector` or `targetRefs`.
 * Exactly one of `wasm` or `lua`.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension
 */
export type TrafficExtensionSpec = TrafficExtensionSpecFields & (TrafficExtensionSpecSelector | TrafficExtensionSpecTargetRefs) & (TrafficExtensionSpecWasm | TrafficExtensionSpecLua);
export const TrafficExtensionSpec = {
  selector: (selector: WorkloadSelector, rest: TrafficExtensionSpecFields & (TrafficExtensionSpecWasm | TrafficExtensionSpecLua)): TrafficExtensionSpec => ({ ...rest, selector }),
  targetRefs: (targetRefs: readonly PolicyTargetReference[], rest: TrafficExtensionSpecFields & (TrafficExtensionSpecWasm | TrafficExtensionSpecLua)): TrafficExtensionSpec => ({ ...rest, targetRefs }),
  wasm: (wasm: WasmConfig, rest?: TrafficExtensionSpecFields & (TrafficExtensionSpecSelector | TrafficExtensionSpecTargetRefs)): TrafficExtensionSpec => ({ ...rest, wasm }),
  lua: (lua: LuaConfig, rest?: TrafficExtensionSpecFields & (TrafficExtensionSpecSelector | TrafficExtensionSpecTargetRefs)): TrafficExtensionSpec => ({ ...rest, lua }),
};

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficSelector */
export interface TrafficSelector {
  readonly mode?: WorkloadMode | undefined;
  /** Items differ in `number`. */
  readonly ports?: readonly PortSelector[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig */
export interface WasmConfig {
  readonly failStrategy?: FailStrategy | undefined;
  readonly imagePullPolicy?: PullPolicy | undefined;
  /** 1 to 253 characters. */
  readonly imagePullSecret?: string | undefined;
  readonly pluginConfig?: { readonly [field: string]: unknown } | undefined;
  /** 1 to 256 characters. */
  readonly pluginName?: string | undefined;
  /** Matches `(^$|^[a-f0-9]{64}$)`. */
  readonly sha256?: string | undefined;
  readonly type?: PluginType | undefined;
  /** At least 1 character. */
  readonly url: string;
  readonly verificationKey?: string | undefined;
  readonly vmConfig?: VmConfig | undefined;
}
