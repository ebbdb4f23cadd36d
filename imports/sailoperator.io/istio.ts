// Generated from the CRDs of the Sail operator 1.30.3 (db75d8a343e99404) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { Values } from './values';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Installs a control plane of Istio and upgrades it.
 * @see https://github.com/istio-ecosystem/sail-operator/blob/main/docs/api-reference/sailoperator.io.md
 */
export class Istio extends VersionedObject {
  public static readonly kind = 'Istio';
  public static readonly group = 'sailoperator.io';
  public static readonly scope = 'Cluster';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: IstioProps) {
    super(scope, id, Istio, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: IstioProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Istio, props, istioVersion);
  }
}

export interface IstioProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: IstioSpec;
}

/** `Istio.spec` */
export interface IstioSpec {
  /** @default 'istio-system' */
  readonly namespace?: string | undefined;
  readonly profile?: 'ambient' | 'default' | 'demo' | 'empty' | 'external' | 'openshift' | 'openshift-ambient' | 'preview' | 'remote' | 'stable' | undefined;
  readonly updateStrategy?: IstioUpdateStrategy | undefined;
  readonly values?: Values | undefined;
  /** @default 'v1.30.3' */
  readonly version?: 'v1.30-latest' | 'v1.30.3' | 'v1.30.2' | 'v1.30.1' | 'v1.30.0' | 'v1.29-latest' | 'v1.29.6' | 'v1.29.5' | 'v1.29.4' | 'v1.29.3' | 'v1.29.2' | 'v1.29.1' | 'v1.29.0' | 'v1.28-latest' | 'v1.28.10' | 'v1.28.9' | 'v1.28.8' | 'v1.28.7' | 'v1.28.6' | 'v1.28.5' | 'v1.28.4' | 'v1.28.3' | 'v1.28.2' | 'v1.28.1' | 'v1.28.0' | 'v1.27-latest' | 'v1.27.9' | 'v1.27.8' | 'v1.27.7' | 'v1.27.6' | 'v1.27.5' | 'v1.27.4' | 'v1.27.3' | 'v1.27.2' | 'v1.27.1' | 'v1.27.0' | 'v1.26-latest' | 'v1.26.8' | 'v1.26.7' | 'v1.26.6' | 'v1.26.5' | 'v1.26.4' | 'v1.26.3' | 'v1.26.2' | 'v1.26.1' | 'v1.26.0' | 'v1.25-latest' | 'v1.25.5' | 'v1.25.4' | 'v1.25.3' | 'v1.25.2' | 'v1.25.1' | 'v1.24-latest' | 'v1.24.6' | 'v1.24.5' | 'v1.24.4' | 'v1.24.3' | 'v1.24.2' | 'v1.24.1' | 'v1.24.0' | 'v1.23-latest' | 'v1.23.6' | 'v1.23.5' | 'v1.23.4' | 'v1.23.3' | 'v1.23.2' | 'v1.22-latest' | 'v1.22.8' | 'v1.22.7' | 'v1.22.6' | 'v1.22.5' | 'v1.21.6' | undefined;
}

/** `Istio.spec.updateStrategy` */
export interface IstioUpdateStrategy {
  /** At least 0. */
  readonly inactiveRevisionDeletionGracePeriodSeconds?: number | undefined;
  /** @default 'InPlace' */
  readonly type?: 'InPlace' | 'RevisionBased' | undefined;
  readonly updateWorkloads?: boolean | undefined;
}
