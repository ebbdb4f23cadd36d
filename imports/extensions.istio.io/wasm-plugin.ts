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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: WasmPluginSpec;
}

/** @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/#PluginPhase */
export type PluginPhase = 'UNSPECIFIED_PHASE' | 'AUTHN' | 'AUTHZ' | 'STATS';

export interface WasmPluginSpecFields {
  /** What becomes of requests when the plugin cannot be loaded or fails. Default `FAIL_CLOSE`. `FAIL_RELOAD` since Istio 1.27. */
  readonly failStrategy?: FailStrategy | undefined;
  /** When the module is fetched again. Default: `Always` for the tag `latest`, else `IfNotPresent`. */
  readonly imagePullPolicy?: PullPolicy | undefined;
  /** Secret of the own namespace with the credentials of the registry. 1 to 253 characters. */
  readonly imagePullSecret?: string | undefined;
  /** Which traffic the plugin sees: one entry that fits is enough. Without it, all HTTP traffic. */
  readonly match?: readonly WasmPluginTrafficSelector[] | undefined;
  /** Where in the filter chain the plugin runs. Default: at its end. */
  readonly phase?: PluginPhase | undefined;
  /** Configuration that the plugin is given. */
  readonly pluginConfig?: { readonly [field: string]: unknown } | undefined;
  /** Root id by which a module that holds several plugins tells them apart. 1 to 256 characters. */
  readonly pluginName?: string | undefined;
  /** Order in the phase: the greater runs earlier. Default 0. */
  readonly priority?: number | undefined;
  /** SHA-256 of the module, in hex; what is fetched must have it. Matches `(^$|^[a-f0-9]{64}$)`. */
  readonly sha256?: string | undefined;
  /** Whether it is a filter of HTTP requests or of connections. Default `HTTP`. Since Istio 1.20. */
  readonly type?: PluginType | undefined;
  /** Where the module is: `oci://`, `http(s)://` or `file://`. Without a scheme, an OCI image. At least 1 character. */
  readonly url: string;
  /** Public key for the signature of the image; not implemented by Istio. */
  readonly verificationKey?: string | undefined;
  /** Settings of the machine that runs the module. */
  readonly vmConfig?: VmConfig | undefined;
}

export interface WasmPluginSpecSelector {
  /** The pods that it holds for, by their labels; without it and targets, all of the namespace. */
  readonly selector?: WorkloadSelector | undefined;
  readonly targetRef?: undefined;
  readonly targetRefs?: undefined;
}

export interface WasmPluginSpecTargetRef {
  readonly selector?: undefined;
  /** The one Gateway or Service whose proxy enforces it, instead of pods by label. Since Istio 1.20. */
  readonly targetRef?: PolicyTargetReference | undefined;
  readonly targetRefs?: undefined;
}

export interface WasmPluginSpecTargetRefs {
  readonly selector?: undefined;
  readonly targetRef?: undefined;
  /** The Gateways, Services or classes whose proxies enforce it, instead of pods by label. At most 16 items. Since Istio 1.22. */
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
  /** Direction of the traffic, seen from the pod. Default both. */
  readonly mode?: WorkloadMode | undefined;
  /** Ports of the traffic: of the pod where it comes in, of the service where it goes out. Items differ in `number`. */
  readonly ports?: readonly PortSelector[] | undefined;
}
