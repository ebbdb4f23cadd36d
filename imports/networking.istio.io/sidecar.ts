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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: SidecarSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode */
export type CaptureMode = 'DEFAULT' | 'IPTABLES' | 'NONE';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener */
export interface IstioEgressListener {
  /** Address or Unix socket on which the proxy listens. Default: the addresses of the services. */
  readonly bind?: string | undefined;
  /** How traffic comes to the listener. Default: captured as the pod has it. */
  readonly captureMode?: CaptureMode | undefined;
  /** Hosts that are known: `<namespace>/<host>`, with `.`, `*` and `~` for own, any and no namespace. */
  readonly hosts: readonly string[];
  /** The port of the listener; without it, all ports that no other listener names. */
  readonly port?: SidecarPort | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener */
export interface IstioIngressListener {
  /** Address on which the proxy listens. Default: that of the pod. */
  readonly bind?: string | undefined;
  /** How traffic comes to the listener. Default: captured as the pod has it. */
  readonly captureMode?: CaptureMode | undefined;
  /** Limits of connections and requests on this port. Since Istio 1.20, without effect before 1.21. */
  readonly connectionPool?: ConnectionPoolSettings | undefined;
  /** Where requests go on to: `127.0.0.1:<port>`, `0.0.0.0:<port>` or a Unix socket. Default: the same port. */
  readonly defaultEndpoint?: string | undefined;
  /** The port on which requests come. */
  readonly port: SidecarPort;
  /** TLS that the proxy ends, instead of the mutual TLS of the mesh. */
  readonly tls?: ServerTLSSettings | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy */
export interface OutboundTrafficPolicy {
  /** A service to which traffic to unknown hosts is led. */
  readonly egressProxy?: Destination | undefined;
  /** `REGISTRY_ONLY` drops traffic to unknown hosts, `ALLOW_ANY` lets it pass. */
  readonly mode?: OutboundTrafficPolicyMode | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy-Mode */
export type OutboundTrafficPolicyMode = 'REGISTRY_ONLY' | 'ALLOW_ANY';

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort */
export interface SidecarPort {
  /** Name of the port. */
  readonly name?: string | undefined;
  /** Number of the port. */
  readonly number?: number | undefined;
  /** What is spoken: `HTTP`, `HTTPS`, `GRPC`, `HTTP2`, `MONGO`, `TCP` or `TLS`. */
  readonly protocol?: string | undefined;
  /** Istio does not read it at a Sidecar. */
  readonly targetPort?: number | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar */
export interface SidecarSpec {
  /** The hosts that the proxy knows. Without it, what holds for the namespace or mesh. */
  readonly egress?: readonly IstioEgressListener[] | undefined;
  /** Limits of connections and requests that the proxy takes. Since Istio 1.20, without effect before 1.21. */
  readonly inboundConnectionPool?: ConnectionPoolSettings | undefined;
  /** The ports on which the proxy takes requests. Without it, those of the services. */
  readonly ingress?: readonly IstioIngressListener[] | undefined;
  /** What becomes of traffic to hosts that the mesh does not know. */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy | undefined;
  /** The pods that it holds for; without it, all of the namespace. */
  readonly workloadSelector?: WorkloadSelector | undefined;
}
