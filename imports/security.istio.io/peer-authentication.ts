// Generated from the CRDs of Istio 1.32.0 (5920f651c6559262) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Says whether workloads accept mutual TLS, plain text or both.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class PeerAuthentication extends VersionedObject {
  public static readonly kind = 'PeerAuthentication';
  public static readonly group = 'security.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '' };

  public constructor(scope: Construct, id: string, props: PeerAuthenticationProps) {
    super(scope, id, PeerAuthentication, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: PeerAuthenticationProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(PeerAuthentication, props, istioVersion);
  }
}

export interface PeerAuthenticationProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: PeerAuthenticationSpec;
}

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS */
export interface MutualTLS {
  /** `STRICT` refuses plaintext, `PERMISSIVE` takes both, `DISABLE` takes no mutual TLS; `UNSET` inherits. */
  readonly mode?: MutualTLSMode | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode */
export type MutualTLSMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication */
export interface PeerAuthenticationSpec {
  /** Whether the pods take mutual TLS, plaintext or both. Without it, what holds above applies. */
  readonly mtls?: MutualTLS | undefined;
  /** Exceptions by port of the pod, not of its Service; needs a selector. At least 1 entry. */
  readonly portLevelMtls?: { readonly [key: string]: MutualTLS } | undefined;
  /** The pods that it holds for, by their labels; without it, all of the namespace. */
  readonly selector?: WorkloadSelector | undefined;
}
