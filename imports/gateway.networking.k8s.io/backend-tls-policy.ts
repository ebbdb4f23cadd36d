// Generated from the CRDs of the Gateway API 1.7.0 (3bdaa60443b78d65) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Says how a gateway speaks TLS to the pods behind it.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export class BackendTLSPolicy extends VersionedObject {
  public static readonly kind = 'BackendTLSPolicy';
  public static readonly group = 'gateway.networking.k8s.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '' };

  public constructor(scope: Construct, id: string, props: BackendTLSPolicyProps) {
    super(scope, id, BackendTLSPolicy, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: BackendTLSPolicyProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(BackendTLSPolicy, props, istioVersion);
  }
}

export interface BackendTLSPolicyProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: BackendTLSPolicySpec;
}

/** `BackendTLSPolicy.spec.validation.caCertificateRefs[]` */
export interface BackendTLSPolicyCaCertificateRef {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
}

/** `BackendTLSPolicy.spec` */
export interface BackendTLSPolicySpec {
  /** At most 16 entries. */
  readonly options?: { readonly [key: string]: string } | undefined;
  /** 1 to 16 items. */
  readonly targetRefs: readonly BackendTLSPolicyTargetRef[];
  readonly validation: BackendTLSPolicyValidation;
}

/** `BackendTLSPolicy.spec.validation.subjectAltNames[]` */
export interface BackendTLSPolicySubjectAltName {
  /** 1 to 253 characters. */
  readonly hostname?: string | undefined;
  readonly type: 'Hostname' | 'URI';
  /** 1 to 253 characters. */
  readonly uri?: string | undefined;
}

/** `BackendTLSPolicy.spec.targetRefs[]` */
export interface BackendTLSPolicyTargetRef {
  /** At most 253 characters. */
  readonly group: string;
  /** 1 to 63 characters. Matches `^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$`. */
  readonly kind: string;
  /** 1 to 253 characters. */
  readonly name: string;
  /** 1 to 253 characters. */
  readonly sectionName?: string | undefined;
}

/** `BackendTLSPolicy.spec.validation` */
export interface BackendTLSPolicyValidation {
  /** At most 8 items. */
  readonly caCertificateRefs?: readonly BackendTLSPolicyCaCertificateRef[] | undefined;
  /** 1 to 253 characters. */
  readonly hostname: string;
  /** At most 5 items. */
  readonly subjectAltNames?: readonly BackendTLSPolicySubjectAltName[] | undefined;
  /** 1 to 253 characters. */
  readonly wellKnownCACertificates?: string | undefined;
}
