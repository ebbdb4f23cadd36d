import type { Labels } from '../model/labels';
import type { MeshModel } from '../model/mesh-model';
import { isAmbient } from '../model/namespaces';
import type { Resource } from '../model/resource';
import type { Workload } from '../model/workload';
import type { RegisteredService } from './services/registered-service';

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

/** The pods of a Service that are not among the manifests: they have the labels of its selector. */
export function assumedPodsOf(model: MeshModel, { service, resource, namespace }: RegisteredService): Workload {
  const ambient = isAmbient(model.namespaces.get(namespace)?.labels ?? {});
  return assumedWorkload({
    resource,
    name: resource.name,
    namespace,
    labels: service.selector ?? {},
    dataPlane: ambient ? 'ambient' : 'sidecar',
  });
}
