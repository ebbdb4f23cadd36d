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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: TrafficExtensionSpec;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#TrafficExtension-ExecutionPhase */
export type ExecutionPhase = 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#LuaConfig */
export interface LuaConfig {
  /** The script, with `envoy_on_request` or `envoy_on_response`. 1 to 65536 characters. */
  readonly inlineCode: string;
}

export interface TrafficExtensionSpecFields {
  /** Which traffic the extension sees: one entry that fits is enough. Without it, all. */
  readonly match?: readonly TrafficSelector[] | undefined;
  /** Where in the filter chain it runs. Default: at its end. */
  readonly phase?: ExecutionPhase | undefined;
  /** Order in the phase: the greater runs earlier. Default 0. */
  readonly priority?: number | undefined;
}

export interface TrafficExtensionSpecSelector {
  /** The pods that it holds for, by their labels; without it and targets, all of the namespace. */
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRefs?: undefined;
}

export interface TrafficExtensionSpecTargetRefs {
  readonly selector?: undefined;
  /** The Gateways, Services or classes whose proxies enforce it, instead of pods by label. At most 16 items. */
  readonly targetRefs?: readonly PolicyTargetReference[] | undefined;
}

export interface TrafficExtensionSpecWasm {
  /** A WebAssembly module that sees the traffic. */
  readonly wasm: WasmConfig;
  readonly lua?: undefined;
}

export interface TrafficExtensionSpecLua {
  readonly wasm?: undefined;
  /** A script in Lua that sees the requests. */
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
  /** Direction of the traffic, seen from the pod. Default both. */
  readonly mode?: WorkloadMode | undefined;
  /** Ports of the traffic: of the pod where it comes in, of the service where it goes out. Items differ in `number`. */
  readonly ports?: readonly PortSelector[] | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/traffic_extension/#WasmConfig */
export interface WasmConfig {
  /** What becomes of requests when the module cannot be loaded or fails. Default `FAIL_CLOSE`. */
  readonly failStrategy?: FailStrategy | undefined;
  /** When the module is fetched again. Default: `Always` for the tag `latest`, else `IfNotPresent`. */
  readonly imagePullPolicy?: PullPolicy | undefined;
  /** Secret of the own namespace with the credentials of the registry. 1 to 253 characters. */
  readonly imagePullSecret?: string | undefined;
  /** Configuration that the module is given. */
  readonly pluginConfig?: { readonly [field: string]: unknown } | undefined;
  /** Root id by which a module that holds several plugins tells them apart. 1 to 256 characters. */
  readonly pluginName?: string | undefined;
  /** SHA-256 of the module, in hex; what is fetched must have it. Matches `(^$|^[a-f0-9]{64}$)`. */
  readonly sha256?: string | undefined;
  /** Whether it is a filter of HTTP requests or of connections. Default `HTTP`. */
  readonly type?: PluginType | undefined;
  /** Where the module is: `oci://`, `http(s)://` or `file://`. Without a scheme, an OCI image. At least 1 character. */
  readonly url: string;
  /** Public key for the signature of the image; not implemented by Istio. */
  readonly verificationKey?: string | undefined;
  /** Settings of the machine that runs the module. */
  readonly vmConfig?: VmConfig | undefined;
}
