// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { DefaultResources, GlobalLogging, MultiCluster, Resources, TargetRef, Toleration, VolumeMount } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Installs the node proxy of ambient mode.
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 */
export class ZTunnel extends VersionedObject {
  public static readonly kind = 'ZTunnel';
  public static readonly group = 'sailoperator.io';
  public static readonly scope = 'Cluster';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: ZTunnelProps) {
    super(scope, id, ZTunnel, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ZTunnelProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ZTunnel, props, istioVersion);
  }
}

export interface ZTunnelProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ZTunnelSpec;
}

/** `ZTunnel.spec.values.ztunnel.dnsConfig` */
export interface ZTunnelDnsConfig {
  readonly nameservers?: readonly string[] | undefined;
  readonly options?: readonly ZTunnelOption[] | undefined;
  readonly searches?: readonly string[] | undefined;
}

/** `ZTunnel.spec.values.global` */
export interface ZTunnelGlobal {
  readonly defaultResources?: DefaultResources | undefined;
  readonly hub?: string | undefined;
  readonly imagePullPolicy?: 'Always' | 'Never' | 'IfNotPresent' | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
  readonly logAsJson?: boolean | undefined;
  readonly logging?: GlobalLogging | undefined;
  readonly platform?: string | undefined;
  readonly tag?: string | undefined;
  readonly variant?: string | undefined;
}

/** `ZTunnel.spec.values.ztunnel.dnsConfig.options[]` */
export interface ZTunnelOption {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** `ZTunnel.spec.values.ztunnel.peerCaCrl` */
export interface ZTunnelPeerCaCrl {
  readonly enabled?: boolean | undefined;
}

/** `ZTunnel.spec.values.ztunnel.resourceQuotas` */
export interface ZTunnelResourceQuotas {
  readonly enabled?: boolean | undefined;
  readonly pods?: number | undefined;
}

/** `ZTunnel.spec.values.ztunnel.updateStrategy.rollingUpdate` */
export interface ZTunnelRollingUpdate {
  readonly maxSurge?: number | string | undefined;
  readonly maxUnavailable?: number | string | undefined;
}

/** `ZTunnel.spec.values.ztunnel.seLinuxOptions` */
export interface ZTunnelSeLinuxOptions {
  readonly level?: string | undefined;
  readonly role?: string | undefined;
  readonly type?: string | undefined;
  readonly user?: string | undefined;
}

/** `ZTunnel.spec` */
export interface ZTunnelSpec {
  /** @default 'ztunnel' */
  readonly namespace?: string | undefined;
  readonly targetRef?: TargetRef | undefined;
  readonly values?: ZTunnelValues | undefined;
  /** @default 'v1.30.3' */
  readonly version?: 'v1.30-latest' | 'v1.30.3' | 'v1.30.2' | 'v1.30.1' | 'v1.30.0' | 'v1.29-latest' | 'v1.29.6' | 'v1.29.5' | 'v1.29.4' | 'v1.29.3' | 'v1.29.2' | 'v1.29.1' | 'v1.29.0' | 'v1.28-latest' | 'v1.28.10' | 'v1.28.9' | 'v1.28.8' | 'v1.28.7' | 'v1.28.6' | 'v1.28.5' | 'v1.28.4' | 'v1.28.3' | 'v1.28.2' | 'v1.28.1' | 'v1.28.0' | 'v1.27-latest' | 'v1.27.9' | 'v1.27.8' | 'v1.27.7' | 'v1.27.6' | 'v1.27.5' | 'v1.27.4' | 'v1.27.3' | 'v1.27.2' | 'v1.27.1' | 'v1.27.0' | 'v1.26-latest' | 'v1.26.8' | 'v1.26.7' | 'v1.26.6' | 'v1.26.5' | 'v1.26.4' | 'v1.26.3' | 'v1.26.2' | 'v1.26.1' | 'v1.26.0' | 'v1.25-latest' | 'v1.25.5' | 'v1.25.4' | 'v1.25.3' | 'v1.25.2' | 'v1.25.1' | 'v1.24-latest' | 'v1.24.6' | 'v1.24.5' | 'v1.24.4' | 'v1.24.3' | 'v1.24.2' | 'v1.24.1' | 'v1.24.0' | undefined;
}

/** `ZTunnel.spec.values.ztunnel.updateStrategy` */
export interface ZTunnelUpdateStrategy {
  readonly rollingUpdate?: ZTunnelRollingUpdate | undefined;
  readonly type?: string | undefined;
}

/** `ZTunnel.spec.values` */
export interface ZTunnelValues {
  readonly global?: ZTunnelGlobal | undefined;
  readonly ztunnel?: ZTunnelZtunnel | undefined;
}

/** `ZTunnel.spec.values.ztunnel` */
export interface ZTunnelZtunnel {
  readonly Annotations?: { readonly [key: string]: string } | undefined;
  readonly Labels?: { readonly [key: string]: string } | undefined;
  readonly affinity?: { readonly [field: string]: unknown } | undefined;
  readonly caAddress?: string | undefined;
  readonly dnsConfig?: ZTunnelDnsConfig | undefined;
  readonly dnsPolicy?: 'ClusterFirstWithHostNet' | 'ClusterFirst' | 'Default' | 'None' | undefined;
  readonly env?: { readonly [key: string]: string } | undefined;
  readonly hub?: string | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: 'Always' | 'Never' | 'IfNotPresent' | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
  readonly istioNamespace?: string | undefined;
  readonly logAsJson?: boolean | undefined;
  /** @default 'info' */
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | undefined;
  readonly multiCluster?: MultiCluster | undefined;
  readonly network?: string | undefined;
  readonly nodeSelector?: { readonly [key: string]: string } | undefined;
  readonly peerCaCrl?: ZTunnelPeerCaCrl | undefined;
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;
  readonly podLabels?: { readonly [key: string]: string } | undefined;
  readonly resourceName?: string | undefined;
  readonly resourceQuotas?: ZTunnelResourceQuotas | undefined;
  readonly resources?: Resources | undefined;
  readonly revision?: string | undefined;
  readonly seLinuxOptions?: ZTunnelSeLinuxOptions | undefined;
  readonly tag?: string | undefined;
  /**
   * At least 0.
   * @default 30
   */
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly updateStrategy?: ZTunnelUpdateStrategy | undefined;
  readonly variant?: string | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly volumes?: readonly ({ readonly [field: string]: unknown })[] | undefined;
  readonly xdsAddress?: string | undefined;
}
