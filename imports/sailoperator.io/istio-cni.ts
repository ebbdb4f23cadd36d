// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { DefaultResources, GlobalLogging, Resources, SeccompProfile } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Installs the CNI plugin that redirects the traffic of pods.
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 */
export class IstioCNI extends VersionedObject {
  public static readonly kind = 'IstioCNI';
  public static readonly group = 'sailoperator.io';
  public static readonly scope = 'Cluster';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: IstioCNIProps) {
    super(scope, id, IstioCNI, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: IstioCNIProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(IstioCNI, props, istioVersion);
  }
}

export interface IstioCNIProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: IstioCNISpec;
}

/** `IstioCNI.spec.values.cni.ambient` */
export interface IstioCNIAmbient {
  readonly configDir?: string | undefined;
  readonly dnsCapture?: boolean | undefined;
  readonly enabled?: boolean | undefined;
  readonly ipv6?: boolean | undefined;
  readonly reconcileIptablesOnStartup?: boolean | undefined;
}

/** `IstioCNI.spec.values.cni` */
export interface IstioCNICni {
  readonly affinity?: { readonly [field: string]: unknown } | undefined;
  readonly ambient?: IstioCNIAmbient | undefined;
  readonly chained?: boolean | undefined;
  readonly cniBinDir?: string | undefined;
  readonly cniConfDir?: string | undefined;
  readonly cniConfFileName?: string | undefined;
  readonly cniNetnsDir?: string | undefined;
  readonly daemonSetLabels?: { readonly [key: string]: string } | undefined;
  readonly env?: { readonly [key: string]: string } | undefined;
  readonly excludeNamespaces?: readonly string[] | undefined;
  readonly hub?: string | undefined;
  readonly image?: string | undefined;
  readonly istioOwnedCNIConfig?: boolean | undefined;
  readonly istioOwnedCNIConfigFileName?: string | undefined;
  readonly logging?: GlobalLogging | undefined;
  readonly podAnnotations?: { readonly [key: string]: string } | undefined;
  readonly podLabels?: { readonly [key: string]: string } | undefined;
  readonly privileged?: boolean | undefined;
  readonly provider?: string | undefined;
  readonly psp_cluster_role?: string | undefined;
  readonly pullPolicy?: 'Always' | 'Never' | 'IfNotPresent' | undefined;
  readonly repair?: IstioCNIRepair | undefined;
  readonly resource_quotas?: IstioCNIResourceQuotas | undefined;
  readonly resources?: Resources | undefined;
  readonly rollingMaxUnavailable?: number | string | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly tag?: string | undefined;
  readonly useAppArmorAnnotation?: boolean | undefined;
  readonly variant?: string | undefined;
}

/** `IstioCNI.spec.values.global` */
export interface IstioCNIGlobal {
  readonly defaultResources?: DefaultResources | undefined;
  readonly hub?: string | undefined;
  readonly imagePullPolicy?: 'Always' | 'Never' | 'IfNotPresent' | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
  readonly logAsJson?: boolean | undefined;
  readonly logging?: GlobalLogging | undefined;
  readonly nativeNftables?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly tag?: string | undefined;
  readonly variant?: string | undefined;
}

/** `IstioCNI.spec.values.cni.repair` */
export interface IstioCNIRepair {
  readonly brokenPodLabelKey?: string | undefined;
  readonly brokenPodLabelValue?: string | undefined;
  readonly createEvents?: string | undefined;
  readonly deletePods?: boolean | undefined;
  readonly enabled?: boolean | undefined;
  readonly hub?: string | undefined;
  readonly image?: string | undefined;
  readonly initContainerName?: string | undefined;
  readonly labelPods?: boolean | undefined;
  readonly repairPods?: boolean | undefined;
  readonly tag?: string | undefined;
}

/** `IstioCNI.spec.values.cni.resource_quotas` */
export interface IstioCNIResourceQuotas {
  readonly enabled?: boolean | undefined;
  readonly pods?: number | undefined;
}

/** `IstioCNI.spec` */
export interface IstioCNISpec {
  /** @default 'istio-cni' */
  readonly namespace?: string | undefined;
  readonly profile?: 'ambient' | 'default' | 'demo' | 'empty' | 'external' | 'openshift' | 'openshift-ambient' | 'preview' | 'remote' | 'stable' | undefined;
  readonly values?: IstioCNIValues | undefined;
  /** @default 'v1.30.3' */
  readonly version?: 'v1.30-latest' | 'v1.30.3' | 'v1.30.2' | 'v1.30.1' | 'v1.30.0' | 'v1.29-latest' | 'v1.29.6' | 'v1.29.5' | 'v1.29.4' | 'v1.29.3' | 'v1.29.2' | 'v1.29.1' | 'v1.29.0' | 'v1.28-latest' | 'v1.28.10' | 'v1.28.9' | 'v1.28.8' | 'v1.28.7' | 'v1.28.6' | 'v1.28.5' | 'v1.28.4' | 'v1.28.3' | 'v1.28.2' | 'v1.28.1' | 'v1.28.0' | 'v1.27-latest' | 'v1.27.9' | 'v1.27.8' | 'v1.27.7' | 'v1.27.6' | 'v1.27.5' | 'v1.27.4' | 'v1.27.3' | 'v1.27.2' | 'v1.27.1' | 'v1.27.0' | 'v1.26-latest' | 'v1.26.8' | 'v1.26.7' | 'v1.26.6' | 'v1.26.5' | 'v1.26.4' | 'v1.26.3' | 'v1.26.2' | 'v1.26.1' | 'v1.26.0' | 'v1.25-latest' | 'v1.25.5' | 'v1.25.4' | 'v1.25.3' | 'v1.25.2' | 'v1.25.1' | 'v1.24-latest' | 'v1.24.6' | 'v1.24.5' | 'v1.24.4' | 'v1.24.3' | 'v1.24.2' | 'v1.24.1' | 'v1.24.0' | 'v1.23-latest' | 'v1.23.6' | 'v1.23.5' | 'v1.23.4' | 'v1.23.3' | 'v1.23.2' | 'v1.22-latest' | 'v1.22.8' | 'v1.22.7' | 'v1.22.6' | 'v1.22.5' | 'v1.21.6' | undefined;
}

/** `IstioCNI.spec.values` */
export interface IstioCNIValues {
  readonly cni?: IstioCNICni | undefined;
  readonly global?: IstioCNIGlobal | undefined;
}
