// Generated from the CRDs of the Flux Kustomize controller 1.10.1 (122046976efae3a0) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Applies the manifests of a path of a source and keeps them in step.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export class Kustomization extends VersionedObject {
  public static readonly kind = 'Kustomization';
  public static readonly group = 'kustomize.toolkit.fluxcd.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: KustomizationProps) {
    super(scope, id, Kustomization, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: KustomizationProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Kustomization, props, istioVersion);
  }
}

export interface KustomizationProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: KustomizationSpec;
}

/** `Kustomization.spec.commonMetadata` */
export interface KustomizationCommonMetadata {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `Kustomization.spec.kubeConfig.configMapRef` */
export interface KustomizationConfigMapRef {
  readonly name: string;
}

/** `Kustomization.spec.decryption` */
export interface KustomizationDecryption {
  readonly provider: 'sops';
  readonly secretRef?: KustomizationDecryptionSecretRef | undefined;
  readonly serviceAccountName?: string | undefined;
}

/** `Kustomization.spec.decryption.secretRef` */
export interface KustomizationDecryptionSecretRef {
  readonly name: string;
}

/** `Kustomization.spec.dependsOn[]` */
export interface KustomizationDependsOn {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly readyExpr?: string | undefined;
}

/** `Kustomization.spec.healthChecks[]` */
export interface KustomizationHealthCheck {
  readonly apiVersion?: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `Kustomization.spec.healthCheckExprs[]` */
export interface KustomizationHealthCheckExpr {
  readonly apiVersion: string;
  readonly current: string;
  readonly failed?: string | undefined;
  readonly inProgress?: string | undefined;
  readonly kind?: string | undefined;
}

/** `Kustomization.spec.ignore[]` */
export interface KustomizationIgnore {
  readonly paths: readonly string[];
  readonly target?: KustomizationTarget | undefined;
}

/** `Kustomization.spec.images[]` */
export interface KustomizationImage {
  readonly digest?: string | undefined;
  readonly name: string;
  readonly newName?: string | undefined;
  readonly newTag?: string | undefined;
}

export interface KustomizationKubeConfigConfigMapRef {
  readonly configMapRef: KustomizationConfigMapRef;
  readonly secretRef?: undefined;
}

export interface KustomizationKubeConfigSecretRefVariant {
  readonly configMapRef?: undefined;
  readonly secretRef: KustomizationKubeConfigSecretRef;
}

/**
 * Exactly one of `configMapRef` or `secretRef`.
 * `Kustomization.spec.kubeConfig`
 */
export type KustomizationKubeConfig = KustomizationKubeConfigConfigMapRef | KustomizationKubeConfigSecretRefVariant;
export const KustomizationKubeConfig = {
  configMapRef: (configMapRef: KustomizationConfigMapRef): KustomizationKubeConfig => ({ configMapRef }),
  secretRef: (secretRef: KustomizationKubeConfigSecretRef): KustomizationKubeConfig => ({ secretRef }),
};

/** `Kustomization.spec.kubeConfig.secretRef` */
export interface KustomizationKubeConfigSecretRef {
  readonly key?: string | undefined;
  readonly name: string;
}

/** `Kustomization.spec.patches[]` */
export interface KustomizationPatch {
  readonly patch: string;
  readonly target?: KustomizationTarget | undefined;
}

/** `Kustomization.spec.postBuild` */
export interface KustomizationPostBuild {
  readonly substitute?: { readonly [key: string]: string } | undefined;
  readonly substituteFrom?: readonly KustomizationSubstituteFrom[] | undefined;
  readonly substituteStrategy?: 'WithVariables' | 'Always' | undefined;
}

/** `Kustomization.spec.sourceRef` */
export interface KustomizationSourceRef {
  readonly apiVersion?: string | undefined;
  readonly kind: 'OCIRepository' | 'GitRepository' | 'Bucket' | 'ExternalArtifact';
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** `Kustomization.spec` */
export interface KustomizationSpec {
  readonly buildMetadata?: readonly ('originAnnotations' | 'transformerAnnotations')[] | undefined;
  readonly commonMetadata?: KustomizationCommonMetadata | undefined;
  readonly components?: readonly string[] | undefined;
  readonly decryption?: KustomizationDecryption | undefined;
  readonly deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan' | undefined;
  readonly dependsOn?: readonly KustomizationDependsOn[] | undefined;
  /** @default false */
  readonly force?: boolean | undefined;
  readonly healthCheckExprs?: readonly KustomizationHealthCheckExpr[] | undefined;
  readonly healthChecks?: readonly KustomizationHealthCheck[] | undefined;
  readonly ignore?: readonly KustomizationIgnore[] | undefined;
  readonly ignoreMissingComponents?: boolean | undefined;
  readonly images?: readonly KustomizationImage[] | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly interval: string;
  readonly kubeConfig?: KustomizationKubeConfig | undefined;
  /** 1 to 200 characters. */
  readonly namePrefix?: string | undefined;
  /** 1 to 200 characters. */
  readonly nameSuffix?: string | undefined;
  readonly patches?: readonly KustomizationPatch[] | undefined;
  readonly path?: string | undefined;
  readonly postBuild?: KustomizationPostBuild | undefined;
  readonly prune: boolean;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly retryInterval?: string | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly sourceRef: KustomizationSourceRef;
  readonly suspend?: boolean | undefined;
  /** 1 to 63 characters. */
  readonly targetNamespace?: string | undefined;
  /** Matches `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`. */
  readonly timeout?: string | undefined;
  readonly wait?: boolean | undefined;
}

/** `Kustomization.spec.postBuild.substituteFrom[]` */
export interface KustomizationSubstituteFrom {
  readonly kind: 'Secret' | 'ConfigMap';
  /** 1 to 253 characters. */
  readonly name: string;
  /** @default false */
  readonly optional?: boolean | undefined;
}

/** `Kustomization.spec.ignore[].target` */
export interface KustomizationTarget {
  readonly annotationSelector?: string | undefined;
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly version?: string | undefined;
}
