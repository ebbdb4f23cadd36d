// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { WorkloadEntrySpec, WorkloadSelector } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Adds a service that Kubernetes does not know to the registry of the mesh.
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends VersionedObject {
  public static readonly kind = 'ServiceEntry';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, ServiceEntry, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: ServiceEntryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(ServiceEntry, props, istioVersion);
  }
}

export interface ServiceEntryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: ServiceEntrySpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location */
export type ServiceEntryLocation = 'MESH_EXTERNAL' | 'MESH_INTERNAL';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export type ServiceEntryResolution = 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';

export interface ServiceEntrySpecFields {
  /** Virtual addresses, or ranges in CIDR form, under which the service is dialled. At most 256 items. */
  readonly addresses?: readonly string[] | undefined;
  /** Namespaces that see the service: `.` for the own one, `*` for all. Default: that of the mesh configuration, all. */
  readonly exportTo?: readonly string[] | undefined;
  /** Names of the service; a wildcard prefix only with resolution `NONE` or `DYNAMIC_DNS`. 1 to 256 items. */
  readonly hosts: readonly string[];
  /** Whether its pods are part of the mesh. Default `MESH_EXTERNAL`. */
  readonly location?: ServiceEntryLocation | undefined;
  /** The ports of the service. At most 256 items. Items differ in `name`. */
  readonly ports?: readonly ServicePort[] | undefined;
  /** How its addresses are found. Default `NONE`: where the client dials to. `DYNAMIC_DNS` since Istio 1.28. */
  readonly resolution?: ServiceEntryResolution | undefined;
  /** Names of which the certificate of the server must have one. */
  readonly subjectAltNames?: readonly string[] | undefined;
}

export interface ServiceEntrySpecWorkloadSelector {
  /** Pods and workload entries of the namespace that make up the service. */
  readonly workloadSelector?: WorkloadSelector | undefined;
  readonly endpoints?: undefined;
}

export interface ServiceEntrySpecEndpoints {
  readonly workloadSelector?: undefined;
  /** Where the service runs, one entry for each address. At most 4096 items. */
  readonly endpoints?: readonly WorkloadEntrySpec[] | undefined;
}

/**
 * At most one of `workloadSelector` or `endpoints`.
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export type ServiceEntrySpec = ServiceEntrySpecFields & (ServiceEntrySpecWorkloadSelector | ServiceEntrySpecEndpoints);
export const ServiceEntrySpec = {
  workloadSelector: (workloadSelector: WorkloadSelector, rest: ServiceEntrySpecFields): ServiceEntrySpec => ({ ...rest, workloadSelector }),
  endpoints: (endpoints: readonly WorkloadEntrySpec[], rest: ServiceEntrySpecFields): ServiceEntrySpec => ({ ...rest, endpoints }),
};

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServicePort */
export interface ServicePort {
  /** Name of the port. At most 256 characters. */
  readonly name: string;
  /** Port that clients dial. 1 to 65535. */
  readonly number: number;
  /** What is spoken: `HTTP`, `HTTPS`, `GRPC`, `HTTP2`, `MONGO`, `TCP` or `TLS`. Default: told from the first bytes. At most 256 characters. */
  readonly protocol?: string | undefined;
  /** Port of the endpoints. Default: the port itself. 1 to 65535. */
  readonly targetPort?: number | undefined;
}
