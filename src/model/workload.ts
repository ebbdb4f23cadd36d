import { dataPlaneOf, type InjectionModel } from './injection';
import type { Labels } from './labels';
import type { DataPlaneMode, NamespaceIndex } from './namespaces';
import type { Resource } from './resource';
import type { PodSpec } from './shapes/kubernetes';

/** How many pods a workload runs. */
export interface Replicas {
  /** The least number: of the autoscaler if there is one, else the replicas. */
  readonly min: number;
  readonly max: number;
}

/** The pods that one object makes: a Pod itself, the template of a controller, or a virtual machine. */
export interface Workload {
  /** The object that makes the pods. */
  readonly resource: Resource;
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods. */
  readonly labels: Labels;
  /** Annotations of the pods. */
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly pod: PodSpec;
  /** Where the pod is written in its object, such as `spec.template`; empty for a Pod. */
  readonly podPath: string;
  /** Undefined if the number depends on the cluster, as that of a DaemonSet does. */
  readonly replicas: Replicas | undefined;
  readonly dataPlane: DataPlaneMode;
  /** Whether the pods end by themselves: of Jobs and CronJobs. */
  readonly endsByItself: boolean;
  /** Whether a controller or chart makes the object, so that the set does not hold it. */
  readonly generated: boolean;
}

/**
 * What a workload is made from; everything but the resource and the labels may be left out. The data plane is that which
 * labels and injection give its pods, unless it is said.
 */
export type WorkloadSource = Pick<Workload, 'resource' | 'labels'> & Partial<Omit<Workload, 'resource' | 'labels'>>;

/** Completes a workload with what Kubernetes and the mesh add to it. */
export function workloadOf(source: WorkloadSource, namespaces: NamespaceIndex, injection: InjectionModel): Workload {
  const { resource, labels } = source;
  const pod = source.pod ?? {};
  const annotations = source.annotations ?? {};
  const namespace = source.namespace ?? resource.namespace;
  return Object.freeze({
    resource,
    name: source.name ?? resource.name,
    namespace,
    labels,
    annotations,
    serviceAccount: source.serviceAccount ?? pod.serviceAccountName ?? pod.serviceAccount ?? 'default',
    pod,
    podPath: source.podPath ?? '',
    replicas: source.replicas,
    dataPlane:
      source.dataPlane ??
      dataPlaneOf(
        { labels, annotations, pod, namespace: namespaces.get(namespace), namespaceName: namespace },
        injection,
      ),
    endsByItself: source.endsByItself ?? false,
    generated: source.generated ?? false,
  });
}
