// Generated from the CRDs of Istio 1.32.0 (20fd39a2d5fcc159) by `npm run import`; do not edit.
import { manifestOf, VersionedObject } from '../../src/tree/versioned-object';
import { DEFAULT_ISTIO_VERSION } from '../../src/values/istio-version';
import type { WorkloadEntrySpec } from './shared-types';
import type { ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';

/**
 * Describes one workload outside of Kubernetes, such as a virtual machine.
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export class WorkloadEntry extends VersionedObject {
  public static readonly kind = 'WorkloadEntry';
  public static readonly group = 'networking.istio.io';
  public static readonly scope = 'Namespaced';
  /** Served versions, newest first, with the Istio release that first serves each (`''`: all that can be targeted). */
  public static readonly versions = { v1: '1.22', v1beta1: '', v1alpha3: '' };

  public constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id, WorkloadEntry, props);
  }

  /** The object as plain data, without a construct. */
  public static manifest(props: WorkloadEntryProps, istioVersion: string = DEFAULT_ISTIO_VERSION) {
    return manifestOf(WorkloadEntry, props, istioVersion);
  }
}

export interface WorkloadEntryProps {
  /** Name, namespace, labels and annotations of the object. */
  readonly metadata?: ApiObjectMetadata | undefined;
  /** What is asked for. */
  readonly spec: WorkloadEntrySpec;
}
