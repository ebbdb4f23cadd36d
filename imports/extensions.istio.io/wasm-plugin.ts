// Generated from the CRDs of Istio 1.32.0 (048c48d5c8562df4) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { FailStrategy, PluginType, PolicyTargetReference, PortSelector, PullPolicy, VmConfig, WorkloadMode, WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Extends proxies with a WebAssembly filter.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export class WasmPlugin extends VersionedObject {
  public static readonly kind = 'WasmPlugin';
  public static readonly group = 'extensions.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1alpha1: '' };

  public constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id, WasmPlugin, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: WasmPluginProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(WasmPlugin, props, istioVersion);
  }
}

export interface WasmPluginProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WasmPluginSpec;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginPhase */
export type PluginPhase = 'UNSPECIFIED_PHASE' | 'AUTHN' | 'AUTHZ' | 'STATS';

export interface WasmPluginSpecFields {
  /** `FAIL_RELOAD` since Istio 1.27. */
  readonly failStrategy?: FailStrategy | undefined;
  readonly imagePullPolicy?: PullPolicy | undefined;
  /** 1 to 253 characters. */
  readonly imagePullSecret?: string | undefined;
  readonly match?: readonly WasmPluginTrafficSelector[] | undefined;
  readonly phase?: PluginPhase | undefined;
  readonly pluginConfig?: { readonly [field: string]: unknown } | undefined;
  /** 1 to 256 characters. */
  readonly pluginName?: string | undefined;
  readonly priority?: number | undefined;
  /** Matches `(^$|^[a-f0-9]{64}$)`. */
  readonly sha256?: string | undefined;
  /** Since Istio 1.20. */
  readonly type?: PluginType | undefined;
  /** At least 1 character. */
  readonly url: string;
  readonly verificationKey?: string | undefined;
  readonly vmConfig?: VmConfig | undefined;
}

export interface WasmPluginSpecSelector {
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface WasmPluginSpecTargetRef {
  readonly selector?: undefined;
  /** Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface WasmPluginSpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** At most 16 items. Since Istio 1.22. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

/**
 * At most one of `selector`, `targetRef` or `targetRefs`.
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin
 */
export type WasmPluginSpec = WasmPluginSpecFields & (WasmPluginSpecSelector | WasmPluginSpecTargetRef | WasmPluginSpecTargetRefs);
export const WasmPluginSpec = {
  selector: (selector: WorkloadSelector, rest: WasmPluginSpecFields): WasmPluginSpec => ({ ...rest, selector }),
  targetRef: (targetRef: PolicyTargetReference, rest: WasmPluginSpecFields): WasmPluginSpec => ({ ...rest, targetRef }),
  targetRefs: (targetRefs: readonly PolicyTargetReference[], rest: WasmPluginSpecFields): WasmPluginSpec => ({ ...rest, targetRefs }),
};

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#WasmPlugin-TrafficSelector */
export interface WasmPluginTrafficSelector {
  readonly mode?: WorkloadMode | undefined;
  /** Items differ in `number`. */
  readonly ports?: readonly PortSelector[] | undefined;
}
