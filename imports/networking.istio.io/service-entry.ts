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
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ServiceEntrySpec;
}

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Location */
export type ServiceEntryLocation = 'MESH_EXTERNAL' | 'MESH_INTERNAL';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export type ServiceEntryResolution = 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';

export interface ServiceEntrySpecFields {
  /** At most 256 items. */
  readonly addresses?: readonly string[] | undefined;
  readonly exportTo?: readonly string[] | undefined;
  /** 1 to 256 items. */
  readonly hosts: readonly string[];
  readonly location?: ServiceEntryLocation | undefined;
  /** At most 256 items. Items differ in `name`. */
  readonly ports?: readonly ServicePort[] | undefined;
  /** `DYNAMIC_DNS` since Istio 1.28. */
  readonly resolution?: ServiceEntryResolution | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
}

export interface ServiceEntrySpecWorkloadSelector {
  readonly workloadSelector?: WorkloadSelector | undefined;
  readonly endpoints?: undefined;
}

export interface ServiceEntrySpecEndpoints {
  readonly workloadSelector?: undefined;
  /** At most 4096 items. */
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
  /** At most 256 characters. */
  readonly name: string;
  /** 1 to 65535. */
  readonly number: number;
  /** At most 256 characters. */
  readonly protocol?: string | undefined;
  /** 1 to 65535. */
  readonly targetPort?: number | undefined;
}
