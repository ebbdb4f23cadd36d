// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { ConnectionPoolSettings, Destination, ServerTLSSettings, WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Narrows what the sidecar of a workload accepts and can reach.
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class Sidecar extends VersionedObject {
  public static readonly kind = 'Sidecar';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id, Sidecar, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: SidecarProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(Sidecar, props, istioVersion);
  }
}

export interface SidecarProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: SidecarSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode */
export type CaptureMode = 'DEFAULT' | 'IPTABLES' | 'NONE';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export interface IstioEgressListener {
  readonly bind?: string | undefined;
  readonly captureMode?: CaptureMode | undefined;
  readonly hosts: readonly string[];
  readonly port?: SidecarPort | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener */
export interface IstioIngressListener {
  readonly bind?: string | undefined;
  readonly captureMode?: CaptureMode | undefined;
  /** Since Istio 1.20, without effect before 1.21. */
  readonly connectionPool?: ConnectionPoolSettings | undefined;
  readonly defaultEndpoint?: string | undefined;
  readonly port: SidecarPort;
  readonly tls?: ServerTLSSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy */
export interface OutboundTrafficPolicy {
  readonly egressProxy?: Destination | undefined;
  readonly mode?: OutboundTrafficPolicyMode | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode */
export type OutboundTrafficPolicyMode = 'REGISTRY_ONLY' | 'ALLOW_ANY';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort */
export interface SidecarPort {
  readonly name?: string | undefined;
  readonly number?: number | undefined;
  readonly protocol?: string | undefined;
  readonly targetPort?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar */
export interface SidecarSpec {
  readonly egress?: readonly IstioEgressListener[] | undefined;
  /** Since Istio 1.20, without effect before 1.21. */
  readonly inboundConnectionPool?: ConnectionPoolSettings | undefined;
  readonly ingress?: readonly IstioIngressListener[] | undefined;
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy | undefined;
  readonly workloadSelector?: WorkloadSelector | undefined;
}
