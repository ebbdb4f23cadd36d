// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { TypeWorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Sets proxy options such as concurrency for workloads; needs a restart of the pods.
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/
 */
export class ProxyConfig extends VersionedObject {
  public static readonly kind = 'ProxyConfig';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1beta1: '' };

  public constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id, ProxyConfig, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ProxyConfigProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ProxyConfig, props, istioVersion);
  }
}

export interface ProxyConfigProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: ProxyConfigSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig */
export interface ProxyConfigSpec {
  /** Worker threads of the proxy; 0 uses all cores. Default: by the CPU limit of the proxy. At least 0. */
  readonly concurrency?: number | undefined;
  /** Further environment variables of the proxy. */
  readonly environmentVariables?: { readonly [key: string]: string } | undefined;
  /** Which image the proxy runs. */
  readonly image?: ProxyImage | undefined;
  /** The pods that it holds for, by their labels; without it, all of the namespace. */
  readonly selector?: TypeWorkloadSelector | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage */
export interface ProxyImage {
  /** Variant of the image, such as `default`, `debug` or `distroless`. */
  readonly imageType?: string | undefined;
}
