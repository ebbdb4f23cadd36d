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
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: WorkloadGroupSpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ExecHealthCheckConfig */
export interface ExecHealthCheckConfig {
  /** The command and its arguments, run without a shell. */
  readonly command: readonly string[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#GrpcHealthCheckConfig */
export interface GrpcHealthCheckConfig {
  /** Port of the health service. 1 to 65535. */
  readonly port?: number | undefined;
  /** The service that is asked about. Default: the server as a whole. */
  readonly service?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHeader */
export interface HTTPHeader {
  /** Name of the header. Matches `^[-_A-Za-z0-9]+$`. */
  readonly name?: string | undefined;
  /** Value of the header. */
  readonly value?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#HTTPHealthCheckConfig */
export interface HTTPHealthCheckConfig {
  /** Host of the request. Default: the address of the workload. */
  readonly host?: string | undefined;
  /** Headers of the request. */
  readonly httpHeaders?: readonly HTTPHeader[] | undefined;
  /** Path of the request. */
  readonly path?: string | undefined;
  /** Port that is asked. 1 to 65535. */
  readonly port: number;
  /** `HTTP` or `HTTPS`. Default `HTTP`. */
  readonly scheme?: string | undefined;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta */
export interface ObjectMeta {
  /** Annotations of each entry. At most 256 entries. */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /** Labels of each entry. At most 256 entries. */
  readonly labels?: { readonly [key: string]: string } | undefined;
}

export interface ReadinessProbeFields {
  /** Failures in a row after which it is not ready. Default 3. At least 0. */
  readonly failureThreshold?: number | undefined;
  /** Seconds before the first look. Default 0. At least 0. */
  readonly initialDelaySeconds?: number | undefined;
  /** Seconds between two looks. Default 10. At least 0. */
  readonly periodSeconds?: number | undefined;
  /** Successes in a row after which it is ready again. Default 1. At least 0. */
  readonly successThreshold?: number | undefined;
  /** Seconds that a look may take. Default 1. At least 0. */
  readonly timeoutSeconds?: number | undefined;
}

export interface ReadinessProbeHttpGet {
  /** Ready if a request is answered with 200 to 399. */
  readonly httpGet?: HTTPHealthCheckConfig | undefined;
  readonly tcpSocket?: undefined;
  readonly exec?: undefined;
  readonly grpc?: undefined;
}

export interface ReadinessProbeTcpSocket {
  readonly httpGet?: undefined;
  /** Ready if a connection can be opened. */
  readonly tcpSocket?: TCPHealthCheckConfig | undefined;
  readonly exec?: undefined;
  readonly grpc?: undefined;
}

export interface ReadinessProbeExec {
  readonly httpGet?: undefined;
  readonly tcpSocket?: undefined;
  /** Ready if a command ends with 0. */
  readonly exec?: ExecHealthCheckConfig | undefined;
  readonly grpc?: undefined;
}

export interface ReadinessProbeGrpc {
  readonly httpGet?: undefined;
  readonly tcpSocket?: undefined;
  readonly exec?: undefined;
  /** Ready if the health service of gRPC says so. Since Istio 1.25. */
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
  /** Host that is dialled. Default `localhost`. */
  readonly host?: string | undefined;
  /** Port that is dialled. 1 to 65535. */
  readonly port: number;
}

/** @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup */
export interface WorkloadGroupSpec {
  /** Labels and annotations of the entries that are made of it. */
  readonly metadata?: ObjectMeta | undefined;
  /** How Istio finds out whether a workload is ready. */
  readonly probe?: ReadinessProbe | undefined;
  /** What all entries have in common; must not hold the address. */
  readonly template: WorkloadEntrySpec;
}
