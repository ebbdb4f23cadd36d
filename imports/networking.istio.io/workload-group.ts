// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { WorkloadEntrySpec } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Describes the common properties of workloads outside of Kubernetes and how to probe them.
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export class WorkloadGroup extends VersionedObject {
  public static readonly kind = 'WorkloadGroup';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id, WorkloadGroup, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: WorkloadGroupProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(WorkloadGroup, props, istioVersion);
  }
}

export interface WorkloadGroupProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WorkloadGroupSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ExecHealthCheckConfig */
export interface ExecHealthCheckConfig {
  readonly command: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig */
export interface GrpcHealthCheckConfig {
  /** 1 to 65535. */
  readonly port?: number | undefined;
  readonly service?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader */
export interface HTTPHeader {
  /** Matches `^[-_A-Za-z0-9]+$`. */
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig */
export interface HTTPHealthCheckConfig {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly HTTPHeader[] | undefined;
  readonly path?: string | undefined;
  /** 1 to 65535. */
  readonly port: number;
  readonly scheme?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta */
export interface ObjectMeta {
  /** At most 256 entries. */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /** At most 256 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
}

export interface ReadinessProbeFields {
  /** At least 0. */
  readonly failureThreshold?: number | undefined;
  /** At least 0. */
  readonly initialDelaySeconds?: number | undefined;
  /** At least 0. */
  readonly periodSeconds?: number | undefined;
  /** At least 0. */
  readonly successThreshold?: number | undefined;
  /** At least 0. */
  readonly timeoutSeconds?: number | undefined;
}

export interface ReadinessProbeHttpGet {
  readonly httpGet?: HTTPHealthCheckConfig | undefined;
  readonly tcpSocket?: undefined;
  readonly exec?: undefined;
  readonly grpc?: undefined;
}

export interface ReadinessProbeTcpSocket {
  readonly httpGet?: undefined;
  readonly tcpSocket?: TCPHealthCheckConfig | undefined;
  readonly exec?: undefined;
  readonly grpc?: undefined;
}

export interface ReadinessProbeExec {
  readonly httpGet?: undefined;
  readonly tcpSocket?: undefined;
  readonly exec?: ExecHealthCheckConfig | undefined;
  readonly grpc?: undefined;
}

export interface ReadinessProbeGrpc {
  readonly httpGet?: undefined;
  readonly tcpSocket?: undefined;
  readonly exec?: undefined;
  /** Since Istio 1.25. */
  readonly grpc?: GrpcHealthCheckConfig | undefined;
}

/**
 * At most one of `httpGet`, `tcpSocket`, `exec` or `grpc`.
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export type ReadinessProbe = ReadinessProbeFields & (ReadinessProbeHttpGet | ReadinessProbeTcpSocket | ReadinessProbeExec | ReadinessProbeGrpc);
export const ReadinessProbe = {
  httpGet: (httpGet: HTTPHealthCheckConfig, rest?: ReadinessProbeFields): ReadinessProbe => ({ ...rest, httpGet }),
  tcpSocket: (tcpSocket: TCPHealthCheckConfig, rest?: ReadinessProbeFields): ReadinessProbe => ({ ...rest, tcpSocket }),
  exec: (exec: ExecHealthCheckConfig, rest?: ReadinessProbeFields): ReadinessProbe => ({ ...rest, exec }),
  grpc: (grpc: GrpcHealthCheckConfig, rest?: ReadinessProbeFields): ReadinessProbe => ({ ...rest, grpc }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#TCPHealthCheckConfig */
export interface TCPHealthCheckConfig {
  readonly host?: string | undefined;
  /** 1 to 65535. */
  readonly port: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup */
export interface WorkloadGroupSpec {
  readonly metadata?: ObjectMeta | undefined;
  readonly probe?: ReadinessProbe | undefined;
  readonly template: WorkloadEntrySpec;
}
