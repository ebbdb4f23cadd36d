// Generated from the CRDs of the Flux Helm controller 1.6.3 (89a439f09746d5ac) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Installs a Helm chart and keeps it at a version range.
 * @see https://fluxcd.io/flux/components/helm/helmreleases/
 */
export class HelmRelease extends VersionedObject {
  public static readonly kind = 'HelmRelease';
  public static readonly group = 'helm.toolkit.fluxcd.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v2: '' };

  public constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id, HelmRelease, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: HelmReleaseProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(HelmRelease, props, istioVersion);
  }
}

export interface HelmReleaseProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: HelmReleaseSpec;
}

/** `HelmRelease.spec.chart` */
export interface HelmReleaseChart {
  readonly metadata?: HelmReleaseMetadata | undefined;
  readonly spec: HelmReleaseChartSpec;
}

/** `HelmRelease.spec.chartRef` */
export interface HelmReleaseChartRef {
  readonly apiVersion?: string | undefined;
  readonly kind: 'OCIRepository' | 'HelmChart' | 'ExternalArtifact';
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string | undefined;
}

/** `HelmRelease.spec.chart.spec` */
export interface HelmReleaseChartSpec {
  /** 1 to 2048 characters. */
  readonly chart: string;
  readonly ignoreMissingValuesFiles?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly interval?: string | undefined;
  /** @default 'ChartVersion' */
  readonly reconcileStrategy?: 'ChartVersion' | 'Revision' | undefined;
  readonly sourceRef: HelmReleaseSourceRef;
  readonly valuesFiles?: readonly string[] | undefined;
  readonly verify?: HelmReleaseVerify | undefined;
  /** @default '*' */
  readonly version?: string | undefined;
}

/** `HelmRelease.spec.commonMetadata` */
export interface HelmReleaseCommonMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `HelmRelease.spec.kubeConfig.configMapRef` */
export interface HelmReleaseConfigMapRef {
  readonly name: string;
}

/** `HelmRelease.spec.dependsOn[]` */
export interface HelmReleaseDependsOn {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly readyExpr?: string | undefined;
}

/** `HelmRelease.spec.driftDetection` */
export interface HelmReleaseDriftDetection {
  readonly ignore?: readonly HelmReleaseIgnore[] | undefined;
  readonly mode?: 'enabled' | 'warn' | 'disabled' | undefined;
}

/** `HelmRelease.spec.test.filters[]` */
export interface HelmReleaseFilter {
  readonly exclude?: boolean | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
}

/** `HelmRelease.spec.healthCheckExprs[]` */
export interface HelmReleaseHealthCheckExpr {
  readonly apiVersion: string;
  readonly current: string;
  readonly failed?: string | undefined;
  readonly inProgress?: string | undefined;
  readonly kind?: string | undefined;
}

/** `HelmRelease.spec.driftDetection.ignore[]` */
export interface HelmReleaseIgnore {
  readonly paths: readonly string[];
  readonly target?: HelmReleaseTarget | undefined;
}

/** `HelmRelease.spec.postRenderers[].kustomize.images[]` */
export interface HelmReleaseImage {
  readonly digest?: string | undefined;
  readonly name: string;
  readonly newName?: string | undefined;
  readonly newTag?: string | undefined;
}

/** `HelmRelease.spec.install` */
export interface HelmReleaseInstall {
  readonly crds?: 'Skip' | 'Create' | 'CreateReplace' | undefined;
  readonly createNamespace?: boolean | undefined;
  readonly disableHooks?: boolean | undefined;
  readonly disableOpenAPIValidation?: boolean | undefined;
  readonly disableSchemaValidation?: boolean | undefined;
  readonly disableTakeOwnership?: boolean | undefined;
  readonly disableWait?: boolean | undefined;
  readonly disableWaitForJobs?: boolean | undefined;
  readonly remediation?: HelmReleaseInstallRemediation | undefined;
  readonly replace?: boolean | undefined;
  readonly serverSideApply?: boolean | undefined;
  readonly skipCRDs?: boolean | undefined;
  readonly strategy?: HelmReleaseStrategy | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
}

/** `HelmRelease.spec.install.remediation` */
export interface HelmReleaseInstallRemediation {
  readonly ignoreTestFailures?: boolean | undefined;
  readonly remediateLastFailure?: boolean | undefined;
  readonly retries?: number | undefined;
}

export interface HelmReleaseKubeConfigConfigMapRef {
  readonly configMapRef?: HelmReleaseConfigMapRef | undefined;
  readonly secretRef?: undefined;
}

export interface HelmReleaseKubeConfigSecretRefVariant {
  readonly configMapRef?: undefined;
  readonly secretRef?: HelmReleaseKubeConfigSecretRef | undefined;
}

/**
 * At most one of `configMapRef` or `secretRef`.
 * `HelmRelease.spec.kubeConfig`
 */
export type HelmReleaseKubeConfig = HelmReleaseKubeConfigConfigMapRef | HelmReleaseKubeConfigSecretRefVariant;
export const HelmReleaseKubeConfig = {
  configMapRef: (configMapRef: HelmReleaseConfigMapRef): HelmReleaseKubeConfig => ({ configMapRef }),
  secretRef: (secretRef: HelmReleaseKubeConfigSecretRef): HelmReleaseKubeConfig => ({ secretRef }),
};

/** `HelmRelease.spec.kubeConfig.secretRef` */
export interface HelmReleaseKubeConfigSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `HelmRelease.spec.postRenderers[].kustomize` */
export interface HelmReleaseKustomize {
  readonly images?: readonly HelmReleaseImage[] | undefined;
  readonly patches?: readonly HelmReleasePatch[] | undefined;
}

/** `HelmRelease.spec.chart.metadata` */
export interface HelmReleaseMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `HelmRelease.spec.postRenderers[].kustomize.patches[]` */
export interface HelmReleasePatch {
  readonly patch: string;
  readonly target?: HelmReleaseTarget | undefined;
}

/** `HelmRelease.spec.postRenderers[]` */
export interface HelmReleasePostRenderer {
  readonly kustomize?: HelmReleaseKustomize | undefined;
}

/** `HelmRelease.spec.rollback` */
export interface HelmReleaseRollback {
  readonly cleanupOnFail?: boolean | undefined;
  readonly disableHooks?: boolean | undefined;
  readonly disableWait?: boolean | undefined;
  readonly disableWaitForJobs?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly recreate?: boolean | undefined;
  readonly serverSideApply?: 'enabled' | 'disabled' | 'auto' | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
}

/** `HelmRelease.spec.chart.spec.sourceRef` */
export interface HelmReleaseSourceRef {
  readonly apiVersion?: string | undefined;
  readonly kind: 'HelmRepository' | 'GitRepository' | 'Bucket';
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 63 characters. */
  readonly namespace?: string | undefined;
}

export interface HelmReleaseSpecFields {
  readonly commonMetadata?: HelmReleaseCommonMetadata | undefined;
  readonly dependsOn?: readonly HelmReleaseDependsOn[] | undefined;
  readonly driftDetection?: HelmReleaseDriftDetection | undefined;
  readonly healthCheckExprs?: readonly HelmReleaseHealthCheckExpr[] | undefined;
  readonly install?: HelmReleaseInstall | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly interval: string;
  readonly kubeConfig?: HelmReleaseKubeConfig | undefined;
  readonly maxHistory?: number | undefined;
  readonly persistentClient?: boolean | undefined;
  readonly postRenderStrategy?: 'nohooks' | 'combined' | 'separate' | undefined;
  readonly postRenderers?: readonly HelmReleasePostRenderer[] | undefined;
  /** 1 to 53 characters. */
  readonly releaseName?: string | undefined;
  readonly rollback?: HelmReleaseRollback | undefined;
  /** 1 to 253 characters. */
  readonly serviceAccountName?: string | undefined;
  /** 1 to 63 characters. */
  readonly storageNamespace?: string | undefined;
  readonly suspend?: boolean | undefined;
  /** 1 to 63 characters. */
  readonly targetNamespace?: string | undefined;
  readonly test?: HelmReleaseTest | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
  readonly uninstall?: HelmReleaseUninstall | undefined;
  readonly upgrade?: HelmReleaseUpgrade | undefined;
  readonly values?: unknown | undefined;
  readonly valuesFrom?: readonly HelmReleaseValuesFrom[] | undefined;
  readonly waitStrategy?: HelmReleaseWaitStrategy | undefined;
}

export interface HelmReleaseSpecChart {
  readonly chart: HelmReleaseChart;
  readonly chartRef?: undefined;
}

export interface HelmReleaseSpecChartRef {
  readonly chart?: undefined;
  readonly chartRef: HelmReleaseChartRef;
}

/**
 * Exactly one of `chart` or `chartRef`.
 * `HelmRelease.spec`
 */
export type HelmReleaseSpec = HelmReleaseSpecFields & (HelmReleaseSpecChart | HelmReleaseSpecChartRef);
export const HelmReleaseSpec = {
  chart: (chart: HelmReleaseChart, rest: HelmReleaseSpecFields): HelmReleaseSpec => ({ ...rest, chart }),
  chartRef: (chartRef: HelmReleaseChartRef, rest: HelmReleaseSpecFields): HelmReleaseSpec => ({ ...rest, chartRef }),
};

/** `HelmRelease.spec.install.strategy` */
export interface HelmReleaseStrategy {
  readonly name: 'RemediateOnFailure' | 'RetryOnFailure';
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly retryInterval?: string | undefined;
}

/** `HelmRelease.spec.driftDetection.ignore[].target` */
export interface HelmReleaseTarget {
  readonly annotationSelector?: string | undefined;
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly version?: string | undefined;
}

/** `HelmRelease.spec.test` */
export interface HelmReleaseTest {
  readonly enable?: boolean | undefined;
  readonly filters?: readonly HelmReleaseFilter[] | undefined;
  readonly ignoreFailures?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
}

/** `HelmRelease.spec.uninstall` */
export interface HelmReleaseUninstall {
  /** @default 'background' */
  readonly deletionPropagation?: 'background' | 'foreground' | 'orphan' | undefined;
  readonly disableHooks?: boolean | undefined;
  readonly disableWait?: boolean | undefined;
  readonly keepHistory?: boolean | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
}

/** `HelmRelease.spec.upgrade` */
export interface HelmReleaseUpgrade {
  readonly chartNameChangeStrategy?: 'InPlaceUpdate' | 'Reinstall' | undefined;
  readonly cleanupOnFail?: boolean | undefined;
  readonly crds?: 'Skip' | 'Create' | 'CreateReplace' | undefined;
  readonly disableHooks?: boolean | undefined;
  readonly disableOpenAPIValidation?: boolean | undefined;
  readonly disableSchemaValidation?: boolean | undefined;
  readonly disableTakeOwnership?: boolean | undefined;
  readonly disableWait?: boolean | undefined;
  readonly disableWaitForJobs?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly preserveValues?: boolean | undefined;
  readonly remediation?: HelmReleaseUpgradeRemediation | undefined;
  readonly serverSideApply?: 'enabled' | 'disabled' | 'auto' | undefined;
  readonly strategy?: HelmReleaseStrategy | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
}

/** `HelmRelease.spec.upgrade.remediation` */
export interface HelmReleaseUpgradeRemediation {
  readonly ignoreTestFailures?: boolean | undefined;
  readonly remediateLastFailure?: boolean | undefined;
  readonly retries?: number | undefined;
  readonly strategy?: 'rollback' | 'uninstall' | undefined;
}

/** `HelmRelease.spec.valuesFrom[]` */
export interface HelmReleaseValuesFrom {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly literal?: boolean | undefined;
  /** 1 to 253 characters. */
  readonly name: string;
  readonly optional?: boolean | undefined;
  /** At most 250 characters. Matches `^([a-zA-Z0-9_\-.\\\/]|\[[0-9]{1,5}\])+$`. */
  readonly targetPath?: string | undefined;
  /** At most 253 characters. Matches `^[\-._a-zA-Z0-9]+$`. */
  readonly valuesKey?: string | undefined;
}

/** `HelmRelease.spec.chart.spec.verify` */
export interface HelmReleaseVerify {
  /** @default 'cosign' */
  readonly provider?: 'cosign' | 'notation' | undefined;
  readonly secretRef?: HelmReleaseVerifySecretRef | undefined;
}

/** `HelmRelease.spec.chart.spec.verify.secretRef` */
export interface HelmReleaseVerifySecretRef {
  readonly name: string;
}

/** `HelmRelease.spec.waitStrategy` */
export interface HelmReleaseWaitStrategy {
  readonly name: 'poller' | 'legacy';
}
