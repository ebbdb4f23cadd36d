import type { Labels } from '../model/labels';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';

/** Pods that are not among the manifests, with what other objects say of them. */
export function assumedWorkload(known: {
  readonly resource: Resource;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly serviceAccount?: string;
  readonly dataPlane?: Workload['dataPlane'];
}): Workload {
  return Object.freeze({
    serviceAccount: 'default',
    dataPlane: 'sidecar' as const,
    ...known,
    annotations: {},
    pod: {},
    podPath: '',
    replicas: undefined,
    endsByItself: false,
    generated: true,
  });
}
